"""Going to a session together, seated or waiting together: one of the two says "come with me", the other says yes or no."""

from datetime import datetime

from sqlalchemy import select

from champions.errors import MentorshipMissing, NotPossible, WrongStanding
from champions.mentorships import notices, records
from champions.mentorships.models import Outing, PairAnswer
from database import db
from people.models import Person
from sessions import companions, invitations, scheduling
from sessions.access import is_invited, may_host
from sessions.models import Answer, Rsvp, ScheduledSession


def ask(mentorship_id: int, session_id: int, *, by: Person, now: datetime) -> Outing:
    """The other one is asked, by mail and on the page of the two; who asks has said yes with it. Asked again, nothing is sent.

    Raises SessionError with what sessions say about it; NotPossible, MentorshipMissing, WrongStanding.
    """
    mentorship = records.locked(mentorship_id, by)
    other = mentorship.ambassador if by.id == mentorship.mentee_id else mentorship.mentee
    if not mentorship.goes_on or other is None:
        raise WrongStanding("This mentorship has ended.")
    session = scheduling.lock(session_id)
    _bring(session, other, by=by, now=now)
    if not session.is_published or session.answers_until <= now:
        raise NotPossible("This session cannot be answered any more.")
    found = db.session.scalar(select(Outing).where(Outing.mentorship_id == mentorship_id, Outing.session_id == session_id))
    if found is not None:
        return found
    outing = Outing(mentorship_id=mentorship_id, session_id=session_id, asked_by_id=by.id, asked_at=now, answer=PairAnswer.NONE)
    db.session.add(outing)
    db.session.flush()
    notices.come_with_me(outing, other, now=now)
    return outing


def _bring(session: ScheduledSession, other: Person, *, by: Person, now: datetime) -> None:
    """Both are invited: who looks after the session invites the other one."""
    if not is_invited(session, by):
        raise NotPossible("You are not invited to this session yourself.")
    if is_invited(session, other):
        return
    if not may_host(session, by):
        raise NotPossible("%(name)s is not invited to this session. Ask its host to invite them.", name=other.name)
    invitations.invite(session.id, [other.id], by=by, now=now)


def answer(mentorship_id: int, outing_id: int, *, by: Person, yes: bool, now: datetime) -> Outing:
    """The other one says yes: both have a seat or both wait. Or no, which needs no reason and is not shown; it can change.

    Raises MentorshipMissing, WrongStanding, NotPossible; SessionError with what sessions say: too late, or one seat for two.
    """
    mentorship = records.locked(mentorship_id, by)
    outing = db.session.get(Outing, outing_id, populate_existing=True)
    if outing is None or outing.mentorship_id != mentorship.id or outing.asked_by_id == by.id:
        raise MentorshipMissing("This question is not open any more.")
    if not mentorship.goes_on:
        raise WrongStanding("This mentorship has ended.")
    if yes:
        scheduling.lock(outing.session_id)
        _guard_still_comes(outing)
        companions.come_together(outing.session_id, outing.asked_by_id, by.id, now=now)
    elif _go_together(outing, by):
        raise NotPossible("You said yes, and both places are kept. Say no to the session itself: that is fine.")
    outing.answer = PairAnswer.YES if yes else PairAnswer.NO
    db.session.flush()
    return outing


def _go_together(outing: Outing, person: Person) -> bool:
    """Whether this one still comes there with somebody after a yes: a no here would leave that in both calendars."""
    if outing.answer is not PairAnswer.YES:
        return False
    query = select(Rsvp.comes_with_id).where(Rsvp.session_id == outing.session_id, Rsvp.person_id == person.id)
    return db.session.scalar(query) is not None


def _guard_still_comes(outing: Outing) -> None:
    """Whoever asked and has said no to the session since is not brought there by an older question."""
    query = select(Rsvp).where(Rsvp.session_id == outing.session_id, Rsvp.person_id == outing.asked_by_id)
    rsvp = db.session.scalar(query.execution_options(populate_existing=True))
    if rsvp is None or (rsvp.answer is Answer.DECLINED and rsvp.answered_at and rsvp.answered_at > outing.asked_at):
        raise NotPossible("Something has changed there by now. Talk to each other.")
