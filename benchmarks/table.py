"""The results in docs/performance.md, between two marks."""

import platform
import re
import sqlite3
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path

from benchmarks.measuring import Line

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- results: written by ./run bench -->", "<!-- end of results -->"


def write(lines: Sequence[Line], command: str) -> None:
    """The page shows these results; figures that were not measured this time keep theirs, each with the day it was."""
    before, _begin, rest = PAGE.read_text().partition(BEGIN)
    old, _end, after = rest.partition(END)
    figures = {**_known(old), **_measured(lines, command)}
    results = "\n".join(figures.values())
    PAGE.write_text(f"{before}{BEGIN}\n\n{results}\n{END}{after}")


def _known(results: str) -> dict[str, str]:
    """The figures that stand there, by name."""
    _before, *parts = results.split("### ")
    return {part.partition("\n")[0]: f"### {part.strip()}\n" for part in parts}


def _measured(lines: Sequence[Line], command: str) -> dict[str, str]:
    how = f"{_machine()} Measured on {datetime.now(UTC):%-d %B %Y} with `{command}`."
    figures = dict.fromkeys(line.figure for line in lines)
    return {figure: _table(figure, how, [line for line in lines if line.figure == figure]) for figure in figures}


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


def _table(figure: str, how: str, lines: Sequence[Line]) -> str:
    rows = "".join(_row(line) for line in lines)
    return f"### {figure}\n\n{how}\n\n| what | database | ratio | asked | Foyer | baseline | |\n|---|---|---|---|---|---|---|\n{rows}"


def _row(line: Line) -> str:
    asked = f"at least {line.least:.2f}" if line.least else ""
    missed = "" if line.holds else " **missed**"
    baseline = f"{line.baseline:,.1f}" if line.baseline else ""
    ratio = f"{line.ratio:.2f}{missed}" if line.ratio else ""
    return f"| {line.what} | {line.database} | {ratio} | {asked} | {line.ours:,.1f} {line.unit} | {baseline} | {line.note} |\n"
