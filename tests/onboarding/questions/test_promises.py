"""Who promised an answer hears of the day: once before, once after, nobody else, and never too often."""

from datetime import date, timedelta

import pytest

from onboarding.questions import promises
from people import nudges

DAY = timedelta(days=1)
THURSDAY = date(2026, 12, 3)


@pytest.fixture
def promised(asked, do, bo):
    """Bo answers Ada's question by Thursday; `now` is Tuesday."""
    number = asked()
    do(lambda *, now: promises.promise(number, THURSDAY, by=bo, today=now.date()))
    return number


@pytest.fixture
def hears(do, clock, sent, smtp_sink, bo, now):
    """`hears(2)`: two days later; the subjects of all that Bo got until then."""
    gone = [0]

    def run(days):
        clock.shift((days - gone[0]) * DAY + (timedelta(hours=2) if not gone[0] else timedelta()))
        gone[0] = days
        for _twice in range(2):
            do(promises.tell_due, at=now + days * DAY + timedelta(hours=1))
        sent()
        return [mail.message["Subject"] for mail in smtp_sink.to(bo.email)]

    return run


BEFORE, AFTER = "You would answer by Thursday 3 December", "Your day for an answer is over, and that is fine"


def test_once_before_and_once_after(promised, hears, smtp_sink, ada, dana):
    assert [hears(days) for days in (0, 1, 2, 3, 4)] == [[], [BEFORE], [BEFORE], [BEFORE, AFTER], [BEFORE, AFTER]]
    assert [smtp_sink.to(person.email) for person in (ada, dana)] == [[], []]


def test_who_has_answered_hears_nothing(promised, answered, hears):
    answered(promised)
    assert (hears(1), hears(3)) == ([], [])


def test_who_gave_it_back_hears_nothing(promised, do, hears, bo):
    do(lambda *, now: promises.give_back(promised, by=bo))
    assert (hears(1), hears(3)) == ([], [])


def test_a_promise_for_tomorrow_needs_no_reminder(asked, do, hears, bo, now):
    number = asked()
    do(lambda *, now: promises.promise(number, now.date() + DAY, by=bo, today=now.date()))
    assert (hears(0), hears(1)) == ([], [])


def test_it_is_a_nudge_like_all_others(promised, do, hears, bo, now):
    do(lambda *, now: nudges.record_many([bo.id] * nudges.NUDGES_A_MONTH, "other", now=now))
    assert (hears(1), hears(3)) == ([], [])


def test_a_pause_holds_for_it(promised, do, hears, bo, now):
    do(lambda person, *, now: nudges.pause(person, (now + 20 * DAY).date(), now=now), bo)
    assert (hears(1), hears(3)) == ([], [])
