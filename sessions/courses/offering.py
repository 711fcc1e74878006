"""One mail for each part that was missed, when a parallel group has it: on each person's own terms, and counted with the nudges."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from database import db
from mail import outbox
from mail.models import OutgoingMail
from people import nudges
from sessions.courses import makeups
from sessions.courses.makeups import Offer
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState
from sessions.models_attendance import Attendance, CheckIn, Presence
from sessions.notices import MAKE_UP
from sessions.reminders import BATCH, after_quiet_hours
from sessions.series.models import Series, SeriesRsvp

SETTLING = timedelta(hours=1)  # who has just said no reads of it on the page
LOOKS_BACK = timedelta(days=90)  # a part missed longer ago is no news


def post_due(*, now: datetime) -> int:
    """Every mail about a make-up that is due is on its way; returns how many. Each part once, whatever becomes of its mail."""
    posted: set[int] = set()
    for rsvp in db.session.scalars(_missed(now)):
        if rsvp.person_id in posted:
            continue  # one a run: the next run counts this one
        due_at = after_quiet_hours(now, rsvp.person)
        if offers_for(rsvp, now=due_at):
            _post(rsvp, now=now, due_at=due_at)
            posted.add(rsvp.person_id)
    return len(posted)


def _missed(now: datetime) -> Select[Rsvp]:
    other, theirs = aliased(ScheduledSession), aliased(Series)
    of_programme = func.coalesce(theirs.programme_id, theirs.id) == func.coalesce(Series.programme_id, Series.id)
    elsewhere = (
        select(other.id)
        .join(theirs, theirs.id == other.series_id)
        .where(of_programme, theirs.id != Series.id, other.part == ScheduledSession.part)
        .where(other.state == SessionState.PUBLISHED, other.starts_at > now)
        .correlate(Series, ScheduledSession)
    )
    key = literal(f"{MAKE_UP}:") + cast(Rsvp.session_id, String) + ":" + cast(Rsvp.person_id, String)
    return (
        select(Rsvp)
        .join(Rsvp.session)
        .join(Rsvp.invitation)
        .join(Rsvp.person)
        .join(Series, Series.id == ScheduledSession.series_id)
        .join(SeriesRsvp, (SeriesRsvp.series_id == Series.id) & (SeriesRsvp.person_id == Rsvp.person_id))
        .where(ScheduledSession.part.is_not(None), ScheduledSession.state == SessionState.PUBLISHED)
        .where(ScheduledSession.starts_at > now - LOOKS_BACK, Invitation.withdrawn_at.is_(None))
        .where(
            or_(
                (Rsvp.answer == Answer.DECLINED) & (Rsvp.answered_at <= now - SETTLING),
                (ScheduledSession.starts_at <= now) & (Rsvp.seat != Seat.SEATED),
                _known(Presence.MISSED) & exists(_closed(now)),
            )
        )
        .where(~_known(Presence.HERE))
        .where(nudges.allowed(now))
        .where(exists(elsewhere), ~exists(select(OutgoingMail.id).where(OutgoingMail.key == key)))
        .order_by(ScheduledSession.starts_at, Rsvp.id)
        .limit(BATCH)
    )


def _known(presence: Presence) -> ColumnElement[bool]:
    """Whether this is known of the person at the date."""
    query = select(Attendance.id).where(Attendance.session_id == Rsvp.session_id, Attendance.person_id == Rsvp.person_id)
    return exists(query.where(Attendance.presence == presence).correlate(Rsvp))


def _closed(now: datetime) -> Select[int]:
    """The check-in was closed a while ago: who closed it too early has opened it again."""
    query = select(CheckIn.session_id).where(CheckIn.session_id == Rsvp.session_id, CheckIn.closed_at <= now - SETTLING)
    return query.correlate(Rsvp)


def offers_for(rsvp: Rsvp, *, now: datetime) -> list[Offer]:
    """When this part could be made up: held against it again when the mail leaves."""
    if rsvp.session.series_id is None or rsvp.is_withdrawn or not nudges.is_welcome(rsvp.person, now=now):
        return []
    course = db.session.get_one(Series, rsvp.session.series_id)
    return makeups.standing_in(course, rsvp.person_id, now=now).offers_for(rsvp.session)


def _post(rsvp: Rsvp, *, now: datetime, due_at: datetime) -> None:
    key = f"{MAKE_UP}:{rsvp.session_id}:{rsvp.person_id}"
    outbox.post(
        outbox.Post(
            kind=MAKE_UP,
            topic="",  # on no list of mails: it would tell others what was missed, also by who was not ticked
            stream=key,
            person_id=rsvp.person_id,
            recipient=rsvp.person.email,
            key=key,
            payload={"session_id": rsvp.session_id, "invitation_id": rsvp.invitation_id},
            due_at=due_at,
        ),
        now=now,
    )
    nudges.record(rsvp.person_id, MAKE_UP, now=now)
