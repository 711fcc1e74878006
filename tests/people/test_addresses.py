"""A further address counts once its link was followed, belongs to one person, and is no way in."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from database import db, transaction
from mail.models import OutgoingMail
from people import addresses, people
from people.errors import AddressTaken, LinkInvalid, PeopleError
from people.models import FurtherAddress
from people.people import Details

HOME = "ada@home.example"


@pytest.fixture
def add(now):
    """`add(ada, "ada@home.example")`: asked for; the token of its link."""

    def ask(person, email, *, at=now):
        with transaction():
            return addresses.link_to(addresses.add(person, email, now=at)).rpartition("/")[2]

    return ask


@pytest.fixture
def confirm(now):
    def press(token, *, at=now):
        with transaction():
            return addresses.confirm(token, now=at)

    return press


def posts():
    db.session.expire_all()
    return [(mail.kind, mail.recipient) for mail in db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))]


def test_address_counts_once_its_link_was_followed(add, confirm, ada, now):
    # given
    token = add(ada, "Ada@Home.Example")

    # when
    before, asked = addresses.addresses_of(ada), addresses.asked_by(token, now=now)
    confirm(token)

    # then
    assert (before, addresses.addresses_of(ada)) == ({ada.email}, {ada.email, HOME})
    assert (asked.person.id, asked.email, asked.is_confirmed) == (ada.id, HOME, False)
    assert posts() == [("people.address_confirmation", HOME)]
    owners = [addresses.owner(email) for email in ("ADA@home.example", "Ada@Brink-Waal.Example", "eve@home.example")]
    assert [owner.id if owner else None for owner in owners] == [ada.id, ada.id, None]


def test_names_stand_beside_every_address_that_counts(add, confirm, ada, bo):
    # given
    confirm(add(ada, HOME))
    add(ada, "ada@later.example")

    # then
    assert addresses.names_of({HOME, bo.email, "ada@later.example", "eve@home.example"}) == {HOME: ada.name, bo.email: bo.name}


def test_link_may_be_followed_twice(add, confirm, ada):
    # given
    token = add(ada, HOME)

    # then
    assert [confirm(token).is_confirmed for _ in range(2)] == [True, True]


def test_address_of_oneself_is_none_to_add(add, confirm, ada):
    # given
    confirm(add(ada, HOME))

    # then
    for email in (ada.email, HOME.upper()):
        with pytest.raises(AddressTaken, match="yours already"):
            add(ada, email)


def test_what_is_no_address_is_refused(add, ada):
    with pytest.raises(PeopleError, match="This is not an e-mail address: home"):
        add(ada, "home")


def test_address_that_is_somebodys_is_written_to_by_nobody(add, confirm, ada, bo, dana):
    # given
    confirm(add(dana, "dana@home.example"))
    before = posts()

    # when
    tokens = [add(ada, email) for email in (bo.email, "dana@home.example")]

    # then
    assert posts() == before
    for token in tokens:
        with pytest.raises(AddressTaken, match="belongs to somebody already"):
            confirm(token)
    assert addresses.addresses_of(ada) == {ada.email}


def test_whoever_confirms_first_has_the_address(add, confirm, ada, dana):
    # given
    first, second = add(ada, HOME), add(dana, HOME)
    confirm(second)

    # when
    with pytest.raises(AddressTaken):
        confirm(first)

    # then
    assert [HOME in addresses.addresses_of(person) for person in (ada, dana)] == [False, True]


def test_database_holds_one_owner_of_an_address(ada, dana, now):
    # given
    both = [FurtherAddress(person_id=person.id, email=HOME, asked_at=now, confirmed_at=now) for person in (ada, dana)]

    # then
    with pytest.raises(IntegrityError), transaction() as session:
        session.add_all(both)


@pytest.mark.parametrize("comes", ["added", "put"])
def test_whose_main_address_it_becomes_has_it(add, confirm, ada, now, comes):
    # given
    confirm(add(ada, HOME))

    # when
    with transaction():
        if comes == "added":
            people.add_person(HOME, "Adam Home", now=now)
        else:
            people.put_person(HOME, Details(name="Adam Home"), now=now)

    # then
    assert addresses.addresses_of(ada) == {ada.email}
    assert addresses.owner(HOME).name == "Adam Home"
    assert addresses.list_of(ada) == []


@pytest.mark.parametrize("end", ["old", "removed", "asked anew", "left", "altered"])
def test_link_ends(add, confirm, ada, now, end):
    # given
    token, at = add(ada, HOME), now
    if end == "old":
        at = now + addresses.VALID
    if end == "removed":
        with transaction():
            addresses.remove(addresses.list_of(ada)[0].id, person=ada)
    if end == "asked anew":
        add(ada, HOME, at=now + timedelta(minutes=1))
    if end == "left":
        with transaction():
            ada.active = False
    if end == "altered":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")

    # then
    for follow in (lambda: addresses.asked_by(token, now=at), lambda: confirm(token, at=at)):
        with pytest.raises(LinkInvalid):
            follow()
    assert addresses.addresses_of(ada) == {ada.email}


def test_only_its_person_removes_an_address(add, confirm, ada, dana):
    # given
    confirm(add(ada, HOME))
    address_id = addresses.list_of(ada)[0].id

    # when
    with pytest.raises(PeopleError, match="no such address"), transaction():
        addresses.remove(address_id, person=dana)
    kept = addresses.addresses_of(ada)
    with transaction():
        addresses.remove(address_id, person=ada)

    # then
    assert (kept, addresses.addresses_of(ada)) == ({ada.email, HOME}, {ada.email})


def test_ten_further_addresses_are_enough(add, ada):
    # given
    for number in range(addresses.MOST):
        add(ada, f"ada{number}@home.example")

    # then
    with pytest.raises(PeopleError, match="Ten further addresses are enough"):
        add(ada, HOME)


def test_owner_is_asked_at_the_main_address_once_a_month(ada, bo, now):
    # when
    asked = []
    for days, email in ((0, HOME), (1, HOME), (31, HOME), (31, bo.email), (31, "no address")):
        with transaction():
            asked.append(addresses.ask_owner(ada, email, now=now + timedelta(days=days)))

    # then
    assert asked == [True, False, True, False, False]
    assert posts() == [("people.address_agreement", ada.email)] * 2
    assert addresses.addresses_of(ada) == {ada.email}


def test_owner_who_agrees_is_known_by_the_address(confirm, ada, now):
    # given
    with transaction():
        addresses.ask_owner(ada, HOME, now=now)
    token = addresses.link_to(addresses.list_of(ada)[0]).rpartition("/")[2]

    # when
    confirm(token)

    # then
    assert addresses.addresses_of(ada) == {ada.email, HOME}


def test_further_address_signs_nobody_in(client, add, confirm, ada):
    # given
    confirm(add(ada, HOME))
    before = posts()

    # when
    client.post("/sign-in/links", data={"email": HOME})

    # then
    assert posts() == before
    assert people.by_email(HOME) is None
