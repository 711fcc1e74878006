"""What a platform tells, by file or by API: read once, line by line, and added up. When this is done, the lines are gone.

One sending holds whole weeks: people are counted once in a week, and across two sendings nobody could tell who is in both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from onboarding.evidence.participation import columns, deciding, lines, segments, totals
from onboarding.evidence.participation.adding_up import Sums
from onboarding.evidence.participation.deciding import Figure
from onboarding.evidence.participation.errors import ParticipationInvalid, of_file
from onboarding.evidence.participation.models import Kind, What
from onboarding.evidence.participation.segments import Segment
from onboarding.evidence.participation.totals import Numbers
from people import csv_files
from people.errors import PeopleError

MOST_LINES = 1_000_000
MOST_WEEKS = 530  # ten years
MOST_TOLD = 200  # refusals with their reasons; all are counted

Lines = Iterable[tuple[int, Mapping[str, str]]]  # number of the line and its cells, by field


@dataclass(slots=True)
class Arrival:
    """What came, as it may be shown. `refused`: the first, by number of the line; no reason repeats what stands there."""

    what: What
    lines: int = 0
    weeks: dict[date, list[Figure]] = field(default_factory=dict)
    refused: list[tuple[int, ParticipationInvalid]] = field(default_factory=list)
    refused_lines: int = 0

    def refuse(self, number: int, error: ParticipationInvalid) -> None:
        """This line counts for nothing."""
        self.refused_lines += 1
        if len(self.refused) < MOST_TOLD:
            self.refused.append((number, error))


def from_file(file: BinaryIO, called: str, *, today: date) -> Arrival:
    """From a CSV file. `called`: which columns are called otherwise, `person = UPN` on a line each. Raises ParticipationInvalid for what
    is no table, or none of this kind.
    """
    try:
        shape = csv_files.shape_of(file)
        what, mapping = columns.mapping(shape, called)
        rows = csv_files.rows_of(file, shape)
        told = ((number, {name: cells[at] for name, at in mapping.items() if at < len(cells)}) for number, cells in rows)
        return from_lines(what, told, today=today)
    except PeopleError as error:
        raise of_file(error) from error


def from_lines(what: What, told: Lines, *, today: date) -> Arrival:
    """From lines, one at a time. Raises ParticipationInvalid when there are too many, or none."""
    arrival = Arrival(what)
    add_up = _events if what is What.EVENTS else _totals
    add_up(arrival, _bounded(arrival, told), today)
    if not arrival.lines:
        raise ParticipationInvalid("There are no lines in it.", field="file")
    arrival.refused.sort(key=lambda one: one[0])
    return arrival


def _bounded(arrival: Arrival, told: Lines) -> Lines:
    for number, cells in told:
        arrival.lines += 1
        if arrival.lines > MOST_LINES:
            raise ParticipationInvalid("More than %(most)s lines. Send fewer weeks at a time.", field="file", most=MOST_LINES)
        yield number, cells


def _events(arrival: Arrival, told: Lines, today: date) -> None:
    roster, unlisted = segments.roster(), segments.unlisted()
    sums = Sums(roster)
    for number, cells in told:
        try:
            line = lines.event(cells, today=today)
            person, other = roster.ids.get(line.person), roster.ids.get(line.other) if line.other else None
            if person is None or (line.other and other is None):
                raise ParticipationInvalid(  # noqa: TRY301
                    "Nobody who works here has this address or number.", field="person" if person is None else "other"
                )
            group = "" if line.group.casefold() in unlisted else line.group
            sums.add(person, line.on, line.level, group=group, other=other)
        except ParticipationInvalid as error:
            arrival.refuse(number, error)
    _guard(len(sums.weeks))
    arrival.weeks = {on: deciding.decide(sums.counted(on)) for on in sums.weeks}


def _totals(arrival: Arrival, told: Lines, today: date) -> None:
    weeks: dict[date, dict[Segment, tuple[int, Numbers]]] = {}
    unlisted = segments.unlisted()
    for number, cells in told:
        try:
            line = lines.total(cells, today=today)
            week = weeks.setdefault(line.on, {})
            if line.segment[0] is not Kind.GROUP or line.segment[1].casefold() not in unlisted:
                _take(week, line, number)
        except ParticipationInvalid as error:
            arrival.refuse(number, error)
    _guard(len(weeks))
    for on, week in sorted(weeks.items()):
        try:
            arrival.weeks[on] = deciding.decide(totals.counted({segment: one for segment, (_number, one) in week.items()}))
        except ParticipationInvalid as error:
            for number, _one in week.values():
                arrival.refuse(number, error)


def _take(week: dict[Segment, tuple[int, Numbers]], line: lines.Total, number: int) -> None:
    kind, first = line.segment[0], week.get(line.segment)
    if first is not None:
        raise ParticipationInvalid("The same segment stands on line %(first)s already.", field="segment", first=first[0])
    known = totals.kind_of([segment[0] for segment in week])
    if kind in segments.ONE_EACH and known is not None and kind is not known:
        raise ParticipationInvalid(
            "Totals of one kind of segment in a week: nobody can tell who is in two of them. Send who did what to see all kinds.",
            field="kind",
        )
    if kind is Kind.GROUP and line.numbers.contacts is None:
        raise ParticipationInvalid(
            "Of groups, totals tell contacts only: nobody can tell who is in two of them. Send who did what to see more.",
            field="kind",
        )
    week[line.segment] = number, line.numbers


def _guard(weeks: int) -> None:
    if weeks > MOST_WEEKS:
        raise ParticipationInvalid("More than %(most)s weeks. Send fewer at a time.", field="file", most=MOST_WEEKS)
