"""Reads for the pages of groups. Each page takes a constant number of queries."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from database import db
from networks.models import Group, GroupNote, Membership, MembershipState, Steward, Visibility
from people.models import Person

NOTES_SHOWN = 50
NAMES_SHOWN = 500
MINE_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Mine:
    """The groups of one person, each list in order of name."""

    invited: Sequence[Membership]
    asked: Sequence[Membership]
    member: Sequence[Group]
    looked_after: Sequence[Group]
    waiting: dict[int, int]  # how many ask to come in, by group that the person looks after

    @property
    def is_empty(self) -> bool:
        return not (self.invited or self.asked or self.member or self.looked_after)


def mine(person: Person) -> Mine:
    """Where this person belongs, is invited, asks, or looks after."""
    query = (
        select(Membership)
        .join(Group, Group.id == Membership.group_id)
        .options(joinedload(Membership.group), joinedload(Membership.asked_by))
        .where(Membership.person_id == person.id, Membership.state != MembershipState.OVER)
        .order_by(Group.name, Group.id)
        .limit(MINE_SHOWN)
    )
    by_state: dict[MembershipState, list[Membership]] = {state: [] for state in MembershipState}
    for membership in db.session.scalars(query):
        by_state[membership.state].append(membership)
    members = [membership.group for membership in by_state[MembershipState.MEMBER]]
    looked_after = _looked_after(person)
    return Mine(
        invited=[membership for membership in by_state[MembershipState.INVITED] if not membership.group.is_closed],
        asked=by_state[MembershipState.ASKED],
        member=members,
        looked_after=[group for group in looked_after if group.id not in {one.id for one in members}],
        waiting=asking([group.id for group in looked_after]),
    )


def invitations_of(person: Person) -> Sequence[Membership]:
    """The groups that go on and wait for a yes or no of this person, the oldest question first."""
    query = (
        select(Membership)
        .join(Group, Group.id == Membership.group_id)
        .options(joinedload(Membership.group).lazyload(Group.stewards))
        .where(Membership.person_id == person.id, Membership.state == MembershipState.INVITED, Group.closed_at.is_(None))
        .order_by(Membership.asked_at, Membership.id)
        .limit(MINE_SHOWN)
    )
    return db.session.scalars(query).all()


def _looked_after(person: Person) -> Sequence[Group]:
    query = select(Group).join(Steward, Steward.group_id == Group.id).where(Steward.person_id == person.id)
    return db.session.scalars(query.order_by(Group.name, Group.id).limit(MINE_SHOWN)).all()


def asking(group_ids: Collection[int]) -> dict[int, int]:
    """How many people ask to come in, by group; those with nobody are left out."""
    query = (
        select(Membership.group_id, func.count())
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.group_id.in_(group_ids), Membership.state == MembershipState.ASKED, Person.active)
        .group_by(Membership.group_id)
    )
    return dict(db.session.execute(query).all())


def others(person: Person) -> Select[Group]:
    """The listed groups that go on and that this person has nothing to do with yet, in order of name."""
    belongs = exists().where(
        Membership.group_id == Group.id, Membership.person_id == person.id, Membership.state != MembershipState.OVER
    )
    looks_after = exists().where(Steward.group_id == Group.id, Steward.person_id == person.id)
    listed = (Group.visibility == Visibility.LISTED, Group.closed_at.is_(None))
    return select(Group).where(*listed, ~belongs, ~looks_after).order_by(Group.name, Group.id)


def seen_by(person: Person) -> Select[Group]:
    """Every group that exists for this person, in order of name; for the API."""
    belongs = exists().where(
        Membership.group_id == Group.id, Membership.person_id == person.id, Membership.state != MembershipState.OVER
    )
    looks_after = exists().where(Steward.group_id == Group.id, Steward.person_id == person.id)
    seen = or_(Group.visibility == Visibility.LISTED, belongs, looks_after)
    return select(Group).where(seen).order_by(Group.name, Group.id)


def orphaned(person: Person) -> Sequence[Group]:
    """For who manages: the groups that nobody looks after any more."""
    if not person.may_manage:
        return []
    looked_after = exists().where(Steward.group_id == Group.id, Steward.person_id == Person.id, Person.active)
    return db.session.scalars(select(Group).where(~looked_after).order_by(Group.name, Group.id).limit(MINE_SHOWN)).all()


def members(group: Group, *, all_names: bool, by_place: bool = False) -> Select[Membership]:
    """Who belongs to the group and is still here, in order of name; without `all_names` those who hide theirs are left out.

    `by_place`: in order of where they work, and then of name; those of whom that is not known last.
    """
    conditions: list[ColumnElement[bool]] = [Membership.state == MembershipState.MEMBER]
    if not all_names:
        conditions.append(Membership.hides_name.is_(False))
    query = _people_of(group, *conditions)
    return query.order_by(None).order_by(Person.location == "", Person.location, Person.name, Person.id) if by_place else query


def places_of(memberships: Iterable[Membership]) -> list[tuple[str, list[Membership]]]:
    """Who works where, of members in order of place; "" where that is not known."""
    return [(place, list(some)) for place, some in groupby(memberships, key=lambda one: one.person.location)]


def waiting(group: Group) -> list[Membership]:
    """Who was invited or asks to come in, in order of name."""
    states = (MembershipState.INVITED, MembershipState.ASKED)
    return list(db.session.scalars(_people_of(group, Membership.state.in_(states)).limit(NAMES_SHOWN)))


def ids_of_members(group: Group) -> set[int]:
    """Who belongs to the group or was invited: who asks is not among them, for inviting lets them in."""
    states = (MembershipState.MEMBER, MembershipState.INVITED)
    query = select(Membership.person_id).where(Membership.group_id == group.id, Membership.state.in_(states))
    return set(db.session.scalars(query))


def _people_of(group: Group, *conditions: ColumnElement[bool]) -> Select[Membership]:
    query = select(Membership).join(Person, and_(Person.id == Membership.person_id, Person.active))
    return query.where(Membership.group_id == group.id, *conditions).order_by(Person.name, Person.id)


def notes(group: Group) -> Sequence[GroupNote]:
    """The newest first."""
    query = select(GroupNote).where(GroupNote.group_id == group.id).order_by(GroupNote.id.desc())
    return db.session.scalars(query.limit(NOTES_SHOWN)).all()
