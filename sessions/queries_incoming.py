"""Reads for the queue of messages that wait for a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import undefer

from database import db
from mail.models import IncomingMail, IncomingState
from paging import Page, paginate
from people import addresses
from people.models import Person
from sessions.models import Host, ScheduledSession

WAITS = (IncomingState.WAITING, IncomingState.UNREADABLE)
LETTERS = ("words", "counter", "delegated", "held", "colleague")  # `replies.Reason` of what a colleague wrote, read and trusted
LETTERS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of a person, oldest first. `by` is a name where the sender is known, else the address."""

    id: int
    by: str
    reason: str
    subject: str


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for a person: the first letters, and how many messages in all, `unclear` of them unread or untrusted."""

    letters: Sequence[Letter] = ()
    count: int = 0
    unclear: int = 0


def waiting(person: Person, number: int) -> Page[IncomingMail]:
    """What waits for this person: hosts see their own sessions' messages, those who manage see all; oldest first."""
    return paginate(_seen_by(person).where(IncomingMail.state.in_(WAITS)).order_by(IncomingMail.id), number)


def decided(person: Person, number: int) -> Page[IncomingMail]:
    """Everything else that came in, newest first."""
    query = _seen_by(person).where(IncomingMail.state.not_in((*WAITS, IncomingState.RECEIVED)))
    return paginate(query.order_by(IncomingMail.id.desc()), number)


def message(person: Person, incoming_id: int) -> IncomingMail | None:
    """One message with its raw content, if this person may see it."""
    query = _seen_by(person).where(IncomingMail.id == incoming_id)
    return db.session.scalar(query.options(undefer(IncomingMail.raw)))


def _seen_by(person: Person) -> Select[IncomingMail]:
    query = select(IncomingMail)
    if person.may_manage:
        # What is about a person and no session is theirs alone: a sign-in link that came back says when they asked for it.
        return query.where(or_(IncomingMail.topic != "", IncomingMail.person_id.is_(None)))
    hosted = db.session.scalars(select(Host.session_id).where(Host.person_id == person.id)).all()
    return query.where(IncomingMail.topic.in_([f"session:{id_}" for id_ in hosted]))


def queue(person: Person) -> Queue:
    """What waits for this person. A constant number of queries."""
    waits = _seen_by(person).where(IncomingMail.state.in_(WAITS))
    written = waits.where(IncomingMail.reason.in_(LETTERS))
    count, letters_count = (db.session.scalar(query.with_only_columns(func.count())) or 0 for query in (waits, written))
    letters = db.session.scalars(written.order_by(IncomingMail.id).limit(LETTERS_SHOWN)).all()
    names = senders_of(letters)
    shown = [Letter(mail.id, names.get(mail.sender, mail.sender), mail.reason, mail.subject) for mail in letters]
    return Queue(shown, count, count - letters_count)


def senders_of(messages: Sequence[IncomingMail]) -> dict[str, str]:
    """Names by address of the sender, of those who are people here: not whose answer address it was sent to."""
    senders = {message.sender.lower(): message.sender for message in messages}
    return {senders[email]: name for email, name in addresses.names_of(senders).items()}


def people_of(messages: Sequence[IncomingMail]) -> dict[int, str]:
    """Names by person id."""
    ids = {message.person_id for message in messages if message.person_id}
    return dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())


def sessions_of(messages: Sequence[IncomingMail]) -> dict[str, ScheduledSession]:
    """The sessions that messages are about, by topic."""
    ids = {int(message.topic.partition(":")[2]) for message in messages if message.topic.startswith("session:")}
    found = db.session.scalars(select(ScheduledSession).where(ScheduledSession.id.in_(ids))).unique()
    return {session.topic: session for session in found}


def proposer_of(message: IncomingMail) -> str:
    """The name of who proposed a time: the person invited, or the delegate who answered with that invitation."""
    speaker = str(message.details.get("speaker") or "")
    person = db.session.get(Person, int(speaker) if speaker else message.person_id or 0)
    return person.name if person else message.sender
