"""Figure 2: invitations leave. The baseline hands over the same messages, ready-made, through one smtplib connection to the same sink.

A real mail server writes each message to its disk before it says 250, which takes it some milliseconds; so does the sink that counts.
Beside it stands one that answers at once: there the time goes into writing each mail, its HTML, its calendar object, its MIME parts.
"""

import smtplib
import subprocess
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

from sqlalchemy import bindparam, func, select, update

from benchmarks import company, house, sink
from benchmarks.house import House
from benchmarks.measuring import Line, rate_of, take_turns
from benchmarks.sizes import Size
from database import db, transaction
from mail import delivery
from mail.delivery import Ready
from mail.jobs_delivery import BATCH
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from sessions import invitations

FIGURE = "Delivering"
THREE_BATCHES = 3 * BATCH
PACES = {5: "a mail server that takes 5 ms a message", 0: "a sink that answers at once"}


def measure(database: str, size: Size) -> list[Line]:
    return [line for pace in size.paces for line in _at_pace(database, size, pace)]


def _at_pace(database: str, size: Size, pace: int) -> list[Line]:
    with sink.running(pace) as port, house.opened(database, smtp_port=port) as home, home.app.app_context():
        company.fill_people(size.mails)
        numbers = count(1)
        ready = _ready_made(size.mails, next(numbers))
        bare = partial(rate_of, partial(_hand_over, ready, port), len(ready))
        one, two = (partial(_workers, home, size, numbers, crew) for crew in (1, 2))
        rounds = min(3, size.rounds)
        turns, pair = take_turns(one, bare, rounds), take_turns(two, one, rounds)
        kilobytes = sum(len(item.raw) for item in ready) / len(ready) / 1000
        said = f"messages of {kilobytes:.0f} KB"
        counts = pace > 0
        return [
            turns.line(FIGURE, f"One worker, {PACES[pace]}", database, "messages/s", 0.6 if counts else None, said),
            pair.line(FIGURE, f"Two workers against one, {PACES[pace]}", database, "messages/s", 1.7 if counts else None),
        ]


def _queue(people: int, number: int) -> str:
    """So many people are invited to one session more; its topic."""
    now = datetime.now(UTC)
    with transaction() as session:
        found = company.add_session(number, starts_at=now + timedelta(days=30), capacity=None, now=now)
        invitations.invite(found.id, range(1, people + 1), by=session.get_one(Person, 1), now=now)
        return found.topic


def _ready_made(people: int, number: int) -> list[Ready]:
    """The bytes of one session's invitations, as a worker would write them; they are then taken off the queue."""
    topic = _queue(people, number)
    mails = list(db.session.scalars(select(OutgoingMail).where(OutgoingMail.topic == topic)))
    ready, _needless, _unwritten = delivery.write(mails, now=datetime.now(UTC))
    with transaction() as session:
        session.execute(update(OutgoingMail).where(OutgoingMail.topic == topic).values(state=OutgoingState.DROPPED))
    return ready


def _hand_over(ready: list[Ready], port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as connection:
        connection.ehlo()
        for item in ready:
            connection.sendmail(item.envelope_from, [item.recipient], item.raw)


def _workers(home: House, size: Size, numbers: count, crew: int) -> float:
    """So many workers, awake before there is anything to do; the rate at which a session's invitations then leave.

    Each has written mail before: the first batch of a process, which compiles templates and statements, takes twice as long as others.
    """
    workers = [home.worker() for _ in range(crew)]
    first = min(size.mails, THREE_BATCHES)  # enough for one to call the other
    _until_sent(_queue(first, next(numbers)), first, workers)
    time.sleep(size.head_start)
    topic = _queue(size.mails, next(numbers))
    _until_sent(topic, size.mails, workers)
    home.stop(*workers)
    begun, ended = db.session.execute(_TIMES, {"topic": topic}).one()
    return size.mails / (ended - begun).total_seconds()


_OF_TOPIC = OutgoingMail.topic == bindparam("topic")
_LEFT = select(func.count()).where(_OF_TOPIC, OutgoingMail.state == OutgoingState.SENT)
_TIMES = select(func.min(OutgoingMail.sent_at), func.max(OutgoingMail.sent_at)).where(_OF_TOPIC)


def _until_sent(topic: str, wanted: int, workers: list[subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + 600
    while db.session.scalar(_LEFT, {"topic": topic}) != wanted:
        if time.monotonic() > end or any(worker.poll() is not None for worker in workers):
            raise RuntimeError("the workers did not come to an end")
        db.session.rollback()
        time.sleep(0.1)
    db.session.rollback()
