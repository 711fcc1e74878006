"""SIGTERM: what a process has in hand is finished, what it has not begun waits for the next one."""

import time
from collections import Counter
from http.client import HTTPConnection

from sqlalchemy import select, text

from database import db, transaction
from mail.models import OutgoingMail, OutgoingState
from sessions import links
from sessions.models import Answer, Rsvp
from tests.infra.installation import PATIENCE, until
from tests.infra.visitors import Browser

PEOPLE = 60


def test_a_worker_finishes_the_message_in_hand_and_puts_down_the_rest(app, foyer, smtp_sink, meetup, crowd, on_its_way, fresh):
    # given: a mail server that takes its time
    people = crowd(PEOPLE)
    meetup(invited=people)
    smtp_sink.pause = 1
    foyer.start("worker")
    smtp_sink.wait_for(2, PATIENCE)

    # when: it is asked twice, by a service manager and by honcho
    foyer.ask_to_stop("worker")
    time.sleep(0.3)
    status = foyer.stop("worker")
    fresh()

    # then
    left = len(smtp_sink.received)
    states = Counter(map(tuple, db.session.execute(select(OutgoingMail.state, OutgoingMail.attempts))))
    assert (status, 2 <= left < PEOPLE // 2) == (0, True)
    assert states == {(OutgoingState.SENT, 1): left, (OutgoingState.QUEUED, 0): PEOPLE - left}

    # when
    smtp_sink.pause = 0
    foyer.start("worker")
    until(lambda: on_its_way() == 0, "everything has left")

    # then
    assert Counter(mail.recipients[0] for mail in smtp_sink.received) == dict.fromkeys((person.email for person in people), 1)


def test_the_web_answers_who_is_waiting_before_it_stops(app, foyer, settings, meetup, crowd, fresh):
    # given
    foyer.start("web")
    person = crowd(1)[0]
    session = meetup(invited=[person])
    path = links.answer_path(db.session.scalars(select(Rsvp)).one())
    host, _colon, port = settings.bind.rpartition(":")
    foyer.ready("web")
    fresh()

    # when: somebody answers while another transaction holds the session, and the web is asked to stop
    connection = HTTPConnection(host, int(port), timeout=60)
    with transaction() as held:
        held.execute(text("UPDATE sessions SET title = title WHERE id = :id"), {"id": session.id})
        connection.request("POST", path, "answer=yes", {"Content-Type": "application/x-www-form-urlencoded"})
        assert Browser(settings.base_url).get("/sign-in").status == 200  # who came later was served: the answer is in hand
        foyer.ask_to_stop("web")
        time.sleep(1.5)  # gunicorn looks once a second whether it is to stop
    answered = connection.getresponse().status
    connection.close()
    stopped = foyer.stopped("web")
    fresh()

    # then
    assert (answered, stopped, db.session.scalar(select(Rsvp.answer))) == (303, 0, Answer.ACCEPTED)
