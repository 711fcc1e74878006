"""The answer for all dates, and the dates that answer for themselves."""

from datetime import timedelta

from sessions.models import Via

YES, NO, OPEN = ("accepted", "seated"), ("declined", "none"), ("needs-action", "none")


def test_answer_for_the_series_counts_at_every_date(weekly, say_all, row, told, ada):
    # given
    series = weekly(invited=[ada])

    # when
    recorded = say_all(series, ada, "accepted")

    # then
    assert len(recorded.applied) == 6
    assert row(series, ada) == ("accepted", [YES] * 6)
    assert told(series) == [("invited", "ada", 0, "replaced"), ("answered", "ada", 0, "queued")]


def test_answer_for_one_date_beats_that_for_the_series_whichever_came_first(weekly, say, say_all, dates, row, ada):
    # given
    series = weekly(invited=[ada])
    third = dates(series)[2]

    # when
    say(third, ada, "declined")
    recorded = say_all(series, ada, "accepted")

    # then
    assert [rsvp.session_id for rsvp in recorded.kept] == [third.id]
    assert row(series, ada) == ("accepted", [YES, YES, NO, YES, YES, YES])


def test_answer_for_every_date_takes_those_along_that_were_answered_alone(weekly, say, say_all, dates, row, ada):
    # given
    series = weekly(invited=[ada])
    say(dates(series)[2], ada, "declined")

    # when
    say_all(series, ada, "accepted", every_date=True)

    # then
    assert row(series, ada) == ("accepted", [YES] * 6)


def test_each_date_has_its_own_seats_and_waiting_list(weekly, say, say_all, dates, row, ada, bo):
    # given
    series = weekly(invited=[ada, bo], capacity=1)
    say(dates(series)[0], bo, "accepted")

    # when
    say_all(series, ada, "accepted")

    # then
    assert row(series, ada) == ("accepted", [("accepted", "waiting"), *[YES] * 5])

    # when: the first date frees
    say(dates(series)[0], bo, "declined")

    # then
    assert row(series, ada) == ("accepted", [YES] * 6)


def test_group_that_stays_together_keeps_a_seat_that_is_missed_once(weekly, say, say_all, dates, row, ada, bo):
    # given
    series = weekly(invited=[ada, bo], capacity=1, plan={"keeps_group": True})
    say_all(series, bo, "accepted")
    say_all(series, ada, "accepted")

    # when: Bo misses one date
    say(dates(series)[1], bo, "declined")

    # then: it is nobody else's
    assert row(series, ada) == ("accepted", [("accepted", "waiting")] * 6)
    assert row(series, bo) == ("accepted", [YES, NO, YES, YES, YES, YES])

    # when: Bo leaves the group
    say_all(series, bo, "declined")

    # then: the seat of the group is Ada's, at every date
    assert row(series, ada) == ("accepted", [YES] * 6)
    assert row(series, bo) == ("declined", [NO] * 6)


def test_dates_that_are_over_keep_what_was_said(weekly, say_all, row, now, ada):
    # given
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")

    # when
    say_all(series, ada, "declined", at=now + timedelta(days=15))

    # then: the first two have begun
    assert row(series, ada) == ("declined", [YES, YES, NO, NO, NO, NO])


def test_late_joiner_is_asked_from_the_next_date_on(weekly, invite, dates, row, told, now, dana):
    # given
    series = weekly()

    # when
    invite(dates(series)[0], dana, at=now + timedelta(days=15))

    # then
    assert row(series, dana) == ("needs-action", [OPEN] * 4)
    assert told(series) == [("invited", "dana", 0, "queued")]


def test_leaver_is_told_once_for_all_dates(weekly, say_all, withdraw, dates, row, told, deliver, ada):
    # given
    series = weekly(invited=[ada])
    deliver()
    say_all(series, ada, "accepted", via=Via.WEB)
    deliver()

    # when
    withdraw(dates(series)[3], ada)

    # then
    assert row(series, ada) == ("needs-action", [OPEN] * 6)
    assert told(series)[-1] == ("withdrawn", "ada", 1, "queued")
