"""Instants out of calendar properties: Google writes them in UTC, Exchange in zones of its own names."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from calendars.vtimezones import offset_at

FIRST_YEAR, LAST_YEAR = 1970, 2199  # an instant beyond has no date in some zone, and no meeting
Zones = Mapping[str, Sequence[str]]


def instant(value: Any, zones: Zones) -> datetime | None:
    """An instant in UTC. A date is its midnight in UTC; a wall-clock time in no zone, or in one nobody knows, is none."""
    moment = _moment(value)
    if isinstance(moment, datetime):
        return _in_utc(moment, _tzid(value), zones)
    return _sensible(datetime.combine(moment, time(), tzinfo=UTC)) if isinstance(moment, date) else None


def wall(value: Any, zones: Zones) -> date | None:
    """What stands there without a zone that we know: a day, or a naive wall-clock time; None for an instant."""
    moment = _moment(value)
    if not isinstance(moment, datetime):
        return moment
    return moment.replace(tzinfo=None) if instant(value, zones) is None else None


def after(start: datetime | None, duration: Any) -> datetime | None:
    """The end of what begins at an instant and lasts as a DURATION says."""
    lasts = _value(duration)
    if start is None or not isinstance(lasts, timedelta) or not timedelta() < lasts <= timedelta(days=366):
        return None
    return _sensible(start + lasts)


def _moment(value: Any) -> date | None:
    """The date, or date and time, of a property; of one whose name says nothing to the library, from its text."""
    moment = _value(value)
    if moment is not None or value is None:
        return moment if isinstance(moment, date) else None
    return _from_text(str(value))


def _value(value: Any) -> Any:
    try:
        return getattr(value, "dt", None)
    except (ValueError, AttributeError, TypeError):  # a broken property says so only when it is asked
        return None


def _from_text(text: str) -> datetime | None:
    try:
        plain = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the zone follows
    except ValueError:
        return None
    return plain.replace(tzinfo=UTC) if text.endswith("Z") else plain


def _in_utc(moment: datetime, tzid: str, zones: Zones) -> datetime | None:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    if moment.tzinfo is not None:
        return _sensible(moment.astimezone(UTC))
    zone = known_zone(tzid)
    if zone is not None:
        return _sensible(moment.replace(tzinfo=zone).astimezone(UTC))
    offset = offset_at(zones.get(tzid, ()), moment)
    return _sensible((moment - offset).replace(tzinfo=UTC)) if offset is not None else None


def _sensible(at: datetime) -> datetime | None:
    return at if FIRST_YEAR <= at.year <= LAST_YEAR else None


def _tzid(value: Any) -> str:
    return str(getattr(value, "params", {}).get("TZID") or "").strip('"').strip()


def known_zone(name: str) -> ZoneInfo | None:
    """The zone of an IANA or a Windows name."""
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name)) if name else None
    except (ValueError, LookupError, OSError):
        return None
