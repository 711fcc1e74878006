"""A PostgreSQL of the tests' own: started once for all workers, each worker has its database in it."""

import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tests.infra.processes import answers, as_user, end_with_parent, folder_of, free_port, unprivileged, wait_until

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "64MB",
    "autovacuum": "off",
}


class MissingPostgresError(Exception):
    """The machine has no PostgreSQL to start."""


@dataclass
class Postgres:
    """A running cluster. `url(name)` is a database in it."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://foyer@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        self.process.send_signal(signal.SIGQUIT)  # at once: the files are thrown away
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)


def start(changes: Mapping[str, str] = MappingProxyType({})) -> Postgres:
    """A new empty cluster on a free port, SETTINGS with `changes`. Raises MissingPostgresError when the programs are missing."""
    user, programs = unprivileged("postgres"), _programs()
    folder = folder_of(user, "postgres")
    place, log = folder / "cluster", folder / "log"
    init = [programs / "initdb", "-D", place, "-U", "foyer", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(init, cwd=folder, check=True, stdout=subprocess.DEVNULL, **as_user(user))
    port = free_port()
    options = [part for name, value in {**SETTINGS, **changes}.items() for part in ("-c", f"{name}={value}")]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [programs / "postgres", "-D", place, "-p", str(port), *options],
            cwd=folder,
            stdout=output,
            stderr=output,
            preexec_fn=end_with_parent(signal.SIGQUIT),
            **as_user(user),
        )
    cluster = Postgres(folder, port, process)
    ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "foyer", "-d", "postgres"]
    wait_until(lambda: answers(port) and subprocess.run(ready, check=False).returncode == 0, "PostgreSQL", log)
    return cluster


def _programs() -> Path:
    """Where initdb stands: Debian keeps it out of PATH, one folder a version; the newest counts."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise MissingPostgresError("PostgreSQL is missing (Debian: apt-get install postgresql). The suite has to pass on it too.")
    return found[-1].parent if found else Path(str(on_path)).parent
