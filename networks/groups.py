"""Groups begin, change and close."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from database import db
from networks.errors import GroupClosed, GroupInvalid, GroupMissing
from networks.models import Group, GroupKind, JoinRule, PeopleShown, Steward, Visibility
from people.models import Person
from people.plain_text import can_be_seen, one_line

LONGEST_NAME, LONGEST_PURPOSE = 200, 5_000
MOST_STEWARDS = 20


def create(
    name: str,
    purpose: str,
    kind: GroupKind,
    stewards: Sequence[int],
    visibility: Visibility,
    join_rule: JoinRule,
    *,
    by: Person,
    now: datetime,
    shows_people: PeopleShown = PeopleShown.MEMBERS,
) -> Group:
    """There is a group, looked after by the active people among `stewards` (ids), or else by whoever made it. It has no members yet.

    Raises GroupInvalid naming the field.
    """
    group = Group(created_by_id=by.id, created_at=now, stewards=[])
    _apply(group, name, purpose)
    group.kind, group.visibility, group.join_rule, group.shows_people = kind, visibility, join_rule, shows_people
    db.session.add(group)
    _appoint(group, _active(stewards) or [by.id], now=now)
    return group


def change(
    group_id: int,
    name: str,
    purpose: str,
    kind: GroupKind,
    stewards: Sequence[int],
    visibility: Visibility,
    join_rule: JoinRule,
    *,
    by: Person,
    now: datetime,
    shows_people: PeopleShown,
) -> Group:
    """The group is as said. Nobody comes or goes by that: who was invited or asked still waits.

    Who looks after it, and who reads its names, is for those who look after it to say: a community manager would read all of them by
    naming themself. Where nobody does any more they name somebody. Raises GroupMissing, GroupClosed, GroupInvalid naming the field.
    """
    group = lock(group_id)
    guard_not_closed(group)
    active = _active(stewards)
    if not active:
        raise GroupInvalid("A group needs somebody who looks after it.", field="stewards")
    if not may_open(group, by):
        _guard_as_it_is(group, active, shows_people)
    _apply(group, name, purpose)
    group.kind, group.visibility, group.join_rule, group.shows_people = kind, visibility, join_rule, shows_people
    _appoint(group, active, now=now)
    return group


def may_open(group: Group, person: Person) -> bool:
    """Whether this person says who looks after the group and who reads its names."""
    return group.is_looked_after_by(person) or group.is_orphaned


def _guard_as_it_is(group: Group, stewards: Sequence[int], shows_people: PeopleShown) -> None:
    if set(stewards) != {one.person_id for one in group.stewards if one.person.active}:
        raise GroupInvalid("Who looks after a group says who does it with them. Ask one of them.", field="stewards")
    if shows_people is not group.shows_people:
        raise GroupInvalid("Who looks after a group says who reads its names. Ask one of them.", field="shows_people")


def close(group_id: int, *, now: datetime) -> Group:
    """The group takes nobody any more and writes nothing down; who belongs to it can still read it, and leave."""
    group = lock(group_id)
    group.closed_at = group.closed_at or now
    db.session.flush()
    return group


def reopen(group_id: int) -> Group:
    """It goes on as it was."""
    group = lock(group_id)
    group.closed_at = None
    db.session.flush()
    return group


def lock(group_id: int) -> Group:
    """The group as it is now; nobody else comes, goes or changes it until the transaction ends. Raises GroupMissing."""
    query = select(Group).where(Group.id == group_id).with_for_update().execution_options(populate_existing=True)
    group = db.session.scalar(query)
    if group is None:
        raise GroupMissing("There is no such group.")
    return group


def guard_not_closed(group: Group) -> None:
    """Raises GroupClosed for what has come to an end."""
    if group.is_closed:
        raise GroupClosed("This group is closed.")


def _apply(group: Group, name: str, purpose: str) -> None:
    group.name, group.purpose = one_line(name), purpose.strip()
    if not can_be_seen(group.name):
        raise GroupInvalid("A group needs a name.", field="name")
    if len(group.name) > LONGEST_NAME:
        raise GroupInvalid("Too long: at most %(longest)s characters.", field="name", longest=LONGEST_NAME)
    if len(group.purpose) > LONGEST_PURPOSE:
        raise GroupInvalid("Too long: at most %(longest)s characters.", field="purpose", longest=LONGEST_PURPOSE)


def _active(person_ids: Sequence[int]) -> list[int]:
    """Those of them who are here, each once, in their order."""
    found = set(db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), Person.active)))
    return [id_ for id_ in dict.fromkeys(person_ids) if id_ in found]


def _appoint(group: Group, person_ids: Sequence[int], *, now: datetime) -> None:
    if len(person_ids) > MOST_STEWARDS:
        raise GroupInvalid("Twenty people are enough to look after a group.", field="stewards")
    kept = {steward.person_id: steward for steward in group.stewards}
    group.stewards = [kept.get(id_) or Steward(person_id=id_, since=now) for id_ in person_ids]
    db.session.flush()
    db.session.refresh(group, ["stewards"])
