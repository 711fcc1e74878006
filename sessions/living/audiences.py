"""A session or series invites a group and follows it. Every change costs work for the people it is about, never for the whole group."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select

from database import db
from jobs import wake
from networks.models import Group, Membership, MembershipState
from people.models import Person
from sessions import invitations, scheduling
from sessions.errors import NotInvited, SessionError, WrongState
from sessions.invitations import CHUNK, Invited
from sessions.living import reasons
from sessions.living.models import InvitationReason, LivingAudience
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, SessionState

WITHDRAWN_AT_ONCE = 50  # by the worker, in one transaction


class AudienceMissing(SessionError):
    """There is no such audience of this session."""

    code = "audience-missing"


def open_to(session_id: int, group: Group, *, by: Person, now: datetime) -> Invited:
    """The group is invited, and followed from now on. Who was withdrawn by hand, or is invited already, hears nothing.

    To a date of a series means to the series. Raises WrongState when nothing ahead can be answered, and for a group that is invited
    or closed.
    """
    session = scheduling.lock(session_id)
    if group.is_closed:
        raise WrongState("This group is closed: nobody comes or goes there any more.")
    query = select(LivingAudience.id).where(
        LivingAudience.calendar_object_id == session.calendar_object_id, LivingAudience.group_id == group.id
    )
    if db.session.scalar(query) is not None:
        raise WrongState("This group is invited already.")
    audience = LivingAudience(
        calendar_object_id=session.calendar_object_id, group_id=group.id, created_by_id=by.id, created_at=now
    )
    db.session.add(audience)
    db.session.flush()
    return _invite(audience, session, members_of(group, by), by=by, now=now)


def members_of(group: Group, reader: Person) -> list[int]:
    """Everybody who belongs to the group and is here, in order of name.

    Who hides their name stands on no list that others read: whoever looks after the group invites them.
    """
    query = select(Membership.person_id).join(Person, Person.id == Membership.person_id).where(Person.active)
    query = query.where(Membership.group_id == group.id, Membership.state == MembershipState.MEMBER)
    if not group.is_looked_after_by(reader):
        query = query.where(Membership.hides_name.is_(False))
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


def would_be_asked(session: ScheduledSession, person_ids: Sequence[int]) -> set[int]:
    """Of these people, whom inviting on account of a group would ask now: not who is invited, was withdrawn by hand, or said no."""
    chunks = invitations.chunks(person_ids, CHUNK)
    return {id_ for chunk in chunks for id_ in reasons.may_return(session.calendar_object_id, chunk)}


def welcome(group: Group, person_ids: Sequence[int], *, by: Person, now: datetime) -> None:
    """These people have joined the group: they are invited to whatever it is invited to and that lies ahead."""
    for audience, session_id in _ahead(group.id, now=now):
        _invite(audience, scheduling.lock(session_id), person_ids, by=by, now=now)


def let_go(group: Group, person_ids: Sequence[int], *, by: Person, now: datetime) -> None:
    """These people have left the group: whoever is invited on its account alone is withdrawn, with a CANCEL."""
    for audience, session_id in _ahead(group.id, now=now, until_it_begins=True):
        for person_id in reasons.end(audience, person_ids, now=now):
            _withdraw(session_id, person_id, by=by, now=now)


def catch_up(person: Person, *, now: datetime) -> None:
    """Somebody is back in the organisation: what their groups were invited to meanwhile is theirs too."""
    mine = select(Membership.group_id).where(Membership.person_id == person.id, Membership.state == MembershipState.MEMBER)
    for group_id in list(db.session.scalars(mine)):
        for audience, session_id in _ahead(group_id, now=now):
            _invite(audience, scheduling.lock(session_id), [person.id], by=person, now=now)


def switch_off(session_id: int, audience_id: int, *, withdraws: bool, by: Person, now: datetime) -> LivingAudience:
    """The group is not followed any more. Those invited stay, as by hand; or those who are invited on its account alone are withdrawn.

    The worker withdraws them, some at a time. Raises AudienceMissing.
    """
    session = scheduling.lock(session_id)
    audience = db.session.get(LivingAudience, audience_id)
    if audience is None or audience.calendar_object_id != session.calendar_object_id or audience.ending_at is not None:
        raise AudienceMissing("This group is not invited any more.")
    if withdraws:
        audience.ending_at, audience.ending_by_id = now, by.id
        wake("sessions.audiences")
    else:
        held = select(InvitationReason.invitation_id).where(
            InvitationReason.audience_id == audience.id, InvitationReason.ended_at.is_(None)
        )
        for chunk in invitations.chunks(list(db.session.scalars(held)), CHUNK):
            reasons.named_by_hand(chunk)
        db.session.delete(audience)
    db.session.flush()
    return audience


def withdraw_some(*, now: datetime) -> bool:
    """Of an audience that was switched off, some people more are withdrawn; it goes when none are left. Whether there may be more to do."""
    query = select(LivingAudience).where(LivingAudience.ending_at.is_not(None)).order_by(LivingAudience.id).limit(1)
    audience = db.session.scalar(query.with_for_update(of=LivingAudience))
    if audience is None:
        return False
    held = (
        select(Invitation.person_id)
        .join(InvitationReason, InvitationReason.invitation_id == Invitation.id)
        .where(InvitationReason.audience_id == audience.id, InvitationReason.ended_at.is_(None))
        .order_by(InvitationReason.id)
        .limit(WITHDRAWN_AT_ONCE)
    )
    person_ids = list(db.session.scalars(held))
    session_id = _session_ahead(audience.calendar_object_id, now=now, until_it_begins=True)
    by = db.session.get(Person, audience.ending_by_id or audience.created_by_id or 0)
    for person_id in reasons.end(audience, person_ids, now=now):
        if session_id is not None and by is not None:
            _withdraw(session_id, person_id, by=by, now=now)
    if not person_ids:
        db.session.delete(audience)
    db.session.flush()
    return True


def _invite(
    audience: LivingAudience, session: ScheduledSession, person_ids: Sequence[int], *, by: Person, now: datetime
) -> Invited:
    asked = already = 0
    for chunk in invitations.chunks(person_ids, CHUNK):
        new = reasons.may_return(audience.calendar_object_id, chunk)
        reasons.keep_as_by_hand(audience.calendar_object_id, chunk)
        if new:
            asked += invitations.invite(session.id, new, by=by, now=now, own_wish=True).invited
        already += len(chunk) - len(new)
        reasons.add(audience, chunk)
    return Invited(invited=asked, already_invited=already)


def _withdraw(session_id: int, person_id: int, *, by: Person, now: datetime) -> None:
    session = scheduling.lock(session_id)
    declined = _declined_all(session, person_id, now=now)
    try:
        invitations.withdraw(session_id, person_id, by=by, now=now, by_hand=declined)
    except (NotInvited, WrongState):
        return  # withdrawn by hand already, or over: there is nothing to take back


def _declined_all(session: ScheduledSession, person_id: int, *, now: datetime) -> bool:
    """Whether this person said no to every date ahead: a no is remembered when somebody leaves a group and comes back."""
    query = (
        select(Rsvp.answer)
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .where(ScheduledSession.calendar_object_id == session.calendar_object_id, Rsvp.person_id == person_id)
        .where(ScheduledSession.ends_at > now)
    )
    answers = set(db.session.scalars(query))
    return answers == {Answer.DECLINED}


def _ahead(group_id: int, *, now: datetime, until_it_begins: bool = False) -> list[tuple[LivingAudience, int]]:
    """What the group is invited to and can still be answered, each with its next date; in order, so that no two wait for each other.

    `until_it_begins`: also after the last day to answer. Who goes is told of it as long as the date stands in their calendar.
    """
    later = (
        ScheduledSession.calendar_object_id == LivingAudience.calendar_object_id,
        ScheduledSession.state != SessionState.CANCELLED,
        ScheduledSession.starts_at > now,
    )
    query = select(LivingAudience).where(LivingAudience.group_id == group_id, LivingAudience.ending_at.is_(None))
    found = list(db.session.scalars(query.where(exists().where(*later)).order_by(LivingAudience.calendar_object_id)))
    dated = [
        (audience, _session_ahead(audience.calendar_object_id, now=now, until_it_begins=until_it_begins)) for audience in found
    ]
    return [(audience, session_id) for audience, session_id in dated if session_id is not None]


def _session_ahead(calendar_object_id: int, *, now: datetime, until_it_begins: bool = False) -> int | None:
    """The first date of it that can still be answered, or that lies ahead."""
    query = select(ScheduledSession.id, ScheduledSession.rsvp_until).where(
        ScheduledSession.calendar_object_id == calendar_object_id,
        ScheduledSession.state != SessionState.CANCELLED,
        ScheduledSession.starts_at > now,
    )
    rows = db.session.execute(query.order_by(ScheduledSession.starts_at, ScheduledSession.id))
    return next((id_ for id_, until in rows if until_it_begins or until is None or now < until), None)
