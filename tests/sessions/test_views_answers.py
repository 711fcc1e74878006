"""The answer page behind the link of a mail: opening it records nothing, pressing does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from people import people as everybody
from people.models import Person
from sessions import links
from sessions.models import AnswerRecord, Rsvp
from tests.infra.pages import said, text, words


def link_of(session, person):
    query = select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.person_id == person.id)
    return links.answer_path(db.session.scalars(query.execution_options(populate_existing=True)).one())


def test_opening_a_link_records_nothing_however_it_is_opened(meetup, client, room, posted, ada):
    # given: scanners of mail servers follow every link of a mail, some with HEAD, some again and again
    session = meetup(invited=[ada])
    path = link_of(session, ada)
    before = posted(session)

    # when
    opened = [
        client.open(f"{path}{query}", method=method).status_code
        for method in ("GET", "HEAD", "OPTIONS")
        for query in ("", "?answer=yes&of=0", "?answer=no", "?noted=1", "?answer=<script>")
    ]

    # then
    assert opened == [200] * 15
    assert (room(session), posted(session)) == ({"Ada": ("needs-action", "none", None)}, before)


def test_the_page_says_what_was_pressed_in_the_mail_and_that_it_does_not_count_yet(meetup, client, ada):
    # given
    session = meetup(invited=[ada])

    # when
    page = client.get(f"{link_of(session, ada)}?answer=maybe&of=0")

    # then
    assert words(page, "h1") == ["Will you come, Ada?"]
    assert said(page) == ["You chose maybe in the mail. Press it once more here, and it counts."]
    assert "Opening this page has answered nothing yet." in text(page)


def test_pressing_answers_without_signing_in_and_pressing_twice_is_one_answer(meetup, client, room, ada):
    # given
    session = meetup(invited=[ada], capacity=1)
    path = link_of(session, ada)

    # when
    first, second = (client.post(path, data={"answer": "yes", "asked": "0"}) for _press in range(2))
    page = client.get(first.location)

    # then
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, f"{path}?noted=1")
    assert room(session) == {"Ada": ("accepted", "seated", None)}
    assert said(page) == ["Your seat is kept. We tell your calendar too. The message to your calendar is still on its way."]


def test_each_press_takes_the_same_few_statements(meetup, client, ada, count_queries):
    # given
    path = link_of(meetup(invited=[ada]), ada)
    counted = []

    # when
    for answer in ("yes", "maybe", "no"):
        with count_queries() as queries:
            client.post(path, data={"answer": answer, "asked": "0"})
        counted.append(len(queries))

    # then: as on the session page, where the first one asks who it is
    assert counted == [6 if db.engine.dialect.name == "sqlite" else 7] * 3


@pytest.mark.parametrize("answer", [{}, {"answer": ""}, {"answer": "accepted"}, {"answer": "YES"}])
def test_a_press_that_is_no_answer_records_nothing(meetup, client, room, ada, answer):
    # given
    session = meetup(invited=[ada])

    # when
    response = client.post(link_of(session, ada), data=answer)

    # then
    assert (response.status_code, room(session)) == (400, {"Ada": ("needs-action", "none", None)})


def test_a_link_of_a_mail_before_the_move_shows_the_new_date_and_answers_nothing_by_itself(meetup, client, change, room, ada):
    # given
    session = meetup(invited=[ada])
    path = link_of(session, ada)
    change(session, moved_by=timedelta(days=1))

    # when
    page = client.get(f"{path}?answer=yes&of=0")
    pressed_before = client.post(path, data={"answer": "yes", "asked": "0"})

    # then
    assert said(page) == ["This link belongs to an earlier date or place. Here is the new one."]
    assert "Wednesday 9 December, 10:00–11:00" in text(page)
    assert (pressed_before.status_code, said(pressed_before)) == (
        409,
        ["This belongs to an earlier date or place. Here is the new one."],
    )
    assert room(session) == {"Ada": ("needs-action", "none", None)}


def test_a_page_left_open_does_not_say_no_after_the_session_moved(meetup, client, say, change, ada):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    change(session, moved_by=timedelta(days=1))

    # when
    page = client.get(f"{link_of(session, ada)}?noted=1")

    # then
    assert (words(page, "h1"), said(page)) == (["Will you come, Ada?"], [])


@pytest.mark.parametrize("end", ["withdrawn", "cancelled", "left"])
def test_a_link_to_what_is_gone_says_so_and_takes_no_answer(meetup, client, withdraw, cancel, room, ada, end):
    # given
    session = meetup(invited=[ada])
    path = link_of(session, ada)
    if end == "withdrawn":
        withdraw(session, ada)
    elif end == "cancelled":
        cancel(session, "Snow.")
    else:
        with transaction():
            everybody.deactivate(db.session.get_one(Person, ada.id))

    # when
    page, pressed = client.get(path), client.post(path, data={"answer": "yes"})

    # then
    assert (page.status_code, pressed.status_code) == (410, 409 if end == "cancelled" else 410)
    assert words(page, "h1") == ["It does not take place" if end == "cancelled" else "You are not invited any more"]
    assert ("Snow." in text(page)) is (end == "cancelled")
    assert room(session) == {"Ada": ("needs-action", "none", None)}
    assert 'name="answer"' not in page.text


def test_a_link_to_what_is_over_says_so(meetup, client, clock, ada):
    # given
    session = meetup(invited=[ada])
    path = link_of(session, ada)
    clock.move_to(session.ends_at)

    # when
    page, pressed = client.get(path), client.post(path, data={"answer": "no"})

    # then
    assert (page.status_code, pressed.status_code) == (410, 410)
    assert "This session is over." in text(page)


def test_a_link_that_is_not_ours_says_so(client):
    # when
    page = client.get("/a/made-up")

    # then
    assert (page.status_code, words(page, "h1")) == (404, ["This link leads nowhere any more"])


def test_the_page_of_a_link_is_in_the_language_of_its_person(meetup, client, add_person):
    # given
    noor = add_person("Noor Jansen", language="nl")
    session = meetup(invited=[noor])

    # when
    page = client.get(link_of(session, noor), headers={"Accept-Language": "en"})

    # then
    assert '<html lang="nl"' in page.text


def test_a_word_and_the_consent_to_be_named_go_along(meetup, client, ada):
    # given
    session = meetup(invited=[ada], shows_who_comes=True)

    # when
    client.post(
        link_of(session, ada),
        data={"answer": "yes", "word": " I bring bread. " + "x" * 900, "asks_name": "1", "shows_name": "yes"},
    )

    # then
    rsvp = db.session.scalars(select(Rsvp)).one()
    assert (rsvp.comment, rsvp.shows_name) == ("I bring bread. " + "x" * (500 - 16), True)
    assert [record.via for record in db.session.scalars(select(AnswerRecord))] == ["link"]


def test_the_page_of_a_link_shows_nobody_elses_words_and_no_word_said_before(meetup, client, say, ada, dana):
    # given: whoever holds a forwarded mail sees this page
    session = meetup(invited=[ada, dana], shows_who_comes=True)
    say(session, ada, "accepted", comment="My knee hurts.", shows_name=True)
    say(session, dana, "declined", comment="I dislike lunches.")

    # when
    page = client.get(link_of(session, ada))

    # then
    assert [secret for secret in ("My knee hurts.", "I dislike lunches.", "Dana") if secret in page.text] == []


@pytest.mark.parametrize("end", ["withdrawn", "left"])
def test_who_is_not_invited_any_more_learns_nothing_of_the_session(meetup, client, change, cancel, withdraw, ada, end):
    # given: after the end it got another title, place and time, and was called off
    session = meetup(invited=[ada], address="Harbour 3")
    path = link_of(session, ada)
    before = client.get(path)
    if end == "withdrawn":
        withdraw(session, ada)
    else:
        with transaction():
            everybody.deactivate(db.session.get_one(Person, ada.id))
    change(session, title="Reorganisation", place="Hall 2", moved_by=timedelta(hours=3))
    cancel(session, "Everybody was let go.")

    # when
    pages = [client.get(path), client.get(f"{path}?answer=yes&noted=1"), client.post(path, data={"answer": "yes"})]

    # then
    told = ("Lunch and learn", "Reorganisation", "Hall 2", "Canteen", "Harbour 3", "Bo", "December", "let go")
    assert [word for word in told if word in text(before)] == ["Lunch and learn", "Canteen", "Harbour 3", "Bo", "December"]
    assert [word for word in told for page in pages if word in text(page)] == []
    assert [words(page, "h1") for page in pages] == [["You are not invited any more"]] * 3


def test_a_word_can_be_taken_back_by_the_link_and_stands_nowhere_any_more(meetup, client, client_of, ada, bo):
    # given
    session = meetup(invited=[ada])
    path, host = link_of(session, ada), client_of(bo)
    places = [f"/sessions/{session.id}/{page}" for page in (f"people/{ada.id}", "roster")]
    pages = {}

    # when: a word, an empty field on a page that does not show it, and a word taken back
    for step, data in (("said", {"word": "OOPS"}), ("unsaid", {"word": ""}), ("taken back", {"word": "", "takes_back": "yes"})):
        offers = "Take back what I wrote before" in client.get(path).text
        client.post(path, data={"answer": "yes", **data})
        pages[step] = (offers, [host.get(place).text.count("OOPS") for place in places])

    # then
    assert pages == {"said": (False, [2, 1]), "unsaid": (True, [2, 1]), "taken back": (True, [0, 0])}
    assert "Take back what I wrote before" not in client.get(path).text
