"""Foyer as an operator runs it: the processes of the Procfile, on this test's settings. Started, stopped, killed outright, started again."""

import os
import shlex
import signal
import time
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from pydantic import SecretStr

from config import Settings
from tests.infra import nursery
from tests.infra.processes import answers
from tests.infra.sources import ROOT

PATIENCE = 300  # seconds; a busy machine is slow, and nobody waits longer than it takes


@dataclass
class Installation:
    """`start("web")`, `start("worker")`, `start("mail")`; a second worker is `start("worker", 2)`. What they print is in `log(...)`."""

    settings: Settings
    folder: Path
    running: dict[tuple[str, int], BaseProcess] = field(default_factory=dict)

    def start(self, name: str, number: int = 1) -> None:
        """The process is on its way up; `ready` waits for it."""
        module, *arguments = _command(name)
        self.running[name, number] = nursery.start(
            module,
            arguments,
            folder=self.folder,  # no .env of this checkout
            environment=environment_of(self.settings),
            log=self._log_of(name, number),
        )

    def ready(self, *names: str) -> None:
        """Each of these listens. A worker listens nowhere: what it does shows that it is up."""
        for name in names:
            port = int({"web": self.settings.bind, "mail": self.settings.lmtp_bind}[name].rpartition(":")[2])
            until(lambda port=port, name=name: answers(port) or self._is_dead(name), lambda name=name: self.log(name)[-3000:])
            assert not self._is_dead(name), self.log(name)[-3000:]

    def _is_dead(self, name: str) -> bool:
        return self.running[name, 1].exitcode is not None

    def kill(self, name: str, number: int = 1) -> None:
        """kill -9 of the process and whatever it started."""
        process = self.running.pop((name, number))
        os.killpg(process.pid, signal.SIGKILL)
        process.join(PATIENCE)

    def kill_children(self, name: str, number: int = 1) -> None:
        """kill -9 of what the process started: of gunicorn's workers, its master lives on."""
        pid = self.running[name, number].pid
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)

    def ask_to_stop(self, name: str, number: int = 1) -> None:
        """The process has SIGTERM, as from a service manager or honcho; nothing waits for it."""
        os.kill(self.running[name, number].pid or 0, signal.SIGTERM)

    def stopped(self, name: str, number: int = 1) -> int:
        """The exit status of a process that was asked to stop, once it has."""
        process = self.running.pop((name, number))
        process.join(PATIENCE)
        assert process.exitcode is not None, f"{name} did not stop within {PATIENCE} s"
        return process.exitcode

    def stop(self, name: str, number: int = 1) -> int:
        """The process was asked to stop, and has; its exit status."""
        self.ask_to_stop(name, number)
        return self.stopped(name, number)

    def end(self) -> None:
        """Nothing of it runs any more."""
        for name, number in list(self.running):
            self.kill(name, number)

    def log(self, name: str, number: int = 1) -> str:
        return self._log_of(name, number).read_text(errors="replace")

    def logs(self) -> str:
        """The end of what each process has printed."""
        return "\n".join(
            f"-- {file.name}\n{file.read_text(errors='replace')[-3000:]}" for file in sorted(self.folder.glob("*-?.log"))
        )

    def _log_of(self, name: str, number: int) -> Path:
        return self.folder / f"{name}-{number}.log"


def until(holds, what: str, seconds: float = PATIENCE) -> None:
    """Returns when `holds()` does. Raises AssertionError saying `what` did not come true in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s: {what() if callable(what) else what}"
        time.sleep(0.05)


def _command(name: str) -> list[str]:
    """The Procfile's own line, for this Python: a module and its arguments, whatever the folder."""
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    program, *arguments = shlex.split(lines[name].removeprefix("python -OO -m "))
    arguments = [str(ROOT / argument) if argument == "gunicorn.conf.py" else argument for argument in arguments]
    return [program, *arguments]


def environment_of(settings: Settings) -> dict[str, str]:
    """Every setting as a variable, and nothing of this shell's own."""
    values = {f"FOYER_{name.upper()}": _text(getattr(settings, name)) for name in type(settings).model_fields}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FOYER_")}
    return {**kept, **values, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def _text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return str(int(value)) if isinstance(value, bool) else str(value)
