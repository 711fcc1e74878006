"""Calendars to subscribe to, and single events to download."""

import re
from datetime import timedelta

import pytest

from database import db, transaction
from people.models import Person
from sessions import feeds
from tests.infra.pages import said

HOUR = timedelta(hours=1)


@pytest.fixture
def subscribe(app):
    """`subscribe(ada)`: the path of her calendar."""

    def make(person):
        with transaction() as session:
            person = session.get_one(Person, person.id)
            feeds.renew(person)
        return feeds.address_of(person).removeprefix("http://foyer.example")

    return make


def lines(response):
    return response.data.replace(b"\r\n ", b"").decode().split("\r\n")


def events(response):
    """SUMMARY to (STATUS, SEQUENCE, DTSTAMP), in order."""
    found = {}
    for event in response.data.replace(b"\r\n ", b"").decode().split("BEGIN:VEVENT")[1:]:
        name, status, sequence, stamp = (
            re.search(rf"^{field}:(.*)\r$", event, re.MULTILINE).group(1)
            for field in ("SUMMARY", "STATUS", "SEQUENCE", "DTSTAMP")
        )
        found[name] = (status, sequence, stamp)
    return found


def test_a_feed_is_a_published_calendar_that_names_nobody(meetup, say, client, subscribe, ada, dana):
    # given
    session = meetup(invited=[ada, dana], shows_who_comes=True, address="Second floor")
    say(session, dana, "accepted", shows_name=True, comment="Vegetarian.")
    path = subscribe(ada)

    # when
    response = client.get(path)

    # then
    assert response.content_type == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert lines(response)[:8] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Foyer//Foyer//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Brink & Waal",
        "NAME:Brink & Waal",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    assert [line for line in lines(response) if line.startswith(("DTSTART", "DTEND", "LOCATION", "URL", "DESCRIPTION"))][-5:] == [
        "DTSTART;TZID=Europe/Amsterdam:20261208T100000",
        "DTEND;TZID=Europe/Amsterdam:20261208T110000",
        "DESCRIPTION:Soup first.",
        "LOCATION:Canteen\\, Second floor",
        "URL:http://foyer.example/sessions/1",
    ]
    assert [word for word in ("ATTENDEE", "ORGANIZER", "rsvp+", "Ada", "Dana", "Vegetarian") if word in response.text] == []


def test_a_feed_shows_what_the_person_is_invited_to_or_hosts(
    meetup, say, withdraw, cancel, client, subscribe, ada, bo, colleagues, now
):
    # given
    others = colleagues(1)
    made = {
        name: meetup(invited=[*others, ada], title=name, capacity=1 if name == "waiting" else None)
        for name in ("open", "seat", "waiting", "maybe", "no", "withdrawn", "off")
    }
    meetup(invited=[ada], title="draft", publish=False)
    called_off = meetup(invited=[ada], title="draft called off", publish=False)
    meetup(invited=others, title="not hers")
    for days, name in ((91, "long ago"), (89, "a while ago")):
        at = now - timedelta(days=days)
        meetup(invited=[ada], title=name, at=at - HOUR, starts_at=at, ends_at=at + HOUR)
    say(made["waiting"], others[0], "accepted")
    for name, word in (
        ("seat", "accepted"),
        ("waiting", "accepted"),
        ("maybe", "tentative"),
        ("no", "declined"),
        ("off", "declined"),
    ):
        say(made[name], ada, word)
    withdraw(made["withdrawn"], ada)
    cancel(made["off"])
    cancel(called_off)

    # when
    hers, hosts = client.get(subscribe(ada)), client.get(subscribe(bo))

    # then: a cancelled one stays, struck out, even when it had been declined
    assert {name: facts[0] for name, facts in events(hers).items()} == {
        "a while ago": "TENTATIVE",
        "open": "TENTATIVE",
        "seat": "CONFIRMED",
        "waiting": "TENTATIVE",
        "maybe": "TENTATIVE",
        "off": "CANCELLED",
    }
    assert events(hosts)["not hers"][0] == "CONFIRMED"
    assert "draft" not in events(hosts)


def test_an_empty_feed_is_a_calendar_too(client, subscribe, dana):
    # when
    response = client.get(subscribe(dana))

    # then
    assert (response.status_code, lines(response)[0], lines(response)[-2], events(response)) == (
        200,
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        {},
    )


def test_an_unchanged_feed_is_the_same_bytes_and_is_not_sent_again(meetup, client, subscribe, clock, ada):
    # given
    meetup(invited=[ada])
    path = subscribe(ada)
    first = client.get(path)

    # when
    clock.shift(timedelta(days=1))
    again = client.get(path)
    by_tag = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    head = client.head(path)

    # then
    assert again.data == first.data
    assert not first.headers["ETag"].startswith("W/")
    assert [(answer.status_code, answer.data) for answer in (by_tag, head)] == [(304, b""), (200, b"")]


def test_date_alone_never_holds_a_feed_back(meetup, say, withdraw, client, subscribe, clock, ada, dana, now):
    # given: Dana has answered and is withdrawn, which moves the SEQUENCE of the event that Ada has too
    session = meetup(invited=[ada, dana])
    say(session, dana, "accepted")
    path = subscribe(ada)
    before = client.get(path)
    clock.move_to(now + timedelta(minutes=5))

    # when
    withdraw(session, dana, at=now + timedelta(minutes=5))
    since = {"If-Modified-Since": "Tue, 01 Dec 2026 09:05:00 GMT"}
    after = client.get(path, headers=since)

    # then: nor does the feed name a date to ask by
    assert (after.status_code, "Last-Modified" in after.headers) == (200, False)
    assert [events(answer)["Lunch and learn"][1] for answer in (before, after)] == ["0", "1"]


