"""Calendars of organisers who do not exist, over two years, and which networks are in them. The same seed makes the same calendars.

Written as five clients write them. A calendar holds networks that meet under one UID, that were renamed, that went on under a new UID, that
somebody plans date by date, that became two, or one of two; and what is no network: one-to-ones, private and confidential series, talks
about health and HR, town halls, one-off meetings, small circles, series that have ended.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

TODAY = date(2026, 11, 26)
BEGIN = TODAY - timedelta(days=730)
TOPICS = (
    "Lunch table", "Green office", "Python guild", "Night shift", "Running group", "Book club", "Line 3 stand-up", "Customer circle", "Data friends",
    "Young people", "Photo club", "Safety walk", "Knitting", "Design critique", "Spanish table", "Chess", "Recept van de maand", "Kennislunch",
    "Inkoopoverleg", "Koffie met de buren", "Leesclub", "Wandelgroep", "Verbeterteam", "Planbord", "Ploegoverleg", "Demo-uur", "Tuinclub", "Makers",
)  # fmt: skip
NOBODYS_BUSINESS = (
    "Works council prep", "Burn-out support circle", "HR round table", "Vakbondsoverleg", "Ondernemingsraad", "OR", "Verzuimoverleg", "Salary review",
)  # fmt: skip
CLIENTS = ("outlook", "google", "apple", "thunderbird", "groupware")


@dataclass
class Calendar:
    """What one organiser would upload. `networks`: who belongs to each that still meets. `secrets`: addresses that nobody may be shown."""

    text: bytes
    networks: list[frozenset[str]]
    secrets: frozenset[str]


@dataclass
class _Page:
    """A calendar while it is written."""

    dice: random.Random
    owner: str
    client: str
    lines: list[str] = field(default_factory=list)
    number: int = 0

    def uid(self) -> str:
        self.number += 1
        return f"{self.owner.partition('@')[0]}-{self.number}-{self.dice.randrange(10**9)}"

    def event(self, title: str, people: frozenset[str], on: date, **more: str) -> None:
        at = datetime.combine(on, time(12, 30))
        stamp, zone = (
            f"{at:%Y%m%dT%H%M%S}",
            {"outlook": ';TZID="W. Europe Standard Time"', "google": ""}.get(self.client, ";TZID=Europe/Amsterdam"),
        )
        start = f"DTSTART:{at - timedelta(hours=1):%Y%m%dT%H%M%S}Z" if not zone else f"DTSTART{zone}:{stamp}"
        self.lines += ["BEGIN:VEVENT", f"UID:{more.pop('uid', self.uid())}", start, f"SUMMARY:{title}"]
        self.lines += [f"{name.replace('_', '-')}:{value}" for name, value in more.items()]
        self.lines.append(f"ORGANIZER;CN=Somebody:mailto:{self.owner}")
        for person in sorted(people - {self.owner}):
            status = "ACCEPTED" if self.dice.random() < 0.7 else "NEEDS-ACTION"
            self.lines.append(f'ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT={status};CN="{person}":{self._uri(person)}')
        if self.dice.random() < 0.3:
            self.lines.append("ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED;CN=Room 4:mailto:room4@brink-waal.example")
        self.lines += [
            "DESCRIPTION:Bring a colleague\\n",
            "BEGIN:VALARM",
            "TRIGGER:-PT15M",
            "ATTENDEE:mailto:alarm@x.example",
            "END:VALARM",
            "END:VEVENT",
        ]

    def _uri(self, person: str) -> str:
        """As programs write it: some in capitals, now and then."""
        return f"MAILTO:{person.title()}" if self.client == "outlook" and self.dice.random() < 0.3 else f"mailto:{person}"

    def written(self) -> bytes:
        whole = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{self.client}//EN", *self.lines, "END:VCALENDAR"]
        return b"".join(_folded(line) for line in whole)


def _folded(line: str) -> bytes:
    octets = line.encode()
    return b"\r\n ".join(octets[start : start + 73] for start in range(0, len(octets), 73)) + b"\r\n"


def calendars(number: int, *, seed: int) -> Iterator[Calendar]:
    """The calendars of so many organisers."""
    dice = random.Random(seed)
    for one in range(number):
        yield _calendar(dice, one)


def _calendar(dice: random.Random, number: int) -> Calendar:
    page = _Page(dice, f"organiser{number}@brink-waal.example", dice.choice(CLIENTS))
    titles = dice.sample(TOPICS, len(TOPICS))
    networks = [found for kind in dice.choices(KINDS, k=dice.randint(2, 5)) for found in kind(page, titles.pop())]
    for _more in range(dice.randint(2, 5)):
        dice.choice(OTHERS)(page, titles.pop())
    secrets = _secret(page)
    return Calendar(page.written(), networks, secrets)


def _some(page: _Page, fewest: int = 6, most: int = 14) -> frozenset[str]:
    people = {f"colleague{page.dice.randrange(5000)}@brink-waal.example" for _one in range(page.dice.randint(fewest, most) - 1)}
    while len(people) < fewest - 1:
        people.add(f"colleague{page.dice.randrange(5000)}@brink-waal.example")
    return frozenset(people | {page.owner})


def _drifted(page: _Page, people: frozenset[str], share: float) -> frozenset[str]:
    """The same group with some gone and some new."""
    gone = set(page.dice.sample(sorted(people - {page.owner}), round(share * len(people))))
    return frozenset((people - gone) | _some(page, len(gone) + 1, len(gone) + 1))


def _rule(page: _Page, until: date | None = None) -> tuple[str, int]:
    name, days = page.dice.choice((("FREQ=WEEKLY", 7), ("FREQ=WEEKLY;INTERVAL=2", 14), ("FREQ=MONTHLY;BYDAY=2TU", 30)))
    return name + (f";UNTIL={until:%Y%m%d}T235959Z" if until else ""), days


def _early(page: _Page) -> date:
    return BEGIN + timedelta(days=page.dice.randrange(200))


def _middle(page: _Page) -> date:
    return BEGIN + timedelta(days=page.dice.randrange(350, 500))


# What is a network.
def _steady(page: _Page, title: str) -> list[frozenset[str]]:
    """One UID; some dates without some people."""
    people, uid = _some(page), page.uid()
    (rule, days), first = _rule(page), _early(page)
    page.event(title, people, first, uid=uid, RRULE=rule)
    for week in range(2, 12, 3):
        there = frozenset(page.dice.sample(sorted(people), max(5, len(people) - 2)))
        on = first + timedelta(days=week * days)
        page.event(title, there, on, uid=uid, RECURRENCE_ID=f"{on:%Y%m%d}T113000Z")
    return [people]


def _renamed(page: _Page, title: str) -> list[frozenset[str]]:
    """It ends, and goes on under a new UID and another name, with about the same people."""
    people, turn = _some(page, 8), _middle(page)
    page.event(title, people, _early(page), RRULE=_rule(page, turn)[0])
    now = _drifted(page, people, 0.12)
    page.event(
        f"{page.dice.choice(('New', 'Our', 'Nieuwe'))} {title[::-1].title()}", now, turn + timedelta(days=7), RRULE=_rule(page)[0]
    )
    return [now]


def _renewed(page: _Page, title: str) -> list[frozenset[str]]:
    """The same name under a new UID every few months, while people come and go."""
    people, begin = _some(page, 8), _early(page)
    for _more in range(page.dice.randint(1, 3)):
        end = begin + timedelta(days=page.dice.randint(90, 150))
        page.event(f"{title} {begin.year}", people, begin, RRULE=_rule(page, end)[0])
        people, begin = _drifted(page, people, 0.3), end + timedelta(days=page.dice.randint(3, 40))
    page.event(title, people, begin, RRULE=_rule(page)[0], EXDATE=f"{begin + timedelta(days=14):%Y%m%d}T113000Z")
    return [people]


def _inner_circle(page: _Page, title: str) -> list[frozenset[str]]:
    """A group, and a few of it who meet for something else: before, or from some time on."""
    people = _some(page, 11, 16)
    few = frozenset([page.owner, *sorted(people - {page.owner})[:5]])
    page.event(title, people, _early(page), RRULE=_rule(page)[0])
    page.event(f"Preparing {title[::-1]}", few, page.dice.choice((_early, _middle))(page), RRULE=_rule(page)[0])
    return [people, few]


def _smallest(page: _Page, title: str) -> list[frozenset[str]]:
    """Five, once a month."""
    people = _some(page, 5, 5)
    page.event(title, people, _early(page), RRULE="FREQ=MONTHLY;BYMONTHDAY=3")
    return [people]


def _by_hand(page: _Page, title: str) -> list[frozenset[str]]:
    """Planned date by date, each under a UID of its own, with the date in the title or a mail's prefix before it."""
    people, on = _some(page, 7), TODAY - timedelta(days=page.dice.randrange(150, 400))
    while on <= TODAY:
        gone = page.dice.sample(sorted(people - {page.owner}), page.dice.randint(0, 2))
        page.event(
            page.dice.choice((title, f"Fw: {title}", f"{title} {on.day} {on:%B}", f"{title} {on:%d-%m}")), people - set(gone), on
        )
        on += timedelta(days=page.dice.choice((14, 21, 28)))
    return [people]


