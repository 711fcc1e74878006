"""The best matching over all pairs, held against trying every one."""

from itertools import product

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from champions.flows import NOBODY, Flows
from tests.infra.matching import value_of

POINTS = st.integers(-1, 12)


@st.composite
def tables(draw):
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    points = draw(st.lists(st.lists(POINTS, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    room = draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns))
    return np.array(points, dtype=np.int16), np.array(room, dtype=np.int64)


def best_of_all(points, room):
    """Rows matched, points, and the worst pair, of the best of all matchings."""
    allowed = [[NOBODY, *np.nonzero(row >= 0)[0]] for row in points]
    return max(
        value_of(points, columns)
        for columns in product(*allowed)
        if all(columns.count(column) <= room[column] for column in range(len(room)))
    )


@given(tables())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_solve_finds_the_best_of_all_matchings(table):
    points, room = table

    # when
    columns = Flows(points, room).solve().tolist()

    # then
    assert value_of(points, columns) == best_of_all(points, room)
    assert all(column == NOBODY or points[row, column] >= 0 for row, column in enumerate(columns))
    assert all(columns.count(column) <= room[column] for column in range(len(room)))


def test_solve_finds_pairs_that_no_row_would_have_looked_at_first():
    """Forty rows like the same columns best; who has to go elsewhere goes where the loss is smallest, far down their lists."""
    chance = np.random.default_rng(7)
    likes = 500 - 5 * np.arange(60, dtype=np.int64)
    points = (likes[None, :] + chance.integers(0, 4, size=(40, 60))).astype(np.int16)

    # when
    flows = Flows(points, np.ones(60, dtype=np.int64))
    seen = int(flows.pairs.sum())
    columns = flows.solve()

    # then: each of the forty best columns has one, though each row began with twenty pairs
    assert (seen, sorted(columns.tolist())) == (800, list(range(40)))
    assert int(flows.pairs.sum()) > seen


def test_solve_raises_the_worst_pair_where_the_sum_stays_the_same():
    points = np.array([[10, 6], [6, 2]], dtype=np.int16)

    # when
    columns = Flows(points, np.array([1, 1], dtype=np.int64)).solve()

    # then: six each, and not ten beside two
    assert columns.tolist() == [1, 0]


def test_solve_leaves_everybody_without_a_column_alone():
    assert Flows(np.zeros((3, 0), dtype=np.int16), np.zeros(0, dtype=np.int64)).solve().tolist() == [NOBODY] * 3
    assert Flows(np.zeros((0, 2), dtype=np.int16), np.ones(2, dtype=np.int64)).solve().tolist() == []
