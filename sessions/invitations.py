"""Inviting and withdrawing. One invitation per person and UID; inviting twice changes nothing."""

import base64
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import func, insert, select, update

from database import db
from mail import outbox
from mail.models import OutgoingMail
from people.models import Person
from sessions import changes, notices, scheduling, waitlist
from sessions.errors import NotInvited, WrongState
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState, Via

T = TypeVar("T")
ASKS_ANEW_AFTER = timedelta(days=1)
CHUNK = 500  # SQLite takes at most 32,766 bound values in a statement, PostgreSQL 65,535


@dataclass(frozen=True, slots=True)
class Invited:
    """How many were asked now, and how many had been before. `too_soon` were withdrawn and asked again lately: they hear nothing."""

    invited: int
    already_invited: int
    too_soon: int = 0


def invite(session_id: int, person_ids: Sequence[int], *, by: Person, now: datetime) -> Invited:
    """Everybody named is on the list; if the session is published, their invitation is on its way.

    Who is invited already hears nothing again; who was withdrawn is asked anew. Inactive and unknown people are left out.
    Each of them at most once a day: withdrawing and inviting by turns would be a nudge without an end.
    Raises WrongState when the session is cancelled or has begun, or its date to answer has passed, or nobody but them is named.
    """
    session = scheduling.lock(session_id)
    if session.state is SessionState.CANCELLED:
        raise WrongState("This session was cancelled: nobody can be invited to it.")
    if session.is_published and session.starts_at <= now:
        raise WrongState("This session has begun: it is too late to invite.")
    if session.is_published and session.answers_until <= now:
        raise WrongState("The date to answer has passed: nobody could say yes. Choose a later one first.")
    wanted = list(dict.fromkeys(person_ids))
    known = _known_invitations(session, wanted)
    withdrawn = [invitation for invitation in known.values() if invitation.withdrawn_at is not None]
    returning = [invitation for invitation in withdrawn if invitation.person.active]
    lately = _asked_anew_lately(returning, now=now) if session.is_published else set()
    again = [invitation for invitation in returning if invitation.stream not in lately]
    fresh = [(id_, email) for id_, email in _active_people(wanted) if id_ not in known]
    if lately and not again and not fresh:
        raise WrongState("They were invited again within the last day already. Wait until tomorrow, or talk to them.")
    name = _organizer_name(session)
    if again:
        _ask_anew(session, again, now=now)
    for chunk in _chunks(fresh, CHUNK):
        _invite_chunk(session, chunk, name=name, by=by, now=now)
    return Invited(invited=len(fresh) + len(again), already_invited=len(known) - len(withdrawn), too_soon=len(lately))


def withdraw(session_id: int, person_id: int, *, by: Person, now: datetime) -> None:
    """This person is not invited any more: the seat goes on, and their calendar gets a CANCEL. Raises NotInvited, WrongState."""
    session = scheduling.lock(session_id)
    if session.is_published and session.is_over(now):
        raise WrongState("This session is over.")
    rsvp = db.session.scalar(select(Rsvp).where(Rsvp.session_id == session_id, Rsvp.person_id == person_id))
    if rsvp is None or rsvp.is_withdrawn:
        raise NotInvited("This person is not invited.")
    rsvp.invitation.withdrawn_at = now
    before = (rsvp.answer, rsvp.seat)
    freed = waitlist.give_up(rsvp)
    rsvp.answer, rsvp.answered_at, rsvp.via = Answer.NEEDS_ACTION, None, None
    rsvp.reply_sequence, rsvp.reply_dtstamp = None, None
    changes.keep_record(rsvp, before, via=Via.HOST, now=now, by=by)
    if session.is_published:
        session.calendar_object.sequence += 1
        db.session.flush()
        notices.withdrawn(session, rsvp.invitation, now=now)
        if freed:
            scheduling.promote(session, now=now)
    db.session.flush()


