"""Reads for the queue of messages that wait for a person."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import undefer

from database import db
from mail.models import IncomingMail, IncomingState
from paging import Page, paginate
from people.models import Person
from sessions.models import Host, ScheduledSession

WAITS = (IncomingState.WAITING, IncomingState.UNREADABLE)


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
        return query
    hosted = db.session.scalars(select(Host.session_id).where(Host.person_id == person.id)).all()
    return query.where(IncomingMail.topic.in_([f"session:{id_}" for id_ in hosted]))


def anything_waits(person: Person) -> bool:
    """Whether the queue of this person has something in it."""
    return (
        db.session.scalar(_seen_by(person).where(IncomingMail.state.in_(WAITS)).with_only_columns(IncomingMail.id).limit(1))
        is not None
    )


def people_of(messages: Sequence[IncomingMail]) -> dict[int, str]:
    """Names by person id."""
    ids = {message.person_id for message in messages if message.person_id}
    return dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())


def sessions_of(messages: Sequence[IncomingMail]) -> dict[str, ScheduledSession]:
    """The sessions that messages are about, by topic."""
    ids = {int(message.topic.partition(":")[2]) for message in messages if message.topic.startswith("session:")}
    found = db.session.scalars(select(ScheduledSession).where(ScheduledSession.id.in_(ids))).unique()
    return {session.topic: session for session in found}
