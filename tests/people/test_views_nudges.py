"""Pausing nudges by the link in one, signed in or not; and on one's own page."""

from datetime import date

import pytest

from database import db
from people import nudges
from people.models import Person
from tests.infra.pages import said, text, words


@pytest.fixture
def path(ada):
    return nudges.pause_url(ada).removeprefix("http://foyer.example")


def paused_until(person, now):
    db.session.rollback()
    db.session.expire_all()
    return nudges.paused_until(db.session.get_one(Person, person.id), now=now)


@pytest.mark.parametrize(
    ("data", "until"),
    [({"months": "1"}, date(2027, 1, 1)), ({"months": "3"}, date(2027, 3, 1)), ({"until": "2026-12-24"}, date(2026, 12, 24))],
)
def test_the_link_pauses_without_signing_in(client, path, ada, now, data, until):
    # when
    opened, before = client.get(path), paused_until(ada, now)
    pressed = client.post(path, data=data, follow_redirects=True)

    # then
    assert (words(opened, "h1"), before) == (["Pause the nudges"], None)
    assert (words(pressed, "h1"), paused_until(ada, now)) == (["The nudges are paused"], until)


def test_a_pause_is_ended_by_the_same_link(client, path, ada, now):
    # given
    client.post(path, data={"months": "1"})

    # when
    client.post(path, data={"end": "yes"})

    # then
    assert paused_until(ada, now) is None


@pytest.mark.parametrize("until", ["", "soon", "2026-12-01", "2020-01-01", "9999-12-31"])
def test_another_day_is_refused_in_words(client, path, ada, now, until):
    # when
    page = client.post(path, data={"until": until})

    # then
    assert (page.status_code, len(said(page)), paused_until(ada, now)) == (422, 1, None)


def test_the_page_names_nobody(client, path):
    page = client.get(path)
    assert [word for word in ("Ada", "Okafor", "ada@") if word in page.text] == []


def test_a_link_that_is_not_ours_leads_nowhere(client, path):
    assert (client.get(path + "x").status_code, client.post(path + "x", data={"months": "1"}).status_code) == (410, 410)


def test_ones_own_page_says_and_changes_it(client_of, path, ada, now):
    # given
    browser = client_of(ada)
    browser.post(path, data={"months": "1"})
    form = {"wants_nudges": "y", "quiet_from_hour": "", "quiet_until_hour": ""}

    # when
    page = browser.get("/me")
    refused = browser.post("/me/reminders", data={**form, "nudges_paused_until": "2026-11-01"})
    kept = paused_until(ada, now)
    browser.post("/me/reminders", data={**form, "nudges_paused_until": ""})

    # then
    assert 'value="2027-01-01"' in page.text
    assert (refused.status_code, kept, paused_until(ada, now)) == (422, date(2027, 1, 1), None)
    assert "Choose a day that lies ahead, within the next two years." in text(refused)
