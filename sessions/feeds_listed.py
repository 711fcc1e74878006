"""The calendar of all sessions: those whose planner listed them, for every colleague. Title, time and place, and nobody's name."""

import hmac
import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from calendars.invitations import published
from config import settings
from database import db
from sessions.feeds import recent
from sessions.feeds_events import FeedRow, events
from sessions.models import ScheduledSession
from sessions.models_feeds import CompanyCalendar


def listed_feed(*, now: datetime) -> bytes:
    """Every listed session that was published, three months back and everything ahead."""
    query = (
        select(ScheduledSession)
        .options(lazyload(ScheduledSession.hosts))
        .where(ScheduledSession.listed, ScheduledSession.published_at.is_not(None), recent(now))
    )
    rows = [FeedRow(session) for session in db.session.scalars(query)]
    return published(events(rows, bare=True), name=settings().company_name or "Foyer")


def address() -> str:
    """The secret address for everybody who is signed in; "" until an administrator makes one."""
    calendar = db.session.get(CompanyCalendar, 1)
    return f"{settings().base_url}/feed/all/{calendar.token}.ics" if calendar else ""


def renew(*, now: datetime) -> bool:
    """The calendar of all sessions has a new address, and none of its older ones works. Whether there was one."""
    calendar = db.session.get(CompanyCalendar, 1, with_for_update=True)
    had_one = calendar is not None
    if calendar is None:
        calendar = CompanyCalendar(id=1)
        db.session.add(calendar)
    calendar.token, calendar.made_at = secrets.token_urlsafe(24), now
    db.session.flush()
    return had_one


def calendar_of(secret: str) -> CompanyCalendar | None:
    """The calendar, when this is its address."""
    calendar = db.session.get(CompanyCalendar, 1)
    return calendar if calendar and hmac.compare_digest(calendar.token.encode(), secret.encode()) else None