def new_token() -> str:
    """The unguessable part of an answer address: 26 characters of lower-case base32 (mail servers fold case)."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def _invite_chunk(session: ScheduledSession, chunk: Sequence[tuple[int, str]], *, name: str, by: Person, now: datetime) -> None:
    """Three bulk inserts for up to CHUNK people: invitation, answer, message."""
    tokens = {person_id: (new_token(), new_token()) for person_id, _email in chunk}
    rows: list[dict[str, Any]] = [
        {
            "calendar_object_id": session.calendar_object_id,
            "person_id": person_id,
            "token": tokens[person_id][0],
            "organizer_name": name,
            "invited_by_id": by.id,
            "invited_at": now,
        }
        for person_id, _email in chunk
    ]
    returning = insert(Invitation).returning(Invitation.id, Invitation.person_id)
    ids = {person_id: id_ for id_, person_id in db.session.execute(returning, rows)}
    answers = [
        {"session_id": session.id, "person_id": person_id, "invitation_id": id_, "answer": Answer.NEEDS_ACTION, "seat": Seat.NONE}
        for person_id, id_ in ids.items()
    ]
    db.session.execute(insert(Rsvp), answers)
    if session.is_published:
        stream = f"calendar:{session.calendar_object_id}:person:"
        posts = [
            outbox.Post(
                kind=notices.INVITATION,
                topic=session.topic,
                stream=f"{stream}{person_id}",
                person_id=person_id,
                recipient=email,
                revision=session.calendar_object.sequence,
                key=f"{notices.INVITATION}:{session.id}:{person_id}:invited:{session.calendar_object.sequence}",
                payload={"session_id": session.id, "invitation_id": ids[person_id]},
            )
            for person_id, email in chunk
        ]
        outbox.post_many(posts, now=now)


def _ask_anew(session: ScheduledSession, invitations: Sequence[Invitation], *, now: datetime) -> None:
    """People who had been withdrawn are invited again, above the SEQUENCE of their CANCEL."""
    ids = [invitation.id for invitation in invitations]
    for invitation in invitations:
        invitation.withdrawn_at, invitation.invited_at = None, now
    for chunk in _chunks(ids, CHUNK):
        # Not `nudged_at`: one nudge a session, and it counts towards the person's own limit.
        cleared = {"reminded_at": None, "comment": "", "guests": 0, "shows_name": False}
        db.session.execute(update(Rsvp).where(Rsvp.invitation_id.in_(chunk)).values(**cleared))
    if session.is_published:
        session.calendar_object.sequence += 1
        db.session.flush()
        notices.invited(session, invitations, now=now)


def _asked_anew_lately(invitations: Sequence[Invitation], *, now: datetime) -> set[str]:
    """The streams of those who were asked more than once, the last time less than a day ago. What never left bothered nobody."""
    found: set[str] = set()
    for chunk in _chunks([invitation.stream for invitation in invitations], CHUNK):
        query = (
            select(OutgoingMail.stream)
            .where(OutgoingMail.stream.in_(chunk), OutgoingMail.kind == notices.INVITATION, notices.counts())
            .group_by(OutgoingMail.stream)
            .having(func.count() > 1, func.max(OutgoingMail.created_at) > now - ASKS_ANEW_AFTER)
        )
        found.update(db.session.scalars(query))
    return found


def _known_invitations(session: ScheduledSession, person_ids: Sequence[int]) -> dict[int, Invitation]:
    found: dict[int, Invitation] = {}
    for chunk in _chunks(person_ids, CHUNK):
        query = select(Invitation).where(
            Invitation.calendar_object_id == session.calendar_object_id, Invitation.person_id.in_(chunk)
        )
        found.update({invitation.person_id: invitation for invitation in db.session.scalars(query)})
    return found


def _active_people(person_ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    for chunk in _chunks(person_ids, CHUNK):
        query = select(Person.id, Person.email).where(Person.id.in_(chunk), Person.active)
        emails = dict(db.session.execute(query).all())
        yield from ((id_, emails[id_]) for id_ in chunk if id_ in emails)


def _organizer_name(session: ScheduledSession) -> str:
    return session.hosts[0].person.name if session.hosts else session.title


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