def _divided(page: _Page, title: str) -> list[frozenset[str]]:
    """It became too large and is two now."""
    people, turn = sorted(_some(page, 14, 18) - {page.owner}), _middle(page)
    page.event(title, frozenset([*people, page.owner]), _early(page), RRULE=_rule(page, turn)[0])
    page.dice.shuffle(people)
    half = len(people) // 2
    parts = [frozenset([*people[:half], page.owner]), frozenset([*people[half:], page.owner])]
    for part, name in zip(parts, ("A", "B"), strict=True):
        page.event(f"{title} {name}", part, turn + timedelta(days=7), RRULE=_rule(page)[0])
    return parts


def _joined(page: _Page, title: str) -> list[frozenset[str]]:
    """Two small ones became one."""
    turn = _middle(page)
    some, others = _some(page, 6, 8), _some(page, 6, 8)
    page.event(f"{title} north", some, _early(page), RRULE=_rule(page, turn)[0])
    page.event(f"{title} south", others, _early(page), RRULE=_rule(page, turn)[0])
    page.event(title, some | others, turn + timedelta(days=7), RRULE=_rule(page)[0])
    return [some | others]


def _two_things(page: _Page, title: str) -> list[frozenset[str]]:
    """One group that meets for two things at once."""
    people = _some(page)
    page.event(title, people, _early(page), RRULE=_rule(page)[0])
    page.event(f"{title}: coffee", people, _early(page), RRULE=_rule(page)[0])
    return [people]


