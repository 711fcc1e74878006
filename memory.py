"""How a process with threads stays small."""

import ctypes
import sys

M_ARENA_MAX = -8  # malloc.h of glibc


def share_one_heap() -> None:
    """All threads take their memory from one heap: glibc gives each a heap of its own, for a race that Python's lock prevents.

    To be called before the threads begin. Does nothing where malloc is another library's.
    """
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(M_ARENA_MAX, 1)
