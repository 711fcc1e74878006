"""The mail afterwards: the questions, one next step, and no more."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from calendars import attendee
from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person
from sessions.feedback import mails

DAY = timedelta(days=1)


@pytest.fixture
def letter(ask, deliver, clock, smtp_sink):
    """The mail that this person got afterwards."""

    def send(person):
        ask()
        deliver()
        return next(mail for mail in smtp_sink.to(person.email) if not attendee.calendar_of(mail.raw))

    return send


def test_it_asks_and_names_who_answers_questions(had_lunch, letter, link_in, words_of, colleagues, ada):
    # given
    had_lunch(ada, *colleagues(9))

    # when
    mail = letter(ada)

    # then
    words = words_of(mail)
    assert str(mail.message["Subject"]) == "How was it? Lunch and learn"
    assert "3 questions, and no need to sign in. Nobody can tell who said what" in words
    assert "Bo Lindqvist answers questions. Just reply to this mail." in words
    assert (str(mail.message["Reply-To"]), link_in(mail) != "") == ("bo@brink-waal.example", True)


def test_a_session_ahead_is_the_one_next_step(had_lunch, letter, words_of, meetup, ada):
    # given
    meetup(invited=[ada], title="Show your work")
    had_lunch(ada)

    # when
    words = words_of(letter(ada))

    # then
    assert "“Show your work” has seats, Tuesday 8 December, 10:00–11:00. You are invited." in words
    assert "answers questions" not in words


def test_of_too_few_nothing_is_asked(had_lunch, letter, link_in, ada):
    # given
    had_lunch(ada)

    # when
    mail = letter(ada)

    # then
    assert (str(mail.message["Subject"]), link_in(mail)) == ("After “Lunch and learn”", "")


def test_each_reads_it_in_their_own_language(had_lunch, letter, words_of, colleagues, ada):
    # given
    with transaction():
        db.session.get_one(Person, ada.id).language = "nl"
    had_lunch(ada, *colleagues(9))

    # when
    words = words_of(letter(ada))

    # then
    assert "Beste Ada" in words


def test_who_paused_meanwhile_hears_nothing(had_lunch, ask, deliver, smtp_sink, clock, ada):
    # given
    had_lunch(ada)
    ask()
    with transaction():
        db.session.get_one(Person, ada.id).wants_nudges = False

    # when
    deliver()

    # then
    db.session.rollback()
    states = db.session.scalars(select(OutgoingMail.state).where(OutgoingMail.kind == "sessions.afterwards")).all()
    assert [state.value for state in states] == ["dropped"]


def test_a_batch_takes_a_constant_number_of_queries(had_lunch, colleagues, ask, count_queries, now):
    # given
    people = colleagues(6)
    had_lunch(*people)
    ask()
    rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "sessions.afterwards")).all()

    # when
    counted = []
    for batch in (rows[:1], rows):
        db.session.expunge_all()
        with count_queries() as queries:
            mails.letters(batch, now=now)
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1]


def test_one_press_pauses_mails_like_this(had_lunch, letter, words_of, client, ada):
    # given
    had_lunch(ada)

    # when
    path = re.search(r"http://foyer\.example(/nudges/\S+)", words_of(letter(ada))).group(1)

    # then
    assert client.get(path).status_code == 200
