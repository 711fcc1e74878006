"""Somebody who knows whom each survey asked, and that people answer alike twice, adds and subtracts all that was ever published."""

import itertools
import random

import numpy as np
import pytest

from onboarding.surveys import nearness
from onboarding.surveys.nearness import Crowd
from people.privacy import FLOOR

EVERYBODY = frozenset(range(60))
SALES, CARE, WORKS = (frozenset(range(start, start + 20)) for start in (0, 20, 40))
DEPARTMENTS = {"Sales": SALES, "Care": CARE, "Works": WORKS}


@pytest.mark.parametrize(
    ("asked", "before", "told"),
    [
        pytest.param(SALES, [Crowd(CARE)], False, id="others"),
        pytest.param(SALES, [Crowd(SALES)], False, id="the same"),
        pytest.param(SALES, [Crowd(SALES - {0})], True, id="and one more"),
        pytest.param(SALES - {0, 1} | {20, 21}, [Crowd(SALES)], True, id="two for two others"),
        pytest.param(EVERYBODY, [Crowd(SALES), Crowd(CARE | WORKS)], False, id="everybody in two parts"),
        pytest.param(EVERYBODY, [Crowd(SALES), Crowd(CARE | WORKS - {41})], True, id="everybody but one in two parts"),
        pytest.param(SALES - {0}, [Crowd(EVERYBODY, DEPARTMENTS)], True, id="a department but one, which has a row"),
        pytest.param(SALES | CARE - {20}, [Crowd(EVERYBODY, DEPARTMENTS)], True, id="two departments but one"),
        pytest.param(SALES, [Crowd(EVERYBODY, DEPARTMENTS)], False, id="a department that has a row"),
        pytest.param(WORKS, [Crowd(SALES), Crowd(SALES - {0})], False, id="others were too near already"),
    ],
)
def test_what_surveys_tell_together(asked, before, told):
    assert nearness.tells(asked, before) is told


def test_departments_are_held_against_what_others_were_asked():
    own = Crowd(EVERYBODY, DEPARTMENTS)
    assert [nearness.departments_tell(own, [Crowd(one)]) for one in (SALES, SALES - {0}, SALES | {20})] == [False, True, True]


def test_few_without_a_department_keep_no_figures_back():
    own = Crowd(EVERYBODY | {70, 71}, DEPARTMENTS)
    assert not nearness.departments_tell(own, [])


def group(draw):
    """Groups follow departments, nearly."""
    some = frozenset().union(*draw.sample([SALES, CARE, WORKS], draw.choice([1, 2, 3])))
    return some.symmetric_difference(draw.sample(range(60), draw.choice([0, 0, 1, 2, 6, 12])))


def published(draw):
    """Surveys of a half-year that ask the same, as far as they may; of the second one's kind by department."""
    before = []
    for _survey in range(4):
        asked = group(draw)
        if nearness.tells(asked, before):
            continue
        rows = {name: people & asked for name, people in DEPARTMENTS.items() if len(people & asked) >= FLOOR}
        own = Crowd(asked, rows if draw.random() < 0.5 else {})
        before.append(Crowd(asked) if nearness.departments_tell(own, before) else own)
    return before


def test_no_sum_of_all_that_was_published_reaches_a_few():
    """A hundred companies; every sum of figures with factors of -1, 0 and 1."""
    draw, many = random.Random(3), 0
    for _company in range(100):
        crowds = published(draw)
        rows = [row for crowd in crowds for row in {crowd.people, *crowd.rows}][:8]
        table = np.array([[person in row for row in rows] for person in range(60)]).astype(int)
        factors = np.array(list(itertools.product((-1, 0, 1), repeat=len(rows)))).T
        reached = (table @ factors != 0).sum(axis=0)
        assert ((reached >= FLOOR) | (reached == 0)).all()
        many += len(rows) > 3
    assert many > 20
