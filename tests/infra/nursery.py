"""Processes that begin where importing ends: each is forked from one that has imported the application and has run nothing of it.

What a fresh Python does before that takes a core for more than a second, every time. The benchmarks and `./run` start fresh ones.
"""

import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.infra.processes import end_with_parent

NURSERY = get_context("forkserver")
NURSERY.set_forkserver_preload(["app", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "flask.cli"])


def start(module: str, arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], log: Path) -> BaseProcess:
    """`python -m module arguments` in `folder`, with these variables and no others; what it prints goes into `log`.

    A group of its own: killed as a whole, as a service manager does it.
    """
    begun, beginning = NURSERY.Pipe(duplex=False)
    process = NURSERY.Process(target=_run, args=(beginning, module, list(arguments), folder, dict(environment), log))
    os.environ["PYTHONOPTIMIZE"] = "2"  # -OO: the nursery, which the first one opens, is a Python as the Procfile starts it
    process.start()
    del os.environ["PYTHONOPTIMIZE"]
    beginning.close()
    begun.recv()  # before it is a group it could not be killed as one
    begun.close()
    return process


def _run(beginning: Connection, module: str, arguments: list[str], folder: Path, environment: dict[str, str], log: Path) -> None:
    os.setsid()
    end_with_parent(signal.SIGKILL)()
    os.close(forkserver._forkserver._forkserver_alive_fd)  # the nursery ends with the tests, whoever else lives on
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as output:
        for number in (1, 2):
            os.dup2(output.fileno(), number)
    beginning.send(None)
    beginning.close()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
