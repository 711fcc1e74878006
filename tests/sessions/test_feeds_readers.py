"""Programs that people use read our calendars: vdirsyncer fetches one, khal shows it."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from database import transaction
from people.models import Person
from sessions import feeds

HOUR = timedelta(hours=1)
SYNC = """
[general]
status_path = "{folder}/status/"

[pair foyer]
a = "remote"
b = "local"
collections = null

[storage remote]
type = "http"
url = "{url}"

[storage local]
type = "filesystem"
path = "{folder}/calendar/"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[foyer]]
path = {folder}/calendar/
readonly = True

[locale]
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {folder}/khal.db
"""


@pytest.fixture
def program(tmp_path: Path):
    """`program("khal", ...)`: what it printed. At home in a folder of its own."""
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}

    def run(name, *args):
        done = subprocess.run(
            [str(Path(sys.executable).parent / name), *args],
            env=env,
            capture_output=True,
            text=True,
            timeout=120,
            input="y\n",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_khal_shows_what_vdirsyncer_fetched(
    clock, weekly, meetup, dates, say_all, say, change, live_server, program, tmp_path, ada
):
    # given: a lunch on six Tuesdays, one declined, one an hour later; and a single session
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    rows = dates(series)
    say(rows[1], ada, "declined")
    change(rows[2], moved_by=HOUR)
    meetup(invited=[ada], title="Guild")
    with transaction() as session:
        person = session.get_one(Person, ada.id)
        feeds.renew(person)
    (tmp_path / "sync").write_text(SYNC.format(folder=tmp_path, url=feeds.address_of(person)))
    (tmp_path / "khal").write_text(KHAL.format(folder=tmp_path))
    (tmp_path / "calendar").mkdir()

    # when
    for command in ("discover", "sync"):
        program("vdirsyncer", "-c", str(tmp_path / "sync"), command)
    shown = program("khal", "-c", str(tmp_path / "khal"), "list", "2026-12-01", "90d", "--json", "start", "--json", "title")

    # then
    found = [event for line in shown.splitlines() for event in json.loads(line)]
    assert sorted((event["start"], event["title"]) for event in found) == [
        ("2026-12-08 10:00", "Guild"),
        ("2026-12-08 10:00", "Lunch and learn"),
        ("2026-12-22 11:00", "Lunch and learn"),
        ("2026-12-29 10:00", "Lunch and learn"),
        ("2027-01-05 10:00", "Lunch and learn"),
        ("2027-01-12 10:00", "Lunch and learn"),
    ]
