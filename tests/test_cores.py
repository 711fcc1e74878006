"""The web process computes on one core, and what needs none of Python's lock on any."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from runpy import run_path

import pytest

import cores

CORES = sorted(os.sched_getaffinity(0))
CONF = Path(__file__).parents[1] / "gunicorn.conf.py"
ASK = "import os; print(len(os.sched_getaffinity(0)))"


@pytest.fixture(autouse=True)
def _nothing_before(monkeypatch):
    monkeypatch.setattr(cores, "_before", set())


def in_a_thread(work: Callable[[], object]) -> object:
    """A thread's core is its own: the tests stay where they are."""
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


def mine() -> list[int]:
    return sorted(os.sched_getaffinity(0))


@pytest.mark.parametrize("port", [8000, 8001, 8002])
def test_a_process_stays_on_the_core_of_its_port(port):
    def stay():
        cores.stay_on_one(port)
        return mine()

    assert in_a_thread(stay) == [CORES[port % len(CORES)]]
    assert mine() == CORES


def test_what_takes_no_lock_goes_on_any_core():
    def stay():
        cores.stay_on_one(8000)
        with suppress(ZeroDivisionError), cores.on_any():
            child = subprocess.run([sys.executable, "-c", ASK], capture_output=True, check=True)
            meanwhile = mine()
            raise ZeroDivisionError
        return meanwhile, int(child.stdout), mine()

    assert in_a_thread(stay) == (CORES, len(CORES), [CORES[8000 % len(CORES)]])


def test_who_never_stayed_on_one_goes_where_it_may():
    with cores.on_any():
        assert mine() == CORES


def test_a_system_without_such_a_wish_is_left_alone(monkeypatch):
    monkeypatch.delattr(os, "sched_setaffinity")

    cores.stay_on_one(8000)

    assert mine() == CORES


@pytest.mark.parametrize(
    ("chosen", "database", "expected"),
    [
        ("one", "sqlite:///foyer.db", [CORES[8123 % len(CORES)]]),
        ("any", "postgresql://db.example/foyer", CORES),
        ("auto", "sqlite:///foyer.db", CORES),
        ("auto", "postgresql://db.example/foyer", [CORES[8123 % len(CORES)]]),
    ],
    ids=["one", "any", "auto-sqlite", "auto-postgresql"],
)
def test_the_web_process_computes_where_its_settings_say(monkeypatch, chosen, database, expected):
    # given
    monkeypatch.setenv("FOYER_SECRET_KEY", "a secret that is long enough for the tests")
    monkeypatch.setenv("FOYER_BIND", "127.0.0.1:8123")
    monkeypatch.setenv("FOYER_DEMO", "1")
    monkeypatch.setenv("FOYER_WEB_CORES", chosen)
    monkeypatch.setenv("FOYER_DATABASE_URL", database)

    def fork():
        run_path(str(CONF))["post_fork"](None, None)
        return mine()

    # then
    assert in_a_thread(fork) == expected
