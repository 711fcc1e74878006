"""A real Matrix server: one for all workers of a run, on SQLite, its limits so high that only who is given one of their own meets them.

Whoever needs it first has it started (`begin`); it ends when the process that runs the tests does, however that ends.
"""

import base64
import fcntl
import hashlib
import hmac
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import pytest

from tests.infra import own_venv
from tests.infra.processes import end_with_parent, free_port

SERVER_NAME = "brink-waal.example"
ADMIN, PASSWORD = "keeper", "open-sesame"
HTTP = httpx2.Client(timeout=60, trust_env=False)
LIMITS = ("rc_message", "rc_registration", "rc_joins_per_room", "rc_room_creation", "rc_profile", "rc_user_directory")
CONFIG = {
    "server_name": SERVER_NAME,
    "report_stats": False,
    "bcrypt_rounds": 4,
    "trusted_key_servers": [],
    "federation_domain_whitelist": [],
    "presence": {"enabled": False},
    "enable_metrics": False,
    "user_directory": {"enabled": False},
    "stats": {"enabled": False},
    "send_federation": False,
    "event_cache_size": "200K",
    "caches": {"global_factor": 4},
    "gc_min_interval": ["1s", "1m", "1h"],  # with a room of thousands in its caches, tidying up took a third of its time
    **{name: {"per_second": 1e6, "burst_count": 1_000_000} for name in LIMITS},
    **{
        name: {kind: {"per_second": 1e6, "burst_count": 1_000_000} for kind in kinds}
        for name, kinds in {
            "rc_invites": ("per_room", "per_user", "per_issuer"),
            "rc_joins": ("local", "remote"),
            "rc_login": ("address", "account", "failed_attempts"),
        }.items()
    },
}


@dataclass(frozen=True)
class Account:
    """Somebody with an account, signed in: `ask` does what their own client would."""

    url: str
    id: str
    token: str

    def ask(self, method: str, path: str, body: object | None = None, version: str = "/_matrix/client/v3") -> Any:
        """The JSON of the answer; the test fails unless it is a good one."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = HTTP.request(method, self.url + version + path, json=body or {}, headers=headers)
        assert answer.is_success, (answer.status_code, answer.text)
        return answer.json()

    def join(self, room_id: str) -> None:
        self.ask("POST", f"/join/{quote(room_id, safe='')}")

    def leave(self, room_id: str) -> None:
        self.ask("POST", f"/rooms/{quote(room_id, safe='')}/leave")


@dataclass(frozen=True)
class Synapse:
    """The running server. Accounts are made with `account`, e-mail addresses are given to them by its administrator."""

    url: str
    folder: Path
    secret: str

    def account(self, name: str, email: str = "", *, is_admin: bool = False) -> Account:
        """A new account @name:SERVER_NAME, through the registration by shared secret of Synapse."""
        place = f"{self.url}/_synapse/admin/v1/register"
        nonce = HTTP.get(place).json()["nonce"]
        parts = [nonce, name, PASSWORD, "admin" if is_admin else "notadmin"]
        mac = hmac.new(self.secret.encode(), "\0".join(parts).encode(), hashlib.sha1).hexdigest()
        wish = {"nonce": nonce, "username": name, "password": PASSWORD, "admin": is_admin, "mac": mac}
        answer = HTTP.post(place, json=wish)
        assert answer.is_success, answer.text
        made = Account(self.url, answer.json()["user_id"], answer.json()["access_token"])
        if email:
            self.give_address(made.id, email)
        return made

    def sign_in(self, name: str) -> Account:
        """One more session of an account: another device, another token."""
        wish = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": name}, "password": PASSWORD}
        answer = HTTP.post(f"{self.url}/_matrix/client/v3/login", json=wish)
        assert answer.is_success, answer.text
        return Account(self.url, answer.json()["user_id"], answer.json()["access_token"])

    def give_address(self, user_id: str, email: str) -> None:
        self.administer("PUT", f"/v2/users/{user_id}", {"threepids": [{"medium": "email", "address": email}]})

    def slow_down(self, user_id: str, *, per_second: float, burst: int) -> None:
        """This account is held to a limit."""
        path = f"/v1/users/{user_id}/override_ratelimit"
        self.administer("POST", path, {"messages_per_second": per_second, "burst_count": burst})

    def administer(self, method: str, path: str, body: object | None = None) -> Any:
        """As the administrator of the server: `path` begins with the version of Synapse's admin API."""
        return self.admin.ask(method, path, body, version="/_synapse/admin")

    @property
    def admin(self) -> Account:
        return Account(self.url, f"@{ADMIN}:{SERVER_NAME}", (self.folder / "admin").read_text())


