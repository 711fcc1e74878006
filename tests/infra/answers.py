"""Calendar answers of any shape: `comes_in(answer(session, ada, "ACCEPTED"))` is one that Foyer has read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from database import db, transaction
from mail import inbox
from mail.models import IncomingMail
from people.models import Person
from sessions.models import Invitation, ScheduledSession


@dataclass(frozen=True, kw_only=True)
class CalendarAnswer:
    """A mail with an iTIP object, and the token it is sent to. `raw` is what travels; every field can be anything."""

    token: str
    uid: str
    attendee: str
    sender: str
    partstat: str = "ACCEPTED"
    method: str = "REPLY"
    sequence: int | str = 0
    stamped: datetime | None = None
    sent: datetime | None = None
    parameters: str = ""  # of ATTENDEE, with a leading semicolon
    properties: Sequence[str] = ()
    headers: Sequence[str] = ()
    events: Sequence[str] = field(default=())  # instead of the one event

    @property
    def event(self) -> str:
        lines = [f"UID:{self.uid}", f"SEQUENCE:{self.sequence}", *self.properties]
        if self.stamped:
            lines.append(f"DTSTAMP:{self.stamped.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        if self.attendee:
            partstat = f";PARTSTAT={self.partstat}" if self.partstat else ""
            lines.append(f"ATTENDEE{partstat}{self.parameters}:mailto:{self.attendee}")
        return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])

    @property
    def raw(self) -> bytes:
        head = [f"From: {self.sender}", "Subject: Accepted: Lunch and learn", *self.headers]
        if self.sent:
            head.append(f"Date: {self.sent:%a, %d %b %Y %H:%M:%S} +0000")
        calendar = [
            "BEGIN:VCALENDAR",
            f"METHOD:{self.method}",
            "PRODID:-//Test//EN",
            *(self.events or [self.event]),
            "END:VCALENDAR",
            "",
        ]
        return "\r\n".join([*head, "Content-Type: text/calendar; charset=UTF-8", "", *calendar]).encode()


@pytest.fixture
def invitation_of(app: Flask) -> Callable[[ScheduledSession, Person], Invitation]:
    """`invitation_of(session, ada)`: the row with her token."""

    def find(session: ScheduledSession, person: Person) -> Invitation:
        query = select(Invitation).where(
            Invitation.calendar_object_id == session.calendar_object_id, Invitation.person_id == person.id
        )
        return db.session.scalars(query.execution_options(populate_existing=True)).one()

    return find


@pytest.fixture
def answer(invitation_of, now: datetime) -> Callable[..., CalendarAnswer]:
    """`answer(session, ada, "ACCEPTED", sequence=1)`: what a well-behaved calendar of hers would send, but for the changes."""

    def build(session: ScheduledSession, person: Person, partstat: str = "ACCEPTED", **changes: object) -> CalendarAnswer:
        invitation = invitation_of(session, person)
        fields = {
            "token": invitation.token,
            "uid": session.calendar_object.uid,
            "attendee": person.email,
            "sender": f"{person.name} <{person.email}>",
            "partstat": partstat,
            "sequence": session.calendar_object.sequence,
            "stamped": now,
        }
        return CalendarAnswer(**{**fields, **changes})

    return build


@pytest.fixture
def comes_in(read_in, clock, now: datetime) -> Callable[..., IncomingMail]:
    """`comes_in(answer(...))`: stored, read; the row as it is then. `at` is when it reached us."""

    def hand_over(
        message: CalendarAnswer | bytes,
        *,
        token: str = "",
        envelope_from: str = "ada@brink-waal.example",
        at: datetime | None = None,
    ) -> IncomingMail:
        raw = message if isinstance(message, bytes) else message.raw
        to = f"rsvp+{token or message.token}@brink-waal.example"  # type: ignore[union-attr]
        with transaction():
            receipt = inbox.receive(raw, door="lmtp", envelope_from=envelope_from, recipients=[to], now=at or datetime.now(UTC))
        read_in()
        incoming = db.session.get_one(IncomingMail, receipt.incoming_id)
        db.session.expunge(incoming)
        return incoming

    return hand_over


@pytest.fixture
def delegate(answer, comes_in, now):
    """`delegate(lunch, ada, dana)`: Ada's calendar says that Dana comes instead; her invitation names both, as clients write it.

    Of a series on that one date, but with `whole=True`.
    """

    def send(session, person, to, *, minutes=1, whole=False, **changes):
        line = f'ATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM="mailto:{person.email}":mailto:{to.email}'
        fields = {
            "parameters": f';DELEGATED-TO="mailto:{to.email}"',
            "properties": [line, *([] if whole else of_date(session))],
            "stamped": now + timedelta(minutes=minutes),
        }
        said = answer(session, person, "DELEGATED", **{**fields, **changes})
        return comes_in(said, envelope_from=person.email, at=now + timedelta(minutes=minutes))

    return send


@pytest.fixture
def delegates_answer(answer, comes_in, now):
    """`delegates_answer(lunch, ada, dana, "ACCEPTED")`: Dana answers the invitation that Ada forwarded; the first line is Ada's."""

    def send(session, person, by, partstat, *, minutes=2, **changes):
        line = f'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{by.email}":mailto:{person.email}'
        said = answer(
            session,
            person,
            partstat,
            **{
                "attendee": by.email,
                "sender": by.email,
                "parameters": f';DELEGATED-FROM="mailto:{person.email}"',
                "properties": [line, *of_date(session)],
                "stamped": now + timedelta(minutes=minutes),
                **changes,
            },
        )
        return comes_in(said, envelope_from=by.email, at=now + timedelta(minutes=minutes))

    return send


def of_date(session: ScheduledSession) -> list[str]:
    """Which date of a series it is about, as Google writes it; nothing of a single session."""
    at = session.recurrence_id
    return [f"RECURRENCE-ID:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"] if at is not None else []
