"""Saying oneself that one is here: the code in the room, then a word of one's own, and nobody else's."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db
from sessions import checkin_codes, links
from sessions.models import Rsvp
from tests.infra.attendance import presences_at
from tests.infra.pages import said, text, words

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lunch(meetup, say, ada, dana, clock):
    """Ada has a seat; it starts now."""
    session = meetup(invited=[ada, dana])
    say(session, ada, "accepted")
    clock.move_to(session.starts_at)
    return session


def code(session, at):
    return checkin_codes.url_of(session, now=at).removeprefix("http://foyer.example")


def answer_path(session, person):
    return links.answer_path(
        db.session.scalars(select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.person_id == person.id)).one()
    )


def test_scanned_and_signed_in_one_press_says_it(lunch, client_of, ada):
    # given
    phone = client_of(ada)

    # when
    asked = phone.get(code(lunch, lunch.starts_at), follow_redirects=True)
    before = presences_at(lunch)
    pressed = phone.post(f"/sessions/{lunch.id}/here", follow_redirects=True)

    # then
    assert (words(asked, "h1"), before) == (["Are you here, Ada?"], {})
    assert (words(pressed, "h1"), presences_at(lunch)) == (["You are here, Ada"], {"Ada": ("here", "code")})


def test_scanned_and_not_signed_in_the_own_mail_does_it(lunch, client, ada):
    # when
    asked = client.get(code(lunch, lunch.starts_at))
    page = client.get(answer_path(lunch, ada))
    before = presences_at(lunch)
    pressed = client.post(answer_path(lunch, ada) + "/here")

    # then
    assert (words(asked, "h1"), before) == (["Welcome. Who are you?"], {})
    assert "Are you here, Ada?" in text(page)
    assert (words(pressed, "h1"), presences_at(lunch)) == (["You are here, Ada"], {"Ada": ("here", "code")})


def test_the_link_of_a_mail_alone_says_nothing_from_elsewhere(lunch, client, ada):
    # when
    page, pressed = client.get(answer_path(lunch, ada)), client.post(answer_path(lunch, ada) + "/here")

    # then
    assert "Are you here" not in text(page)
    assert (pressed.status_code, presences_at(lunch)) == (410, {})


def test_signed_in_alone_says_nothing_from_elsewhere(lunch, client_of, ada):
    # when
    answers = [getattr(client_of(ada), method)(f"/sessions/{lunch.id}/here").status_code for method in ("get", "post")]

    # then
    assert (answers, presences_at(lunch)) == ([404, 404], {})


def test_the_code_of_another_date_opens_nothing_here(lunch, meetup, client_of, ada, now):
    # given
    other = meetup(invited=[ada])
    phone = client_of(ada)

    # when
    phone.get(code(other, lunch.starts_at))

    # then
    assert (phone.post(f"/sessions/{lunch.id}/here").status_code, presences_at(lunch)) == (404, {})


@pytest.mark.parametrize(("age", "status"), [(0, 303), (14, 303), (20, 410), (60, 410), (-6, 410)])
def test_a_code_is_good_for_twenty_minutes(lunch, client_of, ada, age, status):
    assert client_of(ada).get(code(lunch, lunch.starts_at - age * MINUTE)).status_code == status


@pytest.mark.parametrize(("from_start", "status"), [(-61, 410), (-60, 303), (89, 303), (90, 410)])
def test_a_code_is_good_around_the_date(lunch, client_of, ada, clock, from_start, status):
    # given
    at = lunch.starts_at + from_start * MINUTE
    clock.move_to(at)

    # then
    assert client_of(ada).get(code(lunch, at)).status_code == status


@pytest.mark.parametrize("token", ["", "x", "WzEsMV0.AAAA"])
def test_a_code_that_is_not_ours_leads_nowhere(client, token):
    assert client.get(f"/here/{token}").status_code in {404, 410}


def test_who_is_not_on_the_list_is_sent_to_the_host(lunch, client_of, chen):
    # given
    phone = client_of(chen)

    # when
    page = phone.get(code(lunch, lunch.starts_at), follow_redirects=True)
    pressed = phone.post(f"/sessions/{lunch.id}/here", follow_redirects=True)

    # then
    assert "tell the host at the door, who adds you." in text(page)
    assert (said(pressed), presences_at(lunch)) == (["This person is not invited to this session."], {})


def test_the_page_of_the_code_shows_a_new_one_every_five_minutes(lunch, client_of, bo, clock):
    # given
    browser = client_of(bo)

    # when
    drawn = []
    for _ in range(3):
        page = browser.get(f"/sessions/{lunch.id}/check-in/code")
        drawn.append(re.search(r'id="code".*?</svg>', page.text, re.DOTALL).group(0))
        clock.shift(2.5 * MINUTE)

    # then
    assert (drawn[0] == drawn[1], drawn[1] == drawn[2], "style=" in drawn[0]) == (True, False, False)


def test_one_takes_out_what_is_kept(lunch, client_of, ada, ticks, clock):
    # given
    ticks(lunch, ada)
    clock.move_to(lunch.ends_at)
    browser = client_of(ada)
    before = text(browser.get("/me"))

    # when
    after = browser.post(f"/me/attendance/{lunch.id}/removal", follow_redirects=True)

    # then
    assert "Lunch and learn Tuesday 8 December, 10:00–11:00 The host ticked you." in before
    assert said(after) == ["Taken out. Nobody sees it any more, and no figure counts it."]
    assert "The host ticked you." not in text(after)


def test_nobody_takes_out_what_is_anothers(lunch, client_of, ada, dana, ticks):
    # given
    ticks(lunch, ada)

    # then
    assert client_of(dana).post(f"/me/attendance/{lunch.id}/removal").status_code == 404
    assert presences_at(lunch) == {"Ada": ("here", "host")}


def test_what_was_taken_out_is_not_said_again(lunch, client_of, ada, clock):
    # given
    phone, page = client_of(ada), f"/sessions/{lunch.id}/here"
    clock.move_to(lunch.ends_at - MINUTE)
    phone.get(code(lunch, lunch.ends_at - MINUTE))
    phone.post(page)
    clock.shift(2 * MINUTE)
    phone.post(f"/me/attendance/{lunch.id}/removal", follow_redirects=True)

    # when
    again = phone.post(page, follow_redirects=True)

    # then
    assert said(again) == ["You had your attendance taken out. Nothing is kept of you at this date any more."]
    assert presences_at(lunch) == {"Ada": ("erased", None)}
