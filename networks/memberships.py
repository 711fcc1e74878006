"""People come into a group and leave it. Whoever left, was removed or said no is never a member again without having been asked."""

import base64
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from database import db
from networks import groups, notices, signals
from networks.errors import NotAllowed, NotMember
from networks.models import Ending, Group, JoinRule, Membership, MembershipRecord, MembershipState, Origin, Step
from people.models import Person

CHUNK = 500  # SQLite takes at most 32,766 bound values in a statement, PostgreSQL 65,535
UNDO_WITHIN = timedelta(days=1)
OWN_DECISIONS = {Ending.LEFT, Ending.DECLINED, Ending.REMOVED}
# How long a question that was answered, or taken back, is not put again.
ASKS_ANEW_AFTER = {Ending.WITHDRAWN: timedelta(days=1), Ending.REFUSED: timedelta(0)}
ASKS_ANEW_OTHERWISE = timedelta(days=30)
WITH_A_MIRROR = {MembershipState.MEMBER, MembershipState.INVITED}  # where a mirror can have brought somebody


@dataclass(slots=True)
class Added:
    """What became of each person: ids. `kept_out` left, said no or were removed, and were not asked again (now)."""

    began: list[int] = field(default_factory=list)
    already: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    kept_out: list[int] = field(default_factory=list)


def add(group: Group, person_ids: Sequence[int], origin: Origin, *, by: Person, now: datetime) -> Added:
    """Those named belong to the group: for who said yes elsewhere (a round), or for what a source says (`Origin.MIRRORED`).

    Nobody is told by that. Inactive and unknown people are left out. Who once left, said no or was removed is asked by mail instead, and
    left alone by a mirror; a mirror does not answer an open invitation either. Raises GroupMissing, GroupClosed.
    """
    group = groups.lock(group.id)
    groups.guard_not_closed(group)
    done = Added()
    for chunk in _chunks(list(dict.fromkeys(person_ids))):
        known = {membership.person_id: membership for membership in of_people(group, chunk)}
        active = set(db.session.scalars(select(Person.id).where(Person.id.in_(chunk), Person.active)))
        began = [id_ for id_ in chunk if id_ in active and id_ not in known]
        if began:
            db.session.execute(insert(Membership), [_new_row(group, id_, origin, now) for id_ in began])
        asked: list[Membership] = []
        for membership in (known[id_] for id_ in chunk if id_ in active and id_ in known):
            _sort(membership, origin, done, began, asked, by=by, now=now)
        keep_records(group, began, Step.BEGAN, origin=origin, by=by, now=now)
        keep_records(group, [membership.person_id for membership in asked], Step.INVITED, by=by, now=now)
        notices.invited(group, asked, now=now)
        done.began += began
        done.asked += [membership.person_id for membership in asked]
    _tell_began(group, done.began, by=by, now=now)
    return done


def _sort(
    membership: Membership, origin: Origin, done: Added, began: list[int], asked: list[Membership], *, by: Person, now: datetime
) -> None:
    person_id, mirrored = membership.person_id, origin is Origin.MIRRORED
    if membership.is_member:
        done.already.append(person_id)
    elif membership.ending in OWN_DECISIONS:
        if mirrored or was_asked_lately(membership, now=now):
            done.kept_out.append(person_id)
        else:
            put_question(membership, MembershipState.INVITED, by=by, now=now)
            asked.append(membership)
    elif mirrored and membership.state is MembershipState.INVITED:
        done.kept_out.append(person_id)
    else:
        _start(membership, origin, now=now)
        began.append(person_id)


def join(group_id: int, person: Person, *, now: datetime) -> Membership:
    """This person belongs to the group, by their own doing: it is open, they were invited, or left less than a day ago.

    Raises GroupMissing, GroupClosed, and NotAllowed when the group has another way in.
    """
    group = groups.lock(group_id)
    groups.guard_not_closed(group)
    membership = of_person(group, person)
    if membership is not None and membership.is_member:
        return membership
    invited = membership is not None and membership.state is MembershipState.INVITED
    if not invited and not may_join(group, membership, now=now):
        raise NotAllowed("This group has another way in: ask who looks after it.")
    membership = membership or new_membership(group, person)
    start(group, membership, origin_of_yes(membership) if invited else Origin.JOINED, by=person, now=now)
    return membership


def origin_of_yes(membership: Membership) -> Origin:
    """Whose a membership is that comes of a yes to this invitation: a mirror's, if that asked."""
    return Origin.MIRRORED if membership.origin is Origin.MIRRORED else Origin.INVITED


def may_join(group: Group, membership: Membership | None, *, now: datetime) -> bool:
    """Whether one press makes this person a member, without having been invited."""
    if membership is not None and membership.ending is Ending.REMOVED:
        return False
    return group.join_rule is JoinRule.OPEN or left_lately(membership, now=now)


def left_lately(membership: Membership | None, *, now: datetime) -> bool:
    """Whether leaving can still be undone, whatever the way in is."""
    if membership is None or membership.ending is not Ending.LEFT or membership.ended_at is None:
        return False
    return now < membership.ended_at + UNDO_WITHIN


def leave(group_id: int, person: Person, *, now: datetime) -> Membership:
    """This person does not belong to the group any more, and nobody asks why. Raises GroupMissing, NotMember."""
    return _end(group_id, person.id, Ending.LEFT, Step.LEFT, by=person, now=now)


