"""What was sent about a session, as its details: what is left out stays as it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from calendars.timezones import is_zone
from config import settings
from people.api_named import people_to_ask
from people.current import me
from sessions.api_shapes import Described, NewSession, SessionFields
from sessions.details import SessionDetails
from sessions.errors import DetailsInvalid
from sessions.instants import instant, within_reach


def new_details(body: NewSession) -> SessionDetails:
    """What was sent; left out: a training of an hour in the caller's zone, hosted by the caller. Raises DetailsInvalid."""
    zone = zone_of(body)
    starts_at = local_instant(body.starts_at, zone, "starts_at")
    start = SessionDetails(
        title="",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=body.duration_minutes or 60),
        timezone=zone,
        host_ids=(me().id,),
    )
    return changed(start, body)


def changed(before: SessionDetails, body: SessionFields) -> SessionDetails:
    """`before` with what was sent. A new start keeps the length; a new zone keeps the wall-clock times."""
    return replace(described(before, body), **_times(before, body))


def described(before: SessionDetails, body: Described) -> SessionDetails:
    """`before` with what was sent of all but its times and their zone. Ends the request with 422 for hosts that will not do."""
    sent = body.model_fields_set
    values: dict[str, Any] = {}
    chosen = {name: getattr(body, name) for name in ("title", "kind", "shows_who_comes", "listed")}
    values |= {name: value for name, value in chosen.items() if value is not None}
    values |= {name: getattr(body, name) or "" for name in ("description", "place", "address", "online_url") if name in sent}
    if "capacity" in sent:
        values["capacity"] = body.capacity
    if body.hosts is not None:
        values["host_ids"] = tuple(dict.fromkeys(person.id for person in people_to_ask(body.hosts, field="hosts")))
    return replace(before, **values)


def _times(before: SessionDetails, body: SessionFields) -> dict[str, Any]:
    zone = body.timezone or before.timezone
    starts_at = local_instant(body.starts_at, zone, "starts_at") if body.starts_at else _kept(before.starts_at, before, zone)
    until = _kept(before.rsvp_until, before, zone) if before.rsvp_until else None
    if "rsvp_until" in body.model_fields_set:
        until = local_instant(body.rsvp_until, zone, "rsvp_until") if body.rsvp_until else None
    length = before.ends_at - before.starts_at
    if body.duration_minutes is not None:
        length = timedelta(minutes=body.duration_minutes)
    return {"timezone": zone, "starts_at": starts_at, "ends_at": starts_at + length, "rsvp_until": until}


def _kept(at: datetime, before: SessionDetails, zone: str) -> datetime:
    """The same wall-clock time in the zone that holds now."""
    if zone == before.timezone:
        return at
    return local_instant(at.astimezone(ZoneInfo(before.timezone)).replace(tzinfo=None), zone, "timezone")


def zone_of(body: Described) -> str:
    """The zone that was sent, or the caller's."""
    return body.timezone or me().timezone or settings().timezone


def local_instant(value: datetime, zone: str, field: str) -> datetime:
    """The UTC instant of a local time, or of one with an offset. Raises DetailsInvalid naming `field`, or `timezone`."""
    if not is_zone(zone):
        raise DetailsInvalid("timezone", "There is no such time zone.")
    if value.tzinfo is not None:
        return within_reach(value, field=field).astimezone(UTC)
    return instant(value.date(), value.time(), ZoneInfo(zone), field=field)
