"""The venvs of servers that tests talk to, with lock files that ask for nothing."""

import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.infra.own_venv import NotInstalledError, programs


def test_a_venv_is_made_once_also_when_four_ask_at_once_and_anew_for_another_lock_file(tmp_path):
    # given
    lock = tmp_path / "requirements-server.txt"
    lock.write_text("# nothing\n")

    # when
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: programs("server", tmp_path), range(4)))
    left = tmp_path / ".venv" / "server" / "left-by-the-first"
    left.touch()
    programs("server", tmp_path)
    kept = left.exists()
    lock.write_text("# nothing else\n")
    programs("server", tmp_path)

    # then
    assert found == {tmp_path / ".venv" / "server" / "bin"}
    assert subprocess.run([tmp_path / ".venv" / "server" / "bin" / "python", "-c", ""], check=False).returncode == 0
    assert (kept, left.exists()) == (True, False)


def test_what_is_not_locked_by_its_digest_is_not_installed(tmp_path):
    # given
    (tmp_path / "requirements-server.txt").write_text("./nowhere\n")

    # then
    with pytest.raises(NotInstalledError, match=r"requirements-server\.txt"):
        programs("server", tmp_path)
    assert not (tmp_path / ".venv" / "server" / "foyer.stamp").exists()
