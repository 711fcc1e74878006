"""Sessions and answers as the API takes and gives them."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, WithJsonSchema

from openapi import Closed, Shape, Text, left_out
from people.models import Person
from sessions.models import Answer, Rsvp, ScheduledSession, Seat, SessionKind, SessionState, Via
from sessions.queries_roster import AnswerLine

ISO_TIME = r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:00(\.0{1,9})?)?([Zz]|[+-]\d{2}:\d{2})?$"


def _read_time(value: object) -> datetime:
    """Whole minutes, as calendars and the pages have them. Numbers, which would be seconds since 1970, are no local time."""
    if not isinstance(value, str) or not re.match(ISO_TIME, value.strip()):
        raise ValueError("Write a local ISO time in whole minutes, like 2026-12-08T12:00.")
    try:
        return datetime.fromisoformat(value.strip().upper())
    except ValueError as error:
        raise ValueError("There is no such date or time.") from error


LocalTime = Annotated[
    datetime,
    BeforeValidator(_read_time),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": ISO_TIME,
            "description": "Local ISO time in `timezone`, e.g. 2026-12-08T12:00. With an offset: that instant.",
        }
    ),
]
Minutes = Annotated[int, Field(strict=True, gt=0, le=20_000)]
Seats = Annotated[int, Field(strict=True, gt=0, le=100_000)]
YesOrNo = Annotated[bool, Field(strict=True)]
Hosts = Annotated[list[Text], Field(max_length=100, description="E-mail addresses; the first signs the invitation.")]


class Described(Closed):
    """What can be said about a session, but for its times. What is left out, or null, is as nobody had asked for anything."""

    title: Text | None = left_out()
    kind: SessionKind | None = left_out()
    description: Text | None = left_out(description="Markdown.")
    timezone: Text | None = left_out(description="IANA name. Left out: the zone of whoever creates it.")
    place: Text | None = left_out()
    address: Text | None = left_out()
    online_url: Text | None = left_out()
    capacity: Seats | None = left_out(description="null: no limit.")
    shows_who_comes: YesOrNo | None = left_out()
    listed: YesOrNo | None = left_out(
        description="In the calendar of all sessions: every colleague may see title, time and place."
    )
    hosts: Hosts | None = left_out()


class SessionFields(Described):
    """What can be said about a session."""

    starts_at: LocalTime | None = left_out()
    duration_minutes: Minutes | None = left_out()
    rsvp_until: LocalTime | None = left_out(description="null: until it starts.")


class NewSession(SessionFields):
    """A session needs at least a title and a start. Left out: a training of an hour, hosted by whoever creates it."""

    title: Text
    starts_at: LocalTime


class ChangedSession(SessionFields):
    """Only what is sent changes; null empties a text and lifts `capacity` and `rsvp_until`."""

    title: Text = left_out()
    kind: SessionKind = left_out()
    starts_at: LocalTime = left_out()
    timezone: Text = left_out()
    duration_minutes: Minutes = left_out()
    shows_who_comes: YesOrNo = left_out()
    listed: YesOrNo = left_out()
    hosts: Hosts = left_out()


class SessionShape(Shape):
    """A session. `sequence` is the SEQUENCE of its calendar object; times are local to `timezone`."""

    id: int
    uid: str
    sequence: int
    state: SessionState
    title: str
    kind: SessionKind
    description: str
    starts_at: str
    timezone: str
    duration_minutes: int
    place: str
    address: str
    online_url: str
    capacity: int | None
    rsvp_until: str | None
    shows_who_comes: bool
    listed: bool
    hosts: list[str]
    cancel_reason: str


class Cancellation(Closed):
    """Why it does not take place."""

    reason: Text = Field("", max_length=2000)


class InvitationsBody(Closed):
    """Whom to invite: people by e-mail, whole departments, or both."""

    people: list[Text] = Field(default_factory=list, max_length=20_000)
    departments: list[Text] = Field(default_factory=list, max_length=1000)


class InvitedShape(Shape):
    """How many were invited now, and how many had been before."""

    invited: int
    already_invited: int


class RsvpShape(Shape):
    """One person's answer and what follows from it. `place_in_line` is 1 for the first who waits."""

    email: str
    name: str
    answer: Answer
    seat: Seat
    place_in_line: int | None
    via: Via | None
    answered_at: str | None
    comment: str


class RsvpBody(Closed):
    """An answer. A comment that is left out, or null, stays as it is."""

    answer: Literal[Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED]
    comment: Text | None = Field(None, max_length=2000)


def session_shape(session: ScheduledSession) -> dict[str, Any]:
    """A session as the API gives it."""
    plain = ("id", "title", "description", "timezone", "place", "address", "online_url", "capacity", "shows_who_comes", "listed")
    return {
        **{name: getattr(session, name) for name in plain},
        "uid": session.calendar_object.uid,
        "sequence": session.calendar_object.sequence,
        "state": session.state.value,
        "kind": session.kind.value,
        "starts_at": local(session.starts_at, session.zone),
        "duration_minutes": int((session.ends_at - session.starts_at).total_seconds() // 60),
        "rsvp_until": local(session.rsvp_until, session.zone) if session.rsvp_until else None,
        "hosts": [host.person.email for host in session.hosts],
        "cancel_reason": session.cancel_reason,
    }


def local(at: datetime, zone: ZoneInfo) -> str:
    """The form of RFC 8984 section 1.4.4 (LocalDateTime)."""
    return at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="seconds")


def rsvp_shape(rsvp: Rsvp | AnswerLine, whose: Person | AnswerLine, place: int | None) -> dict[str, Any]:
    """An answer as the API gives it."""
    return {
        "email": whose.email,
        "name": whose.name,
        "answer": rsvp.answer.value,
        "seat": rsvp.seat.value,
        "place_in_line": place,
        "via": rsvp.via.value if rsvp.via else None,
        "answered_at": rsvp.answered_at.isoformat() if rsvp.answered_at else None,
        "comment": rsvp.comment,
    }
