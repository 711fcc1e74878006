"""Every benchmark runs, at its smallest, and yields its ratios. What they are is not asked: this machine is busy with tests."""

import os

import pytest

from benchmarks import __main__ as bench
from benchmarks import clients, company, house, sink, table
from benchmarks.measuring import Line, take_turns
from benchmarks.sizes import TINY
from tests.conftest import SERVER


@pytest.fixture
def database(monkeypatch) -> str:
    """The database this run of the suite is on."""
    server = os.environ.get(SERVER)
    if server is None:
        return "sqlite"
    monkeypatch.setenv(house.GIVEN_SERVER, server)
    return "postgresql"


@pytest.mark.parametrize(
    ("name", "lines"),
    [("inviting", 2), ("delivering", 2), ("replies", 2), ("answering", 4), ("series", 4), ("audiences", 2), ("participation", 3)],
    ids=lambda value: str(value),
)
def test_figure_yields_its_ratios(database, name, lines):
    # when
    measured = bench.ALONE[name](database, TINY)

    # then
    asked = [line for line in measured if "like us" not in line.what]
    assert [(line.database, line.ratio > 0 or not line.least, line.ours > 0) for line in asked] == [
        (database, True, True)
    ] * lines


def test_matching_yields_its_ratios():
    # when
    measured = bench.NO_DATABASE["matching"](TINY)

    # then
    assert [(line.database, line.ratio > 0) for line in measured] == [("none", True)] * 18


def test_discovering_yields_its_ratios():
    # when
    measured = bench.NO_DATABASE["discovering"](TINY)

    # then
    assert [(line.database, line.ratio > 0) for line in measured] == [("none", True)] * 6


def test_platforms_yield_their_ratios():
    """Also the test of a worker that is killed on the way: the benchmark fails unless the next one ends right, on both real servers."""
    # when
    measured = bench.NO_DATABASE["platforms"](TINY)

    # then
    assert [(line.database, line.ours > 0, line.holds) for line in measured] == [("sqlite", True, True)] * 6


def test_composing_yields_its_ratios():
    # when
    measured = bench.NO_DATABASE["composing"](TINY)

    # then
    assert [(line.database, line.ratio > 0) for line in measured] == [("none", True)] * 24


def test_pages_and_memory_of_a_large_company(database):
    with sink.running(0) as port, house.opened(database, smtp_port=port) as home, clients.street() as street:
        # given
        of = company.fill(home.app, people=TINY.people, sessions=TINY.sessions, rsvps=TINY.rsvps)

        # when
        pages = bench.LARGE["pages"](home, of, street, TINY)
        memory = bench.LARGE["memory"](home, of, street, TINY)

    # then
    assert [line.what for line in pages if "IN A TINY COMPANY" in line.note] == []
    processes = ["Web process", "Gunicorn beside it", "Worker", "Mail door"]
    assert [line.what for line in memory] == [*processes, "Import of 40 people"]
    assert all(line.ratio > 0 for line in [*pages, *memory])


def test_a_slow_minute_slows_both_halves_of_a_round():
    # given
    ours, baseline = iter([100.0, 50.0, 10.0]), iter([200.0, 100.0, 20.0])

    # when
    turns = take_turns(lambda: next(ours), lambda: next(baseline), 3)

    # then
    assert (turns.ours, turns.baseline, turns.ratio) == ((100.0, 50.0, 10.0), (200.0, 100.0, 20.0), 0.5)


def test_results_take_the_place_of_earlier_ones_of_the_same_figure(tmp_path, monkeypatch):
    # given
    page = tmp_path / "performance.md"
    kept = "### Series\n\nMeasured last year.\n\n| kept |\n"
    page.write_text(f"# Before\n{table.BEGIN}\n\n### Pages\n\nold\n\n{kept}\n{table.END}\nafter\n")
    monkeypatch.setattr(table, "PAGE", page)

    # when
    table.write([Line("Pages", "Home", "sqlite", 100.0, 250.0, 0.4, "pages/s", 1 / 3)], "./run bench pages")

    # then
    before, _begin, rest = page.read_text().partition(table.BEGIN)
    assert (before, rest.partition(table.END)[2], "old" in rest, kept in rest) == ("# Before\n", "\nafter\n", False, True)
    assert "| Home | sqlite | 0.40 | at least 0.33 | 100.0 pages/s | 250.0 |  |" in rest
    assert "with `./run bench pages`" in rest


def test_rows_of_a_database_that_was_not_measured_stay(tmp_path, monkeypatch):
    # given
    page = tmp_path / "performance.md"
    page.write_text(f"{table.BEGIN}\n{table.END}\n")
    monkeypatch.setattr(table, "PAGE", page)
    home = {
        name: Line("Pages", "Home", name, rate, 250.0, 0.4, "pages/s", 1 / 3)
        for name, rate in (("sqlite", 100.0), ("postgresql", 99.0))
    }
    table.write([*home.values()], "./run bench pages")

    # when
    table.write([Line("Pages", "Home", "sqlite", 300.0, 250.0, 1.2, "pages/s", 1 / 3)], "./run bench pages --database sqlite")
    table.write([Line("Pages", "Home", "sqlite", 400.0, 250.0, 1.6, "pages/s", 1 / 3)], "./run bench again")

    # then
    shown = page.read_text()
    assert [rate for rate in ("100.0", "99.0", "300.0", "400.0") if f"| {rate} pages/s" in shown] == ["99.0", "400.0"]
    assert "with `./run bench again` (sqlite). Measured on" in shown
    assert shown.count("Measured on") == 2
    assert "with `./run bench pages` (postgresql)." in shown
