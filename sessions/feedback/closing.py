"""The questions about a date close: from then on what was answered is read, all at once, so that no answer can be told by when it came."""

from datetime import datetime

from sqlalchemy import delete, select

from database import db
from mail import outbox
from sessions.feedback import rewriting
from sessions.feedback.asking import AFTERWARDS, OPEN_DAYS
from sessions.feedback.models import Feedback, FeedbackAnswer, FeedbackState, SpentLink


def close_due(*, now: datetime) -> int:
    """Whatever was to be answered until yesterday is closed; returns how many dates. No link, no mail and no order of theirs is kept."""
    due = select(Feedback).where(Feedback.state == FeedbackState.ASKING, Feedback.closes_on < now.date())
    feedbacks = db.session.scalars(due.order_by(Feedback.session_id).with_for_update()).all()
    for feedback in feedbacks:
        rewriting.lie_anew(FeedbackAnswer, feedback.session_id)
        db.session.execute(delete(SpentLink).where(SpentLink.session_id == feedback.session_id))
        feedback.state = FeedbackState.CLOSED
    outbox.forget(AFTERWARDS, posted_before=now - OPEN_DAYS)
    db.session.flush()
    return len(feedbacks)
