"""One line of what a platform tells, understood or refused. A refusal never repeats what stands there: it may be about a person."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onboarding.evidence.participation import acts, totals
from onboarding.evidence.participation.adding_up import monday
from onboarding.evidence.participation.deciding import Contacts
from onboarding.evidence.participation.errors import ParticipationInvalid
from onboarding.evidence.participation.models import Kind, Level
from onboarding.evidence.participation.segments import WHOLE, Segment
from onboarding.evidence.participation.totals import Numbers
from onboarding.goals import reading
from onboarding.goals.errors import GoalInvalid
from people.plain_text import can_be_seen, one_line

EARLIEST = date(2000, 1, 3)
LONGEST_NAME = 200
OF_EVENTS = ("person", "day", "act", "group", "other")
OF_TOTALS = (
    "week", "kind", "segment", "people", "consume", "contribute", "create", "contacts", "across", "people_across", "people_within",
)  # fmt: skip
NEEDED = {"person", "day", "act"}, {"week", "people", "consume", "contribute", "create"}
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,12}(?:[.,]0{1,2})?")
_KINDS = {
    Kind.WHOLE: ("", "whole", "company", "all", "everybody", "geheel", "bedrijf", "iedereen", "totaal", "total"),
    Kind.DEPARTMENT: ("department", "afdeling", "abteilung", "team", "unit"),
    Kind.FUNCTION: ("function", "functie", "jobtitle", "role", "rol"),
    Kind.PLACE: ("place", "plaats", "location", "locatie", "office", "kantoor", "vestiging", "site", "standort"),
    Kind.GROUP: ("group", "groep", "community", "gruppe"),
}
KINDS = {word: kind for kind, words in _KINDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody did something. `person`, `other`: an address in lower case, or a number."""

    on: date
    person: str
    level: Level
    group: str
    other: str


@dataclass(frozen=True, slots=True)
class Total:
    """A segment in a week."""

    on: date
    segment: Segment
    numbers: Numbers


def event(cells: Mapping[str, str], *, today: date) -> Event:
    """The line as it is meant. Raises ParticipationInvalid naming the field."""
    person = _who(cells.get("person", ""))
    if not person:
        raise ParticipationInvalid("There is no person on this line.", field="person")
    level = acts.level_of(cells.get("act", ""))
    if level is None:
        raise ParticipationInvalid("We do not know this kind of act. Write consume, contribute or create.", field="act")
    on = _over(_day(cells.get("day", "")), field="day", today=today)
    return Event(on, person, level, _name(cells.get("group", ""), field="group"), _who(cells.get("other", "")))


def total(cells: Mapping[str, str], *, today: date) -> Total:
    """The line as it is meant. Raises ParticipationInvalid naming the field."""
    on = _over(_week(cells.get("week", "")), field="week", today=today)
    name = _name(cells.get("segment", ""), field="segment")
    kind = KINDS.get("".join(sign for sign in cells.get("kind", "").casefold() if sign.isalpha()))
    if kind is None:
        raise ParticipationInvalid("Write whole, department, function, place or group.", field="kind")
    if (kind is Kind.WHOLE) == bool(name):
        raise ParticipationInvalid(
            "The whole company has no name; every other segment has one, and says of what kind it is.", field="segment"
        )
    return Total(on, (kind, name) if name else WHOLE, _numbers(cells))


def _numbers(cells: Mapping[str, str]) -> Numbers:
    people, consume, contribute, create = (_count(cells, name) for name in ("people", "consume", "contribute", "create"))
    if consume + contribute + create > people:
        raise ParticipationInvalid(
            "More people took part than there are. Count each person once, at the highest of the three.", field="people"
        )
    return Numbers(people, consume, contribute, create, _contacts(cells))


def _contacts(cells: Mapping[str, str]) -> Contacts | None:
    """Without how many people they are of, what is known of them is withheld."""
    if not cells.get("contacts", "").strip():
        return None
    every, across = _count(cells, "contacts"), _count(cells, "across")
    if across > every:
        raise ParticipationInvalid("More contacts were across departments than there were.", field="across")
    return Contacts(across, every - across, *(_count(cells, name, or_none=True) for name in ("people_across", "people_within")))


def _count(cells: Mapping[str, str], name: str, *, or_none: bool = False) -> int:
    plain = cells.get(name, "").strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if or_none and not plain:
        return 0
    if not plain.isascii() or not _COUNT.fullmatch(plain):
        raise ParticipationInvalid("A number of people or of contacts is a whole number, such as 1250.", field=name)
    count = int(re.split("[.,]", plain)[0])
    if count > totals.LARGEST:
        raise ParticipationInvalid("This number is too large to be meant.", field=name)
    return count


def _who(text: str) -> str:
    return text.strip().casefold().removeprefix("mailto:")


def _name(text: str, *, field: str) -> str:
    name = one_line(text)
    if len(name) > LONGEST_NAME:
        raise ParticipationInvalid("Too long: at most %(longest)s characters.", field=field, longest=LONGEST_NAME)
    if "@" in name or (name and not can_be_seen(name)):
        raise ParticipationInvalid("A segment has a name one can read, and is no address: addresses are people.", field=field)
    return name


def _day(text: str) -> date:
    """A day, also with a time behind it, as the platform wrote it."""
    first = re.split(r"[T ]", text.strip(), maxsplit=1)[0]
    try:
        return reading.day(first)
    except GoalInvalid:
        raise ParticipationInvalid(
            "This is no day we can be sure of. Write it as 2026-11-30 or 30-11-2026.", field="day"
        ) from None


def _week(text: str) -> date:
    """The Monday of a week: 2026-W48, or any day of it."""
    found = _WEEK.fullmatch(text.strip()) if text.isascii() else None
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else monday(_day(text))
    except (ValueError, ParticipationInvalid):
        raise ParticipationInvalid("This is no week. Write it as 2026-W48, or a day of it as 2026-11-23.", field="week") from None


def _over(on: date, *, field: str, today: date) -> date:
    """A week that is not over could only be shown wrongly, and not be put right later."""
    if on < EARLIEST:
        raise ParticipationInvalid("That is too long ago to be meant.", field=field)
    if monday(on) + timedelta(weeks=1) > today:
        raise ParticipationInvalid("This week is not over. Send it when it is: a week is shown once.", field=field)
    return on


def numbered(items: Sequence[Mapping[str, str]]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """What came by API, counted from 1."""
    return enumerate(items, start=1)
