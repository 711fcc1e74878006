"""When a person is not to be disturbed, on their own clock: nothing leaves then that can wait."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.timezones import is_zone
from config import settings
from people.models import Person


def after_quiet_hours(now: datetime, person: Person) -> datetime:
    """`now`, or the end of the person's quiet hours if it falls into them. Equal hours mean none."""
    company = settings()
    start = company.quiet_from_hour if person.quiet_from_hour is None else person.quiet_from_hour
    end = company.quiet_until_hour if person.quiet_until_hour is None else person.quiet_until_hour
    local = now.astimezone(zone_of(person))
    inside = start <= local.hour < end if start <= end else (local.hour >= start or local.hour < end)
    if not inside:
        return now
    day = local.date() if local.hour < end else local.date() + timedelta(days=1)
    return datetime.combine(day, time(end), tzinfo=local.tzinfo).astimezone(now.tzinfo)


def zone_of(person: Person) -> ZoneInfo:
    """The person's own zone, or the company's."""
    return ZoneInfo(person.timezone if is_zone(person.timezone) else settings().timezone)
