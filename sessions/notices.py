"""Which message is due to whom: rules post here, `mails.py` writes the words when a message leaves.

One stream per person and UID keeps the order; a newer message takes the place of one that has not left yet. What that one had to say
is not lost: `changed` adds up in the outbox, and the words of the newer message say all of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from database import db
from mail import outbox
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from sessions.models import Invitation, Rsvp, ScheduledSession

INVITATION = "sessions.invitation"
UPDATE = "sessions.update"  # time, place or words changed
SEAT = "sessions.seat"  # an answer, a seat or a place in line changed: the calendar gets the true state
LATE = "sessions.late"  # an answer came too late: the calendar gets the true state back
CANCELLATION = "sessions.cancellation"
WITHDRAWAL = "sessions.withdrawal"
MOVED_ON = "sessions.moved_on"  # a single date of a series stands in another entry now: CANCEL of the old one
REMINDER = "sessions.reminder"
NUDGE = "sessions.nudge"
NEXT_DATE = "sessions.next_date"  # of a date somebody missed: when it is there again
MAKE_UP = "sessions.make_up"  # a part of a course that was missed is there once more
SERIES = "sessions.series"  # the whole of a series, as it stands
PROPOSAL_DECLINED = "sessions.proposal_declined"  # the time stays: DECLINECOUNTER, to who proposed another
BOUNCE_NOTE = "sessions.bounce_note"  # to the host: a mail came back


def invited(session: ScheduledSession, invitations: Iterable[Invitation], *, now: datetime) -> int:
    """Everybody named is asked, in their own calendar."""
    return _tell(INVITATION, session, invitations, now=now, occasion=f"invited:{session.calendar_object.sequence}")


def updated(
    session: ScheduledSession,
    invitations: Iterable[Invitation],
    changed: Iterable[str],
    *,
    now: datetime,
    moved_from: tuple[datetime, datetime] | None = None,
    occasion: str = "",
) -> int:
    """Everybody named is told what changed, and from when it moved; asking again is a matter of their answer, which the rule has reset."""
    payload = {"changed": sorted(changed), "moved_from": [_moved_from(session.edit_number, *moved_from)] if moved_from else []}
    return _tell(UPDATE, session, invitations, now=now, occasion=occasion or f"edit:{session.edit_number}", payload=payload)


def _moved_from(edit_number: int, start: datetime, end: datetime) -> str:
    """In the order of the edits when sorted: of two moves that nobody has heard of, the first says what people know."""
    return f"{edit_number:09} {start.isoformat()} {end.isoformat()}"


def known_time(payload: Mapping[str, Any]) -> tuple[datetime, datetime] | None:
    """Start and end as they were before anything this message has to say; None when it did not move."""
    moves = sorted(payload.get("moved_from", ()))
    if not moves:
        return None
    _edit, start, end = moves[0].split(" ")
    return datetime.fromisoformat(start), datetime.fromisoformat(end)


def cancelled(session: ScheduledSession, invitations: Iterable[Invitation], *, now: datetime) -> int:
    """Everybody who was ever told is told that it is off; who was not hears nothing (the renderer finds out when it leaves)."""
    return _tell(CANCELLATION, session, invitations, now=now, occasion=f"cancelled:{now.isoformat()}")


def withdrawn(session: ScheduledSession, invitation: Invitation, *, now: datetime) -> int:
    """This person alone gets a CANCEL (RFC 5546 section 4.2.10)."""
    occasion = f"withdrawn:{session.calendar_object.sequence}:{now.isoformat()}"
    return _tell(WITHDRAWAL, session, [invitation], now=now, occasion=occasion)


def moved_on(session: ScheduledSession, invitation: Invitation, *, slot: str, place: Mapping[str, str], now: datetime) -> None:
    """The entry that this person's calendar has for this date is taken out: `place` is its RECURRENCE-ID and its time. `slot` names it."""
    outbox.post(
        outbox.Post(
            kind=MOVED_ON,
            topic=session.topic,
            stream=invitation.stream,
            slot=slot,
            person_id=invitation.person_id,
            recipient=invitation.person.email,
            revision=invitation.calendar_object.sequence,
            key=key(MOVED_ON, session.id, invitation.person_id, f"{slot}:{now.isoformat()}"),
            payload={"session_id": session.id, "invitation_id": invitation.id, **place},
        ),
        now=now,
    )


def seated(
    session: ScheduledSession,
    rsvps: Iterable[Rsvp],
    *,
    occasion: str,
    why: str,
    now: datetime,
    changed: Iterable[str] = (),
    due_at: datetime | None = None,
    is_new: bool = False,
) -> int:
    """The calendar of each person is told the true state. `why`: answered, waiting, promoted, refreshed. `is_new` as in `outbox.Post`."""
    invitations = [rsvp.invitation for rsvp in rsvps]
    payload = {"why": why, "changed": sorted({*changed, "seat"} if why == "promoted" else changed)}
    return _tell(SEAT, session, invitations, now=now, occasion=occasion, payload=payload, due_at=due_at, is_new=is_new)


