"""Reads about living audiences, for the pages of sessions and of groups."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select

from database import db
from networks import queries as group_queries
from networks.models import Group, Membership, MembershipState, PeopleShown, Steward, Visibility
from people.models import Person
from sessions.living.models import InvitationReason, LivingAudience
from sessions.models import Host, Invitation, ScheduledSession, SessionState

DATES_SHOWN, GROUPS_SHOWN = 6, 200


def audiences_of(session: ScheduledSession) -> Sequence[LivingAudience]:
    """The groups that the session or its series invites, by name."""
    query = select(LivingAudience).join(Group, Group.id == LivingAudience.group_id)
    query = query.where(LivingAudience.calendar_object_id == session.calendar_object_id)
    return db.session.scalars(query.order_by(Group.name, Group.id)).all()


def names_of(audiences: Collection[LivingAudience], reader: Person) -> dict[int, str]:
    """The name of each audience's group, by audience; "" for one that does not exist for the reader, who hosts beside its people. One query."""
    ids = {audience.group_id for audience in audiences}
    seen = {group.id for group in db.session.scalars(group_queries.seen_by(reader).where(Group.id.in_(ids)))}
    return {audience.id: audience.group.name if audience.group_id in seen else "" for audience in audiences}


def groups_to_invite(session: ScheduledSession, person: Person) -> Sequence[Group]:
    """The groups whose people this person may read, but for those that are invited already; by name."""
    member = exists().where(
        Membership.group_id == Group.id, Membership.person_id == person.id, Membership.state == MembershipState.MEMBER
    )
    steward = exists().where(Steward.group_id == Group.id, Steward.person_id == person.id)
    shown = or_(
        steward,
        (Group.shows_people == PeopleShown.MEMBERS) & member,
        (Group.shows_people == PeopleShown.EVERYBODY) & or_(Group.visibility == Visibility.LISTED, member),
    )
    invited = exists().where(LivingAudience.group_id == Group.id, LivingAudience.calendar_object_id == session.calendar_object_id)
    query = select(Group).where(Group.closed_at.is_(None), shown, ~invited)
    return db.session.scalars(query.order_by(Group.name, Group.id).limit(GROUPS_SHOWN)).all()


def why_invited(session: ScheduledSession, person: Person) -> list[str]:
    """The names of the groups on whose account this person is invited."""
    query = (
        select(Group.name)
        .join(LivingAudience, LivingAudience.group_id == Group.id)
        .join(InvitationReason, InvitationReason.audience_id == LivingAudience.id)
        .join(Invitation, Invitation.id == InvitationReason.invitation_id)
        .where(Invitation.calendar_object_id == session.calendar_object_id, Invitation.person_id == person.id)
        .where(Invitation.withdrawn_at.is_(None), InvitationReason.ended_at.is_(None))
    )
    return list(db.session.scalars(query.order_by(Group.name)))


def next_dates(group: Group, reader: Person, *, now: datetime) -> Sequence[ScheduledSession]:
    """What the group is invited to next, as far as the reader may know of it: they are invited, host it, or it is listed."""
    followed = exists().where(
        LivingAudience.calendar_object_id == ScheduledSession.calendar_object_id, LivingAudience.group_id == group.id
    )
    invited = exists().where(
        Invitation.calendar_object_id == ScheduledSession.calendar_object_id,
        Invitation.person_id == reader.id,
        Invitation.withdrawn_at.is_(None),
    )
    hosting = exists().where(Host.session_id == ScheduledSession.id, Host.person_id == reader.id)
    query = (
        select(ScheduledSession)
        .where(followed, ScheduledSession.state == SessionState.PUBLISHED, ScheduledSession.ends_at > now)
        .where(or_(invited, hosting, ScheduledSession.listed))
        .order_by(ScheduledSession.starts_at, ScheduledSession.id)
        .limit(DATES_SHOWN)
    )
    return db.session.scalars(query).all()


def reasons_of(person: Person) -> dict[int, list[str]]:
    """The groups on whose account this person is invited, by invitation; for what Foyer knows about them."""
    query = (
        select(InvitationReason.invitation_id, Group.name)
        .join(LivingAudience, LivingAudience.id == InvitationReason.audience_id)
        .join(Group, Group.id == LivingAudience.group_id)
        .join(Invitation, Invitation.id == InvitationReason.invitation_id)
        .where(Invitation.person_id == person.id, InvitationReason.ended_at.is_(None))
    )
    found: dict[int, list[str]] = {}
    for invitation_id, name in db.session.execute(query.order_by(Group.name)):
        found.setdefault(invitation_id, []).append(name)
    return found
