"""Who is asked how it was, and when; a nudge like any other."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people import nudges
from people.models import Person
from sessions.feedback import questions
from sessions.feedback.models import FeedbackState

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def asked():
    """Who has a mail on its way, by first name."""
    db.session.rollback()
    rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "sessions.afterwards").order_by(OutgoingMail.id))
    return [db.session.get(Person, row.person_id).name.split()[0] for row in rows]


def test_whoever_had_a_seat_is_asked_where_nobody_ticked(had_lunch, ask, say, ada, dana, now):
    # given
    session = had_lunch(ada, dana)
    say(session, dana, "declined", at=now - DAY)

    # then
    assert (ask(), asked()) == (1, ["Ada"])


def test_who_came_is_asked_where_somebody_ticked(had_lunch, ask, ticks, ada, dana):
    # given
    ticks(had_lunch(ada, dana), dana)

    # then
    assert (ask(), asked()) == (1, ["Dana"])


def test_a_host_is_not_asked(had_lunch, ask, ada, bo):
    # given
    had_lunch(ada, bo)

    # then
    assert (ask(), asked()) == (1, ["Ada"])


def test_everybody_is_asked_once(had_lunch, ask, ada, now):
    # given
    had_lunch(ada)

    # then
    assert [ask(), ask(), ask(at=now + DAY)] == [1, 0, 0]


@pytest.mark.parametrize(("hours", "mails"), [(2, 0), (3, 1), (47, 1), (48, 0)])
def test_asks_some_hours_after_the_end_and_not_days_later(had_lunch, ask, ada, now, hours, mails):
    # given
    session = had_lunch(ada)

    # then
    assert ask(at=session.ends_at + hours * HOUR) == mails


def test_a_cancelled_date_asks_nobody(had_lunch, ask, cancel, ada, now):
    # given
    session = had_lunch(ada, starts_at=now - 5 * HOUR)
    cancel(session, at=now - 6 * HOUR)

    # then
    assert ask() == 0


def test_it_counts_as_a_nudge(had_lunch, ask, ada, dana, now):
    # given
    with transaction():
        db.session.get_one(Person, dana.id).wants_nudges = False
        for day in range(4):
            nudges.record(ada.id, "test", now=now - day * DAY)
    had_lunch(ada, dana)

    # then
    assert ask() == 0


def test_the_mail_counts_against_the_next_nudge(had_lunch, ask, ada, now):
    # given
    with transaction():
        for day in range(3):
            nudges.record(ada.id, "test", now=now - day * DAY)
    had_lunch(ada)

    # when
    ask()

    # then
    assert nudges.may_nudge(ada, now=now) is False


def test_quiet_hours_are_kept(had_lunch, ask, ada, now):
    # given
    with transaction():
        person = db.session.get_one(Person, ada.id)
        person.quiet_from_hour, person.quiet_until_hour = 8, 14
    had_lunch(ada)

    # when
    ask()

    # then
    assert db.session.scalars(select(OutgoingMail.due_at).where(OutgoingMail.kind == "sessions.afterwards")).all() == [
        now + 4 * HOUR
    ]


def test_of_fewer_than_five_nothing_is_asked(had_lunch, ask, colleagues):
    # given
    session = had_lunch(*colleagues(4))

    # when
    ask()

    # then
    kept = questions.feedback_of(session.id)
    assert (kept.state, kept.asked) == (FeedbackState.CLOSED, 0)
    assert len(asked()) == 4


def test_a_small_group_is_not_asked_for_words_nobody_would_read(had_lunch, ask, colleagues):
    # given
    session = had_lunch(*colleagues(9))

    # when
    ask()

    # then
    assert questions.read(questions.feedback_of(session.id)) == [questions.OF_THE_HOUSE[0]]


def test_ten_people_are_asked_all_of_it(had_lunch, ask, colleagues, now):
    # given
    session = had_lunch(*colleagues(10))

    # when
    ask()

    # then
    kept = questions.feedback_of(session.id)
    assert (kept.state, kept.asked, kept.closes_on) == (FeedbackState.ASKING, 10, (now + 7 * DAY).date())
    assert questions.read(kept) == list(questions.OF_THE_HOUSE)
