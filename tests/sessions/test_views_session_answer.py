"""Answering on the page of a session."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from database import db
from sessions import answers_together
from sessions.models import Rsvp
from tests.infra.pages import fields, said, text, words

DAY = timedelta(days=1)


def sheet(page):
    """The heading of what is asked of the reader."""
    return words(page, "form", "answer-sheet")


def press(browser, session, answer, **more):
    return browser.post(f"/sessions/{session.id}/answer", data={"answer": answer, **more}, follow_redirects=True)


@pytest.mark.parametrize(
    ("answer", "says", "heading"),
    [
        ("yes", "Your seat is kept. We tell your calendar too.", "You have a seat"),
        ("maybe", "Noted as maybe. We ask once more, on Saturday 5 December.", "You said maybe"),
        ("no", "Noted, and no reason needed.", "Not coming"),
    ],
)
def test_an_answer_is_noted_and_the_message_to_the_calendar_is_said_to_be_on_its_way(
    meetup, client_of, room, ada, answer, says, heading
):
    # given
    session = meetup(invited=[ada])

    # when
    page = press(client_of(ada), session, answer)

    # then
    assert said(page) == [says]
    assert sheet(page)[0].startswith(f"{heading} The message to your calendar is still on its way.")


def test_each_answer_takes_the_same_few_statements(meetup, client_of, ada, count_queries):
    # given
    path = f"/sessions/{meetup(invited=[ada]).id}/answer"
    browser = client_of(ada)
    counted = []

    # when
    for answer in ("yes", "maybe", "no"):
        with count_queries() as queries:
            browser.post(path, data={"answer": answer})
        counted.append(len(queries))

    # then: who asks; session and answer, which PostgreSQL locks first; the record; the message (what does it replace, its row); the answer's row
    assert counted == [6 if db.engine.dialect.name == "sqlite" else 7] * 3


def test_a_yes_to_a_full_session_says_the_place_in_line(meetup, say, client_of, ada, colleagues):
    # given
    first, second = colleagues(2)
    session = meetup(invited=[first, second, ada], capacity=1)
    for person in (first, second):
        say(session, person, "accepted")
    browser = client_of(ada)
    before = browser.get(f"/sessions/{session.id}")

    # when
    page = press(browser, session, "yes")

    # then
    assert "You join the waiting list" in sheet(before)[0]
    assert said(page) == ["All seats are taken. You are second in line; we write as soon as one frees."]
    assert sheet(page)[0].startswith("You are second in line All seats are taken. We write as soon as one frees.")


@pytest.mark.parametrize(("capacity", "told"), [(None, False), (3, True)])
def test_seat_goes_to_somebody_else_only_where_seats_are_counted(meetup, client_of, ada, capacity, told):
    # when
    page = text(press(client_of(ada), meetup(invited=[ada], capacity=capacity), "yes"))

    # then
    assert ("Your seat becomes free for somebody else" in page, "your seat becomes free" in page) == (told, told)


def test_declining_asks_for_no_reason_and_takes_none(meetup, client_of, room, ada):
    # given
    session = meetup(invited=[ada])
    browser = client_of(ada)

    # when
    page = press(browser, session, "no", word="")

    # then
    assert room(session) == {"Ada": ("declined", "none", None)}
    assert [field for field in ("required", "reason=", 'name="reason"') if field in page.text.partition("<main")[2]] == []


@pytest.mark.parametrize("data", [{}, {"answer": "accepted"}, {"answer": ["no", "yes"], "x": "1"}])
def test_only_the_first_of_the_three_answers_counts(meetup, client_of, room, ada, data):
    # given
    session = meetup(invited=[ada])

    # when
    response = client_of(ada).post(f"/sessions/{session.id}/answer", data=data)

    # then
    counts = isinstance(data.get("answer"), list)
    assert response.status_code == (303 if counts else 400)
    assert room(session)["Ada"][0] == ("declined" if counts else "needs-action")


def test_nobody_answers_who_was_not_invited(meetup, client_of, client, room, ada, bo, chen, dana):
    # given
    session = meetup(invited=[ada])

    # when
    answers = {
        person.name.split()[0]: client_of(person).post(f"/sessions/{session.id}/answer", data={"answer": "yes"})
        for person in (bo, chen, dana)
    }
    visitor = client.post(f"/sessions/{session.id}/answer", data={"answer": "yes"})

    # then
    assert {name: answer.status_code for name, answer in answers.items()} == {"Bo": 303, "Chen": 303, "Dana": 404}
    assert visitor.location == "/sign-in"
    assert room(session) == {"Ada": ("needs-action", "none", None)}


def test_a_page_made_before_the_move_records_nothing(meetup, client_of, change, room, ada):
    # given
    session = meetup(invited=[ada])
    browser = client_of(ada)
    form = fields(browser.get(f"/sessions/{session.id}"))
    change(session, moved_by=DAY)

    # when
    page = press(browser, session, "yes", **form)
    again = press(browser, session, "yes", **fields(page))

    # then
    assert said(page) == ["This belongs to an earlier date or place. Here is the new one."]
    assert "Wednesday 9 December" in text(page)
    assert said(again) == ["Your seat is kept. We tell your calendar too."]
    assert room(session) == {"Ada": ("accepted", "seated", None)}


def test_after_the_date_to_answer_only_a_no_counts(meetup, client_of, clock, room, ada, now):
    # given
    session = meetup(invited=[ada], rsvp_until=now + DAY)
    clock.move_to(now + 2 * DAY)
    browser = client_of(ada)

    # when
    yes = press(browser, session, "yes")
    kept = room(session)
    no = press(browser, session, "no")

    # then
    assert said(yes) == ["The date to answer has passed. You can still say no; for anything else, write to the host."]
    assert "The date to answer has passed. You can still say no." in text(yes)
    assert (kept, room(session)) == ({"Ada": ("needs-action", "none", None)}, {"Ada": ("declined", "none", None)})
    assert said(no) == ["Noted, and no reason needed."]


def test_consent_is_given_and_taken_back_with_an_answer(meetup, client_of, ada):
    # given
    session = meetup(invited=[ada], shows_who_comes=True)
    browser = client_of(ada)

    # when
    kept = []
    for more in ({"asks_name": "1", "shows_name": "yes"}, {}, {"asks_name": "1"}):
        press(browser, session, "yes", **more)
        db.session.expire_all()
        kept.append(db.session.scalars(select(Rsvp.shows_name)).one())

    # then: a form that did not ask changes nothing
    assert kept == [True, True, False]


def test_a_word_is_kept_shown_to_its_writer_and_can_be_emptied(meetup, client_of, ada):
    # given
    session = meetup(invited=[ada])
    browser = client_of(ada)

    # when
    first = press(browser, session, "yes", word="I bring <b>bread</b>.")
    shown = fields(first)["word"]
    emptied = fields(press(browser, session, "yes", word=""))["word"]

    # then
    assert (shown, emptied) == ("I bring <b>bread</b>.", "")
    assert "<b>bread" not in first.text


@pytest.fixture
def piles(app, monkeypatch):
    """How many answers were written at a time. The first waits for `piles.others` to come; then they are written by `piles.write`."""
    waiting, found = app.extensions["answers_together"], SimpleNamespace(sizes=[], others=0, write=answers_together.record_all)

    def write(givens):
        found.sizes.append(len(givens))
        end = time.monotonic() + 10
        while len(found.sizes) == 1 and len(waiting._waiting) < found.others and time.monotonic() < end:
            time.sleep(0.005)
        return found.write(givens)

    monkeypatch.setattr(answers_together, "record_all", write)
    return found


def test_people_who_answer_at_the_same_moment_each_see_their_own_answer(meetup, client_of, at_once, colleagues, piles):
    # given
    people = colleagues(5)
    session, browsers = meetup(invited=people), [client_of(person) for person in people]
    piles.others = 4
    words = ("yes", "maybe", "no", "yes", "maybe")

    # when
    pages = at_once(
        *(lambda browser=browser, word=word: press(browser, session, word) for browser, word in zip(browsers, words, strict=True))
    )

    # then
    assert piles.sizes == [1, 4]
    assert [sheet(page)[0].split(" The message")[0] for page in pages] == [
        {"yes": "You have a seat", "maybe": "You said maybe", "no": "Not coming"}[word] for word in words
    ]


def test_an_answer_that_cannot_be_written_with_others_is_written_alone(meetup, client_of, at_once, colleagues, add_person, piles):
    # given: three at once, of whom one is not invited; and what writes them together breaks
    people = [*colleagues(2), add_person("Eve Outsider")]
    session, browsers = meetup(invited=people[:2]), [client_of(person) for person in people]
    piles.others, piles.write = 2, lambda _givens: 1 / 0

    # when
    pages = at_once(*(lambda browser=browser: press(browser, session, "yes") for browser in browsers))

    # then
    assert [page.status_code for page in pages] == [200, 200, 404]
    assert [sheet(page)[0].startswith("You have a seat") for page in pages[:2]] == [True, True]
