"""Numbers about people, and somebody who computes what they were not told: by totals, by neighbours, by yesterday's figure."""

import itertools
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config import Settings
from people import privacy
from people.privacy import Share, Table
from tests.infra.sources import imports

ROWS, COLUMNS = ("Sales", "Care", "Works"), ("yes", "maybe", "no")


def tables(rows, columns, most=14):
    cells = list(itertools.product(rows, columns))
    few_or_many = st.one_of(st.integers(0, 6), st.integers(0, most))
    return st.tuples(*[few_or_many] * len(cells)).map(lambda counts: Table(rows, columns, dict(zip(cells, counts, strict=True))))


def figures(table):
    """What is shown: the cells each number is the sum of, and the number."""
    seen = table.shown()
    everything = {frozenset(itertools.product(table.rows, table.columns)): seen.total}
    lines = {frozenset((row, column) for column in table.columns): count for row, count in seen.rows.items()}
    lines |= {frozenset((row, column) for row in table.rows): count for column, count in seen.columns.items()}
    single = {frozenset([cell]): count for cell, count in seen.cells.items()}
    return [(cells, count) for part in (everything, lines, single) for cells, count in part.items() if count is not None]


PRIME = 2**61 - 1  # the numbers are small: what follows modulo a large prime follows, and fractions would take ten times as long


class Attacker:
    """Solves the linear system: which sums of unknown numbers follow from the numbers that are shown?"""

    def __init__(self, unknowns):
        self.unknowns = list(unknowns)
        self.solved = []  # (where it begins, the row), reduced; the last number is what it sums up to

    def learns(self, parts, value):
        row = self._reduced([*(parts.get(one, 0) for one in self.unknowns), value])
        begins = next((place for place, number in enumerate(row[:-1]) if number), None)
        if begins is not None:
            inverse = pow(row[begins], -1, PRIME)
            self.solved.append((begins, [number * inverse % PRIME for number in row]))

    def knows(self, wanted):
        """The sum of these unknowns, if it follows; otherwise None."""
        row = self._reduced([*(int(one in wanted) for one in self.unknowns), 0])
        return None if any(row[:-1]) else -row[-1] % PRIME

    def _reduced(self, row):
        for begins, known in self.solved:
            if row[begins]:
                factor = row[begins]
                row = [(number - factor * other) % PRIME for number, other in zip(row, known, strict=True)]
        return row

    def few(self):
        """Every part of the people that the attacker can count, and that is smaller than five: the promise broken."""
        parts = (set(part) for size in range(1, len(self.unknowns) + 1) for part in itertools.combinations(self.unknowns, size))
        return [(part, known) for part in parts if (known := self.knows(part)) is not None and known < 5]


def attacked(table):
    attacker = Attacker(itertools.product(table.rows, table.columns))
    for cells, count in figures(table):
        attacker.learns(dict.fromkeys(cells, 1), count)
    return attacker


@pytest.mark.parametrize(("count", "of", "said"), [
    (0, None, None), (4, None, None), (5, None, 5), (5, 9, None), (5, 10, 5), (10, 10, None), (96, 100, None), (95, 100, 95),
])  # fmt: skip
def test_a_number_is_shown_from_five_up_and_where_five_are_left(count, of, said):
    assert privacy.shown(count, of=of) == said


@pytest.mark.parametrize(
    ("count", "of", "said"), [(4, 30, None), (9, 30, 5), (10, 30, 10), (30, 30, 25), (9, 9, None), (10, 10, 5)]
)
def test_at_least_is_said_in_fives_and_never_of_all_but_a_few(count, of, said):
    assert privacy.at_least(count, of=of) == said


@pytest.mark.parametrize(("count", "of", "said"), [
    (4, 4, Share()),
    (5, 5, Share(of=5, most=True)),
    (3, 6, Share(of=6)),
    (12, 14, Share(of=14, most=True)),
    (13, 15, Share(of=15, at_least=10, most=True)),
    (30, 30, Share(of=30, at_least=25, most=True)),
    (12, 30, Share(of=30)),
])  # fmt: skip
def test_a_share_is_said_as_far_as_it_tells_of_nobody(count, of, said):
    assert privacy.share(count, of=of) == said


