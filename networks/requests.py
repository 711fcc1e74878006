"""Asking to come into a group: who looks after it says yes or no."""

from datetime import datetime

from database import db
from networks import groups, memberships, notices
from networks.errors import NotAllowed
from networks.models import Ending, JoinRule, Membership, MembershipState, Origin, Step
from people.models import Person


def ask(group_id: int, person: Person, *, now: datetime) -> Membership:
    """Who looks after the group is asked to let this person in, by mail. Who was invited, or may simply join, is in.

    Asking twice changes nothing. Raises GroupMissing, GroupClosed, NotAllowed.
    """
    group = groups.lock(group_id)
    groups.guard_not_closed(group)
    membership = memberships.of_person(group, person)
    if membership is not None and membership.state in {MembershipState.ASKED, MembershipState.MEMBER}:
        return membership
    invited = membership is not None and membership.state is MembershipState.INVITED
    if invited or memberships.may_join(group, membership, now=now):
        return memberships.join(group_id, person, now=now)
    if not may_ask(group.join_rule, membership, now=now):
        raise NotAllowed("You cannot ask to come into this group now.")
    membership = membership or memberships.new_membership(group, person)
    memberships.put_question(membership, MembershipState.ASKED, by=person, now=now)
    db.session.add(membership)
    db.session.flush()
    memberships.keep_records(group, [person.id], Step.ASKED, by=person, now=now)
    notices.asked(group, membership, now=now)
    return membership


def may_ask(rule: JoinRule, membership: Membership | None, *, now: datetime) -> bool:
    """Whether this person can ask. Who was refused asks again after a month; who was removed from an open group asks, too."""
    if membership is None:
        return rule is JoinRule.REQUEST
    if membership.state is not MembershipState.OVER:
        return False
    if membership.ending is Ending.REFUSED and membership.ended_at is not None:
        return rule is JoinRule.REQUEST and now >= membership.ended_at + memberships.ASKS_ANEW_OTHERWISE
    if membership.ending is Ending.REMOVED and membership.ended_at is not None:
        return rule is not JoinRule.INVITATION and now >= membership.ended_at + memberships.ASKS_ANEW_OTHERWISE
    return rule is JoinRule.REQUEST


def take_back(group_id: int, person: Person, *, now: datetime) -> Membership:
    """This person does not ask any more. Raises GroupMissing, NotAllowed."""
    return _settle(group_id, person.id, Ending.WITHDRAWN, Step.WITHDRAWN, by=person, now=now)


def let_in(group_id: int, person_id: int, *, by: Person, now: datetime) -> Membership:
    """Who asked belongs to the group, and hears it by mail. Raises GroupMissing, GroupClosed, NotAllowed when they do not ask any more."""
    group = groups.lock(group_id)
    groups.guard_not_closed(group)
    membership = _asking(next(iter(memberships.of_people(group, [person_id])), None))
    memberships.start(group, membership, Origin.JOINED, by=by, now=now)
    notices.let_in(group, membership, now=now)
    return membership


def refuse(group_id: int, person_id: int, *, by: Person, now: datetime) -> Membership:
    """Who asked does not come in; they read it at the group. Raises GroupMissing, NotAllowed."""
    return _settle(group_id, person_id, Ending.REFUSED, Step.REFUSED, by=by, now=now)


def _settle(group_id: int, person_id: int, ending: Ending, step: Step, *, by: Person, now: datetime) -> Membership:
    group = groups.lock(group_id)
    membership = _asking(next(iter(memberships.of_people(group, [person_id])), None))
    memberships.end(membership, ending, now=now)
    memberships.keep_records(group, [person_id], step, by=by, now=now)
    return membership


def _asking(membership: Membership | None) -> Membership:
    if membership is None or membership.state is not MembershipState.ASKED:
        raise NotAllowed("This person does not ask to come in any more.")
    return membership
