"""Nobody is watched: an outsider, a colleague, a curious administrator and a manager try to learn who came, and who did not.

The one who asks sees the same, to the byte, whether Ada came, was missed, or nobody was ever ticked.
"""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from database import db, transaction
from people import tokens
from people.models import Person
from sessions import checkin, feeds, missed, scheduling
from sessions.details import details_of
from sessions.errors import SessionError
from sessions.models import ScheduledSession

HOUR = timedelta(hours=1)
NOBODYS = r'name="csrf_token"[^>]*>|\d+ (second|minute)s? ago'


@pytest.fixture
def lunches(meetup, say, ada, dana, bo, now):
    """Two lunches hosted by Bo; Ada has a seat at the first."""
    both = [
        meetup(invited=[ada], listed=True, starts_at=now + weeks * 168 * HOUR, ends_at=now + weeks * 168 * HOUR + HOUR)
        for weeks in (1, 2)
    ]
    say(both[0], ada, "accepted")
    return both


@pytest.fixture
def look(app, clock, client_of, ada):
    """`look(chen, lunches)`: everything this person can open about it, by page, API, file and feed."""

    def everything(person, sessions):
        browser = client_of(person)
        with transaction():
            bearer = {"Authorization": f"Bearer {tokens.issue(person, 'look', now=sessions[0].ends_at)}"}
        ids = [session.id for session in sessions]
        pages = [
            f"/sessions/{id_}{end}"
            for id_ in ids
            for end in ("", "/roster", f"/people/{ada.id}", "/roster.csv", "/sheet", ".ics")
        ]
        pages += [f"/sessions/{ids[0]}/roster/{group}" for group in ("seated", "unanswered", "declined")]
        pages += [
            "/",
            "/calendar?month=2026-12",
            "/calendar?which=all",
            "/mail",
            "/mail?state=all",
            f"/mail?topic=session:{ids[0]}",
        ]
        pages += [
            "/incoming",
            f"/people/{ada.id}",
            "/people",
            f"/sessions/{ids[0]}/check-in/closure",
            f"/sessions/{ids[0]}/check-in",
        ]
        endpoints = ["/sessions", "/mail/outgoing", f"/people/{ada.email}"]
        endpoints += [f"/sessions/{id_}{end}" for id_ in ids for end in ("", "/rsvps")] + [f"/mail/outgoing?session={ids[0]}"]
        seen = {page: browser.get(page) for page in pages}
        seen |= {f"API {end}": app.test_client().get(f"/api/v1{end}", headers=bearer) for end in endpoints}
        return {name: re.sub(NOBODYS, "", answer.text) for name, answer in seen.items()}

    return everything


@pytest.fixture
def leave(deliver):
    """Mail leaves; what the test holds goes on, though the worker ends its session."""

    def all_of_it():
        known = list(db.session)
        deliver()
        db.session.add_all(known)

    return all_of_it


@pytest.fixture
def came(lunches, clock, bo, ticks, leave):
    """`came(ada)`: ticked; without anybody, all are missed. The mails about it leave."""

    def happen(*people):
        first = lunches[0]
        ticks(first, *people)
        with transaction():
            checkin.close(first.id, by=bo, now=first.ends_at)
            missed.post_due(now=first.ends_at + HOUR)
        clock.move_to(first.ends_at + 2 * HOUR)
        leave()

    return happen


@pytest.mark.parametrize(("name", "is_here"), [("chen", False), ("admin", False), ("admin", True), ("dana", False)])
def test_who_does_not_host_the_date_sees_no_difference(
    lunches, look, came, clock, leave, smtp_sink, ada, chen, admin, dana, name, is_here
):
    # given
    person = {"chen": chen, "admin": admin, "dana": dana}[name]
    leave()
    clock.move_to(lunches[0].ends_at + 2 * HOUR)
    before, mails = look(person, lunches), len(smtp_sink.to(ada.email))

    # when
    came(*([ada] if is_here else []))
    after = look(person, lunches)

    # then
    assert len(smtp_sink.to(ada.email)) - mails == (0 if is_here else 1)
    assert {page for page in before if before[page] != after[page]} == set()


def test_the_host_and_the_person_see_it(lunches, look, came, client_of, ada, bo):
    """The comparison above compares pages on which nothing could show: on those of Bo and Ada it does."""
    # given
    before = look(bo, lunches), client_of(ada).get("/me/data.json").json["attendance"]

    # when
    came(ada)

    # then
    after = look(bo, lunches)
    first = lunches[0].id
    differ = {page for page in after if before[0][page] != after[page]}
    assert {f"/sessions/{first}/check-in", f"/sessions/{first}/roster.csv"} <= differ
    assert (before[1], client_of(ada).get("/me/data.json").json["attendance"]) == (
        [],
        [
            {
                "session": "Lunch and learn",
                "starts_at": lunches[0].starts_at.isoformat(),
                "presence": "here",
                "how": "host",
                "at": lunches[0].starts_at.isoformat(),
            }
        ],
    )


@pytest.mark.parametrize("name", ["chen", "admin"])
def test_nobody_becomes_host_of_a_date_that_is_over(lunches, came, ada, chen, admin, name):
    """Who plans sessions could make themselves host of one, and look."""
    # given
    by = {"chen": chen, "admin": admin}[name]
    came(ada)
    first = lunches[0]

    details = replace(details_of(db.session.get_one(ScheduledSession, first.id)), host_ids=(by.id,))

    # when
    with pytest.raises(SessionError), transaction():
        scheduling.change(first.id, details, by=by, now=first.ends_at + HOUR)

    # then
    db.session.expire_all()
    assert db.session.get_one(ScheduledSession, first.id).is_hosted_by(db.session.get_one(Person, by.id)) is False


def test_feeds_of_others_do_not_tell(lunches, came, client, client_of, ada, dana, bo):
    # given
    with transaction():
        for person in (ada, dana, bo):
            feeds.renew(db.session.get_one(Person, person.id))
    paths = [
        feeds.address_of(db.session.get_one(Person, person.id)).removeprefix("http://foyer.example") for person in (ada, dana, bo)
    ]
    stamps = r"(DTSTAMP|LAST-MODIFIED|CREATED)[^\r\n]*"
    before = [re.sub(stamps, "", client.get(path).text) for path in paths]

    # when
    came(ada)

    # then
    assert [re.sub(stamps, "", client.get(path).text) for path in paths] == before


def test_the_log_names_nobody_who_came(lunches, came, capfd, ada):
    # when
    came()

    # then
    said = "".join(capfd.readouterr())
    assert [word for word in ("Ada", ada.email, "next_date", "missed") if word in said] == []


def test_the_api_knows_no_word_of_it(client):
    # when
    described = json.dumps(client.get("/api/v1/openapi.json").json).lower()

    # then
    assert [word for word in ("attendance", "attended", "check_in", "check-in", "no_show", "presence") if word in described] == []
