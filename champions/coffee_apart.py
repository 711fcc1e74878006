"""Pairing in a process of its own: the matching of two thousand people takes a minute and memory, and takes only its child along."""

import sys
from dataclasses import dataclass

import structlog
from pydantic import TypeAdapter, ValidationError

from champions.coffee_round import CoffeeRound, Guest, Pairing
from champions.errors import ChampionError
from child_process import Fault, limit_itself, run_apart

SECONDS, MEGABYTES = 300, 1000  # of the processor, and of memory; two thousand people need a fifth of either
log = structlog.get_logger()


class PairingFailed(ChampionError):
    """No pairs came of it; the next run of the job tries again."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A CoffeeRound as it travels: JSON has no pairs for keys."""

    guests: tuple[Guest, ...]
    met: tuple[tuple[int, int, int], ...]
    seed: int


_rounds, _pairings = TypeAdapter(_Told), TypeAdapter(Pairing)


def pair_apart(of: CoffeeRound, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> Pairing:
    """What `coffee.pair` makes of it, made in a child. For jobs: it takes up to a minute. Raises PairingFailed.

    `seconds` of processor time, so that a slow machine pairs nobody differently.
    """
    made = _made_apart(of, seconds, megabytes)
    if isinstance(made, Fault):
        log.error("coffee_pairing_failed", people=len(of.guests), ended=made.ended, where=made.where)
        raise PairingFailed("The pairs could not be made. Foyer tries again within the hour.")
    return made


def _made_apart(of: CoffeeRound, seconds: int, megabytes: int) -> Pairing | Fault:
    """Lets no error out: what it carries would be private to those who take part."""
    told = _rounds.dump_json(_Told(of.guests, tuple((one, other, ago) for (one, other), ago in of.met.items()), of.seed))
    made = run_apart("champions.coffee_apart", told, seconds=seconds, megabytes=megabytes)
    if isinstance(made, Fault):
        return made
    try:
        return _pairings.validate_json(made)
    except ValidationError as error:
        return Fault(type(error).__name__)


def main() -> None:
    """Reads a round from standard input and writes its pairing."""
    limit_itself(sys.argv[1:])
    from champions.coffee import pair

    told = _rounds.validate_json(sys.stdin.buffer.read())
    met = {(one, other): ago for one, other, ago in told.met}
    sys.stdout.buffer.write(_pairings.dump_json(pair(CoffeeRound(told.guests, met, told.seed))))


if __name__ == "__main__":
    main()
