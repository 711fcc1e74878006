"""What of answers may be said: within a wave, by department, and from wave to wave."""

import itertools
import random

import pytest

from onboarding.surveys import results
from onboarding.surveys.questions import Kind, Question
from onboarding.surveys.results import Figure, Given, Third

FIVE = Question(Kind.OWN, words="I find it.")
TURNED = Question(Kind.SAFETY, item=0)
SEVEN = Question(Kind.SAFETY, item=1)


def given(no=0, between=0, yes=0, department=""):
    return [Given(step, department) for step, number in ((1, no), (3, between), (5, yes)) for _one in range(number)]


def thirds(result):
    return [result.thirds[third].count for third in results.THIRDS]


@pytest.mark.parametrize(
    ("question", "step", "third"),
    [
        pytest.param(FIVE, 2, Third.NO, id="second-of-five"),
        pytest.param(FIVE, 3, Third.BETWEEN, id="middle-of-five"),
        pytest.param(FIVE, 4, Third.YES, id="fourth-of-five"),
        pytest.param(SEVEN, 3, Third.NO, id="third-of-seven"),
        pytest.param(SEVEN, 5, Third.YES, id="fifth-of-seven"),
        pytest.param(TURNED, 7, Third.NO, id="fits-exactly-turned-round"),
        pytest.param(TURNED, 1, Third.YES, id="does-not-fit-turned-round"),
    ],
)
def test_steps_are_read_in_three(question, step, third):
    assert results.third_of(question.scored(step), question.steps) is third


@pytest.mark.parametrize(
    ("answers", "total", "shown", "most"),
    [
        pytest.param(given(yes=4), None, [None, None, None], None, id="four-people"),
        pytest.param(given(no=1, yes=4), 5, [None, None, None], True, id="five-most-say-yes"),
        pytest.param(given(no=4, yes=3), 7, [None, None, None], False, id="seven-fewer-than-half"),
        pytest.param(given(no=6, between=7, yes=9), 22, [6, 7, 9], None, id="all-large"),
        pytest.param(given(no=7, between=7, yes=1), 15, [7, None, None], None, id="one-small-hides-a-neighbour"),
        pytest.param(given(yes=20), 20, [None, None, None], True, id="nobody-said-no-is-said-of-each"),
    ],
)
def test_a_wave_says_what_stands_for_five(answers, total, shown, most):
    # when
    (result,) = results.over_waves(FIVE, [answers])

    # then
    assert (result.total.count, sorted(thirds(result), key=str), result.most) == (total, sorted(shown, key=str), most)


def test_a_department_that_is_small_takes_a_neighbour_with_it():
    # given
    answers = [
        *given(no=6, between=6, yes=6, department="Finance"),
        *given(yes=3, department="Legal"),
        *given(no=7, between=7, yes=7, department="Works"),
        *given(no=8, between=8, yes=8, department="Yard"),
    ]

    # when
    (result,) = results.over_waves(FIVE, [answers])

    # then: neighbours by name, and nothing of theirs follows from the rest
    assert {name: figure.count for name, figure in result.departments.items()} == {
        "Finance": None,
        "Legal": None,
        "Works": 21,
        "Yard": 24,
    }
    assert all(result.cells[name, third].count is None for name in ("Finance", "Legal") for third in results.THIRDS)


def test_from_wave_to_wave_a_number_moves_by_five():
    # given: one comes, one changes their mind, then many
    waves = [given(6, 7, 9), given(6, 7, 10), given(7, 6, 10), given(6, 7, 20)]

    # when
    found = results.over_waves(FIVE, waves)

    # then
    as_before = Figure(22, is_before=True)
    assert [result.total for result in found] == [Figure(22), as_before, as_before, Figure(33)]
    assert [thirds(result) for result in found] == [[6, 7, 9], [6, 7, 9], [6, 7, 9], [6, 7, 20]]


def test_one_person_is_never_the_difference():
    """Random companies, each with one person fewer or another one in the next wave: no figure differs, or appears."""
    rng = random.Random(7)
    for _round in range(400):
        first = [Given(rng.choice([1, 3, 5]), rng.choice("ABCD")) for _one in range(rng.randrange(5, 80))]
        second = [*first]
        second.pop(rng.randrange(len(second)))
        if rng.random() < 0.5:
            second.append(Given(rng.choice([1, 3, 5]), rng.choice("ABCD")))
        one, other = results.over_waves(FIVE, [first, second])
        for before, after in itertools.chain(
            [(one.total, other.total)],
            ((one.thirds[third], other.thirds[third]) for third in results.THIRDS),
            ((one.departments[name], other.departments[name]) for name in set(one.departments) & set(other.departments)),
            ((one.cells[cell], other.cells[cell]) for cell in set(one.cells) & set(other.cells)),
        ):
            if after.count is not None:
                assert after.count == before.count


def test_what_was_withheld_is_not_told_by_one_person_more():
    """Four say yes and nobody is told; a fifth comes, whom all know. What they said, and that it was four before, stays open."""
    # given
    waves = [given(8, 9, 4), given(8, 9, 5), given(8, 9, 8), given(8, 9, 9)]

    # then
    assert [result.thirds[Third.YES] for result in results.over_waves(FIVE, waves)] == [Figure(), Figure(), Figure(), Figure(9)]


def test_a_share_that_stands_as_before_is_no_measurement():
    # given
    waves = [given(12, 8, 20), given(12, 8, 22), given(9, 6, 25), given(7, 5, 31)]

    # then
    assert [(one.percent, one.measured) for one in results.over_waves(FIVE, waves)] == [(50, 50), (50, None), (62, 62), (78, 78)]


@pytest.mark.parametrize(
    ("steps", "middle"),
    [
        pytest.param([1, 2, 3, 4], None, id="four"),
        pytest.param([1, 2, 3, 4, 5], 3, id="five"),
        pytest.param([4, 4, 4, 5, 5, 5], 4, id="even-takes-the-lower"),
    ],
)
def test_the_step_in_the_middle(steps, middle):
    assert results.middle([Given(step) for step in steps]) == middle


@pytest.mark.parametrize(
    ("steps", "score"),
    [
        pytest.param([4] * 4, None, id="four-people"),
        pytest.param([4, 4, 5, 5, 5], 4.5, id="in-halves"),
        pytest.param([7] * 5, 6.0, id="all-at-the-top-is-not-said"),
        pytest.param([1] * 9, 2.0, id="all-at-the-bottom-is-not-said"),
    ],
)
def test_safety_in_halves(steps, score):
    assert results.safety({place: [Given(step) for step in steps] for place in range(7)}) == score


def test_safety_takes_five_answers_to_each_item():
    items = {place: [Given(4)] * 5 for place in range(6)}
    assert results.safety({**items, 6: [Given(4)] * 4}) is None
    assert results.safety({}) is None
