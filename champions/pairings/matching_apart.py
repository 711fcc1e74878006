"""Matching in a process of its own: OR-tools weighs more than a worker may, and a round that is too much takes only its child along."""

import sys
from dataclasses import dataclass
from enum import StrEnum

import structlog
from pydantic import TypeAdapter, ValidationError

from champions.errors import ChampionError
from champions.requests import Matching, MatchingRound, Quality
from child_process import Fault, limit_itself, run_apart

SECONDS, MEGABYTES = 120, 1000  # of the processor, and of memory; 10,000 who ask and 800 ambassadors need a twentieth and a third
log = structlog.get_logger()


class Way(StrEnum):
    """How pairs are found: the best there are, and two ways to compare them with."""

    BEST = "best"
    IN_ORDER = "in_order"
    AT_RANDOM = "at_random"


@dataclass(frozen=True, slots=True)
class Task:
    """What the child is told."""

    round: MatchingRound
    way: Way


@dataclass(frozen=True, slots=True)
class Found:
    """What it gives back."""

    matching: Matching
    quality: Quality


_tasks, _founds = TypeAdapter(Task), TypeAdapter(Found)


class MatchingFailed(ChampionError):
    """No pairs came of it."""


def match_apart(of: MatchingRound, way: Way, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> Found:
    """What `matching` makes of it, made in a child. For jobs. Raises MatchingFailed."""
    made = _made_apart(Task(of, way), seconds, megabytes)
    if isinstance(made, Fault):
        log.error("matching_failed", people=len(of.mentees), ambassadors=len(of.ambassadors), ended=made.ended, where=made.where)
        raise MatchingFailed("No pairs could be found: there are too many people for this machine, or something broke.")
    return made


def _made_apart(task: Task, seconds: int, megabytes: int) -> Found | Fault:
    """Lets no error out: what it carries, and what its traceback shows of this function, is private (who keeps whom apart)."""
    made = run_apart("champions.pairings.matching_apart", _tasks.dump_json(task), seconds=seconds, megabytes=megabytes)
    if isinstance(made, Fault):
        return made
    try:
        return _founds.validate_json(made)
    except ValidationError as error:
        return Fault(type(error).__name__)


def find(task: Task) -> Found:
    """What the child does."""
    from champions import matching  # here, so that a worker does not load OR-tools

    ways = {Way.BEST: matching.match, Way.IN_ORDER: matching.in_order_of_asking, Way.AT_RANDOM: matching.at_random}
    found = ways[task.way](task.round)
    return Found(found, matching.quality(task.round, found))


def main() -> None:
    """Reads a task from standard input and writes what was found."""
    limit_itself(sys.argv[1:])
    sys.stdout.buffer.write(_founds.dump_json(find(_tasks.validate_json(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
