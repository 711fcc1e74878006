"""What weighs much and few need is loaded when it is needed: web process and worker are small machines' guests."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    "aiosmtpd",
    "alembic",
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
    "typst",
}


LOOK = f"""
import gc, re
from pathlib import Path
from sqlalchemy.sql.annotation import Annotated
from sqlalchemy.orm import configure_mappers
configure_mappers()
print(re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1])
print(sum(isinstance(one, Annotated) for one in gc.get_objects()))
print(*sorted({HEAVY!r} & sys.modules.keys()))
"""
MOST_MEGABYTES = 150  # before anybody has asked for anything; 132 when this was written
MOST_EXPRESSIONS = 1_000  # of columns; 530 when this was written, 1,200 more if `light` kept none out


@pytest.mark.parametrize("start", ["app", "processes"])
def test_a_process_starts_without_what_few_need(start):
    # when
    program = f"import sys, {start}\n{LOOK}"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    # then
    kilobytes, expressions, *heavy = done.stdout.split()
    assert heavy == []
    assert int(kilobytes) < MOST_MEGABYTES * 1024
    assert int(expressions) < MOST_EXPRESSIONS
