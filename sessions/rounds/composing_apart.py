"""Composing in a process of its own: OR-tools weighs more than a worker may, and a round that is too much takes only its child along."""

import sys

import structlog
from pydantic import TypeAdapter, ValidationError

from child_process import Fault, limit_itself, run_apart
from sessions.errors import SessionError
from sessions.rounds.compositions import Composition, Intake

SECONDS, MEGABYTES = 300, 1000  # of the processor, and of memory; a round of 5,000 needs a tenth of either
_intakes, _compositions = TypeAdapter(Intake), TypeAdapter(Composition)
log = structlog.get_logger()


class ComposerFailed(SessionError):
    """No composition came of it; the message says what to do."""

    code = "composer-failed"


def compose_apart(intake: Intake, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> Composition:
    """What `composing.compose` makes of it, made in a child. For jobs: it takes up to a minute. Raises ComposerFailed.

    `seconds` of processor time; when those are over there is no composition, so that a slow machine gives no other one.
    """
    made = _made_apart(intake, seconds, megabytes)
    if isinstance(made, Fault):
        log.error("composer_failed", people=len(intake.candidates), hosts=len(intake.hosts), ended=made.ended, where=made.where)
        raise ComposerFailed(
            "The groups could not be composed: the round is too large for this machine, or something broke. "
            "Try again, or with fewer times, places or people."
        )
    return made


def _made_apart(intake: Intake, seconds: int, megabytes: int) -> Composition | Fault:
    """Lets no error out: what it carries, and what its traceback shows of this function, is private to who signed up."""
    made = run_apart("sessions.rounds.composing_apart", _intakes.dump_json(intake), seconds=seconds, megabytes=megabytes)
    if isinstance(made, Fault):
        return made
    try:
        return _compositions.validate_json(made)
    except ValidationError as error:
        return Fault(type(error).__name__)


def main() -> None:
    """Reads an intake from standard input and writes its composition."""
    limit_itself(sys.argv[1:])
    from sessions.rounds.composing import compose

    sys.stdout.buffer.write(_compositions.dump_json(compose(_intakes.validate_json(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