@pytest.fixture
def happenings(say, change, withdraw, cancel, invite, meetup, clock, ada, dana, chen):
    """What can happen to a session to which Dana has the seat that Ada waits for: `happenings["moved"](session, at)`."""
    return {
        "moved": lambda session, at: change(session, moved_by=HOUR, at=at),
        "renamed": lambda session, at: change(session, title="Other", at=at),
        "answered": lambda session, at: say(session, ada, "tentative", at=at),
        "declined": lambda session, at: say(session, ada, "declined", at=at),
        "called from the line": lambda session, at: say(session, dana, "declined", at=at),
        "withdrawn": lambda session, at: withdraw(session, ada, at=at),
        "cancelled": lambda session, at: cancel(session, at=at),
        "handed to another host": lambda session, at: change(session, host_ids=(chen.id,), at=at),
        "grown old": lambda session, _at: clock.move_to(session.ends_at + timedelta(days=90, seconds=1)),
        "invited to another": lambda _session, at: invite(meetup(title="Another", at=at), ada, at=at),
    }


@pytest.mark.parametrize(
    "happens",
    [
        "moved",
        "renamed",
        "answered",
        "declined",
        "called from the line",
        "withdrawn",
        "cancelled",
        "handed to another host",
        "grown old",
        "invited to another",
    ],
)
def test_whatever_changes_the_feed_is_sent(meetup, say, happenings, client, subscribe, clock, ada, bo, dana, now, happens):
    # given
    session = meetup(invited=[dana, ada], capacity=1)
    for person in (dana, ada):
        say(session, person, "accepted")
    path = subscribe(bo if happens == "handed to another host" else ada)
    clock.shift(timedelta(seconds=10))
    before = client.get(path)
    clock.move_to(now + timedelta(minutes=5))

    # when
    happenings[happens](session, now + timedelta(minutes=5))
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})

    # then
    assert (after.status_code, after.data == before.data) == (200, False)


def test_dtstamp_says_when_the_event_last_changed(meetup, say, change, client, subscribe, ada, now):
    # given
    session = meetup(invited=[ada])
    path = subscribe(ada)

    # when
    stamps = [events(client.get(path))["Lunch and learn"]]
    say(session, ada, "accepted", at=now + timedelta(minutes=1))
    stamps.append(events(client.get(path))["Lunch and learn"])
    change(session, moved_by=HOUR, at=now + timedelta(minutes=2))
    stamps.append(events(client.get(path))["Lunch and learn"])

    # then
    assert stamps == [
        ("TENTATIVE", "0", "20261201T090000Z"),
        ("CONFIRMED", "0", "20261201T090100Z"),
        ("CONFIRMED", "1", "20261201T090200Z"),
    ]


def test_a_renewed_address_ends_the_old_one(meetup, client_of, client, subscribe, ada):
    # given
    meetup(invited=[ada])
    old = subscribe(ada)

    # when
    browser = client_of(ada)
    renewed = browser.post("/me/feed")
    new = feeds.address_of(db.session.get_one(Person, ada.id)).removeprefix("http://foyer.example")

    # then
    assert (renewed.status_code, renewed.location) == (303, "/me#feed")
    assert [client.get(path).status_code for path in (old, new)] == [404, 200]
    assert len(new.removeprefix("/feed/").removesuffix(".ics")) >= 32
    assert said(browser.get("/me")) == ["Here is your calendar’s new address. The old one leads nowhere now."]


def test_a_first_address_ends_none(client_of, ada):
    # when
    page = client_of(ada).post("/me/feed", follow_redirects=True)

    # then
    assert said(page) == ["Here is your calendar’s address."]


@pytest.mark.parametrize("secret", ["None", "none", "", "x", "../me", "a" * 3000])
def test_an_address_that_nobody_has_leads_nowhere(client, ada, secret):
    # then: Ada has none yet, which is no address either
    assert client.get(f"/feed/{secret}.ics").status_code == 404


def test_who_has_left_has_no_feed(meetup, client, subscribe, ada):
    # given
    meetup(invited=[ada])
    path = subscribe(ada)

    # when
    with transaction() as session:
        session.get_one(Person, ada.id).active = False

    # then
    assert client.get(path).status_code == 404


def test_a_feed_takes_a_constant_number_of_queries(meetup, client, subscribe, ada, count_queries):
    # given
    counted = []
    path = subscribe(ada)

    # when
    for count in (1, 2):
        for _number in range(count):
            meetup(invited=[ada])
        with count_queries() as queries:
            client.get(path)
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1] <= 8


def test_one_session_is_downloaded_by_who_may_see_it(meetup, say, client_of, client, ada, bo, chen, dana):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    path = f"/sessions/{session.id}.ics"

    # when
    found = {person.name.split()[0]: client_of(person).get(path) for person in (ada, bo, chen, dana)}

    # then
    assert {name: answer.status_code for name, answer in found.items()} == {"Ada": 200, "Bo": 200, "Chen": 200, "Dana": 404}
    assert client.get(path).status_code == 303
    assert found["Ada"].headers["Content-Disposition"] == 'attachment; filename="session-1.ics"'
    assert events(found["Ada"]) == {"Lunch and learn": ("CONFIRMED", "0", "20261201T090000Z")}
    assert "ATTENDEE" not in found["Ada"].text
    assert "Lunch" not in found["Dana"].text
