"""Heavy work in a process of its own: it weighs more than a worker may, and work that is too much takes only its child along."""

import re
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_FRAME = re.compile(r'File "[^"]*?(\w+\.py", line \d+, in \w+)')


@dataclass(frozen=True, slots=True)
class Fault:
    """How the child ended, and the lines of code it was at. Nothing of what it was told."""

    ended: str
    where: tuple[str, ...] = ()


def run_apart(module: str, told: bytes, *, seconds: int, megabytes: int) -> bytes | Fault:
    """What `python -m module` writes when it reads `told`. The module calls `limit_itself` first.

    `seconds` of the processor, `megabytes` of memory. Lets no error out: what one carries may be private to whom `told` is about.
    """
    command = [sys.executable, "-m", module, str(seconds), str(megabytes)]
    longest = 4 * seconds + 30
    try:
        # Told by a pipe, not on a command line, which others on this machine see; and without our environment, for it needs no secret.
        done = subprocess.run(  # noqa: S603
            command, input=told, capture_output=True, timeout=longest, check=False, cwd=ROOT, env=_ONE_THREAD
        )
    except (OSError, subprocess.SubprocessError) as error:
        return Fault(type(error).__name__)
    if done.returncode:
        return Fault(f"exit {done.returncode}", tuple(_FRAME.findall(done.stderr.decode(errors="replace"))))
    return done.stdout


def limit_itself(arguments: Sequence[str]) -> None:
    """This child takes no more than it was given (`sys.argv[1:]` of `run_apart`)."""
    seconds, megabytes = (int(word) for word in arguments)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000, megabytes * 1_000_000))
