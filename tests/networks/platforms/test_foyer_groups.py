"""Foyer's own groups keep the promises of a platform, as far as they can be broken without a network."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

import pytest

from database import db, transaction
from networks import groups, invitations, memberships
from networks.models import Group, GroupKind, JoinRule, Membership, MembershipState, Origin, Visibility
from networks.platforms.foyer_groups import ASKED_LATELY, BY_HAND, KEPT_OUT, FoyerGroups
from networks.platforms.protocol import Done, Outcome, Refused, Room, RoomMissing, There
from people.models import Person
from tests.networks.platforms.contract import NoWords
from tests.networks.platforms.contract_comings import Comings
from tests.networks.platforms.contract_rooms import Rooms


class Here:
    """The hand of people who come and go here. All of a test is one transaction."""

    page = batch = 3

    def __init__(self, by: Person, now: datetime) -> None:
        self.by, self.now, self.numbers = by, now, count(1)

    def make_account(self, email: str, external_id: str = "") -> str:
        person = Person(name=f"Person {next(self.numbers)}", email=email.lower(), created_at=self.now)
        db.session.add(person)
        db.session.flush()
        return str(person.id)

    def make_room(self, name: str) -> str:
        shown, rule = Visibility.LISTED, JoinRule.OPEN
        return str(groups.create(name, "Lunch", GroupKind.NETWORK, [self.by.id], shown, rule, by=self.by, now=self.now).id)

    def put_in(self, room_id: str, account: str) -> None:
        person, group_id = db.session.get_one(Person, int(account)), int(room_id)
        membership = memberships.of_person(db.session.get_one(Group, group_id), person)
        if membership is not None and membership.state is MembershipState.INVITED:
            invitations.accept(group_id, person, now=self.now)
        else:
            memberships.join(group_id, person, now=self.now)

    def leave(self, room_id: str, account: str) -> None:
        memberships.leave(int(room_id), db.session.get_one(Person, int(account)), now=self.now)

    def standing(self, room_id: str) -> dict[str, There]:
        query = db.session.query(Membership).filter_by(group_id=int(room_id))
        stands = {MembershipState.MEMBER: There.MEMBER, MembershipState.INVITED: There.INVITED}
        return {str(one.person_id): stands[one.state] for one in query if one.state in stands}

    def refuse(self, account: str) -> None:
        """Who is not here any more comes in nowhere; who belongs by hand is taken out by hand."""
        db.session.get_one(Person, int(account)).active = False
        db.session.query(Membership).filter_by(person_id=int(account)).update({Membership.origin: Origin.JOINED})
        db.session.expire_all()

    def fail(self, *_trouble: object, **_options: object) -> None:
        """There is no network here that could fail."""


class OneGroup(FoyerGroups):
    """The group of the tests: somebody has made it."""

    remote: Here

    def open_room(self, key: str, name: str, purpose: str) -> Room:
        self.room_id = getattr(self, "room_id", "") or self.remote.make_room(name)
        return self.room(self.room_id)


@pytest.fixture
def remote(bo: Person, now: datetime) -> Iterator[Here]:
    with transaction():
        yield Here(bo, now)


class TestFoyerGroups(Comings, NoWords):
    """Who is brought in is in."""

    keeps_trace = True
    test_what_was_told_before_a_fault_is_true = None  # there is no network to fail
    test_people_are_found_by_their_address_whatever_its_case = Rooms.test_people_are_found_by_their_address_whatever_its_case
    test_an_address_with_anything_in_it_finds_nobody_else = Rooms.test_an_address_with_anything_in_it_finds_nobody_else
    test_nobody_sought_is_nobody_found = Rooms.test_nobody_sought_is_nobody_found
    test_an_empty_room_has_nobody_in_it = Rooms.test_an_empty_room_has_nobody_in_it
    test_members_are_read_to_the_last_page = Rooms.test_members_are_read_to_the_last_page
    test_who_left_is_no_member = Rooms.test_who_left_is_no_member

    @pytest.fixture
    def platform(self, remote: Here) -> OneGroup:
        adapter = OneGroup(by=remote.by, now=remote.now, asks=self.asks)
        adapter.remote = remote
        return adapter

    def test_who_left_is_not_brought_in_again(self, platform: OneGroup, remote: Here):
        # given
        room_id, ada = platform.open_room("", "Lunch table", "").id, remote.make_account("ada@example.com")
        remote.put_in(room_id, ada)
        remote.leave(room_id, ada)

        # then
        assert list(platform.bring_in(room_id, [ada])) == [Outcome(ada, Done.REFUSED, KEPT_OUT)]
        assert remote.standing(room_id) == {}

    def test_who_belongs_by_hand_stays(self, platform: OneGroup, remote: Here):
        # given
        room_id, ada = platform.open_room("", "Lunch table", "").id, remote.make_account("ada@example.com")
        remote.put_in(room_id, ada)

        # then
        assert list(platform.take_out(room_id, [ada])) == [Outcome(ada, Done.REFUSED, BY_HAND)]

    def test_a_closed_group_takes_nobody(self, platform: OneGroup, remote: Here):
        # given
        room_id, ada = platform.open_room("", "Lunch table", "").id, remote.make_account("ada@example.com")
        db.session.get_one(Group, int(room_id)).closed_at = remote.now

        # then
        with pytest.raises(Refused, match="closed"):
            list(platform.bring_in(room_id, [ada]))


class TestFoyerGroupsThatAsk(TestFoyerGroups):
    """Who is brought in is invited, and says yes first."""

    asks = True

    def test_who_was_asked_not_long_ago_is_left_in_peace(self, platform: OneGroup, remote: Here):
        # given
        room_id, ada = platform.open_room("", "Lunch table", "").id, remote.make_account("ada@example.com")
        list(platform.bring_in(room_id, [ada]))
        list(platform.take_out(room_id, [ada]))

        # then
        assert list(platform.bring_in(room_id, [ada])) == [Outcome(ada, Done.REFUSED, ASKED_LATELY)]


@pytest.mark.parametrize("room_id", ["999999", "lunch"])
def test_a_group_that_is_not_there_is_missed(remote: Here, room_id: str):
    with pytest.raises(RoomMissing):
        FoyerGroups(by=remote.by, now=remote.now).room(room_id)


def test_a_group_here_is_made_by_people(remote: Here):
    # given
    platform = FoyerGroups(by=remote.by, now=remote.now)

    # then
    with pytest.raises(Refused, match="People make groups"):
        platform.open_room("foyer-12", "Lunch table", "")
    assert [one.works for one in platform.check()] == [True]
    platform.close()
