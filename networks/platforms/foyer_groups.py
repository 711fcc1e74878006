"""Foyer's own groups, asked as any other platform is. Here a call is part of the caller's transaction: there is no network, and no fault
but those of the rules of groups. Accounts are the numbers of people, rooms those of groups.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from database import db
from networks import groups, invitations, memberships, requests
from networks.errors import GroupClosed, GroupMissing
from networks.memberships import CHUNK, OWN_DECISIONS
from networks.models import Group, Membership, MembershipState, Origin
from networks.platforms.protocol import Done, Finding, Outcome, Refused, Room, RoomMember, RoomMissing, Sought, There
from people import addresses
from people.models import Person

STANDS = {
    MembershipState.MEMBER: There.MEMBER,
    MembershipState.INVITED: There.INVITED,
    MembershipState.OVER: There.OUT,
}
KEPT_OUT = "They are not here any more, or left, said no or were removed."
ASKED_LATELY = "They were asked not long ago."
BY_HAND = "They belong to it by hand."


class FoyerGroups:
    """The groups here, in the name of `by`; `asks`: who is brought in is invited by mail, and says yes first."""

    def __init__(self, *, by: Person, now: datetime, asks: bool = False) -> None:
        self._by, self._now, self._asks = by, now, asks

    def close(self) -> None:
        """Nothing is held."""

    def check(self) -> Sequence[Finding]:
        """Nothing opens these groups but being here."""
        return [Finding("Foyer reads and changes its own groups.", works=True)]

    def open_room(self, key: str, name: str, purpose: str) -> Room:  # noqa: ARG002
        """Raises Refused: a group here has somebody who looks after it, so somebody makes it."""
        raise Refused("People make groups here, and look after them.")

    def room(self, room_id: str) -> Room:
        """Raises RoomMissing."""
        group = self._group(room_id)
        return Room(room_id, group.name)

    def accounts(self, sought: Iterable[Sought]) -> dict[int, str]:
        """Whoever is here, by any address that is theirs."""
        people, found = [(one.person_id, one.email.strip().lower()) for one in sought], {}
        for begin in range(0, len(people), CHUNK):
            some = people[begin : begin + CHUNK]
            owners = addresses.owners([email for _id, email in some])
            found.update({person_id: str(owners[email].id) for person_id, email in some if email in owners})
        return found

    def members(self, room_id: str) -> Iterator[RoomMember]:
        """Who asked to come in has not been answered yet, and is left out. Raises RoomMissing."""
        query = select(Membership.person_id, Membership.state).where(Membership.group_id == self._group(room_id).id)
        for person_id, state in db.session.execute(query.order_by(Membership.person_id)):
            if state in STANDS:
                yield RoomMember(str(person_id), STANDS[state])

    def bring_in(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        """Who asked to come in is let in. Who left, said no or was removed is left alone. Raises RoomMissing, and Refused when it is closed."""
        ids = [int(account) for account in dict.fromkeys(accounts)]
        for begin in range(0, len(ids), invitations.MOST_AT_ONCE):
            yield from self._bring_in_some(self._group(room_id), ids[begin : begin + invitations.MOST_AT_ONCE])

    def take_out(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        """Who belongs by hand stays. Raises RoomMissing."""
        ids = [int(account) for account in dict.fromkeys(accounts)]
        for begin in range(0, len(ids), CHUNK):
            some = ids[begin : begin + CHUNK]
            group = self._group(room_id)
            standing = {one.person_id for one in memberships.of_people(group, some) if one.state in memberships.WITH_A_MIRROR}
            gone = set(memberships.take_back(group.id, some, by=self._by, now=self._now))
            for person_id in some:
                if person_id in standing - gone:
                    yield Outcome(str(person_id), Done.REFUSED, BY_HAND)
                else:
                    yield Outcome(str(person_id), Done.DONE if person_id in gone else Done.ALREADY)

    def announce(self, room_id: str, text: str, key: str) -> None:  # noqa: ARG002
        """Raises Refused."""
        raise Refused("Groups here have no place for words.")

    def _group(self, room_id: str) -> Group:
        try:
            return groups.lock(int(room_id))
        except (GroupMissing, ValueError) as error:
            raise RoomMissing("There is no such group.") from error

    def _bring_in_some(self, group: Group, ids: Sequence[int]) -> Iterator[Outcome]:
        before = {one.person_id: (one.state, one.ending) for one in memberships.of_people(group, ids)}
        new = [id_ for id_ in ids if id_ not in before or before[id_][0] is MembershipState.OVER]
        try:
            self._bring_in_new(group, [id_ for id_ in new if before.get(id_, (None, None))[1] not in OWN_DECISIONS])
            for id_ in ids:
                if id_ in before and before[id_][0] is MembershipState.ASKED:
                    requests.let_in(group.id, id_, by=self._by, now=self._now)
        except GroupClosed as error:
            raise Refused("This group is closed.") from error
        after = {one.person_id: one.state for one in memberships.of_people(group, ids)}
        for id_ in ids:
            state, ending = before.get(id_, (None, None))
            lately = self._asks and ending is not None and ending not in OWN_DECISIONS
            yield _outcome(id_, state, after.get(id_), ASKED_LATELY if lately else KEPT_OUT)

    def _bring_in_new(self, group: Group, ids: Sequence[int]) -> None:
        if not ids:
            return
        if self._asks:
            invitations.invite(group.id, ids, by=self._by, now=self._now, mirrored=True)
        else:
            memberships.add(group, ids, Origin.MIRRORED, by=self._by, now=self._now)


def _outcome(person_id: int, before: MembershipState | None, after: MembershipState | None, reason: str) -> Outcome:
    account = str(person_id)
    if after is MembershipState.MEMBER:
        return Outcome(account, Done.ALREADY if before is after else Done.DONE)
    if after is MembershipState.INVITED:
        return Outcome(account, Done.ALREADY if before is after else Done.ASKED)
    return Outcome(account, Done.REFUSED, reason)
