"""Which stories somebody is shown: who is alike comes first, each has their turn, and it is the same all week."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding.stories.choosing import Candidate, Likeness, Pick, Reader, example, likenesses, picks, week_of

FUNCTION, PLACE, QUESTION = Likeness
ADA = Reader(1, "Fitter", "Deventer", "time")


def candidate(number, function="", place="", department="", question="", teller=None):
    return Candidate(number, teller or number + 100, function, place, department or f"d{number}", question)


def test_same_function_comes_before_same_place_and_that_before_the_same_question():
    # given
    stories = [
        candidate(1),
        candidate(2, question="time"),
        candidate(3, place="deventer"),
        candidate(4, "fitter "),
        candidate(5, "Fitter", "Deventer"),
    ]

    # when
    chosen = picks(ADA, stories, week=5, most=5)

    # then
    assert chosen == [
        Pick(5, (FUNCTION, PLACE)),
        Pick(4, (FUNCTION,)),
        Pick(3, (PLACE,)),
        Pick(2, (QUESTION,)),
        Pick(1, ()),
    ]


def test_what_is_not_known_is_like_nothing():
    assert likenesses(Reader(1), candidate(1)) == ()


def test_nobody_is_shown_their_own():
    assert picks(ADA, [candidate(1, "Fitter", teller=1)], week=0) == []


def test_each_of_those_alike_has_a_turn_within_weeks():
    stories = [candidate(number, "Fitter") for number in range(1, 8)]
    seen = [{pick.story_id for pick in picks(ADA, stories, week=week)} for week in range(100, 107)]
    assert (set().union(*seen), {len(one) for one in seen}) == (set(range(1, 8)), {3})
    assert all(one != following for one, following in pairwise(seen))


def test_single_example_is_not_always_of_the_same_teller_and_only_of_somebody_alike():
    # given
    stories = [candidate(1, "Fitter"), candidate(2, place="Deventer"), candidate(3), candidate(4)]

    # when
    found = [example(ADA, stories, week=week) for week in range(4)]

    # then
    assert [pick.story_id for pick in found] == [1, 2, 1, 2]
    assert example(ADA, stories[2:], week=1) is None


def test_last_one_is_of_another_department_where_all_were_of_one():
    stories = [candidate(number, "Fitter", department="Seals") for number in range(1, 6)] + [candidate(9, department="Stores")]
    chosen = [pick.story_id for pick in picks(ADA, stories, week=3)]
    assert (chosen[-1], len(set(chosen))) == (9, 3)
    assert 9 not in [pick.story_id for pick in picks(ADA, stories, week=3, most=1)]


def test_teller_with_two_stories_stands_there_once_with_another_each_week():
    stories = [candidate(1, "Fitter", teller=7), candidate(2, place="Deventer", teller=8), candidate(3, "Fitter", teller=7)]
    assert [[pick.story_id for pick in picks(ADA, stories, week=week)] for week in (4, 5)] == [[1, 2], [3, 2]]


@pytest.mark.parametrize(("day", "days"), [(date(2026, 11, 30), 6), (date(2026, 12, 28), 6)], ids=["any", "new-year"])
def test_week_goes_from_monday_to_sunday(day, days):
    assert week_of(day) == week_of(day + timedelta(days=days)) == week_of(day - timedelta(days=1)) + 1


a_word = st.sampled_from(["", "a", "b"])
some = st.lists(st.builds(Candidate, st.integers(1, 30), st.integers(1, 8), a_word, a_word, a_word, a_word), max_size=20, unique_by=lambda one: one.story_id)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.builds(Reader, st.integers(1, 8), a_word, a_word, a_word), some, st.integers(0, 5000), st.integers(1, 4))
def test_whatever_there_is_to_choose_from(reader, stories, week, most):
    # when
    chosen = picks(reader, stories, week=week, most=most)

    # then
    by_id = {one.story_id: one for one in stories}
    tellers = [by_id[pick.story_id].teller_id for pick in chosen]
    others = {one.teller_id for one in stories} - {reader.person_id}
    assert chosen == picks(reader, list(reversed(stories)), week=week, most=most)
    assert (len(tellers), reader.person_id in tellers) == (len(set(tellers)), False)
    assert len(chosen) == min(most, len(others))
    assert all(pick.likenesses == likenesses(reader, by_id[pick.story_id]) for pick in chosen)
