"""The calendar of all sessions: what planners listed, without names, at an address that is the company's."""

import re
from datetime import timedelta

import pytest

from database import db, transaction
from sessions import feeds_listed
from sessions.models import ScheduledSession
from tests.infra.pages import said


@pytest.fixture
def company_path(app, now):
    """`company_path()`: the path of the calendar of all sessions, just made."""

    def make():
        with transaction():
            feeds_listed.renew(now=now)
        return feeds_listed.address().removeprefix("http://foyer.example")

    return make


def shown(response):
    """SUMMARY and STATUS of each event, in order."""
    body = response.data.replace(b"\r\n ", b"").decode()
    lines = [event.split("\r\n") for event in body.split("BEGIN:VEVENT")[1:]]
    return [tuple(line.partition(":")[2] for line in event if line.startswith(("SUMMARY", "STATUS"))) for event in lines]


def test_listed_sessions_stand_in_the_calendar_of_all_without_names(
    meetup, weekly, say, cancel, client, company_path, colleagues
):
    # given
    people = colleagues(2)
    more = {"address": "Door code 1234", "online_url": "https://video.example/1", "description": "With Bo."}
    lunch = meetup(invited=people, listed=True, shows_who_comes=True, **more)
    say(lunch, people[0], "accepted", shows_name=True, comment="Vegetarian.")
    cancel(meetup(invited=people, listed=True, title="Off"))
    meetup(invited=people, title="Not listed")
    meetup(listed=True, title="Draft", publish=False)
    weekly(invited=people, listed=True, title="Every week", **more)

    # when
    response = client.get(company_path())

    # then
    assert sorted(shown(response)) == [("Every week", "CONFIRMED"), ("Lunch and learn", "CONFIRMED"), ("Off", "CANCELLED")]
    words = ("ATTENDEE", "ORGANIZER", "Bo", "1234", "video", "URL", people[0].name, "Vegetarian", "DESCRIPTION", "Draft")
    assert [word for word in words if word in response.text] == []
    assert response.text.count("RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=") == 1
    assert response.text.count("LOCATION:Canteen") == 3


def test_date_of_a_series_that_is_not_listed_is_left_out(weekly, dates, client, company_path):
    # given
    series = weekly(listed=True)
    with transaction() as session:
        session.get_one(ScheduledSession, dates(series)[2].id).listed = False

    # when
    response = client.get(company_path())

    # then
    assert "EXDATE;TZID=Europe/Amsterdam:20261222T100000" in response.text.replace("\r\n ", "")


def test_listing_tells_nobody_and_changes_the_calendar(meetup, change, client, company_path, clock, ada, now, posted):
    # given
    lunch = meetup(invited=[ada])
    before, path = posted(lunch), company_path()
    empty = client.get(path)
    later = now + timedelta(minutes=5)
    clock.move_to(later)

    # when
    change(lunch, listed=True, at=later)
    full = client.get(path, headers={"If-None-Match": empty.headers["ETag"]})
    same = client.get(path, headers={"If-None-Match": full.headers["ETag"]})

    # then
    assert posted(lunch) == before
    assert [(answer.status_code, shown(answer)) for answer in (empty, full, same)] == [
        (200, []),
        (200, [("Lunch and learn", "CONFIRMED")]),
        (304, []),
    ]


def test_planner_ticks_it_on_the_form(meetup, client_of, chen):
    # given
    lunch = meetup(publish=False)
    browser = client_of(chen)

    # when
    before = tick(browser.get(f"/sessions/{lunch.id}/edit"))
    form = {"title": "Lunch", "kind": "meetup", "on": "2026-12-08", "starts": "10:00", "ends": "11:00", "listed": "y"}
    rest = {"timezone": "Europe/Amsterdam", "names": "hosts", "hosts": chen.email, "edit_number": "0"}
    ticked = browser.post(f"/sessions/{lunch.id}/edit", data={**form, **rest})
    db.session.expire_all()

    # then
    assert (before, ticked.status_code, tick(browser.get(f"/sessions/{lunch.id}/edit"))) == (False, 303, True)
    assert db.session.get_one(ScheduledSession, lunch.id).listed


def tick(page):
    """Whether the box is ticked."""
    return "checked" in re.search(r'<input[^>]*name="listed"[^>]*>', page.text).group()


def test_address_is_made_by_an_administrator_and_shown_to_everybody_signed_in(client_of, client, admin, ada, chen, dana):
    # when
    refused = [client_of(person).post("/calendar/feed").status_code for person in (ada, chen, dana)]
    unseen = client_of(ada).get("/calendar").text
    made = client_of(admin).post("/calendar/feed", follow_redirects=True)
    first = feeds_listed.address()
    pages = [client_of(person).get("/calendar").text for person in (ada, chen, dana, admin)]
    renewed = client_of(admin).post("/calendar/feed", follow_redirects=True)
    db.session.expire_all()
    paths = [address.removeprefix("http://foyer.example") for address in (first, feeds_listed.address())]

    # then
    assert refused == [403, 403, 403]
    assert "/feed/all/" not in unseen
    assert [first in page for page in pages] == [True] * 4
    assert ["Renew the address" in page for page in pages] == [False, False, False, True]
    assert [said(page) for page in (made, renewed)] == [
        ["Here is the address of the calendar of all sessions."],
        ["Here is the new address of the calendar of all sessions. The old one leads nowhere now."],
    ]
    assert [client.get(path).status_code for path in paths] == [404, 200]


def test_who_is_not_signed_in_makes_no_address(client):
    # when
    answer = client.post("/calendar/feed")

    # then
    assert (answer.status_code, feeds_listed.address()) == (303, "")


@pytest.mark.parametrize("secret", ["None", "x", "é", "a" * 3000])
def test_an_address_that_is_not_the_companys_leads_nowhere(client, company_path, secret):
    # given
    company_path()

    # then
    assert client.get(f"/feed/all/{secret}.ics").status_code == 404
