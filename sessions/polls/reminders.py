"""One gentle question to those who have not marked: on each person's own terms, and counted with the nudges about sessions."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from config import settings
from database import db
from people import nudges
from sessions.polls import notices
from sessions.polls.models import Poll, PollDate, PollPerson, PollState
from sessions.reminders import BATCH, SETTLING_IN, after_quiet_hours


def post_due(*, now: datetime) -> int:
    """Every question that is due is on its way; returns how many. Idempotent: each is marked in the same transaction."""
    first_ahead = (
        select(func.min(PollDate.starts_at))
        .where(PollDate.poll_id == Poll.id, PollDate.starts_at > now)
        .correlate(Poll)
        .scalar_subquery()
    )
    until = func.coalesce(Poll.answer_until, first_ahead)
    query = (
        select(PollPerson)
        .join(PollPerson.poll)
        .join(PollPerson.person)
        .where(Poll.state == PollState.OPEN, first_ahead.is_not(None))
        .where(until > now, until <= now + timedelta(hours=settings().nudge_hours))
        .where(PollPerson.answered_at.is_(None), PollPerson.nudged_at.is_(None), PollPerson.asked_at <= now - SETTLING_IN)
        .where(nudges.allowed(now))
        .order_by(PollPerson.id)
        .limit(BATCH)
        .with_for_update(of=PollPerson, skip_locked=True)
    )
    return sum(_post(asked, now=now) for asked in _one_each(list(db.session.scalars(query))))


def _one_each(due: list[PollPerson]) -> list[PollPerson]:
    """One a person and run: the next run counts this one."""
    return list({asked.person_id: asked for asked in reversed(due)}.values())


def _post(asked: PollPerson, *, now: datetime) -> int:
    asked.nudged_at = now
    due_at = after_quiet_hours(now, asked.person)
    if not may_nudge(asked, now=due_at):
        return 0
    notices.reminded(asked, now=now, due_at=due_at)
    nudges.record(asked.person_id, notices.REMINDER, now=now)
    return 1


def may_nudge(asked: PollPerson, *, now: datetime) -> bool:
    """Whether the question is true and wanted at this moment: held against it again when it leaves."""
    return asked.poll.takes_marks(now) and asked.answered_at is None and nudges.is_welcome(asked.person, now=now)
