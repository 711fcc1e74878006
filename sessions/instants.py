"""Wall-clock time into instants and back: what people type is meant in the zone of the place."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sessions.errors import DetailsInvalid

YEARS = range(1970, 2201)  # nearer to the ends of the calendar, a time in another zone may not exist
D = TypeVar("D", bound=date)


def instant(day: date, at: time, zone: ZoneInfo, *, field: str) -> datetime:
    """The UTC instant of a wall-clock time. A time that exists twice (clocks go back) is the first of the two.

    Raises DetailsInvalid naming `field` for a time that the zone skips (clocks go forward), or a year out of reach.
    """
    within_reach(day, field=field)
    local = datetime.combine(day, at, tzinfo=zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise DetailsInvalid(
            field, "This time does not exist on that day: the clocks go forward. Choose an hour earlier or later."
        )
    return found


def within_reach(day: D, *, field: str) -> D:
    """The same day or time. Raises DetailsInvalid naming `field` when no session can be planned in its year."""
    if day.year not in YEARS:
        raise DetailsInvalid(field, "Choose a year from %(first)s to %(last)s.", first=YEARS[0], last=YEARS[-1])
    return day


def end_of_day(day: date, zone: ZoneInfo, *, field: str) -> datetime:
    """The UTC instant at which a day ends in a zone: midnight that follows. Raises DetailsInvalid naming `field`."""
    within_reach(day, field=field)
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)


def last_day_to_answer(until: datetime, zone: ZoneInfo) -> date:
    """The day people read as 'answer by': midnight belongs to the day that ends."""
    return (until - timedelta(microseconds=1)).astimezone(zone).date()
