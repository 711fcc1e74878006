"""Dates come and go, also while the poll is open."""

from datetime import timedelta

import pytest

from database import transaction
from sessions.errors import DetailsInvalid
from sessions.polls import dates, polls
from sessions.polls.errors import PollClosed, PollMissing

DAY, MINUTES = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def add(now):
    """`add(poll, 9)`: the day in nine days; how many are asked again."""

    def one_more(made, days, *, at=None):
        with transaction():
            return dates.add(made.id, now + days * DAY, now=at or now)

    return one_more


@pytest.fixture
def remove(now):
    """`remove(poll, 0)`: the first date goes."""

    def take_away(made, number, *, at=None):
        with transaction():
            return dates.remove(made.id, polls.lock(made.id).dates[number].id, now=at or now)

    return take_away


def test_add_keeps_the_dates_in_order(poll, add, marked, now, ada):
    # given
    draft = poll(asked=[ada], opened=False)

    # when
    add(draft, 10)
    with transaction():
        days = [(date.starts_at - now).days for date in polls.lock(draft.id).dates]

    # then
    assert days == [7, 10, 14, 21]


@pytest.mark.parametrize(
    ("days", "says"),
    [(0, "This date lies in the past."), (-1, "This date lies in the past."), (7, "This date is on the list already.")],
)
def test_add_refuses_what_nobody_could_choose(poll, add, ada, days, says):
    # given
    made = poll(asked=[ada])

    # when
    with pytest.raises(DetailsInvalid) as refused:
        add(made, days)

    # then
    assert (refused.value.field, refused.value.message) == ("starts_at", says)


def test_add_stops_at_twenty(poll, add):
    # given
    draft = poll(opened=False, days=range(1, 21))

    # when
    with pytest.raises(DetailsInvalid) as refused:
        add(draft, 21)

    # then
    assert refused.value.message == "Twenty dates are enough. Take one away first."


def test_add_asks_again_who_had_answered_once_until_they_answer_anew(
    poll, mark, add, deliver, smtp_sink, poll_mails, clock, now, ada, bo
):
    # given: Ada has answered, Bo has not
    made = poll(asked=[ada, bo])
    deliver()
    mark(made, ada, "yes", "no", "no")

    # when: three dates within a few minutes, one the next day
    counts = [add(made, day, at=now + number * MINUTES) for number, day in enumerate((8, 9, 10))]
    clock.move_to(now + 20 * MINUTES)
    deliver()
    counts.append(add(made, 11, at=now + DAY))
    mark(made, ada, "yes", at=now + DAY + MINUTES)
    counts.append(add(made, 12, at=now + DAY + 2 * MINUTES))

    # then
    assert counts == [1, 0, 0, 0, 1]
    assert sorted(poll_mails(made)[:2]) == [("", "ada", "sent"), ("", "bo", "sent")]
    assert poll_mails(made)[2:] == [("dates", "ada", "sent"), ("dates", "ada", "queued")]


def test_the_mail_about_more_dates_names_all_of_them_ten_minutes_later(
    poll, mark, add, deliver, smtp_sink, words_of, clock, now, ada
):
    # given
    made = poll(asked=[ada])
    deliver()
    mark(made, ada, "yes", "no", "no")
    smtp_sink.received.clear()

    # when
    add(made, 8)
    add(made, 9, at=now + 5 * MINUTES)
    deliver()
    at_once = len(smtp_sink.received)
    clock.move_to(now + 11 * MINUTES)
    deliver()

    # then
    (mail,) = smtp_sink.received
    assert (at_once, mail.message["Subject"]) == (0, "More dates to choose from: Winter lunch")
    assert "Wednesday 9 December, 10:00–11:00 - Thursday 10 December, 10:00–11:00" in words_of(mail)


def test_who_answered_anew_before_the_mail_left_is_not_asked(poll, mark, add, deliver, smtp_sink, clock, now, ada):
    # given
    made = poll(asked=[ada])
    deliver()
    mark(made, ada, "yes")
    smtp_sink.received.clear()
    add(made, 8)

    # when
    mark(made, ada, "yes", "yes", at=now + MINUTES)
    clock.move_to(now + 11 * MINUTES)
    deliver()

    # then
    assert smtp_sink.received == []


def test_remove_takes_the_marks_along_and_tells_nobody(poll, mark, remove, marked, poll_mails, ada):
    # given
    made = poll(asked=[ada])
    mark(made, ada, "yes", "no", "if-need-be")
    before = poll_mails(made)

    # when
    remove(made, 0)

    # then
    assert (marked(made), poll_mails(made)) == ({"Ada": ["no", "if-need-be"]}, before)


def test_remove_leaves_an_open_poll_two_dates_that_lie_ahead(poll, remove, now, ada):
    # given
    made = poll(asked=[ada])

    # when: of three the first has passed
    with pytest.raises(PollClosed):
        remove(made, 1, at=now + 8 * DAY)
    remove(made, 0, at=now + 8 * DAY)

    # then
    with transaction():
        assert [(date.starts_at - now).days for date in polls.lock(made.id).dates] == [14, 21]


def test_remove_empties_a_draft(poll, remove):
    # given
    draft = poll(opened=False, days=(7,))

    # when
    remove(draft, 0)

    # then
    with transaction():
        assert polls.lock(draft.id).dates == []


def test_remove_knows_only_the_dates_of_its_poll(poll, now, ada):
    # given
    made, other = poll(asked=[ada]), poll(asked=[ada])

    # when
    with pytest.raises(PollMissing), transaction():
        dates.remove(made.id, other.dates[0].id, now=now)

    # then
    with transaction():
        assert len(polls.lock(other.id).dates) == 3


def test_a_closed_poll_keeps_its_dates(poll, add, remove, now, ada):
    # given
    made = poll(asked=[ada])
    with transaction():
        polls.close(made.id, word="", now=now)

    # when
    for step in (lambda: add(made, 8), lambda: remove(made, 0)):
        with pytest.raises(PollClosed):
            step()

    # then
    with transaction():
        assert len(polls.lock(made.id).dates) == 3
