"""What is to be seen at each date of a rhythm before it is kept: holidays, clashes, changes of the clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from config import settings
from sessions.models import ScheduledSession
from sessions.series import holidays, queries
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


def preview(plan: SeriesPlan, *, language: str) -> list[PreviewLine]:
    """Every date of the plan, those left out too. Raises DetailsInvalid for a rhythm that has none. Constant queries."""
    zone, planned = ZoneInfo(plan.first.timezone), planned_dates(plan)
    days = {one.on: one.starts_at.astimezone(zone).date() for one in planned}
    named = holidays.named(days.values(), holidays.places(settings().holidays), language=language)
    clashes = queries.clashes(planned, host_ids=plan.first.host_ids, place=plan.first.place)
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
