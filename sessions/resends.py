"""Sending once more because the host asks for it: the truth for a calendar that lost it, never one nudge after the other."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from database import db
from mail.models import OutgoingMail, OutgoingState
from sessions import notices, rsvps, scheduling
from sessions.errors import WrongState
from sessions.models import Answer, Rsvp, Seat
from sessions.series import answers, groups, plans

SENDS_AGAIN_AFTER = timedelta(hours=1)  # to who said yes or maybe
UNHEARD = {OutgoingState.FAILED, OutgoingState.BOUNCED}


def resend(rsvp: Rsvp, *, now: datetime) -> None:
    """This person's calendar is told the true state once more: once a session to who has not answered or said no, else once an hour.

    Of a series all of it: whoever lost one date may have lost the others as well.
    After a mail that failed or came back it always may be. Raises WrongState when it may not, or there is nothing to tell any more.
    """
    scheduling.lock(rsvp.session_id)  # two presses at once are two
    db.session.refresh(rsvp)
    occasion = "resend:"
    if not _came_back(rsvp):
        resent_at = sent_at(rsvp, occasion)
        if resent_at is not None and _is_asked(rsvp):
            raise WrongState("It was sent once more already, and once is enough: no answer is an answer too.")
        if resent_at is not None and resent_at > now - SENDS_AGAIN_AFTER:
            raise WrongState("It was sent once more within the last hour already.")
    tell(rsvp, occasion=f"{occasion}{now.isoformat()}", now=now)


def tell(rsvp: Rsvp, *, occasion: str, now: datetime) -> None:
    """The true state leaves for this calendar, of a series all of it. Raises WrongState when there is nothing to tell any more."""
    series = plans.of(rsvp.session)
    member = groups.answer_of(series.id, rsvp.person_id) if series else None
    if member is not None:
        answers.refresh(member, occasion=occasion, now=now)
    else:
        rsvps.refresh(rsvp, occasion=occasion, now=now)


def _is_asked(rsvp: Rsvp) -> bool:
    """Whether a mail would put the question again to somebody who owes no answer."""
    return rsvp.seat is Seat.NONE and rsvp.answer in {Answer.NEEDS_ACTION, Answer.DECLINED}


def _came_back(rsvp: Rsvp) -> bool:
    query = select(OutgoingMail.state).where(OutgoingMail.stream == rsvp.invitation.stream, notices.counts())
    return db.session.scalar(query.order_by(OutgoingMail.id.desc()).limit(1)) in UNHEARD


def sent_at(rsvp: Rsvp, occasion: str) -> datetime | None:
    """When this calendar was last told the true state because somebody asked ("resend:" the host, "refresh:" the calendar itself)."""
    query = select(OutgoingMail.created_at).where(OutgoingMail.stream == rsvp.invitation.stream, notices.counts())
    keys = [notices.key(notices.SEAT, rsvp.session_id, rsvp.person_id, occasion)]
    if rsvp.session.series_id is not None:
        keys.append(notices.key(notices.SERIES, rsvp.session.series_id, rsvp.person_id, occasion))
    query = query.where(or_(*(OutgoingMail.key.startswith(key) for key in keys)))
    return db.session.scalar(query.order_by(OutgoingMail.id.desc()).limit(1))
