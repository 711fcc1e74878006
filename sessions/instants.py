"""Wall-clock time into instants and back: what people type is meant in the zone of the place."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sessions.errors import DetailsInvalid


def instant(day: date, at: time, zone: ZoneInfo, *, field: str) -> datetime:
    """The UTC instant of a wall-clock time. A time that exists twice (clocks go back) is the first of the two.

    Raises DetailsInvalid naming `field` for a time that the zone skips (clocks go forward).
    """
    local = datetime.combine(day, at, tzinfo=zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise DetailsInvalid(
            field, "This time does not exist on that day: the clocks go forward. Choose an hour earlier or later."
        )
    return found


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The UTC instant at which a day ends in a zone: midnight that follows."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)


def last_day_to_answer(until: datetime, zone: ZoneInfo) -> date:
    """The day people read as 'answer by': midnight belongs to the day that ends."""
    return (until - timedelta(microseconds=1)).astimezone(zone).date()
