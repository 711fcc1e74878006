"""Servers that tests talk to and that are no part of Foyer: each in a venv of its own, from a lock file of its own.

Called by `./run test` before the tests (`python -m tests.infra.own_venv`), and by what starts a server: nothing but the standard library.
"""

import fcntl
import hashlib
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("scim", "synapse")  # the lock file is requirements-NAME.txt, made by `./run lock` from requirements-NAME.in


class NotInstalledError(Exception):
    """The packages of a lock file cannot be had."""


def programs(name: str, root: Path = ROOT) -> Path:
    """The folder of programs of the venv `name`, in which all of its lock file is installed. Raises NotInstalledError.

    It is a folder in `.venv`: whatever leaves out that one leaves out these.
    Of several that ask at once one installs and the others wait; it takes no time when the lock file is that of the last time.
    """
    lock, venv = root / f"requirements-{name}.txt", root / ".venv" / name
    stamp = venv / "foyer.stamp"
    digest = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    with lock.open() as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        if not (stamp.exists() and stamp.read_text() == digest):
            _install(lock, venv)
            stamp.write_text(digest)
    return venv / "bin"


def _install(lock: Path, venv: Path) -> None:
    python, env = venv / "bin" / "python", runpy.run_path(str(ROOT / "run"))["index_of_pip"](sys.executable)
    subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", venv], check=True)
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    what = ["--quiet", "--require-hashes", "-r", lock]
    ways = ([uv, "pip", "install", "--python", python], [sys.executable, "-m", "pip", "--python", python, "install"])
    if not any(_does([*way, *what], env) for way in ways):
        raise NotInstalledError(f"{lock.name} could not be installed: see the lines above.")


def _does(command: list[str | Path], env: dict[str, str]) -> bool:
    try:
        return subprocess.run(command, env=env, check=False).returncode == 0
    except FileNotFoundError:
        return False


def main(names: Iterable[str]) -> int:
    """All of them, at once. What cannot be had is said here and again by the tests that need it."""
    with ThreadPoolExecutor() as pool:
        return max(pool.map(_told, names), default=0)


def _told(name: str) -> int:
    try:
        programs(name)
    except NotInstalledError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(NAMES))
