"""Whom a poll asks."""

import base64
import secrets
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from database import db
from mail.models import OutgoingMail
from people.models import Person
from sessions.invitations import ASKS_ANEW_AFTER
from sessions.notices import counts
from sessions.polls import notices, polls
from sessions.polls.errors import PollClosed, PollMissing
from sessions.polls.models import Poll, PollPerson

MOST_PEOPLE = 500  # the host reads every name


@dataclass(frozen=True, slots=True)
class Asked:
    """How many are asked now, and how many had been before. `too_soon` were left out and asked again lately: they hear nothing."""

    asked: int
    already_asked: int
    too_soon: int = 0


def ask(poll_id: int, person_ids: Sequence[int], *, now: datetime) -> Asked:
    """Everybody named is on the list; if the poll is open, their mail is on its way. Who is on it hears nothing again.

    Inactive and unknown people are left out. Who was left out may be asked again, at most once a day, and a nudge stays spent:
    leaving out and asking by turns would be one without an end.
    Raises PollClosed when it is closed or takes no marks any more, asks too many, or nobody but those asked again lately is named.
    """
    poll = polls.lock(poll_id)
    polls.guard_not_closed(poll)
    if poll.is_open and not poll.takes_marks(now):
        raise PollClosed("The day to answer by has passed, or every date has. Nobody could answer.")
    known = ids_of(poll)
    wanted = [id_ for id_ in dict.fromkeys(person_ids) if id_ not in known]
    if len(known) + len(wanted) > MOST_PEOPLE:
        raise PollClosed("A poll asks 500 people at most: you read every name. For more, plan the session and invite them.")
    fresh = set(db.session.scalars(select(Person.id).where(Person.id.in_(wanted), Person.active)))
    before = _mails_before(poll, fresh)
    lately = {id_ for id_ in fresh if poll.is_open and before[id_].was_asked_anew(now)}
    fresh -= lately
    if lately and not fresh:
        raise PollClosed("They were asked again within the last day already. Wait until tomorrow, or talk to them.")
    if fresh:
        rows = [{"person_id": id_, "token": _new_token(), "nudged_at": before[id_].nudged_at} for id_ in sorted(fresh)]
        db.session.execute(insert(PollPerson), [{**row, "poll_id": poll.id, "asked_at": now, "comment": ""} for row in rows])
    if poll.is_open:
        notices.asked(poll, [asked for asked in polls.asked_people(poll) if asked.person_id in fresh], now=now)
    return Asked(len(fresh), len(dict.fromkeys(person_ids)) - len(wanted), len(lately))


@dataclass(slots=True)
class _Before:
    """What one person has heard of a poll. Their row goes when they are left out, the mails stay."""

    times_asked: int = 0
    last_asked_at: datetime | None = None
    nudged_at: datetime | None = None

    def was_asked_anew(self, now: datetime) -> bool:
        last = self.last_asked_at
        return self.times_asked > 1 and last is not None and last > now - ASKS_ANEW_AFTER


def _mails_before(poll: Poll, person_ids: Collection[int]) -> defaultdict[int | None, _Before]:
    """By person. What never left bothered nobody. One query."""
    query = (
        select(OutgoingMail.person_id, OutgoingMail.kind, func.count(), func.max(OutgoingMail.created_at))
        .where(OutgoingMail.topic == poll.topic, OutgoingMail.person_id.in_(person_ids), counts())
        .where(OutgoingMail.kind.in_((notices.ASK, notices.REMINDER)))
        .group_by(OutgoingMail.person_id, OutgoingMail.kind)
    )
    found: defaultdict[int | None, _Before] = defaultdict(_Before)
    for person_id, kind, times, last_at in db.session.execute(query):
        if kind == notices.ASK:
            found[person_id].times_asked, found[person_id].last_asked_at = times, last_at
        else:
            found[person_id].nudged_at = last_at
    return found


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
