"""The dates of a calendar that belong together: those of one UID, and single events that somebody plans by hand, each under a UID of its own.

What is kept grows with the number of different meetings, not with the number of dates.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta, tzinfo

from networks.discovery.calendar_files import Event
from networks.discovery.meetings import DropError, Dropped, Meeting, last_of, meeting_of, uid_of
from networks.discovery.topics import Topics

OLDEST = timedelta(days=3653)  # single dates before are no part of what meets today
REMEMBERED = 6  # dates of single events whose people are kept: who comes now, not who came two years ago
MOST_STRANDS, MOST_NAMESAKES = 20_000, 20
_PREFIX = re.compile(
    r"^(?:(?:re|fw|fwd|aw|wg|antw|doorst|canceled|cancelled|geannuleerd|updated|bijgewerkt)\s*:\s*)+", re.IGNORECASE
)
_MONTHS = (
    "jan(?:uary|uari)?|feb(?:ruary|ruari)?|mar(?:ch)?|maart|mrt|apr(?:il)?|may|mei|june?|juni|july?|juli|aug(?:ust|ustus)?|sept?(?:ember)?"
    "|o[ck]t(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_CHANGES = re.compile(rf"\b(?:{_MONTHS}|q[1-4]|w(?:ee)?k\s*\d+)\b|[#№]?\d+", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def key_of(title: str) -> str:
    """A title without what changes from date to date: 'Fw: Lunch 3 March' and 'lunch 14 april' are the same."""
    return " ".join(_WORD.findall(_CHANGES.sub(" ", _PREFIX.sub("", title)).casefold()))


@dataclass(slots=True)
class Strand:
    """Dates that belong together. `counts`: on how many of them each person was."""

    organiser: str
    is_series: bool
    first: date
    last: date
    times: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    titles: dict[str, date] = field(default_factory=dict)  # as they are written, each with the last day on which it was used
    recent: list[tuple[date, frozenset[str]]] = field(default_factory=list)
    at: time | None = None
    days: float = 0  # between two dates, as the rule says
    place: str = ""
    exceptions: Counter[str] = field(default_factory=Counter)
    changed: int = 0  # dates that have an entry of their own
    days_seen: int = 0  # a bit for each day of a single date: a calendar may hold the same event three times
    sequence: int = -1  # of the version of the series that counts
    weekday: int | None = None  # of its dates, 0 is Monday; None where they fall on several

    @property
    def title(self) -> str:
        """What it was called last."""
        return max(self.titles.items(), key=lambda one: (one[1], one[0]))[0] if self.titles else ""

    @property
    def keys(self) -> set[str]:
        return {key for title in self.titles if (key := key_of(title))}

    @property
    def gap(self) -> float:
        """Days between two dates, on average; 0 for a single one."""
        return self.days or ((self.last - self.first).days / (self.times - 1) if self.times > 1 else 0)

    @property
    def present(self) -> Counter[str]:
        """On how many of the dates each person was, whatever a single date said otherwise."""
        whole = (
            Counter({person: count - self.changed for person, count in self.counts.items()}) if self.is_series else self.counts
        )
        return +(whole + self.exceptions)

    @property
    def core(self) -> frozenset[str]:
        """Who is on half of the dates or more: of a series of all, of single events of the last few."""
        if self.is_series:
            found = self.present
            return frozenset(person for person, count in found.items() if 2 * count >= self.times)
        latest = Counter(person for _day, people in self.recent for person in people)
        return frozenset(person for person, count in latest.items() if 2 * count >= len(self.recent))


@dataclass(slots=True)
class Gathered:
    """What a calendar holds. `dropped`: how many events were not looked at, and why."""

    strands: dict[tuple[str, ...], Strand] = field(default_factory=dict)
    dropped: Counter[Dropped] = field(default_factory=Counter)
    hidden: set[str] = field(default_factory=set)  # UIDs of which one event is private or about such a topic: the rest is as well
    events: int = 0

    def add(self, event: Event, zone: tzinfo, topics: Topics, *, today: date) -> None:
        """Takes one event in, or counts it as dropped."""
        self.events += 1
        try:
            meeting = meeting_of(event, zone, topics)
        except DropError as error:
            self.dropped[error.reason] += 1
            if error.reason in {Dropped.PRIVATE, Dropped.TOPIC} and _is_of_series(event):
                self.hidden.add(uid_of(event))
            return
        place = _place_of(meeting, self.strands)
        is_past = meeting.on <= today and (place[0] == "series" or meeting.on > today - OLDEST)
        if is_past and (len(self.strands) < MOST_STRANDS or place in self.strands):
            _join(self.strands, place, meeting, today)

    def found(self) -> Iterator[Strand]:
        """The strands, but for those of which a part is nobody's business."""
        for place, strand in self.strands.items():
            if place[0] != "series" or place[1] not in self.hidden:
                strand.times = max(strand.times, strand.changed)  # a calendar may hold only some dates of a series
                yield strand


