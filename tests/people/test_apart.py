"""One private list of with whom somebody would rather not be brought together; and people of one reporting line."""

import pytest
from sqlalchemy import func, select

from database import db, transaction
from people import apart, people, reporting_lines
from people.erasing import erase
from people.errors import PeopleError
from people.models import KeptApart, Person
from people.people import Details, update_person
from people.profile_parts import data_of


@pytest.fixture
def keep():
    """`keep(ada, bo, dana)`: Ada's list."""

    def run(person, *others):
        with transaction():
            apart.keep(db.session.get_one(Person, person.id), [other.id for other in others])

    return run


def reports_to(person, manager):
    with transaction():
        update_person(db.session.get_one(Person, person.id), Details(manager=manager.email))


def test_list_counts_in_both_directions_and_is_read_by_its_owner(keep, ada, bo, chen, dana):
    # when
    keep(ada, bo, dana, ada)
    keep(chen, ada)
    keep(ada, bo)

    # then
    assert apart.of([ada.id, bo.id, dana.id]) == {ada.id: {bo.id, chen.id}, bo.id: {ada.id}}
    assert [[other.name for other in apart.list_of(person)] for person in (ada, bo, chen)] == [
        ["Bo Lindqvist"],
        [],
        ["Ada Okafor"],
    ]
    assert [data_of(person)["kept_apart"] for person in (ada, bo)] == [[{"name": "Bo Lindqvist"}], []]


def test_list_is_short(keep, ada, add_person):
    # given
    others = [add_person(f"Eve{number} Mulder") for number in range(apart.MOST + 1)]

    # when
    with pytest.raises(PeopleError) as refused:
        keep(ada, *others)

    # then
    assert refused.value.field == "apart"
    assert apart.of([ada.id]) == {}


def test_whoever_is_away_for_a_while_stays_on_the_list(keep, ada, bo, dana):
    # given
    keep(ada, bo)
    with transaction():
        people.deactivate(db.session.get_one(Person, bo.id))

    # when: the page shows nobody who is away, and is saved
    keep(ada, dana)
    with transaction():
        people.reactivate(db.session.get_one(Person, bo.id))

    # then
    assert apart.of([ada.id]) == {ada.id: {bo.id, dana.id}}


def test_whoever_is_erased_stands_in_no_list(keep, ada, bo, dana, now):
    # given
    keep(ada, bo)
    keep(bo, dana)

    # when
    with transaction():
        erase(db.session.get_one(Person, bo.id), now=now)

    # then
    assert db.session.scalar(select(func.count()).select_from(KeptApart)) == 0


def test_line_goes_all_the_way_up_and_a_circle_ends(ada, bo, chen, dana):
    # given
    reports_to(ada, bo)
    reports_to(bo, chen)
    reports_to(chen, bo)

    # then
    assert reporting_lines.above([ada.id, bo.id, dana.id]) == {ada.id: {bo.id, chen.id}, bo.id: {chen.id}}


def test_asked_and_one_line_come_out_as_one(keep, ada, bo, chen, dana):
    # given
    reports_to(ada, bo)
    reports_to(bo, chen)
    keep(dana, ada)

    # then
    everybody = [ada.id, chen.id, dana.id]
    assert apart.or_in_one_line(everybody) == {ada.id: {bo.id, chen.id, dana.id}, chen.id: {ada.id}, dana.id: {ada.id}}
