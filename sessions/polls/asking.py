"""Whom a poll asks."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from database import db
from people.models import Person
from sessions.polls import notices, polls
from sessions.polls.errors import PollClosed, PollMissing
from sessions.polls.models import Poll, PollPerson

MOST_PEOPLE = 500  # the host reads every name


@dataclass(frozen=True, slots=True)
class Asked:
    """How many are asked now, and how many had been before."""

    asked: int
    already_asked: int


def ask(poll_id: int, person_ids: Sequence[int], *, now: datetime) -> Asked:
    """Everybody named is on the list; if the poll is open, their mail is on its way. Who is on it hears nothing again.

    Inactive and unknown people are left out. Raises PollClosed when it is closed or takes no marks any more, or asks too many.
    """
    poll = polls.lock(poll_id)
    polls.guard_not_closed(poll)
    if poll.is_open and not poll.takes_marks(now):
        raise PollClosed("The day to answer by has passed, or every date has. Nobody could answer.")
    known = ids_of(poll)
    wanted = [id_ for id_ in dict.fromkeys(person_ids) if id_ not in known]
    if len(known) + len(wanted) > MOST_PEOPLE:
        raise PollClosed("A poll asks 500 people at most: you read every name. For more, plan the session and invite them.")
    fresh = list(db.session.scalars(select(Person.id).where(Person.id.in_(wanted), Person.active)))
    if fresh:
        rows = [{"poll_id": poll.id, "person_id": id_, "token": _new_token(), "asked_at": now} for id_ in sorted(fresh)]
        db.session.execute(insert(PollPerson), [{**row, "comment": ""} for row in rows])
    if poll.is_open:
        notices.asked(poll, [asked for asked in polls.asked_people(poll) if asked.person_id in set(fresh)], now=now)
    return Asked(len(fresh), len(dict.fromkeys(person_ids)) - len(wanted))


def leave_out(poll_id: int, person_id: int) -> Person:
    """This person is not asked any more: what they marked is gone, their link leads nowhere. Raises PollMissing, PollClosed."""
    poll = polls.lock(poll_id)
    polls.guard_not_closed(poll)
    query = select(PollPerson).where(PollPerson.poll_id == poll_id, PollPerson.person_id == person_id)
    asked = db.session.scalar(query)
    if asked is None:
        raise PollMissing("This person is not asked.")
    person = asked.person
    db.session.delete(asked)
    db.session.flush()
    return person


def ids_of(poll: Poll) -> set[int]:
    """The people on the list."""
    return set(db.session.scalars(select(PollPerson.person_id).where(PollPerson.poll_id == poll.id)))


def count(poll: Poll) -> int:
    """How many of them are still here."""
    query = select(func.count()).select_from(PollPerson).join(PollPerson.person).where(PollPerson.poll_id == poll.id)
    return db.session.scalar(query.where(Person.active)) or 0


def _new_token() -> str:
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()
