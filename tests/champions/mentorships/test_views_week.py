"""The page behind the links of an ambassador's mails: opening it records nothing, one press does. And choosing the mail."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from champions.mentorships import links, records, weekly
from champions.mentorships.models import Mentorship, MentorshipCheckIn
from champions.mentorships.records import Next
from database import db, transaction
from tests.infra.mentorships import fresh, mails_about_pairs, state_of
from tests.infra.pages import said, text, words


@pytest.fixture
def pair(accompanied, ada, bo, now):
    found = accompanied(ada, bo)
    with transaction():
        records.plan(found.id, Next("Find one drawing", place="Canteen"), by=fresh(ada), now=now)
    return found


@pytest.fixture
def path(pair):
    return links.path_to_mentee(db.session.get_one(Mentorship, pair.id))


def record():
    """Step, place, meeting and the check-ins with their authors, as they stand."""
    db.session.rollback()
    mentorship = db.session.scalars(select(Mentorship)).one()
    noted = db.session.scalars(select(MentorshipCheckIn).order_by(MentorshipCheckIn.id))
    return mentorship.next_step, [(one.author.name, one.words) for one in noted]


def test_opening_the_link_records_nothing(client, path, bo):
    # when
    page = client.get(path)

    # then
    assert words(page, "h1") == ["Ada Okafor and you"]
    assert record() == ("Find one drawing", [])
    assert "I would like to find our drawings." not in text(page)  # the wish is read by who is signed in


def test_we_met_stands_there_once_however_often_it_is_pressed(client, client_of, path, pair, ada):
    # when
    pressed = client.post(path, data={"answer": "met"}, follow_redirects=True)
    client.post(path, data={"answer": "met"})

    # then
    assert "Noted: you met today." in text(pressed)
    assert record() == ("Find one drawing", [("Bo Lindqvist", "We met.")])
    assert "We met." in text(client_of(ada).get(f"/mentorships/{pair.id}"))


def test_step_that_is_done_is_kept_in_words_and_a_newer_one_stays(client, path, pair, ada, now):
    # given
    data = {"answer": "done", "step": "Find one drawing"}

    # when: pressed, then Ada writes the next, and the old page is pressed once more
    client.post(path, data=data)
    after = record()
    with transaction():
        records.plan(pair.id, Next("Find two"), by=fresh(ada), now=now)
    client.post(path, data=data)

    # then
    assert after == ("", [("Bo Lindqvist", "Done: Find one drawing")])
    assert record() == ("Find two", [("Bo Lindqvist", "Done: Find one drawing")])


def test_date_is_kept_beside_the_step(client, client_of, path, pair, ada):
    # when
    pressed = client.post(
        path, data={"answer": "date", "on": "2026-12-08", "at": "12:30", "place": "Library"}, follow_redirects=True
    )

    # then
    assert "You meet on Tuesday 8 December, 12:30." in text(pressed)
    assert "Tuesday 8 December, 12:30–13:00 Library" in text(client_of(ada).get(f"/mentorships/{pair.id}"))
    assert record() == ("Find one drawing", [])


@pytest.mark.parametrize(("on", "told"), [("", "Choose a day that lies ahead."), ("2026-11-01", "Choose a day that lies ahead.")])
def test_date_that_is_none_is_asked_for_again(client, path, on, told):
    page = client.post(path, data={"answer": "date", "on": on, "at": "12:30", "place": "Library"})
    assert (page.status_code, told in text(page), 'value="Library"' in page.text) == (422, True, True)


def test_ending_it_from_the_mail_asks_the_mentee_and_closes_the_link(client, path, ada):
    # when
    ended = client.post(path, data={"answer": "end"})
    again = client.get(path)

    # then
    assert (ended.status_code, again.status_code) == (200, 410)
    assert "It has ended, and Ada Okafor hears it." in text(ended)
    assert (mails_about_pairs()[-1], state_of(ada)) == (("ambassador_stopped", "ada"), "decides")


def test_link_of_another_kind_or_an_unknown_answer_does_nothing(client, path):
    token = path.rpartition("/")[2]
    assert [client.get(f"/m/mentee/{wrong}").status_code for wrong in (token[:-2], "x", f"{token}x")] == [410] * 3
    assert [client.post(f"/m/mentee/{wrong}", data={"answer": "met"}).status_code for wrong in (token[:-2], "x")] == [410] * 2
    assert client.get(f"/m/{token}").status_code == 410
    assert client.post(path, data={"answer": "what"}).status_code == 303
    assert record() == ("Find one drawing", [])


def test_page_speaks_the_language_of_the_ambassador(client, path, bo):
    with transaction():
        fresh(bo).language = "nl"
    page = client.post(path, data={"answer": "met"}, follow_redirects=True)
    assert "Genoteerd: jullie zagen elkaar vandaag." in text(page)
    assert record()[1] == [("Bo Lindqvist", "We hebben elkaar gezien.")]


def test_choosing_the_mail_another_hour_and_none(client_of, helps, bo, now):
    # given
    helps(bo)
    browser = client_of(bo)
    kept = []

    # when
    for weekday, hour in ((0, 9), (4, 16), (-1, 9)):
        page = browser.post("/me/mentees/mail", data={"weekday": weekday, "hour": hour}, follow_redirects=True)
        db.session.rollback()
        chosen = weekly.of(bo.id)
        kept.append((said(page), chosen and (chosen.weekday, chosen.hour, chosen.next_at - now)))

    # then: it is Tuesday, ten o'clock
    assert kept == [
        (["Saved."], (0, 9, timedelta(days=5, hours=23))),
        (["Saved."], (4, 16, timedelta(days=3, hours=6))),
        (["No weekly mail."], None),
    ]


def test_who_is_no_ambassador_is_offered_none_and_gets_none(client, client_of, ada, chen, admin, dana):
    for person in (ada, chen, admin, dana):
        browser = client_of(person)
        assert "A mail once a week" not in text(browser.get("/me/mentees"))
        assert browser.post("/me/mentees/mail", data={"weekday": 0, "hour": 9}).status_code == 409
        assert weekly.of(person.id) is None
    assert client.post("/me/mentees/mail", data={"weekday": 0, "hour": 9}).status_code == 303


def test_what_foyer_knows_shows_the_mail_to_its_owner(client_of, helps, bo, now):
    helps(bo)
    with transaction():
        weekly.choose(fresh(bo), 0, 9, now=now)
    page = text(client_of(bo).get("/me/data"))
    assert ("Your weekly mail as an ambassador" in page, "09:00" in page) == (True, True)
