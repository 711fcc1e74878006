"""Small calendars for tests, and what is found in them."""

from collections import Counter
from io import BytesIO
from zoneinfo import ZoneInfo

from networks.discovery import calendar_files, proposing
from networks.discovery.meetings import DropError, Dropped, Meeting, meeting_of
from networks.discovery.strands import Gathered
from networks.discovery.topics import BEGINNING, Topics
from tests.networks.discovery.organisers import TODAY

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TOPICS = Topics(BEGINNING)
FIVE = ("bo", "chen", "eva", "finn", "gita")
WEEKLY = "RRULE:FREQ=WEEKLY"


def event(
    title: str = "Lunch table", *lines: str, people=FIVE, uid: str = "lunch@x", start: str = "DTSTART:20260901T100000Z"
) -> str:
    """One event: `lines` stand at its end, `start=""` leaves the start away."""
    asked = [one if ":" in one else f"ATTENDEE:mailto:{one}@x.example" for one in people]
    whole = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        start,
        f"SUMMARY:{title}",
        "ORGANIZER:mailto:ada@x.example",
        *asked,
        *lines,
        "END:VEVENT",
    ]
    return "\r\n".join(line for line in whole if line)


def calendar(*events: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])


def gathered(octets: bytes | str) -> Gathered:
    found = Gathered()
    for one in calendar_files.events(BytesIO(octets.encode() if isinstance(octets, str) else octets)):
        found.add(one, AMSTERDAM, TOPICS, today=TODAY)
    return found


def proposed(octets: bytes | str) -> list[proposing.Proposal]:
    return proposing.propose(gathered(octets).found(), today=TODAY)


def shown(octets: bytes | str) -> list[tuple[str, int, set[str]]]:
    """Of each proposal its name, how many dates there were, and who, without their domain."""
    return [(one.name, one.dates, {person.address.partition("@")[0] for person in one.people}) for one in proposed(octets)]


def dropped(octets: bytes | str) -> Counter[Dropped]:
    return gathered(octets).dropped


def meeting(one: str) -> Meeting | Dropped:
    """What one event says, or why it is not looked at."""
    (read,) = calendar_files.events(BytesIO(calendar(one).encode()))
    try:
        return meeting_of(read, AMSTERDAM, TOPICS)
    except DropError as error:
        return error.reason
