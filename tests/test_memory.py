"""One heap for all threads: counted by the C library itself."""

import subprocess
import sys

import pytest

from tests.infra.sources import ROOT

PROGRAM = """
import ctypes, sys, threading
from memory import share_one_heap
if {shared}:
    share_one_heap()
libc = ctypes.CDLL(None)
together = threading.Barrier(4)
def take():
    libc.malloc(100_000)
    together.wait()
threads = [threading.Thread(target=take) for _number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc.malloc_stats()
"""


@pytest.mark.parametrize(("shared", "is_one"), [(True, True), (False, False)], ids=["shared", "as it was"])
def test_threads_share_one_heap(shared, is_one):
    # when
    command = [sys.executable, "-c", PROGRAM.format(shared=shared)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    # then
    assert (done.stderr.count("Arena ") == 1) is is_one
