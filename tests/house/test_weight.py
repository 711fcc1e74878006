"""What weighs much and few need is loaded when it is needed: web process and worker are small machines' guests."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = {"aiosmtpd", "alembic", "demo", "holidays", "imapclient", "ldap3", "numpy", "ortools", "rustworkx", "typst"}


def test_the_application_starts_without_what_few_need():
    # when
    program = f"import sys, app; print(*sorted({HEAVY!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    # then
    assert done.stdout.split() == []
