"""Inviting people into a group. They are asked once, by mail; yes and no weigh the same, and no needs no reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from database import db
from networks import groups, memberships, notices
from networks.errors import GroupInvalid, NotAllowed
from networks.models import Ending, Membership, MembershipState, Origin, Step
from people.models import Person

MOST_AT_ONCE = 200  # who invites has a look at each name


@dataclass(frozen=True, slots=True)
class Invited:
    """How many were asked now, let in because they had asked themselves, belong already or were asked before; `too_soon` hear nothing."""

    invited: int = 0
    let_in: int = 0
    already: int = 0
    too_soon: int = 0


def invite(group_id: int, person_ids: Sequence[int], *, by: Person, now: datetime, mirrored: bool = False) -> Invited:
    """Everybody named has an invitation on its way; who had asked to come in is a member. Inactive and unknown people are left out.

    Who left or said no may be asked again after a month. `mirrored`: a mirror asks, and owns what comes of it. Raises GroupMissing, GroupClosed, GroupInvalid for too many at once.
    """
    group = groups.lock(group_id)
    groups.guard_not_closed(group)
    if len(set(person_ids)) > MOST_AT_ONCE:
        raise GroupInvalid("Invite 200 people at a time at most: you read every name.", field="addresses")
    known = {membership.person_id: membership for membership in memberships.of_people(group, person_ids)}
    asked, let_in, already, too_soon = [], 0, 0, 0
    query = select(Person).where(Person.id.in_(person_ids), Person.active).order_by(Person.id)
    for person in db.session.scalars(query):
        membership = known.get(person.id) or memberships.new_membership(group, person)
        if membership.state in {MembershipState.MEMBER, MembershipState.INVITED}:
            already += 1
        elif membership.state is MembershipState.ASKED:
            memberships.start(group, membership, Origin.JOINED, by=by, now=now)
            notices.let_in(group, membership, now=now)
            let_in += 1
        elif memberships.was_asked_lately(membership, now=now):
            too_soon += 1
        else:
            memberships.put_question(membership, MembershipState.INVITED, by=by, now=now, mirrored=mirrored)
            db.session.add(membership)
            asked.append(membership)
    db.session.flush()
    asked_ids = [membership.person_id for membership in asked]
    memberships.keep_records(group, asked_ids, Step.INVITED, by=by, now=now)
    notices.invited(group, memberships.of_people(group, asked_ids), now=now)
    return Invited(len(asked), let_in, already, too_soon)


def accept(group_id: int, person: Person, *, now: datetime) -> Membership:
    """The invited person belongs to the group. Raises GroupMissing, GroupClosed, NotAllowed when nobody invites them any more."""
    group = groups.lock(group_id)
    groups.guard_not_closed(group)
    membership = memberships.of_person(group, person)
    if membership is not None and membership.is_member:
        return membership
    if membership is None or membership.state is not MembershipState.INVITED:
        return _change_of_mind(membership, group_id, person, now=now)
    memberships.start(group, membership, memberships.origin_of_yes(membership), by=person, now=now)
    return membership


def _change_of_mind(membership: Membership | None, group_id: int, person: Person, *, now: datetime) -> Membership:
    """Who said no a moment ago may say yes for a day; the link of the mail still stands there."""
    if membership is None or membership.ending is not Ending.DECLINED or membership.ended_at is None:
        raise NotAllowed("You are not invited to this group any more.")
    if now >= membership.ended_at + memberships.UNDO_WITHIN:
        raise NotAllowed("You are not invited to this group any more.")
    memberships.start(groups.lock(group_id), membership, memberships.origin_of_yes(membership), by=person, now=now)
    return membership


def decline(group_id: int, person: Person, *, now: datetime) -> Membership:
    """The invited person does not come in, and is not asked why. Saying it twice changes nothing. Raises GroupMissing, NotAllowed."""
    group = groups.lock(group_id)
    membership = memberships.of_person(group, person)
    if membership is not None and membership.ending is Ending.DECLINED:
        return membership
    if membership is None or membership.state is not MembershipState.INVITED:
        raise NotAllowed("You are not invited to this group any more.")
    memberships.end(membership, Ending.DECLINED, now=now)
    memberships.keep_records(group, [person.id], Step.DECLINED, by=person, now=now)
    return membership


def withdraw(group_id: int, person_id: int, *, by: Person, now: datetime) -> Membership:
    """The invitation does not stand any more; nobody is told. Raises GroupMissing, NotAllowed."""
    group = groups.lock(group_id)
    membership = next(iter(memberships.of_people(group, [person_id])), None)
    if membership is None or membership.state is not MembershipState.INVITED:
        raise NotAllowed("This person is not invited any more.")
    memberships.end(membership, Ending.WITHDRAWN, now=now)
    memberships.keep_records(group, [person_id], Step.WITHDRAWN, by=by, now=now)
    return membership
