"""Composing in a process of its own: OR-tools weighs more than a worker may, and a round that is too much takes only its child along."""

import re
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import TypeAdapter, ValidationError

from sessions.errors import SessionError
from sessions.rounds.compositions import Composition, Intake

SECONDS, MEGABYTES = 300, 1000  # of the processor, and of memory; a round of 5,000 needs a tenth of either
ROOT = Path(__file__).parents[2]
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_intakes, _compositions = TypeAdapter(Intake), TypeAdapter(Composition)
_FRAME = re.compile(r'File "[^"]*?(\w+\.py", line \d+, in \w+)')
log = structlog.get_logger()


class ComposerFailed(SessionError):
    """No composition came of it; the message says what to do."""

    code = "composer-failed"


def compose_apart(intake: Intake, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> Composition:
    """What `composing.compose` makes of it, made in a child. For jobs: it takes up to a minute. Raises ComposerFailed.

    `seconds` of processor time; when those are over there is no composition, so that a slow machine gives no other one.
    """
    made = _made_apart(intake, seconds, megabytes)
    if isinstance(made, _Fault):
        log.error("composer_failed", people=len(intake.candidates), hosts=len(intake.hosts), ended=made.ended, where=made.where)
        raise ComposerFailed(
            "The groups could not be composed: the round is too large for this machine, or something broke. "
            "Try again, or with fewer times, places or people."
        )
    return made


@dataclass(frozen=True, slots=True)
class _Fault:
    """How the child ended, and the lines of code it was at."""

    ended: str
    where: tuple[str, ...] = ()


def _made_apart(intake: Intake, seconds: int, megabytes: int) -> Composition | _Fault:
    """Lets no error out: what it carries, and what its traceback shows of this function, is private to who signed up."""
    command = [sys.executable, "-m", "sessions.rounds.composing_apart", str(seconds), str(megabytes)]
    told = _intakes.dump_json(intake)  # not on a command line, which others on this machine see
    longest = 4 * seconds + 30
    try:
        # Without our environment: the composer needs none of our secrets.
        done = subprocess.run(command, input=told, capture_output=True, timeout=longest, check=False, cwd=ROOT, env=ONE_THREAD)  # noqa: S603
        if done.returncode:
            return _Fault(f"exit {done.returncode}", tuple(_FRAME.findall(done.stderr.decode(errors="replace"))))
        return _compositions.validate_json(done.stdout)
    except (OSError, subprocess.SubprocessError, ValidationError) as error:
        return _Fault(type(error).__name__)


def main() -> None:
    """Reads an intake from standard input and writes its composition."""
    seconds, megabytes = (int(word) for word in sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000, megabytes * 1_000_000))
    from sessions.rounds.composing import compose

    sys.stdout.buffer.write(_compositions.dump_json(compose(_intakes.validate_json(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
