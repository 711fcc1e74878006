"""`./run bench [FIGURE ...]`: measures, prints, and with --write puts the results into docs/performance.md."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from benchmarks import (
    answering,
    audiences,
    clients,
    company,
    composing,
    delivering,
    discovering,
    house,
    inviting,
    matching,
    participation,
    platforms,
    reading,
    replying,
    series,
    sink,
    table,
    weighing,
)
from benchmarks.measuring import Line, report
from benchmarks.sizes import FULL, SMALL, Size

ALONE = {
    "inviting": inviting.measure,
    "delivering": delivering.measure,
    "replies": replying.measure,
    "answering": answering.measure,
    "series": series.measure,
    "audiences": audiences.measure,
    "participation": participation.measure,
}
NO_DATABASE = {
    "composing": composing.measure,
    "matching": matching.measure,
    "discovering": discovering.measure,
    "platforms": platforms.measure,
}
# These share one large company: to fill it takes minutes.
LARGE = {"pages": reading.measure, "memory": weighing.measure}
EVERY = [*NO_DATABASE, *ALONE, *LARGE]
DATABASES = ("sqlite", "postgresql")


def main(arguments: Sequence[str]) -> int:
    chosen = _parsed(arguments)
    size = SMALL if chosen.small else FULL
    databases = DATABASES if chosen.database == "both" else (chosen.database,)
    figures = chosen.figures or EVERY
    lines: list[Line] = []
    for measured in _measured(figures, databases, size):
        lines += measured
        print(report(measured), flush=True)
    missed = [line for line in lines if not line.holds]
    print(f"\n{len(lines) - len(missed)} of {len(lines)} hold." if lines else "Nothing was measured.")
    if chosen.write:
        table.write(lines, " ".join(["./run bench", *arguments]))
    return 1 if missed else 0


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description="What Foyer can carry: docs/performance.md says how.")
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"any of {', '.join(EVERY)}; all without")
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    parser.add_argument("--small", action="store_true", help="a quick look: less of everything, fewer rounds")
    parser.add_argument("--write", action="store_true", help="put the results into docs/performance.md")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.figures) - set(EVERY):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    return chosen


def _measured(figures: Sequence[str], databases: Sequence[str], size: Size) -> Iterator[list[Line]]:
    for name in (name for name in NO_DATABASE if name in figures):
        yield _timed(name, lambda name=name: NO_DATABASE[name](size))
    for database in databases:
        for name in (name for name in ALONE if name in figures):
            yield _timed(f"{name} on {database}", lambda database=database, name=name: ALONE[name](database, size))
        if wanted := [LARGE[name] for name in LARGE if name in figures]:
            yield from _in_a_large_company(wanted, database, size)


def _in_a_large_company(measures: Sequence[Callable[..., list[Line]]], database: str, size: Size) -> Iterator[list[Line]]:
    with sink.running(0) as port, house.opened(database, smtp_port=port) as home, clients.street() as street:
        fill = {"people": size.people, "sessions": size.sessions, "rsvps": size.rsvps}
        of = _timed(f"filling a large company on {database}", lambda: company.fill(home.app, **fill))
        for measure in measures:
            yield _timed(f"{measure.__module__} on {database}", lambda measure=measure: measure(home, of, street, size))


def _timed(what: str, work: Callable[[], object]):
    begun = time.perf_counter()
    done = work()
    print(f"({what}: {time.perf_counter() - begun:.0f} s)", file=sys.stderr, flush=True)
    return done


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
