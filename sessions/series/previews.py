"""What is to be seen at each date of a rhythm before it is kept: holidays, clashes, changes of the clocks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from config import settings
from sessions.changes import Told
from sessions.details import SessionDetails
from sessions.models import ScheduledSession
from sessions.series import edits, holidays, queries
from sessions.series.edits import PlannedEdit
from sessions.series.models import Series
from sessions.series.plans import PlannedDate, SeriesPlan, at_once, planned_dates


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A planned date and what is to be seen there. `clocks_change`: since the date before; the wall-clock time stays."""

    planned: PlannedDate
    holiday: str
    clashes: Sequence[ScheduledSession]
    clocks_change: bool
    local: datetime  # where it stands now, in its zone
    regular: datetime  # where the rhythm has it
    at_once: bool  # with another date of the same series

    @property
    def needs_a_look(self) -> bool:
        return not self.planned.is_skipped and bool(self.holiday or self.clashes or self.at_once)


@dataclass(frozen=True, slots=True)
class ChangedDate:
    """A date of a series as it would be, and what is to be seen there if its time, hosts or place are new."""

    session: ScheduledSession
    details: SessionDetails
    holiday: str
    clashes: Sequence[ScheduledSession]
    at_once: bool  # with another date that changes

    @property
    def moves(self) -> bool:
        session, details = self.session, self.details
        return (session.starts_at, session.ends_at, session.timezone) != (details.starts_at, details.ends_at, details.timezone)


def changed_dates(planned: PlannedEdit, *, language: str) -> list[ChangedDate]:
    """The dates that a change is about, as they would be. Constant queries."""
    wanted = {session.id: details for session, details in zip(planned.dates, planned.details, strict=True)}
    days = {id_: _day(details) for id_, details in wanted.items()}
    named = holidays.named(days.values(), holidays.places(settings().holidays), language=language) if planned.moves else {}
    found = queries.clashes_of(wanted) if planned.looks else {}
    return [
        ChangedDate(
            session,
            wanted[session.id],
            named.get(days[session.id], ""),
            found.get(session.id, ()),
            planned.moves and _is_twice(wanted[session.id], planned.details),
        )
        for session in planned.dates
    ]


def told(series: Series, planned: PlannedEdit, details: SessionDetails) -> list[Told]:
    """Who would be told what of a change; nobody of a draft's. Who comes to no date hears of nothing that leaves their calendar right."""
    if not series.is_published or not planned.dates:
        return []
    change = planned.change
    silent = edits.says_no(series) if not change.bumps_sequence and not planned.splits else ()
    called = queries.called_by(planned.dates, details.capacity) if "capacity" in change.fields else ()
    return queries.told_by(planned.dates, change, silent=silent, called=called)


def holiday_on(details: SessionDetails, *, language: str) -> str:
    """The holiday on the day of these details; "" on any other day."""
    day = _day(details)
    return holidays.named([day], holidays.places(settings().holidays), language=language).get(day, "")


def _day(details: SessionDetails) -> date:
    return details.starts_at.astimezone(ZoneInfo(details.timezone)).date()


def _is_twice(one: SessionDetails, others: Sequence[SessionDetails]) -> bool:
    return any(other is not one and other.starts_at < one.ends_at and other.ends_at > one.starts_at for other in others)


def preview(plan: SeriesPlan, *, language: str, instead_of: Collection[int] = ()) -> list[PreviewLine]:
    """Every date of the plan, those left out too; `instead_of` are sessions it takes the place of.

    Raises DetailsInvalid for a rhythm that has none. Constant queries.
    """
    zone, planned = ZoneInfo(plan.first.timezone), planned_dates(plan)
    days = {one.on: one.starts_at.astimezone(zone).date() for one in planned}
    named = holidays.named(days.values(), holidays.places(settings().holidays), language=language)
    clashes = queries.clashes(planned, host_ids=plan.first.host_ids, place=plan.first.place, but_not=instead_of)
    twice = at_once(planned)
    return [
        _line(one, before, zone, days, named, clashes, at_once=one.on in twice)
        for one, before in zip(planned, [planned[0], *planned], strict=False)
    ]


def _line(
    one: PlannedDate,
    before: PlannedDate,
    zone: ZoneInfo,
    days: Mapping[date, date],
    named: Mapping[date, str],
    clashes: Mapping[date, Sequence[ScheduledSession]],
    *,
    at_once: bool,
) -> PreviewLine:
    local, last = one.starts_at.astimezone(zone), before.starts_at.astimezone(zone)
    return PreviewLine(
        one,
        named.get(days[one.on], ""),
        clashes.get(one.on, ()),
        local.utcoffset() != last.utcoffset(),
        local.replace(tzinfo=None),
        one.recurrence_id.astimezone(zone).replace(tzinfo=None),
        at_once,
    )
