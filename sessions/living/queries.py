"""Reads about living audiences, for the pages of sessions and of groups."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select

from database import db
from networks import queries as group_queries
from networks.models import Group, Membership, MembershipState, PeopleShown, Steward, Visibility
from people import privacy
from people.models import Person
from sessions.living import targets, why
from sessions.living.models import InvitationReason, LivingAudience
from sessions.living.targets import Target
from sessions.living.why import Whys
from sessions.models import Host, Invitation, ScheduledSession, SessionState

DATES_SHOWN, GROUPS_SHOWN = 6, 200
LATELY = timedelta(days=60)


def audiences_at(target: Target) -> Sequence[LivingAudience]:
    """What is followed there: the groups by name, then the filters in the order in which they came. Two queries."""
    query = select(LivingAudience).outerjoin(Group, Group.id == LivingAudience.group_id).where(target.is_mine)
    query = query.order_by(LivingAudience.group_id.is_(None), Group.name, LivingAudience.id)
    return db.session.scalars(query).unique().all()


def audiences_of(session: ScheduledSession) -> Sequence[LivingAudience]:
    """The same of a session or its series."""
    return audiences_at(targets.of_session(session))


def names_of(audiences: Collection[LivingAudience], reader: Person) -> dict[int, str]:
    """The name of each group among them, by audience; "" for one that does not exist for the reader, who hosts beside its people. One query."""
    groups = {audience.id: audience.group for audience in audiences if audience.group is not None}
    ids = {group.id for group in groups.values()}
    seen = {group.id for group in db.session.scalars(group_queries.seen_by(reader).where(Group.id.in_(ids)))}
    return {id_: group.name if group.id in seen else "" for id_, group in groups.items()}


def counts_of(audiences: Collection[LivingAudience], reader: Person) -> dict[int, int | None]:
    """How many people are invited on account of each; of a group that the reader does not look after in fives, so that nobody's membership
    is read from it. One query.
    """
    query = (
        select(InvitationReason.audience_id, func.count(Invitation.person_id.distinct()))
        .join(Invitation, Invitation.id == InvitationReason.invitation_id)
        .join(Person, Person.id == Invitation.person_id)
        .where(InvitationReason.audience_id.in_([audience.id for audience in audiences]), InvitationReason.ended_at.is_(None))
        .where(Invitation.withdrawn_at.is_(None), Person.active)
        .group_by(InvitationReason.audience_id)
    )
    counts = dict(db.session.execute(query).all())
    return {one.id: _count(one, counts.get(one.id, 0), reader) for one in audiences}


def is_exact(audience: LivingAudience, reader: Person) -> bool:
    """Whether this reader reads the number itself: they could read every name."""
    return audience.group is None or audience.group.is_looked_after_by(reader)


def _count(audience: LivingAudience, count: int, reader: Person) -> int | None:
    return count if is_exact(audience, reader) else privacy.at_least(count, of=count + privacy.FLOOR)


def groups_to_invite(target: Target, person: Person) -> Sequence[Group]:
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
    invited = exists().where(LivingAudience.group_id == Group.id, target.is_mine)
    query = select(Group).where(Group.closed_at.is_(None), shown, ~invited)
    return db.session.scalars(query.order_by(Group.name, Group.id).limit(GROUPS_SHOWN)).all()


def why_invited(session: ScheduledSession, person: Person) -> Whys:
    """On account of which groups and filters this person is invited."""
    return why.of_person(session.calendar_object_id, person.id)


def next_dates(group: Group, reader: Person, *, now: datetime) -> Sequence[ScheduledSession]:
    """What the group is invited to next, as far as the reader may know of it: they are invited, host it, or it is listed."""
    followed = _followed_by(group)
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


def hosted_lately(group: Group, person: Person, now: datetime) -> bool:
    """Whether this person hosted a session within the last two months to which the group was invited."""
    hosting = exists().where(Host.session_id == ScheduledSession.id, Host.person_id == person.id)
    over = (ScheduledSession.ends_at <= now, ScheduledSession.ends_at > now - LATELY)
    query = select(ScheduledSession.id).where(
        ScheduledSession.state == SessionState.PUBLISHED, *over, hosting, _followed_by(group)
    )
    return db.session.scalar(query.limit(1)) is not None


def _followed_by(group: Group) -> ColumnElement[bool]:
    """Sessions to which the group is invited, by themselves or with their series."""
    mine = or_(
        LivingAudience.calendar_object_id == ScheduledSession.calendar_object_id,
        LivingAudience.course_id == ScheduledSession.series_id,
    )
    return exists().where(mine, LivingAudience.group_id == group.id)


def reasons_of(person: Person) -> dict[int, list[str]]:
    """On whose account this person is invited, by invitation; for what Foyer knows about them."""
    mine = list(db.session.scalars(select(Invitation.id).where(Invitation.person_id == person.id)))
    return {id_: why.in_data(whys) for id_, whys in why.of(mine).items()}
