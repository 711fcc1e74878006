"""The results in docs/performance.md, between two marks."""

import platform
import re
import sqlite3
import subprocess
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path

from benchmarks.measuring import Line

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- results: written by ./run bench -->", "<!-- end of results -->"


def write(lines: Sequence[Line], command: str) -> None:
    """The page shows these results; what was not measured this time, figure or database, keeps its own, with the day it was."""
    before, _begin, rest = PAGE.read_text().partition(BEGIN)
    old, _end, after = rest.partition(END)
    known = _known(old)
    figures = {**known, **_measured(lines, command, known)}
    results = "\n".join(figures.values())
    PAGE.write_text(f"{before}{BEGIN}\n\n{results}\n{END}{after}")


def _known(results: str) -> dict[str, str]:
    """The figures that stand there, by name."""
    _before, *parts = results.split("### ")
    return {part.partition("\n")[0]: f"### {part.strip()}\n" for part in parts}


def _measured(lines: Sequence[Line], command: str, known: Mapping[str, str]) -> dict[str, str]:
    """The figures that were measured now, by name, each with the rows that are known of a database that was not."""
    said = f"Measured on {datetime.now(UTC):%-d %B %Y} with `{command}`"
    figures: dict[str, str] = {}
    for figure in dict.fromkeys(line.figure for line in lines):
        now = {line.database: said for line in lines if line.figure == figure}
        before = _rows(known.get(figure, ""), without=now)
        rows = [*(_row(line) for line in lines if line.figure == figure), *before]
        figures[figure] = _table(figure, {**now, **_sayings(known.get(figure, ""), before)}, rows)
    return figures


def _rows(figure: str, *, without: Collection[str]) -> list[str]:
    rows = [f"{row}\n" for row in figure.splitlines() if row.startswith("| ")]
    return [row for row in rows if _database(row) not in {"database", *without}]


def _database(row: str) -> str:
    return row.split(" | ")[1]


def _sayings(figure: str, rows: Sequence[str]) -> dict[str, str]:
    """When, and by what, these rows were measured: by database."""
    databases = dict.fromkeys(_database(row) for row in rows)
    said = re.findall(r"(Measured on [^`]+ with `[^`]+`)(?: \(([a-z, ]+)\))?", figure)
    return {one: sentence for one in databases for sentence, of in said if not of or one in of.split(", ")}


def _machine() -> str:
    databases = {f"SQLite {sqlite3.sqlite_version}", f"PostgreSQL {_postgres()}"}
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    cores = f"{cpu_count()} cores{f' ({model[1]})' if model else ''}"
    return f"{cores}, Python {platform.python_version()}, {', '.join(sorted(databases))}."


def _postgres() -> str:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    program = str(found[-1]) if found else "postgres"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return said.split()[2] if said else "of the server given"


def _table(figure: str, said: Mapping[str, str], rows: Sequence[str]) -> str:
    databases = {sentence: ", ".join(one for one in said if said[one] == sentence) for sentence in said.values()}
    how = " ".join(f"{sentence} ({of})." for sentence, of in databases.items())
    head = "| what | database | ratio | asked | Foyer | baseline | |\n|---|---|---|---|---|---|---|\n"
    return f"### {figure}\n\n{_machine()} {how}\n\n{head}{''.join(rows)}"


def _row(line: Line) -> str:
    asked = f"at least {line.least:.2f}" if line.least else ""
    missed = "" if line.holds else " **missed**"
    baseline = f"{line.baseline:,.1f}" if line.baseline else ""
    ratio = f"{line.ratio:.2f}{missed}" if line.ratio else ""
    return f"| {line.what} | {line.database} | {ratio} | {asked} | {line.ours:,.1f} {line.unit} | {baseline} | {line.note} |\n"
