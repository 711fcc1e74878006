"""What is changed for one date of a series, as the same step for others. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sessions.details import SessionDetails, details_of
from sessions.models import ScheduledSession

COMMON = frozenset({"title", "kind", "description", "place", "address", "online_url", "timezone"})
OF_EACH = frozenset({"capacity", "shows_who_comes", "listed", "host_ids"})


def wanted(session: ScheduledSession, targets: Sequence[ScheduledSession], details: SessionDetails) -> dict[int, SessionDetails]:
    """The details of each date after the change: what was changed for one is changed for each, its day is its own."""
    before = details_of(session)
    fields = {name for name in COMMON | OF_EACH if getattr(before, name) != getattr(details, name)}
    same = {name: getattr(details, name) for name in fields}
    found = {}
    for one in targets:
        now_ = details_of(one)
        starts_at, ends_at = (details.starts_at, details.ends_at) if one is session else _moved(one, now_, before, details)
        lead = _lead(details) if _lead(before) != _lead(details) else _lead(now_)
        until = starts_at - lead if lead is not None else None
        found[one.id] = replace(now_, **same, starts_at=starts_at, ends_at=ends_at, rsvp_until=until)
    found[session.id] = details
    return found


def _moved(
    one: ScheduledSession, own: SessionDetails, before: SessionDetails, after: SessionDetails
) -> tuple[datetime, datetime]:
    """Start and end of another date: the same step of wall-clock time, the new length. One that was moved by itself keeps its time."""
    if one.starts_at != one.recurrence_id:
        return own.starts_at, own.ends_at
    starts_at = stepped(own.starts_at, before, after)
    return starts_at, starts_at + (after.ends_at - after.starts_at)


def stepped(at: datetime, before: SessionDetails, after: SessionDetails) -> datetime:
    """The instant after that step (aware UTC); the zone may be another."""
    old, new = ZoneInfo(before.timezone), ZoneInfo(after.timezone)
    local = at.astimezone(old).replace(tzinfo=None) + step(before, after)
    return local.replace(tzinfo=new).astimezone(UTC)


def step(before: SessionDetails, after: SessionDetails) -> timedelta:
    """How far the wall-clock start moves."""
    was = before.starts_at.astimezone(ZoneInfo(before.timezone)).replace(tzinfo=None)
    return after.starts_at.astimezone(ZoneInfo(after.timezone)).replace(tzinfo=None) - was


def _lead(details: SessionDetails) -> timedelta | None:
    return details.starts_at - details.rsvp_until if details.rsvp_until else None
