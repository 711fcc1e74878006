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


@pytest.mark.parametrize("start", ["app", "processes"])
def test_a_process_starts_without_what_few_need(start):
    # when
    program = f"import sys, {start}; print(*sorted({HEAVY!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    # then
    assert done.stdout.split() == []
