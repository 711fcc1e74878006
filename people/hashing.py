"""Argon2id in a process of its own: a hash takes 64 MiB, half as much as the web process weighs, which so never holds them.

A process costs 0.02 s more than the hash itself. Where none can be started, or it may not take what it needs, the hash is made here:
whoever is right is let in all the same.
"""

import json
import sys
from typing import cast

from child_process import Fault, limit_itself, run_apart

SECONDS, MEGABYTES = 5, 500  # of the processor and of memory, for one hash, which takes 0.1 s and 90 MB, and has four threads
NO_HASH = "Decoding failed"  # as argon2 says it
PATIENCE = 20  # seconds: the next one waits for it


def hash_of(password: str) -> str:
    """Salted, in the form that says how it was made (PHC string format)."""
    return cast("str", _apart([password]))


def is_of(hashed: str, password: str) -> bool:
    """Whether the hash is that of the password. False for what is no hash."""
    return _apart([hashed, password]) is True


def _apart(told: list[str]) -> str | bool:
    made = run_apart(__name__, json.dumps(told).encode(), seconds=SECONDS, megabytes=MEGABYTES, patience=PATIENCE)
    if not isinstance(made, Fault):
        try:
            return cast("str | bool", json.loads(made))
        except ValueError:
            made = Fault("no answer")
    import structlog  # not in the child, which begins the sooner

    structlog.get_logger().error("hashing_apart_failed", ended=made.ended, where=made.where)
    return _made(told)


def _made(told: list[str]) -> str | bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

    hasher = PasswordHasher()
    if len(told) == 1:
        return hasher.hash(told[0])
    try:
        return hasher.verify(*told)
    except (VerifyMismatchError, InvalidHashError):
        return False
    except VerificationError as error:
        if str(error) != NO_HASH:
            raise  # no memory, no threads: nothing was found out
        return False


def main() -> None:
    """Reads a password, or a hash and a password, from standard input and writes what comes of it."""
    limit_itself(sys.argv[1:])
    sys.stdout.write(json.dumps(_made(json.load(sys.stdin))))


if __name__ == "__main__":
    main()
