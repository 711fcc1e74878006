"""Figure 7: a round of training groups is composed, in the composer's own process. It needs no database.

Against what was asked of it (seconds of one core, memory), against what no composition can exceed, and against groups filled at random
and in the order of sign-up. Once with hosts enough for everybody, once with too few.
"""

import resource
from dataclasses import replace

from benchmarks.measuring import Line
from benchmarks.rounds import intake_of
from benchmarks.sizes import Size
from sessions.rounds.comparing import compare
from sessions.rounds.composing_apart import compose_apart
from sessions.rounds.compositions import Composition, Intake, Quality
from sessions.rounds.qualities import quality

FIGURE = "Composing"
MOST_SECONDS, MOST_MEGABYTES = 60, 500
SCARCE = 0.6  # of the groups that hosts would lead otherwise
SMALL_ROUND = (40, 6, 6)


def measure(size: Size) -> list[Line]:
    people, hosts, times = size.round
    ample = intake_of(people, hosts=hosts, times=times, seed=1)
    few = tuple(replace(host, most_groups=max(1, int(SCARCE * host.most_groups))) for host in ample.hosts)
    of = f"{people:,} sign-ups, {hosts} hosts, {times} times"
    small, small_hosts, small_times = SMALL_ROUND
    proven = intake_of(small, hosts=small_hosts, times=small_times, seed=5)
    return [
        *_lines(of, ample),
        *_lines(f"{of}, too few groups", replace(ample, hosts=few)),
        *_lines(f"{small} sign-ups, {small_hosts} hosts, {small_times} times", proven),
    ]


def _lines(of: str, intake: Intake) -> list[Line]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    composition = compose_apart(intake)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    megabytes = after.ru_maxrss / 1024  # the most that any child of this run has held, so never too little
    return [
        _asked(f"{of}: seconds of one core", seconds, MOST_SECONDS, "s"),
        _asked(f"{of}: peak memory", megabytes, MOST_MEGABYTES, "MB"),
        *_reached(of, composition, quality(intake, composition.groups)),
        *_compared(of, intake, quality(intake, composition.groups)),
    ]


def _asked(what: str, ours: float, most: float, unit: str) -> Line:
    return Line(FIGURE, what, "none", ours, most, most / ours, unit, 1.0)


def _reached(of: str, composition: Composition, reached: Quality) -> list[Line]:
    most = max(1.0, composition.bound.points)
    note = "proven" if composition.proven else f"gap at most {1 - reached.points / most:.1%}"
    placed = max(1, composition.bound.placed)
    return [
        Line(FIGURE, f"{of}: placed, against the bound", "none", reached.placed, placed, reached.placed / placed, "people"),
        Line(
            FIGURE,
            f"{of}: points, against the bound",
            "none",
            reached.points,
            most,
            reached.points / most,
            "points",
            note=note,
        ),
    ]


def _compared(of: str, intake: Intake, reached: Quality) -> list[Line]:
    compared = compare(intake)
    lines = []
    for name, other in (("at random", compared.at_random), ("by sign-up", compared.by_sign_up)):
        note = f"pairs kept {reached.pairs_kept} and {other.pairs_kept} of {reached.pairs}"
        placed, points = max(1, other.placed), max(1.0, other.points)
        lines += [
            Line(FIGURE, f"{of}: placed, against {name}", "none", reached.placed, placed, reached.placed / placed, "people"),
            Line(
                FIGURE,
                f"{of}: points, against {name}",
                "none",
                reached.points,
                points,
                reached.points / points,
                "points",
                note=note,
            ),
        ]
    return lines
