"""Pairing in a process of its own: the matching of two thousand people takes a minute and memory, and takes only its child along."""

import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import TypeAdapter, ValidationError

from champions.coffee import CoffeeRound, Guest, Pairing
from champions.errors import ChampionError

SECONDS, MEGABYTES = 300, 1000  # of the processor, and of memory; two thousand people need a fifth of either
ROOT = Path(__file__).parents[1]
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
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
    if isinstance(made, str):
        log.error("coffee_pairing_failed", people=len(of.guests), ended=made)
        raise PairingFailed("The pairs could not be made. Foyer tries again within the hour.")
    return made


def _made_apart(of: CoffeeRound, seconds: int, megabytes: int) -> Pairing | str:
    """Lets no error out: what it carries would be private to those who take part. A text says how it ended."""
    command = [sys.executable, "-m", "champions.coffee_apart", str(seconds), str(megabytes)]
    told = _rounds.dump_json(_Told(of.guests, tuple((one, other, ago) for (one, other), ago in of.met.items()), of.seed))
    longest = 4 * seconds + 30
    try:
        # Not on a command line, which others on this machine see; and without our environment: it needs none of our secrets.
        done = subprocess.run(command, input=told, capture_output=True, timeout=longest, check=False, cwd=ROOT, env=ONE_THREAD)  # noqa: S603
        if done.returncode:
            return f"exit {done.returncode}"
        return _pairings.validate_json(done.stdout)
    except (OSError, subprocess.SubprocessError, ValidationError) as error:
        return type(error).__name__


def main() -> None:
    """Reads a round from standard input and writes its pairing."""
    seconds, megabytes = (int(word) for word in sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000, megabytes * 1_000_000))
    from champions.coffee import pair

    told = _rounds.validate_json(sys.stdin.buffer.read())
    met = {(one, other): ago for one, other, ago in told.met}
    sys.stdout.buffer.write(_pairings.dump_json(pair(CoffeeRound(told.guests, met, told.seed))))


if __name__ == "__main__":
    main()