def remove(group_id: int, person_id: int, *, by: Person, now: datetime) -> Membership:
    """This person does not belong to the group any more, as who looks after it says. Raises GroupMissing, NotMember."""
    return _end(group_id, person_id, Ending.REMOVED, Step.REMOVED, by=by, now=now)


def _end(group_id: int, person_id: int, ending: Ending, step: Step, *, by: Person, now: datetime) -> Membership:
    group = groups.lock(group_id)
    membership = next(iter(of_people(group, [person_id])), None)
    if membership is None or not membership.is_member:
        raise NotMember("This person does not belong to the group.")
    end(membership, ending, now=now)
    keep_records(group, [person_id], step, by=by, now=now)
    signals.membership_ended.send(None, group=group, person_ids=[person_id], by=by, now=now)
    return membership


def show_name(group_id: int, person: Person, *, shows: bool) -> Membership:
    """The others read this person's name, or do not, where the group shows names at all. Raises GroupMissing, NotMember."""
    membership = of_person(groups.lock(group_id), person)
    if membership is None or not membership.is_member:
        raise NotMember("You do not belong to this group.")
    membership.hides_name = not shows
    db.session.flush()
    return membership


# What inviting and asking are made of as well.


def of_person(group: Group, person: Person) -> Membership | None:
    """Where this person stands with the group; None when nothing ever happened between them."""
    return next(iter(of_people(group, [person.id])), None)


def of_people(group: Group, person_ids: Sequence[int]) -> list[Membership]:
    """The same for some people at once."""
    query = select(Membership).where(Membership.group_id == group.id, Membership.person_id.in_(person_ids))
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def new_membership(group: Group, person: Person) -> Membership:
    """A row for somebody who had nothing to do with the group before; its state is still to be said."""
    return Membership(group_id=group.id, person_id=person.id, token=new_token(), hides_name=False)


def new_token() -> str:
    """The unguessable part of a link."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def start(group: Group, membership: Membership, origin: Origin, *, by: Person, now: datetime) -> None:
    """The membership is one from now on, and whoever listens has heard it."""
    _start(membership, origin, now=now)
    db.session.add(membership)
    db.session.flush()
    keep_records(group, [membership.person_id], Step.BEGAN, origin=origin, by=by, now=now)
    _tell_began(group, [membership.person_id], by=by, now=now)


def take_back(group_id: int, person_ids: Sequence[int], *, by: Person, now: datetime) -> list[int]:
    """What a mirror had said of these people is not so any more: who it brought in, or invited, is out, and may come in again at any time.

    Who belongs by hand, has left or has nothing to do with the group stays as they are. Who is out now: ids. Raises GroupMissing.
    """
    group = groups.lock(group_id)
    rows = [one for one in of_people(group, person_ids) if one.origin is Origin.MIRRORED and one.state in WITH_A_MIRROR]
    members, invited = (
        [one.person_id for one in rows if one.state is state] for state in (MembershipState.MEMBER, MembershipState.INVITED)
    )
    for membership in rows:
        end(membership, Ending.WITHDRAWN, now=now)
    keep_records(group, members, Step.REMOVED, by=by, now=now)
    keep_records(group, invited, Step.WITHDRAWN, by=by, now=now)
    if members:
        signals.membership_ended.send(None, group=group, person_ids=members, by=by, now=now)
    return members + invited


def put_question(membership: Membership, state: MembershipState, *, by: Person, now: datetime, mirrored: bool = False) -> None:
    """The membership waits for a yes: of the person (`INVITED`), or of who looks after the group (`ASKED`).

    `mirrored`: a mirror asks, and owns what comes of it.
    """
    membership.state, membership.ending, membership.ended_at = state, None, None
    if mirrored or membership.origin is Origin.MIRRORED:
        membership.origin = Origin.MIRRORED if mirrored else None
    membership.asked_at, membership.asked_by_id = now, by.id


def end(membership: Membership, ending: Ending, *, now: datetime) -> None:
    """It is over, or will not be."""
    membership.state, membership.ending, membership.ended_at = MembershipState.OVER, ending, now
    db.session.flush()


def was_asked_lately(membership: Membership, *, now: datetime) -> bool:
    """Whether asking once more would be pushing."""
    pause = ASKS_ANEW_AFTER.get(membership.ending, ASKS_ANEW_OTHERWISE) if membership.ending else timedelta(0)
    return membership.asked_at is not None and now < membership.asked_at + pause


def keep_records(
    group: Group, person_ids: Sequence[int], step: Step, *, by: Person, now: datetime, origin: Origin | None = None
) -> None:
    """What happened stands in the history of each of these people with the group."""
    rows = [
        {"group_id": group.id, "person_id": id_, "at": now, "step": step, "origin": origin, "by_id": by.id} for id_ in person_ids
    ]
    if rows:
        db.session.execute(insert(MembershipRecord), rows)


def _start(membership: Membership, origin: Origin, *, now: datetime) -> None:
    membership.state, membership.origin, membership.ending = MembershipState.MEMBER, origin, None
    membership.began_at, membership.ended_at = now, None


def _new_row(group: Group, person_id: int, origin: Origin, now: datetime) -> dict[str, Any]:
    row = {"group_id": group.id, "person_id": person_id, "state": MembershipState.MEMBER, "origin": origin}
    return {**row, "token": new_token(), "hides_name": False, "began_at": now}


def _tell_began(group: Group, person_ids: list[int], *, by: Person, now: datetime) -> None:
    db.session.flush()
    if person_ids:
        signals.membership_began.send(None, group=group, person_ids=person_ids, by=by, now=now)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
