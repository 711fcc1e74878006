"""Figure 3: answers from calendars are applied. The baseline parses as many with `email` and `icalendar`, and does nothing with them.

Each message is what Thunderbird, Outlook or Apple Mail send: a multipart mail with one iTIP REPLY to the person's own invitation.
"""

import email
import smtplib
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

from icalendar import Calendar
from sqlalchemy import func, select

from benchmarks import company, house
from benchmarks.house import House
from benchmarks.measuring import Line, rate_of, take_turns
from benchmarks.sizes import Size
from calendars import attendee
from database import db, transaction
from mail import delivery, inbox, jobs_inbox
from mail.models import IncomingMail, IncomingState, OutgoingMail
from people.models import Person
from sessions import invitations
from sessions.models import Answer, Rsvp

FIGURE = "Replies"
PARTSTATS = ("ACCEPTED", "TENTATIVE", "DECLINED")
Reply = tuple[bytes, str, str]  # the message, who sends it, to which answer address


def measure(database: str, size: Size) -> list[Line]:
    with house.opened(database) as home, home.app.app_context():
        company.fill_people(size.replies)
        numbers = count(1)
        turns = take_turns(partial(_applied, size.replies, numbers), partial(_parsed, size.replies, numbers), size.rounds)
        what = "Replies applied, against `email` and `icalendar` parsing them"
        return [
            turns.line(FIGURE, what, database, "replies/s", least=0.5),
            _taken_in(home, _replies(size.replies, next(numbers))),
        ]


def _replies(people: int, number: int) -> list[Reply]:
    """A session with so many people invited, and how the calendar of each answers its invitation."""
    now = datetime.now(UTC)
    with transaction() as session:
        found = company.add_session(number, starts_at=now + timedelta(days=30), capacity=people // 2 or 1, now=now)
        invitations.invite(found.id, range(1, people + 1), by=session.get_one(Person, 1), now=now)
    return answered(list(db.session.scalars(select(OutgoingMail).where(OutgoingMail.topic == found.topic))), now)


def answered(mails: list[OutgoingMail], now: datetime) -> list[Reply]:
    """What the calendars of these messages' recipients send back: yes, maybe and no in turn, some with a word."""
    ready, _needless, _unwritten = delivery.write(mails, now=now)
    db.session.remove()
    return [
        attendee.reply_mail(
            item.raw, PARTSTATS[place % 3], now=now + timedelta(seconds=1), comment="" if place % 5 else "See you"
        )
        for place, item in enumerate(ready)
    ]


def _applied(people: int, numbers: count) -> float:
    """The rate at which the worker's job gets through messages that have been taken in."""
    pile = _replies(people, next(numbers))
    now = datetime.now(UTC) + timedelta(seconds=2)
    for raw, sender, recipient in pile:
        with transaction():
            inbox.receive(raw, door="lmtp", envelope_from=sender, recipients=[recipient], now=now)
    db.session.remove()
    rate = rate_of(jobs_inbox.work_through_inbox, people)
    _every_reply_counts(people)
    return rate


def _every_reply_counts(people: int) -> None:
    applied = db.session.scalar(select(func.count()).where(IncomingMail.state != IncomingState.APPLIED))
    answered = db.session.scalar(select(func.count()).where(Rsvp.answer != Answer.NEEDS_ACTION))
    db.session.remove()
    if applied != 0 or answered % people:
        raise RuntimeError(f"{applied} replies were not applied, {answered} people have answered")


def _parsed(people: int, numbers: count) -> float:
    """The rate for messages that are as new: `email` keeps a pattern for each boundary, which no other message ever has."""
    pile = _replies(people, next(numbers))
    return rate_of(lambda: [_parse(raw) for raw, _sender, _recipient in pile], len(pile))


def _parse(raw: bytes) -> list[Calendar]:
    parts = email.message_from_bytes(raw).walk()
    return [Calendar.from_ical(part.get_payload(decode=True)) for part in parts if part.get_content_type() == "text/calendar"]


def _taken_in(home: House, pile: list[Reply]) -> Line:
    """Only told: how fast the LMTP door takes messages in, each kept in a transaction of its own before it is acknowledged."""
    door = home.mail_door()
    port = int(home.settings.lmtp_bind.rpartition(":")[2])
    rate = rate_of(partial(_hand_over, pile, port), len(pile))
    home.stop(door)
    what = "Replies taken in by one LMTP connection, and kept"
    return Line(FIGURE, what, home.database, rate, 0, 0, "replies/s")


def _hand_over(pile: list[Reply], port: int) -> None:
    with smtplib.LMTP("127.0.0.1", port) as door:
        for raw, sender, recipient in pile:
            door.sendmail(sender, [recipient], raw)