@pytest.mark.parametrize("of", range(5, 80))
def test_a_share_leaves_open_how_few_there_are(of):
    """All counts that read the same: if one of them has fewer than five on a side, so have others, and another number of them."""
    # given
    alike = defaultdict(set)
    for count in range(of + 1):
        alike[privacy.share(count, of=of)].add(count)

    # then
    assert [counts for counts in alike.values() if len(counts) == 1 and min(counts | {of - max(counts)}) < 5] == []


def test_comments_are_shown_from_ten_in_nobodys_order():
    # given
    nine = [f"Word {number}" for number in range(9, 0, -1)]

    # then
    assert (privacy.comments(nine), privacy.comments([*nine, "  "])) == ([], [])
    assert privacy.comments([*nine, "a last one "]) == ["a last one", *sorted(nine)]


def test_a_table_shows_what_is_large_enough():
    # given
    table = Table(
        ("Sales", "Care"), ("yes", "no"), {("Sales", "yes"): 12, ("Sales", "no"): 7, ("Care", "yes"): 9, ("Care", "no"): 5}
    )

    # when
    shown = table.shown()

    # then
    assert shown.total == 33
    assert (shown.rows, shown.columns) == ({"Sales": 19, "Care": 14}, {"yes": 21, "no": 12})
    assert shown.cells == table.counts


def test_what_a_neighbour_would_let_one_compute_is_withheld_too():
    """Care has two no: with its yes they could be taken from its total, and with those of Sales from the total of all no."""
    # given
    table = Table(
        ("Sales", "Care"), ("yes", "no"), {("Sales", "yes"): 12, ("Sales", "no"): 7, ("Care", "yes"): 9, ("Care", "no"): 2}
    )

    # when
    shown = table.shown()

    # then
    assert (shown.total, shown.rows, shown.columns) == (30, {"Sales": 19, "Care": 11}, {"yes": 21, "no": 9})
    assert shown.cells == dict.fromkeys(table.counts)


def test_a_row_too_small_takes_the_next_one_with_it():
    # given
    table = Table(ROWS, ("yes",), {("Sales", "yes"): 20, ("Care", "yes"): 8, ("Works", "yes"): 1})

    # then
    assert (table.shown().total, table.shown().rows) == (29, {"Sales": 20, "Care": None, "Works": None})


def test_fewer_than_five_people_are_no_table():
    # given
    table = Table(ROWS, COLUMNS, {("Sales", "yes"): 4})

    # then
    assert figures(table) == []


def test_an_empty_cell_says_as_much_as_a_small_one():
    # given
    table = Table(("all",), ("yes", "no"), {("all", "yes"): 8})

    # then
    assert (table.shown().total, table.shown().columns) == (8, {"yes": None, "no": None})


def test_the_attacker_of_these_tests_computes_what_is_not_withheld():
    # given
    table = Table(("Sales", "Care"), ("yes", "no"))
    attacker = attacked(table)

    # when
    attacker.learns({("Sales", "yes"): 1, ("Sales", "no"): 1}, 9)
    attacker.learns({("Sales", "yes"): 1, ("Care", "yes"): 1}, 12)
    attacker.learns({("Care", "yes"): 1}, 5)

    # then
    assert attacker.few() == [({("Sales", "no")}, 2)]


@given(tables(ROWS, COLUMNS))
@settings(max_examples=60, deadline=None)
@example(Table(ROWS, COLUMNS, {("Sales", "yes"): 5, ("Care", "maybe"): 5, ("Works", "no"): 5}))
def test_nothing_that_follows_from_a_table_is_about_fewer_than_five(table):
    assert attacked(table).few() == []


