"""The times of a calendar, taken out in a process of its own."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config import settings
from cores import on_any
from people.models import Person
from sessions.busy.errors import Fault, SourceFault
from sessions.busy.expansion import Span

AHEAD = timedelta(days=60)
CPU_SECONDS, LONGEST_SECONDS = 20, 60
ROOT = Path(__file__).parents[2]


def spans_of(calendar: bytes, person: Person, *, now: datetime, cpu_seconds: int = CPU_SECONDS) -> list[Span]:
    """When its owner is busy in the next sixty days. Raises SourceFault."""
    zone, end = person.timezone or settings().timezone, now + AHEAD
    asked = [cpu_seconds, zone, int(now.timestamp()), int(end.timestamp()), person.email, settings().mail_domain]
    told = json.dumps(asked).encode() + b"\n" + calendar  # not on a command line, which others on this machine see
    command = [sys.executable, "-m", "sessions.busy.expansion"]
    try:
        # Without our environment: what reads a stranger's file has no business with our secrets.
        with on_any():
            done = subprocess.run(command, input=told, capture_output=True, timeout=LONGEST_SECONDS, check=True, cwd=ROOT, env={})  # noqa: S603
        return [_span(*pair) for pair in json.loads(done.stdout)]
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise SourceFault(Fault.UNREADABLE) from error


def _span(start: int, end: int) -> Span:
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)
