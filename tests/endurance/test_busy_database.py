"""Thirty-two people press at once, again and again, while somebody else writes for long: everybody waits their turn, nobody sees an error."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from database import db, transaction
from sessions import links
from sessions.models import Answer, AnswerRecord, Rsvp
from tests.infra.installation import PATIENCE
from tests.infra.visitors import Browser

CLIENTS, TIMES, LOOKS = 32, 4, 3
LONG = {"sqlite": 6, "postgresql": 1}  # seconds: SQLite's driver would wait five of its own accord, PostgreSQL waits for ever


@pytest.mark.settings(web_threads=CLIENTS + 8)
def test_many_who_write_at_once_wait_their_turn_and_who_reads_waits_for_nobody(app, foyer, settings, meetup, crowd, fresh):
    # given
    foyer.start("web")
    session = meetup(invited=crowd(CLIENTS))
    paths = [links.answer_path(rsvp) for rsvp in db.session.scalars(select(Rsvp).order_by(Rsvp.id))]
    foyer.ready("web")
    fresh()

    # when: all press while the session is held, and somebody else opens the page
    def press(path):
        at_once.wait(PATIENCE)
        return [Browser(settings.base_url).post(path, answer=("yes", "no")[time % 2]).status for time in range(TIMES)]

    at_once = threading.Barrier(CLIENTS + 1)
    with ThreadPoolExecutor(CLIENTS) as pool:
        with transaction() as held:
            held.execute(text("UPDATE sessions SET title = title WHERE id = :id"), {"id": session.id})
            pressing = [pool.submit(press, path) for path in paths]
            at_once.wait(PATIENCE)
            looking = [Browser(settings.base_url).get(path).status for path in paths[:LOOKS]]
            threading.Event().wait(LONG[db.engine.dialect.name])
            pressed_meanwhile = sum(done.done() for done in pressing)
        statuses = Counter(status for done in pressing for status in done.result(PATIENCE))
    fresh()

    # then
    assert (looking, pressed_meanwhile, statuses) == ([200] * LOOKS, 0, {303: CLIENTS * TIMES})
    assert Counter(db.session.scalars(select(AnswerRecord.answer))) == {
        Answer.ACCEPTED: CLIENTS * TIMES // 2,
        Answer.DECLINED: CLIENTS * TIMES // 2,
    }
    assert "Traceback" not in foyer.logs()
