"""Ten thousand tables in the hands of somebody who computes: how far do all published numbers together narrow down what is withheld?

They know the totals, that nobody counts less than nought, that people come whole, and, in the last tests, the rule itself, which is no
secret. What is withheld is to leave six numbers open at least (five to who knows the rule), for every cell, row and column.
"""

import itertools
import random
from collections import defaultdict

import numpy as np
import pytest
from scipy.optimize import linprog

from people import privacy
from people.privacy import FLOOR, Table
from tests.people.test_privacy import figures, splits

TABLES = 10_000
ALL_ROWS, ALL_COLUMNS = "all rows", "all columns"


def tables(seed, number):
    """Small ones, many of them with few people in a cell: there the rule has the most to hide."""
    dice = random.Random(seed)
    for _time in range(number):
        rows, columns = range(dice.randint(1, 5)), [f"c{place}" for place in range(dice.randint(1, 4))]
        most = dice.choice((3, 6, 9, 14, 40))
        yield Table(rows, columns, {cell: dice.randint(0, dice.choice((5, most))) for cell in itertools.product(rows, columns)})


class Network:
    """What is withheld of a table, as people flowing from rows to columns: whoever may be elsewhere without any published number changing.

    An edge is a number that is not known; a row or column whose total is not known is joined to the sum of all such. Bounds are exact:
    the largest flow around an edge is whole, and it is as large as any that fits the numbers.
    """

    def __init__(self, table, seen):
        self.flow = {cell: table.counts[cell] for cell, count in seen.cells.items() if count is None}
        self.flow |= {(ALL_ROWS, row): table.count([row], table.columns) for row, count in seen.rows.items() if count is None}
        self.flow |= {(column, ALL_COLUMNS): table.count(table.rows, [column]) for column, count in seen.columns.items() if count is None}  # fmt: skip

    def width(self, edge):
        """By how much this number can differ, at least up to where the promise is kept."""
        tail, head = edge
        down = self._around(tail, head, edge, most=min(self.flow[edge], FLOOR))
        return down + (self._around(head, tail, edge, most=FLOOR - down) if down < FLOOR else 0)

    def bounds(self, edge):
        tail, head = edge
        return (
            self.flow[edge] - self._around(tail, head, edge, most=self.flow[edge]),
            self.flow[edge] + self._around(head, tail, edge, most=1000),
        )

    def _around(self, start, end, without, most):
        flow = {edge: count for edge, count in self.flow.items() if edge != without}
        ways = defaultdict(list)
        for tail, head in flow:
            ways[tail].append(head)
            ways[head].append(tail)
        moved = 0
        while moved < most and (path := _path(flow, ways, start, end)):
            limits = [flow[back] for back in (step[::-1] for step in path if step not in flow)]
            by = min([most - moved, *limits])
            for step in path:
                if step in flow:
                    flow[step] += by
                else:
                    flow[step[::-1]] -= by
            moved += by
        return moved


def _path(flow, ways, start, end):
    """Steps from `start` to `end`: along an edge, of which there can always be more, or back over one that has some."""
    came, waiting = {start: None}, [start]
    while waiting:
        here = waiting.pop()
        if here == end:
            return _steps(came, end)
        for there in ways[here]:
            if there not in came and ((here, there) in flow or flow[there, here] > 0):
                came[there] = here
                waiting.append(there)
    return None


def _steps(came, end):
    steps = []
    while came[end] is not None:
        steps.append((came[end], end))
        end = came[end]
    return steps


def narrowed(table):
    """What of it is known more closely than the promise allows."""
    seen = table.shown()
    if seen.total is None:
        return [count for _cells, count in figures(table)]
    network = Network(table, seen)
    few = [count for _cells, count in figures(table) if count < FLOOR]
    return few + [edge for edge in network.flow if network.width(edge) < FLOOR]