KINDS = (_steady, _steady, _renamed, _renewed, _by_hand, _divided, _joined, _two_things, _inner_circle, _smallest)


# What is none.
def _one_to_one(page: _Page, title: str) -> None:
    page.event(title, _some(page, 2, 2), _early(page), RRULE=_rule(page)[0])


def _small(page: _Page, title: str) -> None:
    page.event(title, _some(page, 3, 4), _early(page), RRULE=_rule(page)[0])


def _once(page: _Page, title: str) -> None:
    for _more in range(page.dice.randint(1, 12)):
        page.event(
            f"{title} {page.dice.choice('abcdefgh')}", _some(page, 5, 30), BEGIN + timedelta(days=page.dice.randrange(730))
        )


def _over(page: _Page, title: str) -> None:
    first = _early(page)
    page.event(title, _some(page), first, RRULE=_rule(page, first + timedelta(days=120))[0])


def _called_off(page: _Page, title: str) -> None:
    page.event(title, _some(page), _early(page), RRULE=_rule(page)[0], STATUS="CANCELLED")


def _ahead(page: _Page, title: str) -> None:
    page.event(title, _some(page), TODAY + timedelta(days=20), RRULE=_rule(page)[0])


OTHERS = (_one_to_one, _one_to_one, _small, _once, _once, _over, _called_off, _ahead)


def _secret(page: _Page) -> frozenset[str]:
    """Series whose people nobody may see: by their title, or because they are marked."""
    found: set[str] = set()
    for number in range(page.dice.randint(1, 3)):
        people = frozenset({f"secret{page.number}-{one}@brink-waal.example" for one in range(7)} | {page.owner})
        found |= people - {page.owner}
        marks = {} if number else {"CLASS": page.dice.choice(("PRIVATE", "CONFIDENTIAL"))}
        title = page.dice.choice(NOBODYS_BUSINESS) if number else "Tuesday circle"
        page.event(title, people, _early(page), RRULE=_rule(page)[0], **marks)
    return frozenset(found)
