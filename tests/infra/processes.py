"""What the started servers share: a free port, a user who is not root, an end together with the tests."""

import contextlib
import ctypes
import os
import pwd
import random
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FIRST_PORT, EACH, SHARES = 20000, 1500, 8
_given: set[int] = set()


def free_port() -> int:
    """A loopback port nobody listens on, and that nobody else is given: it may be a while until somebody does listen there.

    Below the range that outgoing connections take theirs from; each worker of pytest has a share of its own, and gives each port once.
    """
    share = int(os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw") or SHARES - 1) % SHARES
    for port in random.sample(range(FIRST_PORT + share * EACH, FIRST_PORT + (share + 1) * EACH), EACH):
        if port not in _given and _is_free(port):
            _given.add(port)
            return port
    raise RuntimeError("no free port found")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def unprivileged(preferred: str) -> str:
    """The user a server runs as: ourselves, or, when we are root (which servers refuse), `preferred` or nobody."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    try:
        return pwd.getpwnam(preferred).pw_name
    except KeyError:
        return "nobody"


def folder_of(user: str, name: str) -> Path:
    """A new private folder of `user`, outside pytest's own, which only its owner may enter."""
    folder = Path(tempfile.mkdtemp(prefix=f"foyer-{name}-"))
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    return folder


def as_user(user: str) -> dict[str, object]:
    """Arguments for subprocess that run a command as `user`; none are needed when that is us."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def end_with_parent(how: signal.Signals) -> Callable[[], None]:
    """For preexec_fn: the server gets `how` when the tests are killed outright. Where the system cannot, nothing."""

    def ask() -> None:
        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).prctl(1, how)

    return ask


def wait_until(is_up: Callable[[], bool], what: str, log: Path, seconds: float = 30) -> None:
    """Returns when `is_up` says so. Raises RuntimeError with the end of `log` when it does not in time."""
    end = time.monotonic() + seconds
    while not is_up():
        if time.monotonic() > end:
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else "no log"
            raise RuntimeError(f"{what} did not start within {seconds} s:\n{tail}")
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Whether somebody accepts connections on this loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