@given(tables(("Sales", "Care"), ("yes", "no"), most=9))
@settings(max_examples=50, deadline=None)
def test_who_also_knows_that_nobody_counts_less_than_nought_cannot_tell(table):
    """Every cell that is withheld could be at least six numbers, in whole people."""
    # given
    shown, seen = table.shown(), figures(table)
    cells = list(itertools.product(table.rows, table.columns))
    if shown.total is None:
        return

    # when
    possible = [
        dict(zip(cells, counts, strict=True))
        for counts in itertools.product(range(shown.total + 1), repeat=3)
        for counts in [(*counts, shown.total - sum(counts))]
        if counts[-1] >= 0
    ]
    fitting = [one for one in possible if all(sum(one[cell] for cell in part) == count for part, count in seen)]

    # then
    values = {cell: len({one[cell] for one in fitting}) for cell in cells}
    assert {cell: count for cell, count in values.items() if (count == 1) != (shown.cells[cell] is not None)} == {}
    assert [count for count in values.values() if 1 < count < 6] == []


def splits(total, parts):
    """Every way in which so many people can be in so many parts."""
    if parts == 1:
        return [(total,)]
    return [(first, *rest) for first in range(total + 1) for rest in splits(total - first, parts - 1)]


@pytest.mark.parametrize(("parts", "most"), [(2, 30), (3, 20), (4, 18)])
def test_who_knows_the_rule_cannot_tell_either(parts, most):
    """Of all numbers that would have been shown alike, those withheld leave five open at least; 5, 4, 4 once left a single four."""
    # given
    alike = defaultdict(list)
    for total in range(5, most + 1):
        for counts in splits(total, parts):
            alike[total, tuple(privacy.line(dict(enumerate(counts))).values())].append(counts)

    # when
    values = [
        {counts[place] for counts in fitting}
        for (_total, seen), fitting in alike.items()
        for place, count in enumerate(seen)
        if count is None
    ]

    # then
    assert [open_ for open_ in values if min(open_) < 5 and len(open_) < 5] == []


@given(st.lists(tables(("Sales", "Care"), ("yes", "no"), most=9), min_size=2, max_size=2))
@settings(max_examples=50, deadline=None)
@example([Table(("Sales", "Care"), ("yes", "no"), dict.fromkeys(itertools.product(("Sales", "Care"), ("yes", "no")), 5))] * 3)
def test_yesterdays_table_isolates_nobody_in_todays(arrivals):
    """Each table of `arrivals` is who came on one day; the attacker keeps every table that was ever shown."""
    # given
    cells = list(itertools.product(("Sales", "Care"), ("yes", "no")))
    days = range(len(arrivals))
    attacker, before = Attacker(itertools.product(days, cells)), None

    # when
    for day in days:
        so_far = {cell: sum(arrival.counts[cell] for arrival in arrivals[: day + 1]) for cell in cells}
        now = Table(("Sales", "Care"), ("yes", "no"), so_far)
        before = privacy.since(before, now)
        if before is now:
            for part, count in figures(now):
                attacker.learns(dict.fromkeys(itertools.product(range(day + 1), part), 1), count)

    # then
    assert attacker.few() == []


def test_a_table_moves_when_five_have_come_to_each_cell():
    # given
    five, nine, ten = (
        Table(("all",), ("yes", "no"), dict.fromkeys([("all", "yes"), ("all", "no")], count)) for count in (5, 9, 10)
    )

    # then
    assert [privacy.since(five, nine), privacy.since(five, ten), privacy.since(None, five)] == [five, ten, five]


@given(st.lists(st.integers(-3, 4), max_size=60))
def test_a_number_never_moves_by_fewer_than_five(changes):
    # given
    counts = [max(count, 0) for count in itertools.accumulate(changes, initial=3)]

    # when
    seen = [count for count in privacy.released(counts) if count is not None]

    # then
    moves = [abs(after - before) for before, after in itertools.pairwise(seen) if after != before]
    assert ([count for count in seen if count < 5], [move for move in moves if move < 5]) == ([], [])


def test_a_number_stays_until_five_more_are_in_it():
    assert privacy.released([0, 4, 6, 9, 11, 7, 3, 2, 17]) == [None, None, 6, 6, 11, 11, 11, 11, 17]


def test_no_setting_and_no_caller_lowers_the_floor():
    assert (privacy.FLOOR, privacy.COMMENTS_FLOOR) == (5, 10)
    assert [name for name in Settings.model_fields if "floor" in name or "few" in name or "privacy" in name] == []
    assert sorted(imports(Path("people/privacy.py"))) == ["collections.abc", "dataclasses", "itertools", "typing"]
