"""How a process with threads stays small."""

import ctypes
import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

M_ARENA_MAX = -8  # malloc.h of glibc


def share_one_heap() -> None:
    """All threads take their memory from one heap: glibc gives each a heap of its own, for a race that Python's lock prevents.

    To be called before the threads begin. Does nothing where malloc is another library's.
    """
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(M_ARENA_MAX, 1)


def settle(app: "Flask") -> None:
    """The application is complete, and this process makes no other: what it was made from goes, what is left is never rubbish. 4 MB.

    Looking through it for rubbish, again and again, took a tenth of the time of a page.
    """
    from sqlalchemy import Column  # not before `light`

    gc.collect()
    for blueprint in app.blueprints.values():
        blueprint.deferred_functions.clear()
    for rule in app.url_map.iter_rules():
        rule._parts.clear()  # noqa: SLF001  (the map has read them)
    for one in gc.get_objects():
        if issubclass(type(one), Column):  # each was filled name by name into a table that grew to twice what it needs
            one.__dict__ = dict(one.__dict__)
    gc.collect()
    gc.freeze()
