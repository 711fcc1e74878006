"""A session, series or course invites a group or a filter, and follows it; or does so no longer. What follows stands in `following.py`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from database import alone, db
from jobs import wake
from networks import groups
from networks.models import Group, Membership, MembershipState
from people import directory
from people.directory import Filter
from people.models import Person
from sessions import invitations
from sessions.errors import SessionError, WrongState
from sessions.invitations import CHUNK, Invited
from sessions.living import filters, inviting, reasons, said_elsewhere, targets
from sessions.living.models import AudienceValue, InvitationReason, LivingAudience
from sessions.living.targets import Target
from sessions.models import Invitation

WITHDRAWN_AT_ONCE = 50  # by the worker, in one transaction
ONE_AT_A_TIME = "sessions.audience_checks"


class AudienceMissing(SessionError):
    """There is no such audience of this session."""

    code = "audience-missing"


def open_to(session_id: int, source: Group | Filter, *, by: Person, now: datetime) -> Invited:
    """The same for a session; to a date of a series means to the series."""
    return open_at(targets.of_session_numbered(session_id), source, by=by, now=now)


def open_at(target: Target, source: Group | Filter, *, by: Person, now: datetime) -> Invited:
    """A group, or whoever fits a filter, is invited, and followed from now on. Who was withdrawn by hand, or is invited already, hears
    nothing.

    Raises WrongState when nothing ahead can be answered, for what is followed already, for a group that is closed, and when it was
    switched off and on again too often within a day; DetailsInvalid for a filter that names nothing, or what is nobody's.
    """
    return (
        _open_filter(target, source, by=by, now=now)
        if isinstance(source, Filter)
        else _open_group(target, source, by=by, now=now)
    )


def _open_group(target: Target, group: Group, *, by: Person, now: datetime) -> Invited:
    group = groups.lock(group.id)  # first of all, as by who joins: of two at once one comes after the other
    targets.lock(target)
    if group.is_closed:
        raise WrongState("This group is closed: nobody comes or goes there any more.")
    if _is_living(target.is_mine & (LivingAudience.group_id == group.id)):
        raise WrongState("This group is invited already.")
    return _open(target, LivingAudience(group_id=group.id), members_of(group, by), by=by, now=now)


def _open_filter(target: Target, chosen: Filter, *, by: Person, now: datetime) -> Invited:
    """Whoever changes while the people are read is looked at afterwards, by a job that waits for us here."""
    alone(ONE_AT_A_TIME)
    targets.lock(target)
    filters.guard_known(chosen)
    if filters.followed_already(chosen, target.is_mine):
        raise WrongState("These people are followed already.")
    values = [AudienceValue(field=field, value=value) for field, value in filters.values_of(chosen)]
    return _open(target, LivingAudience(values=values), directory.ids(chosen), by=by, now=now)


def _is_living(condition: ColumnElement[bool]) -> bool:
    return db.session.scalar(select(LivingAudience.id).where(condition)) is not None


def _open(target: Target, audience: LivingAudience, person_ids: Sequence[int], *, by: Person, now: datetime) -> Invited:
    if not targets.ahead(target, now=now):
        raise WrongState("No date ahead can be answered any more: it is too late to invite.")
    audience.calendar_object_id, audience.course_id = target.calendar_object_id, target.course_id
    audience.created_by_id, audience.created_at = by.id, now
    db.session.add(audience)
    db.session.flush()
    done = inviting.invite(audience, person_ids, by=by, now=now, own_wish=False)
    if done.too_soon:
        raise WrongState("Some of them were invited again within the last day already. Wait until tomorrow, or talk to them.")
    if audience.group_id is not None:
        said_elsewhere.tell_group(audience.group_id, target, now=now)
    return done


def people_of(source: Group | Filter, reader: Person) -> list[int]:
    """Everybody whom opening would invite, or find invited, in order of name."""
    return directory.ids(source) if isinstance(source, Filter) else members_of(source, reader)


def members_of(group: Group, reader: Person) -> list[int]:
    """Everybody who belongs to the group and is here, in order of name.

    Who hides their name stands on no list that others read: whoever looks after the group invites them.
    """
    query = select(Membership.person_id).join(Person, Person.id == Membership.person_id).where(Person.active)
    query = query.where(Membership.group_id == group.id, Membership.state == MembershipState.MEMBER)
    if not group.is_looked_after_by(reader):
        query = query.where(Membership.hides_name.is_(False))
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


def switch_off(session_id: int, audience_id: int, *, withdraws: bool, by: Person, now: datetime) -> LivingAudience:
    """The same for a session, or its series."""
    return switch_off_at(targets.of_session_numbered(session_id), audience_id, withdraws=withdraws, by=by, now=now)


def switch_off_at(target: Target, audience_id: int, *, withdraws: bool, by: Person, now: datetime) -> LivingAudience:
    """It is not followed any more. Those invited stay, as by hand; or those who are invited on its account alone are withdrawn.

    The worker withdraws them, some at a time. Raises AudienceMissing.
    """
    targets.lock(target)
    audience = db.session.get(LivingAudience, audience_id)
    if audience is None or targets.of(audience) != target or audience.ending_at is not None:
        raise AudienceMissing("They are not followed any more.")
    if withdraws:
        audience.ending_at, audience.ending_by_id = now, by.id
        wake("sessions.audiences")
    else:
        held = select(InvitationReason.invitation_id).where(
            InvitationReason.audience_id == audience.id, InvitationReason.ended_at.is_(None)
        )
        for chunk in invitations.chunks(list(db.session.scalars(held)), CHUNK):
            reasons.named_by_hand(chunk)
        _remove(audience)
    db.session.flush()
    return audience


def _remove(audience: LivingAudience) -> None:
    reasons.outlive(audience)
    db.session.delete(audience)


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
        .distinct()
        .order_by(Invitation.person_id)
        .limit(WITHDRAWN_AT_ONCE)
    )
    person_ids = list(db.session.scalars(held))
    targets.lock(targets.of(audience))
    inviting.let_go(audience, person_ids, by=None, now=now)
    if not person_ids:
        _remove(audience)
    db.session.flush()
    return True
