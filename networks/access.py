"""Who sees a group, who reads names in it, and who looks after it.

To whom it is not listed, it does not exist. Community managers change what is listed, and what nobody looks after any more; to read the
names of a group they have to be named as one of those who look after it, by one of them, or by themselves where nobody does any more;
its members see who it is.
"""

from dataclasses import dataclass
from datetime import datetime

from database import db
from networks import memberships
from networks.errors import GroupMissing
from networks.models import Group, Membership, MembershipState, PeopleShown, Visibility
from people.models import Person


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands with a group they may see."""

    group: Group
    membership: Membership | None
    looks_after: bool
    may_change: bool

    @property
    def is_member(self) -> bool:
        return self.membership is not None and self.membership.is_member

    @property
    def is_inside(self) -> bool:
        """Reads the notes."""
        return self.is_member or self.looks_after

    @property
    def sees_people(self) -> bool:
        """Reads the names of the members, but for those who hide theirs."""
        if self.looks_after:
            return True
        shown = self.group.shows_people
        return shown is PeopleShown.EVERYBODY or (shown is PeopleShown.MEMBERS and self.is_member)


def place_of(person: Person, group_id: int, *, now: datetime) -> Place:
    """Where this person stands with the group. Raises GroupMissing when it does not exist for them.

    Who left a moment ago still sees it, to come back.
    """
    group = db.session.get(Group, group_id)
    place = _place(person, group, now) if group is not None else None
    if place is None:
        raise GroupMissing("There is no such group, or you do not belong to it.")
    return place


def _place(person: Person, group: Group, now: datetime) -> Place | None:
    membership = memberships.of_person(group, person)
    looks_after = group.is_looked_after_by(person)
    listed = group.visibility is Visibility.LISTED
    may_change = looks_after or (person.may_manage and (listed or group.is_orphaned))
    belongs = membership is not None and membership.state is not MembershipState.OVER
    if not (listed or belongs or may_change or memberships.left_lately(membership, now=now)):
        return None
    return Place(group, membership, looks_after, may_change)


def group_changed_by(person: Person, group_id: int, *, now: datetime) -> Group:
    """The group, if this person may change it. Raises GroupMissing otherwise."""
    place = place_of(person, group_id, now=now)
    if not place.may_change:
        raise GroupMissing("There is no such group, or you do not look after it.")
    return place.group


def group_looked_after_by(person: Person, group_id: int, *, now: datetime) -> Group:
    """The group, if this person invites, lets in and removes there. Raises GroupMissing otherwise."""
    place = place_of(person, group_id, now=now)
    if not place.looks_after:
        raise GroupMissing("There is no such group, or you do not look after it.")
    return place.group