def begin() -> Path:
    """It is on its way up, if it was not yet. Returns its folder, which all workers of this run share. Waits for nothing."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone-{os.getpid()}")
    folder = Path(tempfile.gettempdir()) / f"foyer-synapse-{run}"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "config.json").exists():
            _configure(folder)
            runner = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
            command = [sys.executable, "-m", "tests.infra.synapse", folder, str(runner)]
            with (folder / "log").open("wb") as output:
                subprocess.Popen(command, cwd=own_venv.ROOT, stdout=output, stderr=output, start_new_session=True)
    return folder


def _configure(folder: Path) -> None:
    port, secret = free_port(), secrets.token_urlsafe()
    here = {
        "listeners": [{"type": "http", "port": port, "bind_addresses": ["127.0.0.1"], "resources": [{"names": ["client"]}]}],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "synapse.db")}},
        "media_store_path": str(folder / "media"),
        "pid_file": str(folder / "pid"),
        "signing_key_path": str(folder / "signing.key"),
        "registration_shared_secret": secret,
        "macaroon_secret_key": secret,
        "form_secret": secret,
    }
    seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    (folder / "signing.key").write_text(f"ed25519 a_tests {seed}\n")  # the server could make it itself, in two seconds
    (folder / "config.json").write_text(json.dumps({**CONFIG, **here}))  # JSON is YAML


def running(seconds: float = 90) -> Synapse:
    """The server, answering, with its administrator. Raises RuntimeError with the end of its log when it does not come up in time."""
    folder, end = begin(), time.monotonic() + seconds
    while not (folder / "admin").exists():
        if time.monotonic() > end or (folder / "failed").exists():
            raise RuntimeError(f"Synapse did not start:\n{(folder / 'log').read_text(errors='replace')[-3000:]}")
        time.sleep(0.05)
    return _of(folder)


def _of(folder: Path) -> Synapse:
    config = json.loads((folder / "config.json").read_text())
    return Synapse(f"http://127.0.0.1:{config['listeners'][0]['port']}", folder, config["registration_shared_secret"])


def _keep_up(folder: Path, runner: int) -> None:
    """In a process of its own: the server runs as long as `runner` does, and leaves nothing."""
    process = None
    try:
        process = _started(folder)
        _make_admin(folder, process)
        while _is_alive(runner) and process.poll() is None:
            time.sleep(0.3)
    finally:
        (folder / "failed").touch()
        if process is not None:
            process.kill()
            process.wait(20)
        while _is_alive(runner):
            time.sleep(0.3)
        shutil.rmtree(folder, ignore_errors=True)


def _started(folder: Path) -> subprocess.Popen[bytes]:
    python = own_venv.programs("synapse") / "python"
    command = [python, "-m", "synapse.app.homeserver", "--config-path", folder / "config.json"]
    return subprocess.Popen(command, cwd=folder, preexec_fn=end_with_parent(signal.SIGKILL))


def _make_admin(folder: Path, process: subprocess.Popen[bytes]) -> None:
    server = _of(folder)
    while process.poll() is None:
        try:
            HTTP.get(f"{server.url}/health").raise_for_status()
            break
        except httpx2.HTTPError:
            time.sleep(0.05)
    token = server.account(ADMIN, is_admin=True).token
    (folder / "admin.new").write_text(token)
    (folder / "admin.new").rename(folder / "admin")


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pytest_collection_finish(session: pytest.Session) -> None:
    """Where one of the tests needs it, it comes up while the others run."""
    if any("synapse" in getattr(item, "fixturenames", ()) for item in session.items) and not session.config.option.collectonly:
        begin()


@pytest.fixture(scope="session")
def synapse() -> Synapse:
    """The one Matrix server of this run: what a test makes in it has names of its own."""
    return running()


if __name__ == "__main__":
    _keep_up(Path(sys.argv[1]), int(sys.argv[2]))
