"""How much is measured: what the issue asks for, a look in between (`--small`), and as little as possible (the tests)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    rounds: int  # turns of ours and baseline
    seconds: float  # of load in each turn, for pages
    invited: int
    mails: int  # delivered in each turn
    replies: int  # read in each turn
    answers: int  # given in each turn
    people: int
    sessions: int
    rsvps: int
    lines: int  # of the CSV file
    dates: int  # of a series
    group: int  # people in it
    paces: tuple[int, ...] = (5, 0)  # milliseconds a mail server takes over a message
    head_start: float = 2  # seconds until a worker is as awake as the one that was started beside it
    round: tuple[int, int, int] = (5000, 60, 40)  # sign-ups, hosts, times
    discovering: tuple[int, int] = (300, 100_000)  # organisers; events of one calendar
    mirrored: tuple[int, int, int] = (20_000, 2000, 200)  # people of a network, of a smaller one; who comes and goes in both
    matching: tuple[int, int, int] = (10_000, 800, 2000)  # mentees, ambassadors, people who have coffee


FULL = Size(5, 3.0, 10_000, 1000, 1000, 1000, 100_000, 1000, 1_000_000, 100_000, 52, 500)
SMALL = Size(
    3,
    1.0,
    2000,
    300,
    300,
    400,
    10_000,
    200,
    50_000,
    5000,
    52,
    100,
    round=(500, 12, 20),
    matching=(1000, 80, 200),
    discovering=(60, 10_000),
    mirrored=(2000, 200, 20),
)
TINY = Size(
    1,
    0.1,
    20,
    10,
    10,
    16,
    60,
    6,
    100,
    40,
    8,
    6,
    (5,),
    0,
    round=(20, 3, 4),
    matching=(20, 4, 12),
    discovering=(2, 400),
    mirrored=(60, 12, 6),
)
