"""Who missed a date is told of the next one, kindly and once: never before its host has closed the check-in, and never as a report.

It goes to people who want nudges, and counts as one. Whoever said no, wrote to us about the date, or is offered a make-up gets none; and
without a next date there is nothing to say.
"""

from datetime import datetime, timedelta

from sqlalchemy import Select, String, cast, exists, literal, or_, select

from database import db
from mail import outbox
from mail.models import IncomingMail, IncomingState, OutgoingMail
from people import addresses, nudges
from people.quiet_hours import after_quiet_hours
from sessions import attendance, notices
from sessions.courses import offering
from sessions.models import Answer, AnswerRecord, Invitation, Outcome, Rsvp, ScheduledSession, Seat, SessionState
from sessions.models_attendance import Attendance, CheckIn, Presence
from sessions.notices import NEXT_DATE

SETTLING = timedelta(hours=1)  # a host who closed it too early opens it again
LOOKS_BACK = timedelta(days=7)  # what was missed longer ago is no news
WROTE_BEFORE = timedelta(days=7)  # of the start: what was written then is about coming
KEPT = timedelta(days=30)  # longer than anybody looks back, so that nobody is told twice
BATCH = 500


def post_due(*, now: datetime) -> int:
    """Every mail about a next date that is due is on its way; returns how many. Each date once, whatever becomes of its mail."""
    posted: set[int] = set()
    for rsvp in db.session.scalars(_missed(now)):
        due_at = after_quiet_hours(now, rsvp.person)
        following = next_date(rsvp, now=due_at)
        if following is None or rsvp.person_id in posted or said_so(rsvp) or offering.offers_for(rsvp, now=due_at):
            continue  # one a run: the next run counts this one
        _post(rsvp, following, now=now, due_at=due_at)
        posted.add(rsvp.person_id)
    return len(posted)


def forget(*, now: datetime) -> None:
    """Of mails that have told what they had to tell nothing is kept: they say who was missed."""
    outbox.forget(NEXT_DATE, posted_before=now - KEPT)


def is_missed(rsvp: Rsvp) -> bool:
    """Whether it is still so: held against the mail when it leaves."""
    return attendance.presences(rsvp.person_id, [rsvp.session_id]).get(rsvp.session_id) is Presence.MISSED


def next_date(rsvp: Rsvp, *, now: datetime) -> Rsvp | None:
    """The person's own next date of the same series, or of a session of the same name; not one they said no to."""
    missed = rsvp.session
    same = ScheduledSession.title == missed.title
    if missed.series_id is not None:
        same = or_(same, ScheduledSession.series_id == missed.series_id)
    query = (
        select(Rsvp)
        .join(Rsvp.session)
        .join(Rsvp.invitation)
        .where(Rsvp.person_id == rsvp.person_id, Rsvp.answer != Answer.DECLINED, Invitation.withdrawn_at.is_(None))
        .where(ScheduledSession.state == SessionState.PUBLISHED, ScheduledSession.starts_at > now, same)
        .order_by(ScheduledSession.starts_at, Rsvp.id)
        .limit(1)
    )
    return db.session.scalar(query)


def said_so(rsvp: Rsvp) -> bool:
    """Whether the person let us know: a no that came too late, or a mail about the date that was no answer."""
    late = select(AnswerRecord.id).where(AnswerRecord.rsvp_id == rsvp.id, AnswerRecord.outcome == Outcome.LATE)
    topics = [rsvp.session.topic, *([f"series:{rsvp.session.series_id}"] if rsvp.session.series_id else [])]
    theirs = or_(IncomingMail.person_id == rsvp.person_id, IncomingMail.sender.in_(addresses.addresses_of(rsvp.person)))
    wrote = select(IncomingMail.id).where(IncomingMail.topic.in_(topics), theirs, IncomingMail.state != IncomingState.APPLIED)
    wrote = wrote.where(IncomingMail.received_at >= rsvp.session.starts_at - WROTE_BEFORE)
    return bool(db.session.scalar(select(or_(exists(late.where(AnswerRecord.answer == Answer.DECLINED)), exists(wrote)))))


def _missed(now: datetime) -> Select[Rsvp]:
    key = literal(f"{NEXT_DATE}:") + cast(Rsvp.session_id, String) + ":" + cast(Rsvp.person_id, String)
    return (
        select(Rsvp)
        .join(Rsvp.session)
        .join(Rsvp.invitation)
        .join(Rsvp.person)
        .join(Attendance, (Attendance.session_id == Rsvp.session_id) & (Attendance.person_id == Rsvp.person_id))
        .join(CheckIn, CheckIn.session_id == Rsvp.session_id)
        .where(CheckIn.closed_at <= now - SETTLING, Attendance.presence == Presence.MISSED)
        .where(ScheduledSession.ends_at <= now, ScheduledSession.ends_at > now - LOOKS_BACK)
        .where(ScheduledSession.state == SessionState.PUBLISHED, Invitation.withdrawn_at.is_(None))
        .where(Rsvp.seat == Seat.SEATED, Rsvp.answer != Answer.DECLINED)
        .where(nudges.allowed(now), ~exists(select(OutgoingMail.id).where(OutgoingMail.key == key)))
        .order_by(ScheduledSession.starts_at, Rsvp.id)
        .limit(BATCH)
    )


def _post(rsvp: Rsvp, following: Rsvp, *, now: datetime, due_at: datetime) -> None:
    key = notices.key(NEXT_DATE, rsvp.session_id, rsvp.person_id)
    outbox.post(
        outbox.Post(
            kind=NEXT_DATE,
            topic="",  # on no list of mails that others read
            stream=key,
            person_id=rsvp.person_id,
            recipient=rsvp.person.email,
            key=key,
            payload={
                "session_id": following.session_id,
                "invitation_id": following.invitation_id,
                "missed_id": rsvp.session_id,
            },
            due_at=due_at,
        ),
        now=now,
    )
    nudges.record(rsvp.person_id, NEXT_DATE, now=now)
