"""Reads for the page of one session, for who is invited: what stands beside the session and the answer itself."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, select

from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from ready import Ready
from rows import Columns, read
from sessions import interests, waitlist
from sessions.interests import Asked
from sessions.living.models import InvitationReason
from sessions.models import AnswerRecord, Invitation, Rsvp, ScheduledSession
from sessions.models_interests import InterestFigure
from sessions.queries_mine import COUNTS, NEWS

MOST = 50
_RECORD = Columns(AnswerRecord)
# Built once: SQLAlchemy takes longer to put such a query together than a database to answer it.
_SENT = Ready(
    select(OutgoingMail.sent_at, OutgoingMail.created_at, OutgoingMail.state, OutgoingMail.subject)
    .where(OutgoingMail.person_id == bindparam("person"), OutgoingMail.topic == bindparam("topic"), COUNTS)
    .order_by(OutgoingMail.id.desc())
    .limit(MOST)
)
_HISTORY = Ready(
    select(*_RECORD.columns).where(AnswerRecord.rsvp_id == bindparam("rsvp")).order_by(AnswerRecord.id.desc()).limit(MOST)
)
_REASON = (
    select(InvitationReason.id)
    .join(Invitation, Invitation.id == InvitationReason.invitation_id)
    .where(Invitation.calendar_object_id == bindparam("calendar_object"), Invitation.person_id == bindparam("person"))
)
_BESIDE = Ready(
    select(
        waitlist.TAKEN.scalar_subquery(),
        interests.ASKED.exists(),
        NEWS.scalar_subquery(),
        _REASON.exists(),
        select(AnswerRecord.id).where(AnswerRecord.rsvp_id == bindparam("rsvp")).exists(),
    )
)
_PLANNED = Ready(
    select(waitlist.TAKEN.scalar_subquery(), InterestFigure.topic, InterestFigure.shown)
    .select_from(ScheduledSession)
    .outerjoin(
        InterestFigure,
        and_(InterestFigure.topic.in_((bindparam("topic"), bindparam("other"))), InterestFigure.shown.is_not(None)),
    )
    .where(ScheduledSession.id == bindparam("session"))
)


class Sent(NamedTuple):
    """A message to the reader, as their page lists it."""

    sent_at: datetime | None
    created_at: datetime
    state: OutgoingState
    subject: str | None


class Beside(NamedTuple):
    """Seats taken at the session, whether the reader asked for another one like it, and promise 7 as `calendar_message` has it.

    `has_reasons`: there may be a reason why they are invited. `has_history`: they have answered.
    """

    taken: int
    interested: bool
    calendar_message: str
    has_reasons: bool
    has_history: bool


def beside(rsvp: Rsvp) -> Beside:
    """For the person who was invited. One query."""
    values = {
        "session": rsvp.session_id,
        "person": rsvp.person_id,
        "stream": rsvp.invitation.stream,
        "topic": interests.topic_of(rsvp.session),
        "calendar_object": rsvp.session.calendar_object_id,
        "rsvp": rsvp.id,
    }
    taken, interested, news, reasons, history = _BESIDE.all(values)[0]
    return Beside(taken, bool(interested), news or "", bool(reasons), bool(history))


def planned(session: ScheduledSession) -> tuple[int, list[Asked]]:
    """For who looks after it: seats taken, and how many asked for what this session is. One query."""
    topics = interests.topics_of(session)
    values = {"session": session.id, "topic": topics[0], "other": topics[-1]}
    rows = _PLANNED.all(values)
    return rows[0][0], interests.asked(session, {topic: shown for _taken, topic, shown in rows if topic is not None})


def sent_to(person: Person, topic: str) -> list[Sent]:
    """What was sent to this person about a session, newest first."""
    return [Sent._make(row) for row in _SENT.all({"person": person.id, "topic": topic})]


def my_history(rsvp: Rsvp) -> list[AnswerRecord]:
    """This person's own answers, newest first."""
    return [_RECORD.loaded(row) for row in read(_HISTORY, {"rsvp": rsvp.id})]
