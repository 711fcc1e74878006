"""What weighs much and few need is loaded when it is needed: web process and worker are small machines' guests."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    "aiosmtpd",
    "alembic",
    "argon2",
    "cryptography",
    "demo",
    "holidays",
    "httpx2",
    "imapclient",
    "ldap3",
    "numpy",
    "ortools",
    "psycopg",
    "pygments",
    "rich",
    "rustworkx",
    "segno",
    "typst",
}


STARTS = {"web": "import app", "worker": "import unserved\nunserved.leave_out_pages()\nimport app"}
LOOK = f"""
import gc, re, sys
from pathlib import Path
from sqlalchemy.sql.annotation import Annotated
from sqlalchemy.orm import configure_mappers
from jobs import _jobs
configure_mappers()
print(re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1])
print(sum(isinstance(one, Annotated) for one in gc.get_objects()))
print(*sorted({HEAVY!r} & sys.modules.keys()))
print(*sorted(_jobs))
models = [one for one in gc.get_objects() if isinstance(one, type) and hasattr(one, "__pydantic_complete__")]
shapes = [one for one in models if any((base.__module__, base.__name__) == ("openapi", "Shape") for base in one.__mro__)]
print(len(shapes), *(one.__name__ for one in shapes if one.__pydantic_complete__))
"""
MOST_MEGABYTES = {"web": 150, "worker": 135}  # before anybody has asked for anything; 132 and 121 when this was written
MOST_EXPRESSIONS = 1_000  # of columns; 530 when this was written, 1,200 more if `light` kept none out


@cache
def started(process: str) -> list[str]:
    program = f"{STARTS[process]}\n{LOOK}"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.mark.parametrize("process", STARTS)
def test_a_process_starts_without_what_few_need(process):
    # when
    kilobytes, expressions, heavy, *_rest = started(process)

    # then
    assert heavy == ""
    assert int(kilobytes) < MOST_MEGABYTES[process] * 1024
    assert int(expressions) < MOST_EXPRESSIONS


def test_a_worker_without_pages_knows_every_job():
    assert started("worker")[3] == started("web")[3]


def test_what_checks_a_body_of_the_api_is_made_when_one_is_sent():
    # when
    shapes, *made = started("web")[4].split()

    # then
    assert int(shapes) > 50
    assert set(made) <= {"Listed"}  # what pages of lists are made from


def test_a_dataclass_shows_what_it_would_show_without_us():
    # given: one made by `dataclasses` alone, and the same with `light` imported before
    made = """
from dataclasses import dataclass, field
@dataclass(frozen=True, slots=True)
class Seat:
    number: int
    of: str = "room"
    secret: str = field(default="s", repr=False)
    others: list = field(default_factory=list)
class Inner(Seat):
    pass
one = Seat(1)
one.others.append(one)
print(one, Inner(2, "hall"), Seat.__repr__ is getattr(__import__("sys").modules.get("light"), "shown", None))
"""

    # when
    plain, light = (
        subprocess.run([sys.executable, "-c", f"{first}{made}"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for first in ("", "import light")
    )

    # then
    shown = "Seat(number=1, of='room', others=[...]) Inner(number=2, of='hall', others=[])"
    assert (plain, light) == (f"{shown} False\n", f"{shown} True\n")