def _is_of_series(event: Event) -> bool:
    return any(name in {"RRULE", "RDATE", "RECURRENCE-ID"} for name, _line in event)


def _place_of(meeting: Meeting, strands: Mapping[tuple[str, ...], Strand]) -> tuple[str, ...]:
    """Which strand an event belongs to. Single events do under the same title, with about the same people: "Meeting" alone says nothing."""
    if meeting.uid and (meeting.rhythm is not None or meeting.added or meeting.is_exception):
        return "series", meeting.uid
    key = key_of(meeting.title) or meeting.uid
    namesakes = [("single", meeting.organiser, key, str(number)) for number in range(MOST_NAMESAKES)]
    return next((place for place in namesakes if place not in strands or _has_met(strands[place], meeting.people)), namesakes[-1])


def _has_met(strand: Strand, people: frozenset[str]) -> bool:
    return any(_are_alike(others, people) for _day, others in strand.recent)


def _are_alike(some: frozenset[str], others: frozenset[str]) -> bool:
    return 2 * len(some & others) >= min(len(some), len(others))


def _join(strands: dict[tuple[str, ...], Strand], place: tuple[str, ...], meeting: Meeting, today: date) -> None:
    last, times = last_of(meeting, today=today)
    if times == 0:
        return
    strand = strands.get(place)
    if strand is None:
        strand = strands[place] = Strand(meeting.organiser, place[0] == "series", meeting.on, last)
    strand.first, strand.last = min(strand.first, meeting.on), max(strand.last, last)
    _take_title(strand, meeting.title, last)
    if not meeting.is_exception or strand.at is None:
        strand.at, strand.place = meeting.at or strand.at, meeting.place or strand.place
    if meeting.is_exception:
        strand.changed += 1
        strand.exceptions.update(meeting.people)
    elif strand.is_series:
        _take_version(strand, meeting, times)
    else:
        _take_date(strand, meeting, today)


def _take_title(strand: Strand, title: str, last: date) -> None:
    strand.titles[title] = max(strand.titles.get(title, last), last)
    if len(strand.titles) > REMEMBERED:
        del strand.titles[min(strand.titles, key=lambda title: strand.titles[title])]


def _take_version(strand: Strand, meeting: Meeting, times: int) -> None:
    """Of a series that stands in a file more than once, the newest version counts."""
    if meeting.sequence < strand.sequence:
        return
    strand.sequence, strand.times = meeting.sequence, times
    strand.counts = Counter(dict.fromkeys(meeting.people, times))
    strand.days = meeting.rhythm.days if meeting.rhythm is not None else 0
    keeps = meeting.rhythm is None or meeting.rhythm.keeps_weekday
    strand.weekday = (strand.last if meeting.rhythm is None else meeting.on).weekday() if keeps else None


def _take_date(strand: Strand, meeting: Meeting, today: date) -> None:
    bit = 1 << (today - meeting.on).days
    if strand.days_seen & bit:
        return
    strand.days_seen |= bit
    strand.times += 1
    strand.counts.update(meeting.people)
    strand.weekday = strand.last.weekday()
    strand.recent = sorted([*strand.recent, (meeting.on, meeting.people)], key=lambda one: one[0])[-REMEMBERED:]
