"""The best matching of rows to columns with room, exactly: OR-tools' min-cost flow over the pairs that can matter, certified by prices.

A flow over every pair of a large company is slow and heavy, and nearly all pairs play no part. So it runs over the best few of each row;
the prices of the columns that follow from its result (the dual variables of the transportation problem) tell which pairs left out would
make it better. Those join, until there is none: then the result is the best over all pairs.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from champions.fits import Points
from champions.requests import NOT_ALLOWED

Ints = npt.NDArray[np.int64]
NOBODY = -1
FIRST, MORE = 20, 4
ROWS = 1000
_NEVER = -(1 << 50)


class Flows:
    """`solve` matches the most rows, of those the ones with the most points in all, and of those the ones whose worst pair is best.

    `points` as of `fits.points`; `room` of each column.
    """

    def __init__(self, points: Points, room: Ints) -> None:
        self.points = np.where(room[None, :] > 0, points, np.int16(NOT_ALLOWED))
        self.room = np.minimum(room, len(points))
        self.more_than_all = len(points) * 1000 + 1  # one row more is worth more than all points together
        self.pairs = np.zeros(self.points.shape, dtype=bool)
        self._add_best(self.pairs, self.points, FIRST)

    def solve(self) -> Ints:
        """The column of each row, or NOBODY."""
        if not self.points.size:
            return np.full(len(self.points), NOBODY, dtype=np.int64)
        best = self._best(least=0)
        value = self._value(best)
        while (worst := self._worst(best)) is not None:
            better = self._best(least=worst + 1)
            if self._value(better) != value:
                break
            best = better
        return best

    def _best(self, *, least: int) -> Ints:
        """The most rows and points over all pairs with `least` points each."""
        while True:
            columns = self._over_pairs(least)
            missing = self._missing(columns, self._prices(columns, least), least)
            if not missing.any():
                return columns
            self.pairs |= missing

    def _over_pairs(self, least: int) -> Ints:
        rows, columns = np.nonzero(self.pairs & (self.points >= least))
        count, width = self.points.shape
        people, places = np.arange(count), np.arange(width)
        sink = count + width
        flow = SimpleMinCostFlow()
        tails = np.concatenate([rows, people, count + places])
        heads = np.concatenate([count + columns, np.full(count, sink), np.full(width, sink)])
        costs = np.concatenate(
            [-self.points[rows, columns].astype(np.int64), np.full(count, self.more_than_all), np.zeros(width)]
        )
        room = np.concatenate([np.ones(len(rows) + count), self.room]).astype(np.int64)
        arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, costs.astype(np.int64))
        flow.set_nodes_supplies(np.append(people, sink), np.append(np.ones(count), -count).astype(np.int64))
        if (status := flow.solve()) != flow.OPTIMAL:
            raise RuntimeError(f"the flow of a matching has no optimum: {status}")
        taken = np.nonzero(flow.flows(arcs[: len(rows)]))[0]
        found = np.full(count, NOBODY, dtype=np.int64)
        found[rows[taken]] = columns[taken]
        return found

    def _prices(self, matched: Ints, least: int) -> Ints:
        """What a seat at each column is worth: the smallest prices at which no row of the pairs seen so far would rather move."""
        rows, columns = np.nonzero(self.pairs & (self.points >= least))
        gain = self.points[rows, columns].astype(np.int64)
        home = matched[rows]
        prices = np.zeros(len(self.room), dtype=np.int64)
        without = home == NOBODY
        np.maximum.at(prices, columns[without], gain[without] + self.more_than_all)
        moves = np.full((len(prices), len(prices)), _NEVER, dtype=np.int64)
        inside = ~without
        owned = self.points[rows[inside], home[inside]].astype(np.int64)
        np.maximum.at(moves, (home[inside], columns[inside]), gain[inside] - owned)
        while True:
            raised = np.maximum(prices, (prices[:, None] + moves).max(axis=0))
            if (raised == prices).all():
                return prices
            prices = raised

    def _missing(self, matched: Ints, prices: Ints, least: int) -> npt.NDArray[np.bool_]:
        """Pairs not seen so far at which a row would do better, the best few of each row."""
        missing = np.zeros(self.points.shape, dtype=bool)
        for part in self._parts():
            points = self.points[part]
            worth = np.where(points >= least, points - prices[None, :], _NEVER)
            homes = matched[part]
            here = np.where(homes == NOBODY, -self.more_than_all, worth[np.arange(len(homes)), homes])
            better = worth > here[:, None]
            if better.any():
                self._add_best(missing[part], np.where(better, np.clip(worth - here[:, None], 0, 2000), NOT_ALLOWED), MORE)
        return missing

    def _add_best(self, marks: npt.NDArray[np.bool_], worth: npt.NDArray[np.signedinteger], count: int) -> None:
        """The `count` best of each row are marked, as far as they are allowed."""
        count = min(count, worth.shape[1])
        if not count:
            return
        best = np.argpartition(worth, -count, axis=1)[:, -count:]
        rows = np.arange(len(worth))[:, None]
        marks[rows, best] = worth[rows, best] > NOT_ALLOWED

    def _value(self, columns: Ints) -> tuple[int, int]:
        """Rows matched, and their points."""
        rows = np.nonzero(columns != NOBODY)[0]
        return len(rows), int(self.points[rows, columns[rows]].sum(dtype=np.int64))

    def _worst(self, columns: Ints) -> int | None:
        rows = np.nonzero(columns != NOBODY)[0]
        return int(self.points[rows, columns[rows]].min()) if len(rows) else None

    def _parts(self) -> Iterator[slice]:
        for start in range(0, len(self.points), ROWS):
            yield slice(start, start + ROWS)
