"""The demo's participation: sixty weeks of totals, as the platform of the whole company tells them. Written only through the rules.

Its people are more than the colleagues who are in Foyer so far. Finance and the test floor are small, and are withheld; so is whatever
would give them away.
"""

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from database import db, transaction
from onboarding.evidence.participation import arriving, keeping, lines, readers
from onboarding.evidence.participation.models import Door, What
from onboarding.voices import days
from people.models import Person

WEEKS = 60
OPENED = 6  # weeks ago: The Square opened for the service desk and Engineering
WHOLE = 640
# People; of a hundred, how many read, contribute and create before anything began.
DEPARTMENTS: Mapping[str, tuple[int, float, float, float]] = {
    "Bakery test floor": (9, 30, 10, 4),
    "Engineering": (96, 34, 12, 7),
    "Export": (58, 38, 15, 9),
    "Field service": (84, 22, 8, 6),
    "Finance": (14, 30, 9, 3),
    "Hall 1": (118, 16, 7, 5),
    "Hall 2": (112, 15, 7, 5),
    "Service desk": (62, 40, 16, 9),
}
OTHERS = (30.0, 9.0, 5.0)
GROUPS = {"Bread club": (7, 3), "Ovens and doors": (64, 30), "Planning together": (41, 11)}  # contacts; of these, across
QUIET = {52, 53, 31, 32, 33}  # ISO weeks: Christmas, and the builders' holiday


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who."""
    told = list(_rows(days.today(now)))
    arrival = arriving.from_lines(What.TOTALS, lines.numbered(told), today=days.today(now))
    with transaction():
        keeping.keep(arrival.weeks, arrival, Door.FILE, by=db.session.get_one(Person, ids["chen"]), now=now)
        readers.remember()


def _rows(today: date) -> Iterator[dict[str, str]]:
    draw = random.Random(48)  # noqa: S311 a made-up company, the same each time
    for ago in range(WEEKS, 0, -1):
        week = today - timedelta(weeks=ago)
        quiet = 0.6 if week.isocalendar().week in QUIET else 1.0
        total = [WHOLE - sum(people for people, *_shares in DEPARTMENTS.values()), 0, 0, 0]
        total[1:] = _did(draw, total[0], OTHERS, quiet)
        for name, (people, *shares) in DEPARTMENTS.items():
            began = name in {"Engineering", "Service desk"} and ago <= OPENED
            did = _did(draw, people, (shares[0], shares[1] * (1.5 if began else 1), shares[2] * (1.3 if began else 1)), quiet)
            total = [sum(pair) for pair in zip(total, (people, *did), strict=True)]
            yield _row(week, "department", name, people, did)
        yield _row(week, "whole", "", total[0], total[1:])
        for name, (contacts, across) in GROUPS.items():
            in_contact = {"people_across": str(across * 2 // 3), "people_within": str((contacts - across) * 2 // 3)}
            more = {"contacts": str(contacts), "across": str(across + draw.randint(-2, 4)), **in_contact}
            yield _row(week, "group", name, contacts, [0, 0, 0]) | more


def _did(draw: random.Random, people: int, shares: tuple[float, ...], quiet: float) -> list[int]:
    """How many read, contributed, created: about these shares, each week a little different."""
    return [max(0, round(people * share / 100 * quiet * draw.gauss(1, 0.08))) for share in shares]


def _row(week: date, kind: str, name: str, people: int, did: list[int]) -> dict[str, str]:
    numbers = dict(zip(("consume", "contribute", "create"), map(str, did), strict=True))
    return {"week": week.isoformat(), "kind": kind, "segment": name, "people": str(people), **numbers}