def answered(rsvps: Sequence[tuple[Rsvp, str, datetime]]) -> int:
    """The same for answers to several single sessions: each with its occasion, which is new, and the moment it was given."""
    posts = [
        _post(SEAT, rsvp.session, rsvp.invitation, occasion, {"why": "answered", "changed": []}, due_at=at, is_new=True)
        for rsvp, occasion, at in rsvps
    ]
    return outbox.post_many(posts, now=max(at for _rsvp, _occasion, at in rsvps)) if posts else 0


def too_late(session: ScheduledSession, rsvp: Rsvp, *, occasion: str, now: datetime, due_at: datetime | None = None) -> int:
    """The person's calendar says something that came after the deadline: it gets the true state back."""
    return _tell(LATE, session, [rsvp.invitation], now=now, occasion=occasion, due_at=due_at)


def key(kind: str, session_id: int, person_id: int, occasion: str = "") -> str:
    """One name is one message. Without an occasion there is one a person and session."""
    return f"{kind}:{session_id}:{person_id}" + (f":{occasion}" if occasion else "")


def counts() -> ColumnElement[bool]:
    """The messages that left or will: not those whose place another took, nor those that nobody needed."""
    return OutgoingMail.state.not_in((OutgoingState.REPLACED, OutgoingState.DROPPED))


def waits_until(invitation: Invitation) -> datetime | None:
    """When the message to this person's calendar leaves that has not left; None when none waits. A newer one takes its place."""
    query = select(func.min(OutgoingMail.due_at)).where(
        OutgoingMail.stream == invitation.stream, OutgoingMail.state == OutgoingState.QUEUED
    )
    return db.session.scalar(query)


def _tell(
    kind: str,
    session: ScheduledSession,
    invitations: Iterable[Invitation],
    *,
    now: datetime,
    occasion: str,
    payload: dict[str, Any] | None = None,
    due_at: datetime | None = None,
    is_new: bool = False,
) -> int:
    posts = [
        _post(kind, session, invitation, occasion, payload or {}, due_at=due_at, is_new=is_new) for invitation in invitations
    ]
    if session.slot and posts:
        whole = outbox.waiting_in([post.stream for post in posts], "")
        posts = [_of_series(post, session) if post.stream in whole else post for post in posts]
    if len(posts) == 1:
        outbox.post(posts[0], now=now)
        return 1
    return outbox.post_many(posts, now=now)


def _post(
    kind: str,
    session: ScheduledSession,
    invitation: Invitation,
    occasion: str,
    payload: Mapping[str, Any],
    *,
    due_at: datetime | None,
    is_new: bool,
) -> outbox.Post:
    return outbox.Post(
        kind=kind,
        topic=session.topic,
        stream=invitation.stream,
        slot=session.slot,
        person_id=invitation.person_id,
        recipient=invitation.person.email,
        revision=session.calendar_object.sequence,
        key=key(kind, session.id, invitation.person_id, occasion),
        payload={"session_id": session.id, **payload, "invitation_id": invitation.id},
        due_at=due_at,
        is_new=is_new,
    )


def _of_series(post: outbox.Post, session: ScheduledSession) -> outbox.Post:
    """A message about the whole series waits for this person: it takes this one date along, as it will stand when it leaves."""
    why = "answered" if post.kind in {SEAT, LATE} else "changed"
    changed = post.payload.get("changed", [])
    payload = {"series_id": session.series_id, "invitation_id": post.payload["invitation_id"], "why": why, "changed": changed}
    return replace(post, kind=SERIES, topic=f"series:{session.series_id}", slot="", payload={**payload, "dates": [session.id]})


def aside(kind: str, rsvp: Rsvp, *, occasion: str, now: datetime, due_at: datetime | None = None) -> None:
    """A mail without a calendar object, outside the calendar's order: a reminder or a nudge."""
    outbox.post(
        outbox.Post(
            kind=kind,
            topic=rsvp.session.topic,
            stream=f"{kind}:{rsvp.session_id}:person:{rsvp.person_id}",
            person_id=rsvp.person_id,
            recipient=rsvp.person.email,
            key=key(kind, rsvp.session_id, rsvp.person_id, occasion),
            payload={"session_id": rsvp.session_id, "invitation_id": rsvp.invitation_id},
            due_at=due_at,
        ),
        now=now,
    )


def bounced(session: ScheduledSession, host: Person, mail: OutgoingMail, *, error: str, now: datetime) -> None:
    """The host knows that a mail came back, and to whom it was."""
    outbox.post(
        outbox.Post(
            kind=BOUNCE_NOTE,
            topic=session.topic,
            stream=f"{BOUNCE_NOTE}:{mail.id}",
            person_id=host.id,
            recipient=host.email,
            key=f"{BOUNCE_NOTE}:{mail.id}",
            payload={
                "session_id": session.id,
                "invitation_id": mail.payload.get("invitation_id"),
                "recipient": mail.recipient,
                "error": error,
            },
        ),
        now=now,
    )
