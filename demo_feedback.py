"""Feedback at the demo company: after dates of the past weeks people were asked how it was, and most of them answered."""

from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from sessions.feedback import answers, asking, closing, links
from sessions.feedback.models import Feedback
from sessions.models import ScheduledSession, SessionState

ASKED_AFTER = asking.ASKS_AFTER + timedelta(hours=1)
READ_AFTER = asking.OPEN_DAYS + timedelta(days=2)


def fill(*, now: datetime) -> None:
    """Whoever was asked more than a week ago has answered, but for one; what they said is read."""
    past = select(ScheduledSession).where(
        ScheduledSession.state == SessionState.PUBLISHED,
        ScheduledSession.ends_at < now - READ_AFTER,
        ScheduledSession.ends_at > now - timedelta(days=30),  # older mails are history, and count as no nudge any more
    )
    for session in db.session.scalars(past.order_by(ScheduledSession.ends_at, ScheduledSession.id)).unique().all():
        with transaction():
            asking.post_due(now=session.ends_at + ASKED_AFTER)
        _answer(session, at=session.ends_at + ASKED_AFTER + timedelta(days=1))
    with transaction():
        closing.close_due(now=now)


def _answer(session: ScheduledSession, *, at: datetime) -> None:
    asked = db.session.scalar(select(Feedback.asked).where(Feedback.session_id == session.id)) or 0
    for number in range(asked - 1):
        with transaction():
            link = links.read(links.new_path(session.id, "en").removeprefix("/f/"))
            answers.give(link, {0: "maybe" if number % 4 == 3 else "yes"}, now=at)
