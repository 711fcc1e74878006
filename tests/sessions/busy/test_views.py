"""Connecting a calendar on one's own page; nobody else sees that there is one."""

import json

import pytest

from database import db, transaction
from people import people
from people.models import Person
from sessions.busy import sources
from sessions.busy.errors import Fault
from tests.infra.pages import said

ADDRESS = "https://calendar.example/secret-1234/basic.ics"


def test_person_connects_a_calendar_and_lets_go_of_it(client_of, ada):
    # given
    browser = client_of(ada)

    # when
    connected = browser.post("/me/busy", data={"busy_address": ADDRESS})
    page = browser.get("/me")
    gone = browser.post("/me/busy/removal")
    after = browser.get("/me")
    db.session.expire_all()

    # then
    assert (connected.status_code, connected.location, gone.location) == (303, "/me#busy", "/me#busy")
    assert said(page) == ["Connected. We read it within minutes, and then about once an hour."]
    assert "A calendar at calendar.example is connected. It has not been read yet" in page.text
    assert "1234" not in page.text
    assert said(after) == ["Disconnected. Its address and all times from it are gone."]
    assert sources.of(ada) is None


def test_address_that_leads_nowhere_is_refused_with_a_word(client_of, ada):
    # when
    answer = client_of(ada).post("/me/busy", data={"busy_address": "http://calendar.example/"}, follow_redirects=True)

    # then
    assert said(answer) == ["The address must begin with https://, without a user name and password in it."]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.UNREACHABLE, "We could not reach a calendar there."),
        (Fault.REFUSED, "The server there does not give us a calendar."),
        (Fault.TOO_LARGE, "It is larger than the 10 MB we read."),
        (Fault.UNREADABLE, "What is there cannot be read as a calendar."),
        (Fault.SEALED, "Connect the calendar again."),
    ],
)
def test_owner_reads_what_is_wrong(client_of, ada, now, fault, words):
    # given
    with transaction() as session:
        source = sources.connect(session.get_one(Person, ada.id), ADDRESS, now=now)
        sources.fail(ada.id, source.sealed_address, fault, now=now)

    # then
    assert words in client_of(ada).get("/me").text


@pytest.fixture
def read(app, now):
    """`read(ada)`: her calendar was read; she is busy on 8 December, 12:00 to 13:00."""

    def make(person):
        start = now.replace(day=8, hour=11)
        with transaction() as session:
            source = sources.connect(session.get_one(Person, person.id), ADDRESS, now=now)
            sources.keep(person.id, source.sealed_address, [(start, start.replace(hour=12))], now=now)

    return make


def test_owner_reads_when_it_was_last_read_and_takes_everything_along(client_of, read, ada):
    # given
    read(ada)
    browser = client_of(ada)

    # then
    page = " ".join(browser.get("/me").text.split())
    assert "last read on Tuesday 1 December at 10:00. It says that you are busy once." in page
    assert json.loads(browser.get("/me/data.json").data)["busy"] == [
        {
            "connected_calendar": ADDRESS,
            "connected_at": "2026-12-01T09:00:00+00:00",
            "checked_at": None,
            "fetched_at": "2026-12-01T09:00:00+00:00",
            "busy_times": [{"at": "2026-12-08T11:00:00+00:00", "ends_at": "2026-12-08T12:00:00+00:00"}],
        }
    ]
    data = browser.get("/me/data").text
    assert "The calendar you connected" in data
    assert ADDRESS in data


def test_nobody_else_sees_that_there_is_one(client_of, read, meetup, ada, bo, chen, dana, admin):
    # given
    read(ada)
    lunch = meetup(invited=[ada])
    paths = ("/me", "/me/data", "/me/data.json", f"/sessions/{lunch.id}", f"/sessions/{lunch.id}/roster", f"/people/{ada.id}")

    # then
    pages = [client_of(person).get(path).text for person in (bo, chen, dana, admin) for path in paths]
    assert [page for page in pages if "calendar.example" in page or "2026-12-08T11:00" in page.replace("+00:00", "")] == []


def test_who_is_not_signed_in_connects_nothing(client):
    # then
    assert [client.post(path).status_code for path in ("/me/busy", "/me/busy/removal")] == [303, 303]


def test_who_leaves_leaves_no_calendar(read, ada, admin, now):
    # given
    read(ada)

    # when
    with transaction() as session:
        people.deactivate(session.get_one(Person, ada.id))

    # then
    assert (sources.of(ada), sources.times_of(ada)) == (None, [])
