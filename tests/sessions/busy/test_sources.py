"""Connecting a calendar: its address is sealed, its times go with it, and of two readings the one that is still wanted counts."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from database import db, transaction
from people.models import Person
from people.sealing import SealBroken
from sessions.busy import sealing, sources
from sessions.busy.errors import AddressInvalid, Fault
from sessions.busy.models import BusySource, BusyTime

ADDRESS = "https://calendar.example/secret-1234/basic.ics"
HOUR = timedelta(hours=1)


@pytest.fixture
def connect(app, now):
    """`connect(ada)`: her calendar is connected; what stands in the database in place of its address."""

    def make(person, address=ADDRESS, at=now):
        with transaction() as session:
            return sources.connect(session.get_one(Person, person.id), address, now=at).sealed_address

    return make


def claim(at):
    """Whose turn it is."""
    with transaction():
        found = sources.claim(now=at)
    return found and found[0].name


def kept(person):
    """Times, and what its owner is told of its state."""
    db.session.expire_all()
    source = sources.of(person)
    return sources.times_of(person), source and (source.fetched_at, source.error)


def test_address_is_kept_encrypted(connect, ada):
    # when
    sealed = connect(ada)

    # then
    assert "calendar.example" not in sealed
    assert "1234" not in sealed
    source = sources.of(ada)
    assert (sources.address_of(source), sources.host_of(source)) == (ADDRESS, "calendar.example")
    assert sealing.seal(ADDRESS) != sealed  # twice the same looks like two


def test_seal_of_another_key_stays_closed(app):
    with pytest.raises(SealBroken):
        sealing.open_("gAAAAABn" + "A" * 100)


@pytest.mark.parametrize(
    "address", ["webcal://calendar.example/a.ics", "WEBCALS://calendar.example/a.ics", " https://calendar.example/a.ics "]
)
def test_addresses_as_calendar_programs_write_them_are_taken(connect, ada, address):
    # when
    connect(ada, address)

    # then
    assert sources.address_of(sources.of(ada)) == "https://calendar.example/a.ics"


@pytest.mark.parametrize(
    "address", ["", "http://calendar.example/", "calendar", "https://a:b@c.example/", "https://c.example/" + "a" * 2000]
)
def test_other_addresses_are_refused(connect, ada, address):
    with pytest.raises(AddressInvalid):
        connect(ada, address)
    assert sources.of(ada) is None


def test_letting_go_leaves_nothing(connect, ada, bo, now):
    # given
    for person in (ada, bo):
        sealed = connect(person)
        with transaction():
            sources.keep(person.id, sealed, [(now, now + HOUR)], now=now)

    # when
    with transaction():
        sources.disconnect(ada)

    # then
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (BusySource, BusyTime)]
    assert (counts, kept(ada), kept(bo)) == ([1, 1], ([], None), ([(now, now + HOUR)], (now, "")))


def test_connecting_another_takes_the_place_of_the_first(connect, ada, now):
    # given
    sealed = connect(ada)
    with transaction():
        sources.keep(ada.id, sealed, [(now, now + HOUR)], now=now)

    # when
    connect(ada, "https://other.example/a.ics")

    # then
    assert kept(ada) == ([], (None, ""))
    assert sources.host_of(sources.of(ada)) == "other.example"


def test_reading_that_comes_after_its_owner_let_go_is_not_kept(connect, ada, now):
    # given
    sealed = connect(ada)
    with transaction():
        sources.disconnect(ada)

    # when
    with transaction():
        gone = sources.keep(ada.id, sealed, [(now, now + HOUR)], now=now)
    connect(ada, "https://other.example/a.ics")
    with transaction():
        replaced = sources.keep(ada.id, sealed, [(now, now + HOUR)], now=now)
        sources.fail(ada.id, sealed, Fault.REFUSED, now=now)

    # then
    assert (gone, replaced, kept(ada)) == (False, False, ([], (None, "")))


def test_each_is_read_about_hourly_and_what_fails_less_often(connect, ada, bo, now):
    # given
    sealed = {person.id: connect(person) for person in (ada, bo)}

    # when
    first = [claim(now) for _time in range(3)]
    with transaction():
        sources.keep(ada.id, sealed[ada.id], [], now=now)
        sources.fail(bo.id, sealed[bo.id], Fault.UNREACHABLE, now=now)
    later = {hours: [claim(now + hours * HOUR) for _time in range(2)] for hours in (0.5, 1, 6)}

    # then
    assert first == ["Ada Okafor", "Bo Lindqvist", None]
    assert later == {0.5: [None, None], 1: ["Ada Okafor", None], 6: ["Bo Lindqvist", "Ada Okafor"]}


def test_calendar_of_who_has_left_is_not_read(connect, ada, now):
    # given
    connect(ada)
    with transaction() as session:
        session.get_one(Person, ada.id).active = False

    # then
    assert claim(now) is None


def test_times_outlive_a_server_that_is_down_for_a_day(connect, ada, now):
    # given
    sealed = connect(ada)
    spans = [(now + 30 * HOUR, now + 31 * HOUR)]
    with transaction():
        sources.keep(ada.id, sealed, spans, now=now)

    # when
    found = []
    for at in (now + 24 * HOUR, now + 25 * HOUR):
        with transaction():
            sources.fail(ada.id, sealed, Fault.REFUSED, now=at)
        found.append(kept(ada))

    # then
    assert found == [(spans, (now, "refused")), ([], (now, "refused"))]
