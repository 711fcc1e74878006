"""Reads of participation: ready figures for pages, and groups for the claim ladder. Each read is one query, or two."""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Select, func, select

from database import db
from onboarding.evidence.participation.models import Kind, ParticipationFigure, ParticipationReaders, ParticipationWeek
from onboarding.evidence.participation.segments import Segment
from onboarding.evidence.weeks import Group, Week
from sessions.rounds.models import Round


class Indicator(enum.StrEnum):
    """A figure of a segment in a week, in per cent of its people, but for the last one."""

    TOOK_PART = "took_part"  # who were seen, reading, answering or beginning something
    ADDED = "added"  # who contributed or created
    CREATED = "created"
    ACROSS = "across"  # of the contacts in a group, how many were of two departments (per cent of contacts, in fives)


def round_groups(indicator: Indicator, *, rounds: Collection[int] | None = None) -> list[Group]:
    """For the claim ladder: of each round, those who took part (from its first week on) and those who wait for a place (`waiting`).

    `rounds`: only of these; None: of all. Hand the groups to `claims.Case(groups=...)` as they are: each person is in one of them, by
    the rule on arrival (who took part in two rounds counts in the first of them; who waits and took part before, in no waiting list).
    Names are `took_part 12` and `waiting 12`, by the number of the round. Values are percentages, higher is better (`unit="%"`).
    Weeks that are withheld are not in them. Nothing is recomputed here: what is shown was decided when the week arrived.
    """
    series = _series(indicator, (Kind.TOOK_PART, Kind.WAITING))
    found = {one.id: one for one in db.session.scalars(select(Round).where(Round.id.in_({int(name) for _kind, name in series})))}
    return [
        Group(
            f"{kind.value} {name}",
            weeks,
            starts_on=found[int(name)].first_on if kind is Kind.TOOK_PART else None,
            waiting=kind is Kind.WAITING,
        )
        for (kind, name), weeks in series.items()
        if int(name) in found and (rounds is None or int(name) in rounds)
    ]


def groups(
    indicator: Indicator, kind: Kind, *, starts: Mapping[str, date] | None = None, waiting: Collection[str] = ()
) -> list[Group]:
    """For the claim ladder: every segment of this kind (departments, places ...) with its weeks, by name.

    `starts`: the day on which a segment began, by its name, as whoever asks knows it (the launch in a department); segments without one
    have not started. `waiting`: names of those that asked to start. Take one kind at a time: a person is in one department and one
    place, so segments of two kinds overlap; of `Kind.GROUP` even those of one kind do, and it fits no comparison.
    """
    known = starts or {}
    return [
        Group(name, weeks, starts_on=known.get(name), waiting=name in waiting)
        for (_kind, name), weeks in _series(indicator, (kind,)).items()
    ]


def _series(indicator: Indicator, kinds: Collection[Kind]) -> dict[tuple[Kind, str], list[Week]]:
    """What is shown, by segment, each in order of time."""
    query = select(ParticipationFigure).where(ParticipationFigure.kind.in_(kinds), ParticipationFigure.people.is_not(None))
    series: dict[tuple[Kind, str], list[Week]] = {}
    for one in db.session.scalars(query.order_by(ParticipationFigure.kind, ParticipationFigure.name, ParticipationFigure.on)):
        value = value_of(indicator, one)
        if value is not None and one.people is not None:
            series.setdefault((one.kind, one.name), []).append(Week(one.on, value, one.people))
    return series


def value_of(indicator: Indicator, figure: ParticipationFigure) -> float | None:
    """Of a hundred, how many; None where it is withheld."""
    if indicator is Indicator.ACROSS:
        return figure.across
    counts = {Indicator.TOOK_PART: figure.took_part, Indicator.ADDED: figure.more, Indicator.CREATED: figure.create}
    count = counts[indicator]
    return 100 * count / figure.people if count is not None and figure.people else None


class Figure(NamedTuple):
    """A ParticipationFigure as a page reads it."""

    kind: Kind
    name: str
    on: date
    people: int | None
    took_part: int | None
    consume: int | None
    contribute: int | None
    create: int | None
    across: int | None
    has_contacts: bool

    @property
    def more(self) -> int | None:
        """Who contributed or created."""
        return self.took_part - self.consume if self.took_part is not None and self.consume is not None else None


COLUMNS = [getattr(ParticipationFigure, field) for field in Figure._fields]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the page of figures shows. `segments`: those of the last week that has any, to choose from, by kind and name. `figures`: of the chosen one,
    in order of time, a year and four weeks further back than `first`, for its own history. `contacts`: in that week.
    """

    last: ParticipationWeek
    first: date
    segments: Sequence[Figure]
    chosen: Segment
    figures: Sequence[Figure]
    titles: Mapping[str, str]
    readers: Sequence[ParticipationReaders]

    @property
    def shown(self) -> list[Figure]:
        """The weeks that were asked for."""
        return [one for one in self.figures if one.on >= self.first]

    @property
    def contacts(self) -> list[Figure]:
        """Of the last week that has segments: the whole and the groups, by name, of which contacts were told."""
        return [one for one in self.segments if one.has_contacts]


def dashboard(chosen: Segment, *, weeks: int) -> Dashboard | None:
    """Five queries of ready rows, whatever was sent; None before the first week. Who asks for what is not there gets the whole company."""
    last = db.session.scalar(select(ParticipationWeek).order_by(ParticipationWeek.on.desc()).limit(1))
    if last is None:
        return None
    in_parts = select(func.max(ParticipationWeek.on)).where(ParticipationWeek.whole_only.is_(False)).scalar_subquery()
    here = db.session.execute(select(*COLUMNS).where(ParticipationFigure.on == func.coalesce(in_parts, last.on)))
    order = {kind: place for place, kind in enumerate(Kind)}
    segments = sorted(map(Figure._make, here), key=lambda one: (order[one.kind], one.name))
    kind, name = chosen if chosen in {(one.kind, one.name) for one in segments} else (Kind.WHOLE, "")
    first = last.on - timedelta(weeks=weeks - 1)
    back = min(first, last.on - timedelta(weeks=52 + 4))
    query = select(*COLUMNS).where(
        ParticipationFigure.kind == kind, ParticipationFigure.name == name, ParticipationFigure.on >= back
    )
    rounds = {one.name for one in segments if one.kind in {Kind.TOOK_PART, Kind.WAITING}}
    return Dashboard(
        last,
        first,
        segments,
        (kind, name),
        [Figure._make(row) for row in db.session.execute(query.order_by(ParticipationFigure.on))],
        titles_of(rounds),
        db.session.scalars(select(ParticipationReaders).order_by(ParticipationReaders.closes_on.desc()).limit(4)).all(),
    )


def listed(*, kind: Kind | None, since: date | None) -> Select[ParticipationFigure]:
    """For the API: figures as they may be shown, by week, kind and name."""
    query = select(ParticipationFigure)
    if kind is not None:
        query = query.where(ParticipationFigure.kind == kind)
    if since is not None:
        query = query.where(ParticipationFigure.on >= since)
    return query.order_by(ParticipationFigure.on, ParticipationFigure.kind, ParticipationFigure.name)


def titles_of(numbers: Collection[str]) -> Mapping[str, str]:
    """What rounds are called, by number."""
    query = select(Round.id, Round.title).where(Round.id.in_({int(number) for number in numbers}))
    return {str(number): title for number, title in db.session.execute(query)}
