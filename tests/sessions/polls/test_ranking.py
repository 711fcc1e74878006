"""Which date leaves the fewest people out."""

from datetime import UTC, datetime, timedelta

import pytest

from people.models import Person
from sessions.polls.models import Mark, PollDate
from sessions.polls.ranking import rank

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
Y, I, N = Mark.YES, Mark.IF_NEED_BE, Mark.NO  # noqa: E741


def table(*columns):
    """Dates a day apart from tomorrow on, one column of marks each: who is in which row."""
    dates = [PollDate(id=number, starts_at=NOW + timedelta(days=number)) for number in range(1, len(columns) + 1)]
    people = [Person(id=number, name=f"P{number}") for number in range(1, len(columns[0]) + 1)]
    marks = {
        (person.id, date.id): mark
        for date, column in zip(dates, columns, strict=True)
        for person, mark in zip(people, column, strict=True)
        if mark
    }
    return dates, people, marks


@pytest.mark.parametrize(
    ("columns", "order"),
    [
        ([[Y, Y, N], [I, I, I]], [2, 1]),  # everybody if need be beats two gladly and one left out
        ([[Y, I, I], [Y, Y, I]], [2, 1]),  # nobody left out: the more yes the better
        ([[Y, N], [N, Y]], [1, 2]),  # a tie: the earlier
        ([[None, None], [Y, None]], [2, 1]),
        ([[N, N], [None, None]], [2, 1]),
        ([[Y, Y, Y, N], [Y, None, None, None]], [2, 1]),
        ([[N, Y, Y], [N, N, Y], [Y, Y, N], [Y, Y, Y]], [4, 1, 3, 2]),
    ],
)
def test_rank_puts_who_would_be_left_out_before_sums(columns, order):
    # when
    ranked = rank(*table(*columns), now=NOW)

    # then
    assert [one.date.id for one in ranked] == order


def test_rank_puts_what_has_passed_last():
    # given
    dates, people, marks = table([Y, Y], [N, N], [N, Y])

    # when
    ranked = rank(dates, people, marks, now=NOW + timedelta(days=1))

    # then
    assert [(one.date.id, one.is_past) for one in ranked] == [(3, False), (2, False), (1, True)]


def test_ranked_date_names_everybody_once():
    # when
    (ranked,) = rank(*table([Y, N, I, None, N]), now=NOW)

    # then
    names = [[person.name for person in group] for group in (ranked.yes, ranked.if_need_be, ranked.no, ranked.unanswered)]
    assert names == [["P1"], ["P3"], ["P2", "P5"], ["P4"]]


@pytest.mark.parametrize(
    ("column", "nobody"), [([Y, I], True), ([Y, None], True), ([I, None], True), ([Y, N], False), ([None, None], False)]
)
def test_a_date_leaves_nobody_out_when_whoever_spoke_could_come(column, nobody):
    assert rank(*table(column), now=NOW)[0].leaves_nobody_out is nobody
