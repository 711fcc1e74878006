"""`./run` on a stand-in for the machine: a venv whose python and uv only write down what they were asked."""

import hashlib
import os
import runpy
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.infra.sources import ROOT

LOCKS = ("requirements-uv.txt", "requirements.txt", "requirements-dev.txt")
PYTHON = """#!/bin/sh
case "$*" in
  "-m pip config list") echo "global.index-url='https://mirror.example/simple'"; exit 0;;
  *"pip install"*) sleep 0.2;;
esac
echo "$0 $* demo=$FOYER_DEMO" >> "{log}"
"""
UV = """#!/bin/sh
echo "uv $2 index=$UV_DEFAULT_INDEX" >> "{log}"
exit {code}
"""


class Machine:
    """A folder with `run`, lock files and a venv; `log` is what its programs were asked."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bin, self.written = folder, folder / ".venv" / "bin", folder / "log"
        self.bin.mkdir(parents=True)
        shutil.copy(ROOT / "run", folder / "run")
        for lock in LOCKS:
            (folder / lock).write_text(f"# {lock}\n")
        self.program("python", PYTHON)
        self.program("uv", UV)

    def program(self, name: str, text: str, code: int = 0) -> None:
        file = self.bin / name
        file.write_text(text.format(log=self.written, code=code))
        file.chmod(file.stat().st_mode | stat.S_IXUSR)

    def install(self) -> None:
        locked = b"".join((self.folder / lock).read_bytes() for lock in LOCKS[:2])
        (self.folder / ".venv" / "foyer.stamp").write_text(hashlib.sha256(locked).hexdigest())

    def run(self, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, self.folder / "run", *args]
        bare = {"PATH": os.defpath, **env}
        return subprocess.run(command, env=bare, cwd="/", capture_output=True, text=True, check=False, timeout=60)

    @property
    def log(self) -> list[str]:
        text = self.written.read_text() if self.written.exists() else ""
        return text.replace(f"{self.folder}/", "").splitlines()


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


def test_run_says_how_it_is_used_when_it_does_not_know_the_command(machine):
    # when
    unknown, asked = machine.run("dance"), machine.run("help")

    # then
    assert (unknown.returncode, unknown.stdout, machine.log) == (2, "", [])
    assert (asked.returncode, asked.stderr, asked.stdout) == (0, "", unknown.stderr)


def test_run_explains_every_command(machine):
    explained = machine.run("help").stdout
    assert [word for word in ("test", "check", "lock", "bench", "screenshots", "flask") if f"./run {word}" not in explained] == []


@pytest.mark.parametrize(
    ("file", "env", "demo"),
    [
        (None, {}, "1"),
        (None, {"FOYER_SECRET_KEY": "x" * 40}, ""),
        (None, {"FOYER_DEMO": "0"}, "0"),
        (None, {"FOYER_BIND": "127.0.0.1:9000"}, "1"),
        (None, {"FOYER_BASE_URL": ""}, "1"),
        ("FOYER_SMTP_URL=smtp://mail.example\n", {}, ""),
        ("# FOYER_SMTP_URL=smtp://mail.example\nFOYER_BIND=127.0.0.1:9000\n", {}, "1"),
        ("export FOYER_DATABASE_URL = postgresql://db.example/foyer\n", {}, ""),
    ],
)
def test_run_starts_the_demo_only_where_nothing_is_configured(machine, file, env, demo):
    # given
    machine.install()
    if file:
        (machine.folder / ".env").write_text(file)

    # when
    machine.run("flask", "people", "list", **env)

    # then
    assert machine.log == [f".venv/bin/python -m flask --app app people list demo={demo}"]


def test_run_installs_with_uv_from_the_index_that_pip_knows(machine):
    # when
    machine.run("flask", "routes")
    machine.run("flask", "routes")

    # then
    assert machine.log == [
        ".venv/bin/python -m pip --version demo=",
        ".venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt demo=",
        "uv install index=https://mirror.example/simple",
        ".venv/bin/python -m flask --app app routes demo=1",
        ".venv/bin/python -m flask --app app routes demo=1",
    ]


def test_run_installs_with_pip_where_uv_cannot(machine):
    # given
    machine.program("uv", UV, code=2)

    # when
    machine.run("flask", "routes")

    # then
    assert machine.log[2:] == [
        "uv install index=https://mirror.example/simple",
        ".venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt demo=",
        ".venv/bin/python -m flask --app app routes demo=1",
    ]


def test_run_installs_again_when_a_lock_file_changed(machine):
    # given
    machine.install()
    (machine.folder / "requirements.txt").write_text("# another\n")

    # when
    machine.run("flask", "routes")

    # then
    assert [line for line in machine.log if line.startswith("uv")] == ["uv install index=https://mirror.example/simple"]


def test_run_installs_once_when_started_four_times_at_once(machine):
    # when
    with ThreadPoolExecutor(4) as pool:
        codes = [done.returncode for done in pool.map(lambda _: machine.run("flask", "routes"), range(4))]

    # then
    assert codes == [0, 0, 0, 0]
    assert len([line for line in machine.log if line.startswith("uv")]) == 1
    assert len([line for line in machine.log if "routes" in line]) == 4


def test_run_stops_with_the_code_of_a_failed_preparation(machine):
    # given
    machine.install()
    machine.program("python", '#!/bin/sh\necho "$*" >> "{log}"\nexit 3\n')

    # when
    code = machine.run().returncode

    # then
    assert (code, machine.log) == (3, ["-m flask --app app foyer prepare"])


def test_what_a_suite_leaves_out_is_there():
    # given: pytest says nothing of a file to ignore that has another name by now
    develop = runpy.run_path(str(ROOT / ".ci" / "develop.py"))

    # when
    left_out = [*develop["ONCE"], *develop["HOUSE"]]

    # then
    assert [name for name in left_out if not list((ROOT / "tests").glob(name))] == []


def test_what_failed_is_said_once_more_at_the_end(tmp_path: Path):
    # given
    develop = runpy.run_path(str(ROOT / ".ci" / "develop.py"))
    report = tmp_path / "suite.xml"
    lines = "\n".join(f"line {number}" for number in range(1, 41))
    report.write_text(
        f"""<testsuites><testsuite><testcase classname="tests.a" name="test_good"/>
        <testcase classname="tests.b" name="test_window"><error message="failed on teardown">{lines}</error></testcase>
        </testsuite></testsuites>"""
    )

    # when
    said = "".join(develop["failures"](report)).splitlines()

    # then: the suite that died before it could report says nothing here
    assert (said[1:3], said[3], said[-1]) == (["== error: tests.b::test_window", "failed on teardown"], "line 29", "line 40")
    assert list(develop["failures"](tmp_path / "none.xml")) == []
