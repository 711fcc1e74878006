"""The core that the threads of the web process compute on, where it stays on one.

Python computes one thing at a time. Where its lock goes from a thread on one core to a thread on another, that one has to be woken over
there and finds nothing of what it needs near it: the same answers took half as much of the processor again.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_before: set[int] = set()  # the cores of this process before it stayed on one; empty while it has not


def stay_on_one(port: int) -> None:
    """This thread, and those it begins, compute on one of the cores they may; processes beside each other have other ports, and cores.

    Does nothing on one core, and where the system takes no such wish (macOS).
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        _before.update(cores)
        os.sched_setaffinity(0, {cores[port % len(cores)]})


@contextmanager
def on_any() -> Iterator[None]:
    """What this thread computes without Python's lock (a password), and whatever process it starts, computes on any core meanwhile."""
    if not _before:
        yield
        return
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, _before)
    try:
        yield
    finally:
        os.sched_setaffinity(0, mine)
