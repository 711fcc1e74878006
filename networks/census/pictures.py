"""Where on a drawing things stand: numbers for templates, which draw them. Units of the drawing; as wide as a column of text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from networks.census.models import NetworkState, Purpose
from networks.census.spread import Band, Grid

WIDTH = 440
COLUMN = WIDTH // len(Purpose)
ARCH_WIDTH, ARCH_HEIGHT, GAP = 13, 17, 4
PER_LINE = (COLUMN - GAP) // (ARCH_WIDTH + GAP)
MOST_LINES = 3  # then a number says how many more
HEAD, LABEL, FOOT = 30, 24, 14
BAR = 40


@dataclass(frozen=True, slots=True)
class Arch:
    """One network: the left foot of a doorway."""

    x: int
    y: int
    state: NetworkState


@dataclass(frozen=True, slots=True)
class More:
    """How many networks of a cell are not drawn."""

    x: int
    y: int
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A place: its name stands at `y`, a line above it."""

    place: str
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture."""

    height: int
    rows: Sequence[Row]
    arches: Sequence[Arch]
    more: Sequence[More]
    columns: Sequence[tuple[Purpose, int]]


@dataclass(frozen=True, slots=True)
class Bar:
    """So many networks: its words stand at `y`, the bar below is so wide."""

    band: Band
    count: int
    y: int
    width: int


def draw(grid: Grid) -> Drawing:
    """A doorway for each network, in its place's row and its purpose's column."""
    rows: list[Row] = []
    arches: list[Arch] = []
    more: list[More] = []
    y = HEAD
    for place in grid.places:
        rows.append(Row(place, y))
        lines = 1
        for number, purpose in enumerate(Purpose):
            states = grid.cells.get((place, purpose), ())
            lines = max(lines, _fill(states, number * COLUMN, y + LABEL, arches, more))
        y += LABEL + lines * (ARCH_HEIGHT + GAP) + FOOT
    columns = [(purpose, number * COLUMN) for number, purpose in enumerate(Purpose)]
    return Drawing(y, rows, arches, more, columns)


def _fill(states: Sequence[NetworkState], x: int, y: int, arches: list[Arch], more: list[More]) -> int:
    room = PER_LINE * MOST_LINES
    drawn = states if len(states) <= room else states[: room - 2]  # a number takes the room of two
    for place, state in enumerate(drawn):
        line, column = divmod(place, PER_LINE)
        arches.append(Arch(x + column * (ARCH_WIDTH + GAP), y + line * (ARCH_HEIGHT + GAP), state))
    if len(drawn) < len(states):
        line, column = divmod(len(drawn), PER_LINE)
        at = y + line * (ARCH_HEIGHT + GAP) + ARCH_HEIGHT
        more.append(More(x + column * (ARCH_WIDTH + GAP), at, len(states) - len(drawn)))
    return max(1, -(-min(len(states), room) // PER_LINE))


def bars(bands: Mapping[Band, int]) -> list[Bar]:
    """One below the other, the longest as wide as the picture."""
    longest = max(bands.values(), default=0) or 1
    return [Bar(band, count, number * BAR, round(WIDTH * count / longest)) for number, (band, count) in enumerate(bands.items())]
