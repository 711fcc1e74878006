"""Heavy work in a process of its own: it weighs more than a worker may, and work that is too much takes only its child along."""

import re
import resource
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cores import on_any
from turnstile import give_way

ROOT = Path(__file__).parent
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_FRAME = re.compile(r'File "[^"]*?(\w+\.py", line \d+, in \w+)')


@dataclass(frozen=True, slots=True)
class Fault:
    """How the child ended, and the lines of code it was at. Nothing of what it was told."""

    ended: str
    where: tuple[str, ...] = ()


def run_apart(module: str, told: bytes, *, seconds: int, megabytes: int, patience: int | None = None) -> bytes | Fault:
    """What `python -m module` writes when it reads `told`. The module calls `limit_itself` first.

    `seconds` of the processor, `megabytes` of memory; `patience`: seconds by the clock, as a rule four times as many and half a minute.
    Lets no error out: what one carries may be private to whom `told` is about.
    """
    command = [sys.executable, "-m", module, str(seconds), str(megabytes)]
    longest = 4 * seconds + 30 if patience is None else patience
    give_way()
    try:
        # Told by a pipe, not on a command line, which others on this machine see; and without our environment, for it needs no secret.
        with on_any():
            done = subprocess.run(  # noqa: S603
                command, input=told, capture_output=True, timeout=longest, check=False, cwd=ROOT, env=_ONE_THREAD
            )
    except (OSError, subprocess.SubprocessError) as error:
        return Fault(type(error).__name__)
    if done.returncode:
        return Fault(f"exit {done.returncode}", tuple(_FRAME.findall(done.stderr.decode(errors="replace"))))
    return done.stdout


def feed_apart(module: str, pieces: Iterable[bytes], *, seconds: int, megabytes: int) -> bytes | Fault:
    """As `run_apart`, told piece by piece: of something large only one is in the memory of this process at a time.

    What the child writes has to be small, and written when it has read everything. What `pieces` raises is raised, the child ended.
    """
    command = [sys.executable, "-m", module, str(seconds), str(megabytes)]
    give_way()
    try:
        with on_any():
            child = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=_ONE_THREAD
            )
    except OSError as error:
        return Fault(type(error).__name__)
    timer = threading.Timer(4 * seconds + 30, child.kill)
    timer.daemon = True
    timer.start()
    with child:
        try:
            _feed(child, pieces)
            written, told = child.communicate()
        finally:
            timer.cancel()
            child.kill()
    if child.returncode:
        return Fault(f"exit {child.returncode}", tuple(_FRAME.findall(told.decode(errors="replace"))))
    return written


def _feed(child: subprocess.Popen[bytes], pieces: Iterable[bytes]) -> None:
    """A child that has ended, or has read enough, is told no more."""
    if child.stdin is None:
        return
    for piece in pieces:
        try:
            child.stdin.write(piece)
        except BrokenPipeError:
            return


def limit_itself(arguments: Sequence[str]) -> None:
    """This child takes no more than it was given (`sys.argv[1:]` of `run_apart`)."""
    seconds, megabytes = (int(word) for word in arguments)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000, megabytes * 1_000_000))
