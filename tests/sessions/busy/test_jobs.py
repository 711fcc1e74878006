"""The worker reads the calendars that are due, from a real server; what goes wrong stands beside each, for its owner."""

import pytest

from calendars.fetching import FetchError, Unfetched
from database import transaction
from people.models import Person
from sessions.busy import jobs, sources

CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Dentist\r\n"
    b"DTSTART:20261208T110000Z\r\nDTEND:20261208T120000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def connect(app, now):
    """`connect(ada, address)`: her calendar is connected."""

    def make(person, address):
        with transaction() as session:
            sources.connect(session.get_one(Person, person.id), address, now=now)

    return make


def test_calendars_are_read_from_their_server(connect, calendar_server, clock, ada, bo, now):
    # given
    calendar_server.answers["/ada.ics"] = (200, {}, CALENDAR)
    connect(ada, calendar_server.url("/ada.ics"))
    connect(bo, calendar_server.url("/bo.ics"))

    # when
    counts = [jobs.read_due(calendar_server.fetcher().fetch) for _time in range(2)]

    # then
    start = now.replace(day=8, hour=11)
    assert counts == [2, 0]
    assert (sources.times_of(ada), sources.times_of(bo)) == ([(start, start.replace(hour=12))], [])
    assert [sources.of(person).error for person in (ada, bo)] == ["", "refused"]


def test_fault_of_one_stops_no_other(connect, clock, ada, bo, chen, now):
    # given
    for person in (ada, bo, chen):
        connect(person, f"https://calendar.example/{person.id}")

    def fetch(address):
        if address.endswith(f"/{ada.id}"):
            raise FetchError(Unfetched.UNREACHABLE)
        return CALENDAR if address.endswith(f"/{bo.id}") else b"<html>"

    # when
    count = jobs.read_due(fetch)

    # then
    assert (count, [sources.of(person).error for person in (ada, bo, chen)]) == (3, ["unreachable", "", "unreadable"])


def test_address_sealed_with_another_key_says_so(app, clock, ada, now):
    # given
    with transaction() as session:
        source = sources.connect(session.get_one(Person, ada.id), "https://calendar.example/", now=now)
        source.sealed_address = source.sealed_address[:-4] + "AAA="

    # when
    jobs.read_due(lambda _address: CALENDAR)

    # then
    assert (sources.of(ada).error, sources.host_of(sources.of(ada))) == ("sealed", "")
