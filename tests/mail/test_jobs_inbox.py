"""The worker and the inbox: one message that cannot be handled waits for a person, and all the others go on."""

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from database import db, transaction
from mail import inbox, outbox
from mail.inbox import Verdict
from mail.jobs_inbox import TOGETHER
from mail.models import IncomingMail, IncomingState, OutgoingMail
from tests.infra.letters import letter

RAW = b"From: ada@brink-waal.example\r\n\r\n%d\r\n"


@pytest.fixture
def handled(app):
    """Which messages were handled, by what they say; one that says 13 fails, one that says 99 finds the database away."""
    numbers: list[int] = []
    lock = threading.Lock()

    def handle(incoming, message, token, now):
        number = int(message.text)
        with lock:
            numbers.append(number)
        if number == 13:
            outbox.post(letter("half-done"), now=now)
            raise KeyError("thirteen")
        if number == 99:
            raise OperationalError("SELECT 1", {}, Exception("the database is away"))
        return Verdict(state=IncomingState.APPLIED, reason="answer")

    inbox.register_address("rsvp", exists=lambda token: True, handle=handle)
    return numbers


@pytest.fixture
def come_in(app, now):
    """`come_in(1, 2, 13)`: messages that say so."""

    def receive(*numbers):
        for number in numbers:
            with transaction():
                inbox.receive(
                    RAW % number, door="lmtp", envelope_from="a@x.example", recipients=["rsvp+t@brink-waal.example"], now=now
                )

    return receive


class GaveWay(Exception):
    """How PostgreSQL ends a transaction that stands in another's way."""

    sqlstate = "40P01"


def test_a_message_whose_transaction_gave_way_is_handled_at_once_again(app, come_in, read_in):
    # given
    tries = []

    def handle(incoming, message, token, now):
        tries.append(int(message.text))
        if len(tries) <= 2:  # with the others, and alone
            raise OperationalError("SELECT 1", {}, GaveWay())
        return Verdict(state=IncomingState.APPLIED, reason="answer")

    inbox.register_address("rsvp", exists=lambda token: True, handle=handle)
    come_in(1)

    # when
    read_in()

    # then
    assert (tries, verdicts()) == ([1, 1, 1], [("applied", 0)])


def verdicts() -> list[tuple[str, int]]:
    db.session.rollback()
    db.session.expire_all()
    return [(mail.state.value, mail.attempts) for mail in db.session.scalars(select(IncomingMail).order_by(IncomingMail.id))]


def test_everything_that_came_in_has_its_verdict_in_order(handled, come_in, read_in):
    # given
    numbers = list(range(20, 65))
    come_in(*numbers)

    # when
    first, second = read_in(), read_in()

    # then
    assert (first, second, handled, verdicts()) == (45, 0, numbers, [("applied", 0)] * 45)


def test_a_message_that_another_door_kept_late_is_read_before_those_that_came_after_it(app, come_in, read_in):
    # given: the first has its number already, and is not committed yet when the reading begins
    numbers = []
    come_in(*range(1, TOGETHER + 11))
    first = db.session.scalars(select(IncomingMail).order_by(IncomingMail.id)).first().id
    with transaction() as session:
        session.get(IncomingMail, first).state = IncomingState.CLOSED

    def handle(incoming, message, token, now):
        numbers.append(int(message.text))
        if len(numbers) == 1:
            db.session.get(IncomingMail, first).state = IncomingState.RECEIVED
        return Verdict(state=IncomingState.APPLIED, reason="answer")

    inbox.register_address("rsvp", exists=lambda token: True, handle=handle)

    # when
    read_in()

    # then: those that were taken together with the second, then it, then the rest
    assert numbers == [*range(2, TOGETHER + 2), 1, *range(TOGETHER + 2, TOGETHER + 11)]


def test_a_message_that_foyer_fails_on_is_tried_three_times_and_then_waits(handled, come_in, read_in):
    # given
    come_in(1, 13, 2)

    # when
    rounds = []
    for _round in range(4):
        read_in()
        rounds.append(verdicts())

    # then
    done = ("applied", 0)
    assert rounds == [
        [done, ("received", 1), done],
        [done, ("received", 2), done],
        [done, ("unreadable", 3), done],
        [done, ("unreadable", 3), done],
    ]
    mail = db.session.scalars(select(IncomingMail).where(IncomingMail.attempts == 3)).one()
    assert mail.reason == "Foyer failed on it (KeyError). This is a fault of Foyer; the message is kept."
    assert mail.raw == RAW % 13


def test_nothing_of_a_failed_attempt_stays(handled, come_in, read_in):
    # given
    come_in(13)

    # when
    read_in()

    # then
    assert list(db.session.scalars(select(OutgoingMail))) == []


def test_trouble_of_the_database_is_not_the_messages_and_costs_it_no_attempt(handled, come_in, read_in):
    # given
    come_in(99, 1)

    # when
    for _round in range(4):
        read_in()

    # then
    assert verdicts() == [("received", 0), ("applied", 0)]


def test_many_that_fail_do_not_keep_later_ones_from_their_turn(app, now, read_in):
    # given
    def handle(incoming, message, token, now):
        if token == "bad":
            raise OperationalError("SELECT 1", {}, Exception("locked"))
        return Verdict(state=IncomingState.APPLIED, reason="answer")

    inbox.register_address("rsvp", exists=lambda token: True, handle=handle)
    for number in range(65):
        address = f"rsvp+{'bad' if number < 64 else 'good'}@brink-waal.example"
        with transaction():
            inbox.receive(RAW % number, door="lmtp", envelope_from="", recipients=[address], now=now)

    # when
    done = read_in()

    # then
    assert (done, verdicts()) == (1, [("received", 0)] * 64 + [("applied", 0)])


def test_two_workers_handle_each_message_once(app, handled, come_in, read_in):
    # given
    numbers = [number for number in range(60) if number != 13]
    come_in(*numbers)
    start = threading.Barrier(2)

    def work():
        with app.app_context():
            start.wait()
            read_in()

    # when
    workers = [threading.Thread(target=work) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    # then
    assert (sorted(handled), set(verdicts())) == (numbers, {("applied", 0)})