def by_linear_programming(table, parts):
    """The least and the most number of people in these cells, from the published numbers alone: computed by others, to hold ours against."""
    cells = list(itertools.product(table.rows, table.columns))
    published = figures(table)
    sums = np.array([[float(cell in part) for cell in cells] for part, _count in published])
    wanted = np.array([float(cell in parts) for cell in cells])
    ends = [
        linprog(sign * wanted, A_eq=sums, b_eq=[count for _part, count in published], method="highs").fun * sign
        for sign in (1, -1)
    ]
    return tuple(round(end) for end in ends)


@pytest.mark.parametrize("seed", range(4))
def test_no_published_numbers_together_narrow_down_what_is_withheld(seed):
    assert [table for table in tables(seed, TABLES // 4) if narrowed(table)] == []


def test_the_attacker_computes_what_linear_programming_computes():
    # given
    withheld = [table for table in tables(7, 60) if table.shown().total is not None and Network(table, table.shown()).flow]

    # then
    for table in withheld[:12]:
        network = Network(table, table.shown())
        for edge in network.flow:
            tail, head = edge
            rows = table.rows if tail == ALL_ROWS or head == ALL_COLUMNS else [tail]
            parts = set(itertools.product([head] if tail == ALL_ROWS else rows, [tail] if head == ALL_COLUMNS else table.columns if tail == ALL_ROWS else [head]))  # fmt: skip
            assert network.bounds(edge) == by_linear_programming(table, parts)


def test_the_attacker_finds_a_table_that_says_too_much():
    """With every number but the small one shown, it follows; with a neighbour withheld too it does not, but is narrowed down."""
    # given
    counts = dict(zip(itertools.product((0, 1), ("yes", "no")), (12, 7, 9, 2), strict=True))
    seen = Table((0, 1), ("yes", "no"), counts).shown()
    told = {cell: None if cell == (1, "no") else count for cell, count in counts.items()}
    row = {cell: None if cell[0] == 1 else count for cell, count in counts.items()}

    # then
    for cells, width in ((told, 0), (row, 0), (dict.fromkeys(counts), 5)):
        network = Network(Table((0, 1), ("yes", "no"), counts), privacy.Shown(30, seen.rows, seen.columns, cells))
        assert network.width((1, "no")) == width


@pytest.mark.parametrize(("rows", "columns", "most"), [(2, 2, 18), (2, 3, 10)], ids=["two-by-two", "two-by-three"])
def test_who_knows_the_rule_narrows_down_no_cell_either(rows, columns, most):
    """Every table there is of so many people, together with those that would have been shown alike."""
    # given
    cells = list(itertools.product(range(rows), range(columns)))
    alike = defaultdict(list)
    for counts in (counts for total in range(5, most + 1) for counts in splits(total, rows * columns)):
        seen = Table(range(rows), range(columns), dict(zip(cells, counts, strict=True))).shown()
        alike[seen.total, tuple(seen.rows.values()), tuple(seen.columns.values()), tuple(seen.cells.values())].append(counts)

    # when
    values = [
        {counts[place] for counts in fitting}
        for seen, fitting in alike.items()
        for place, count in enumerate(seen[-1])
        if count is None
    ]

    # then
    assert [open_ for open_ in values if min(open_) < FLOOR and len(open_) < FLOOR] == []


def test_who_knows_the_rule_learns_nothing_of_yesterday():
    """A table that withheld something stays as it is: that five had come to each cell would say what was in them before."""
    # given: what was shown, and as many more as the rule asks for, or a few more or less
    dice, moved = random.Random(3), 0
    for before in tables(5, 800):
        now = Table(
            before.rows, before.columns, {cell: count + dice.choice((5, 5, 6, 12, 4)) for cell, count in before.counts.items()}
        )
        was, after = before.shown(), privacy.since(before, now)
        grown = min(now.counts[cell] - count for cell, count in before.counts.items())

        # then
        if was.total is not None:
            assert (after is now) == (grown >= FLOOR and None not in was.cells.values())
            moved += after is now
    assert moved > 20
