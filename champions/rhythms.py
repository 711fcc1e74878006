"""The dates of a commitment: which belong to it, which comes next, and when its reminder is due. Values only."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def next_date(due_on: date, every_weeks: int, *, not_before: date) -> date:
    """The first date after `due_on` in its rhythm that is not before this day."""
    step = timedelta(weeks=every_weeks)
    after = due_on + step
    if after < not_before:
        after += step * -(-(not_before - after) // step)
    return after


def belongs(day: date, due_on: date, every_weeks: int | None, *, since: date) -> bool:
    """Whether this day is the date at hand, or one before it in the rhythm, since the commitment was made."""
    if day == due_on:
        return True
    return every_weeks is not None and since <= day < due_on and (due_on - day).days % (7 * every_weeks) == 0


def opens_at(due_on: date, reminder_days: int | None, hour: int, zone: ZoneInfo) -> datetime:
    """When a date begins to matter: at its reminder, or else as the day begins. In the zone's own offset."""
    if reminder_days is None:
        return datetime.combine(due_on, time(0), tzinfo=zone)
    return datetime.combine(due_on - timedelta(days=reminder_days), time(hour), tzinfo=zone)
