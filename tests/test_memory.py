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
SETTLED = """
import gc, os, sys
os.environ.update(FOYER_DEMO="1", FOYER_INSTANCE_DIR=sys.argv[1], FOYER_LOG_LEVEL="ERROR")
from flask import url_for
from app import create_app
from database import db
from memory import settle
from people.models import Person
app = create_app()
settle(app)
with app.test_request_context():
    db.create_all()
    print(app.test_client().get("/sign-in").status_code)
    print(url_for("sessions.session", session_id=7))
    print(db.session.query(Person).filter(Person.email == "nobody").count())
print(sum(len(blueprint.deferred_functions) for blueprint in app.blueprints.values()), gc.get_freeze_count() > 100_000)
"""


@pytest.mark.parametrize(("shared", "is_one"), [(True, True), (False, False)], ids=["shared", "as it was"])
def test_threads_share_one_heap(shared, is_one):
    # when
    command = [sys.executable, "-c", PROGRAM.format(shared=shared)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    # then
    assert (done.stderr.count("Arena ") == 1) is is_one


def test_an_application_works_without_what_it_was_made_from(tmp_path):
    # when
    done = subprocess.run([sys.executable, "-c", SETTLED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True)

    # then: nobody is known yet, so that signing in leads to the set-up
    assert done.stdout.split() == ["303", "/sessions/7", "0", "0", "True"]
