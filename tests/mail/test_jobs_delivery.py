"""The worker and a real mail server: what leaves, what waits, what stops, and that nothing is lost or doubled."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from database import db, transaction
from mail import claims, jobs_delivery, outbox
from mail.queries import postbox
from mail.rendering import Rendering, renders
from tests.infra.letters import ADA, BO, BROKEN, mail_of, post, states


def retry(key):
    id_ = mail_of(key).id
    with transaction():
        outbox.retry(id_, now=datetime.now(UTC))


def subjects(sink) -> list[str]:
    return [mail.message["Subject"] for mail in sink.received]


def test_a_message_leaves_once(app, smtp_sink, deliver):
    # given
    token = post("a").token

    # when
    first, second = deliver(), deliver()

    # then
    assert (first, second, states(), mail_of("a").subject) == (1, 0, {"a": "sent"}, "Letter a")
    assert [(mail.envelope_from, mail.recipients, mail.message["Subject"]) for mail in smtp_sink.received] == [
        (f"bounce+{token}@brink-waal.example", (ADA,), "Letter a")
    ]


@pytest.mark.parametrize(
    ("waiting", "calls"), [(5, 0), (6, 1), (25, 3)], ids=["few", "more than a small batch", "batches that grow smaller"]
)
def test_who_leaves_some_calls_another_worker(app, smtp_sink, deliver, monkeypatch, waiting, calls):
    # given
    called = []
    monkeypatch.setattr(jobs_delivery, "BATCH", 10)
    monkeypatch.setattr(jobs_delivery, "call", called.append)
    for number in range(waiting):
        post(f"k{number}", stream=f"s{number}")

    # when
    deliver()

    # then
    assert (len(smtp_sink.received), called) == (waiting, ["mail.deliver"] * calls)


def test_all_messages_leave_over_one_connection(app, smtp_sink, deliver):
    # given
    for number in range(120):
        post(f"k{number}", stream=f"s{number}")

    # when
    deliver()

    # then
    assert (len(smtp_sink.received), smtp_sink.connections) == (120, 1)


def test_what_is_not_due_yet_waits(app, smtp_sink, deliver):
    # given
    post("a", due_at=datetime.now(UTC) + timedelta(hours=1))

    # when
    deliver()

    # then
    assert (states(), smtp_sink.received) == ({"a": "queued"}, [])


def test_what_is_needless_when_it_would_leave_is_dropped(app, smtp_sink, deliver):
    # given
    post("a", needless=True)

    # when
    deliver()

    # then
    assert (states(), smtp_sink.received) == ({"a": "dropped"}, [])


def test_a_temporary_refusal_is_tried_again_later_and_holds_up_nobody_else(app, smtp_sink, deliver):
    # given
    smtp_sink.answers[ADA] = "451 4.7.1 greylisted"
    post("a", stream="1")
    post("b", stream="2", to=BO)

    # when
    deliver()
    waiting, later = mail_of("a"), datetime.now(UTC)
    smtp_sink.answers.clear()
    retry("a")
    deliver()

    # then
    assert waiting.error == f"The mail server did not take {ADA} yet: 451 4.7.1 greylisted"
    assert timedelta(0) < waiting.due_at - later <= timedelta(minutes=1)
    assert (states(), subjects(smtp_sink)) == ({"a": "sent", "b": "sent"}, ["Letter b", "Letter a"])


def test_within_a_stream_nothing_overtakes(app, smtp_sink, deliver, clock):
    # given
    smtp_sink.answers[ADA] = "451 4.3.0 later"
    post("a", replaceable=False)
    deliver()
    post("b", to=BO)

    # when
    deliver()
    held = states()
    smtp_sink.answers.clear()
    clock.shift(timedelta(minutes=2))
    deliver()

    # then
    assert held == {"a": "queued", "b": "queued"}
    assert subjects(smtp_sink) == ["Letter a", "Letter b"]


@pytest.mark.parametrize("where", ["recipient", "message"])
def test_a_permanent_refusal_stops_and_shows_the_servers_words(app, smtp_sink, deliver, where):
    # given
    if where == "recipient":
        smtp_sink.answers[ADA] = "550 5.1.1 no such user"
    else:
        smtp_sink.data_answer = "554 5.7.1 looks like spam"
    post("a")

    # when
    deliver()
    deliver()

    # then
    mail = mail_of("a")
    said = {
        "recipient": f"The mail server refused {ADA}: 550 5.1.1 no such user",
        "message": "The mail server refused the message: 554 5.7.1 looks like spam",
    }
    assert (states(), mail.attempts, mail.error) == ({"a": "failed"}, 1, said[where])


def test_a_message_that_cannot_be_written_stops_and_shows_and_the_rest_leaves(app, smtp_sink, deliver):
    # given
    post("a", stream="1", kind=BROKEN, breaks=True)
    post("b", stream="2")

    # when
    deliver()

    # then
    assert states() == {"a": "failed", "b": "sent"}
    assert "This is a fault of Foyer." in mail_of("a").error


def test_signs_that_no_database_keeps_do_not_make_a_message_leave_twice(app, smtp_sink, deliver):
    # given
    post("a", stream="1", more=" and half a sign \ud83d")
    smtp_sink.answers[BO] = "451 4.3.0 strange \x00 words"
    post("b", stream="2", to=BO)

    # when
    deliver()
    deliver()

    # then
    assert (states(), len(smtp_sink.received)) == ({"a": "sent", "b": "queued"}, 1)
    assert mail_of("a").subject == "Letter a and half a sign ?"
    assert mail_of("b").error == f"The mail server did not take {BO} yet: 451 4.3.0 strange  words"


class StumblingTransport:
    """Fails on one recipient in a way that nobody thought of."""

    def __init__(self):
        self.sent, self.closed = [], 0

    def hand_over(self, raw, *, envelope_from, recipient):
        if recipient == BO:
            raise KeyError("surprise")
        self.sent.append(recipient)

    def answer(self):
        pass

    def close(self):
        self.closed += 1


def test_a_message_that_foyer_itself_fails_on_stops_and_the_rest_leaves_once(app):
    # given
    post("a", stream="1")
    post("b", stream="2", to=BO)
    post("c", stream="3")
    transport = StumblingTransport()

    # when
    jobs_delivery._deliver(jobs_delivery._claimed(), transport)

    # then
    assert (transport.sent, transport.closed, states()) == ([ADA, ADA], 1, {"a": "sent", "b": "failed", "c": "sent"})
    assert mail_of("b").error == "It could not be handed over (KeyError: 'surprise'). This is a fault of Foyer."


def test_a_dead_workers_message_leaves_after_its_lease(app, smtp_sink, deliver):
    # given
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    post("a", at=an_hour_ago)
    with transaction():
        claims.claim(10, now=an_hour_ago)

    # when
    deliver()

    # then
    assert (states(), mail_of("a").attempts, subjects(smtp_sink)) == ({"a": "sent"}, 2, ["Letter a"])


@pytest.mark.settings(mail_lease_seconds=5)
def test_no_hand_over_begins_when_the_lease_may_end_during_it(app, smtp_sink, deliver):
    # given
    smtp_sink.pause = 0.6
    for number in range(8):
        post(f"k{number}", stream=f"s{number}")

    # when
    deliver()

    # then
    assert set(states().values()) == {"sent"}
    assert {mail_of(f"k{number}").attempts for number in range(8)} == {1}
    assert sorted(subjects(smtp_sink)) == [f"Letter k{number}" for number in range(8)]


@renders("tests.slow")
def slow_words(mails, *, now):
    time.sleep(2.6)
    return [Rendering(subject="Slow", text="Dear", html="<p>Dear</p>") for _mail in mails]


@pytest.mark.settings(mail_lease_seconds=5)
def test_what_takes_more_than_half_a_lease_to_write_leaves_all_the_same(app, smtp_sink, deliver):
    # given
    post("a", kind="tests.slow")

    # when
    deliver()

    # then
    assert (states(), mail_of("a").attempts, len(smtp_sink.received)) == ({"a": "sent"}, 1, 1)


def test_two_workers_send_each_message_once_and_each_stream_in_order(app, smtp_sink, deliver):
    # given
    for number in range(60):
        post(f"{number:02}", stream=f"s{number % 15}", replaceable=False)
    start = threading.Barrier(2)

    def work():
        with app.app_context():
            start.wait()
            deliver()

    # when
    workers = [threading.Thread(target=work) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    deliver()  # what became free when the other had already found nothing to do

    # then
    sent = [int(subject.removeprefix("Letter ")) for subject in subjects(smtp_sink)]
    assert sorted(sent) == list(range(60))
    assert [[number for number in sent if number % 15 == stream] for stream in range(15)] == [
        [stream, stream + 15, stream + 30, stream + 45] for stream in range(15)
    ]


@pytest.mark.settings(demo=True, smtp_url="", base_url="http://127.0.0.1:8000")
def test_in_the_demo_mail_stays_in_the_postbox(app, deliver):
    # given
    post("a")

    # when
    deliver()

    # then
    assert states() == {"a": "sent"}
    assert [(mail.recipient, mail.subject) for mail in postbox(None, 1).items] == [(ADA, "Letter a")]


def test_delivering_leaves_nothing_of_the_session_behind(app, smtp_sink, deliver):
    # given
    post("a")

    # when
    deliver()

    # then
    assert list(db.session) == []
