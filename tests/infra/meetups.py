"""A session on a table in front of each test: `meetup(capacity=3, invited=[ada, ...])`, colleagues by the dozen, answers in one line."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person
from sessions import invitations, rsvps, scheduling
from sessions.details import SessionDetails, details_of
from sessions.models import Answer, Rsvp, ScheduledSession, Via


@pytest.fixture
def colleagues(add_person) -> Callable[[int], list[Person]]:
    """`colleagues(5)`: five people who are nobody in particular."""
    return lambda count: [add_person(f"P{number:03} Colleague") for number in range(count)]


@pytest.fixture
def details(bo: Person, now: datetime) -> Callable[..., SessionDetails]:
    """A lunch in a week, hosted by Bo; `details(capacity=3)` changes a field."""

    host_id = bo.id

    def build(**changes: object) -> SessionDetails:
        fields = {
            "title": "Lunch and learn",
            "starts_at": now + timedelta(days=7),
            "ends_at": now + timedelta(days=7, hours=1),
            "timezone": "Europe/Amsterdam",
            "host_ids": (host_id,),
            "place": "Canteen",
            "description": "Soup first.",
        }
        return SessionDetails(**{**fields, **changes})

    return build


@pytest.fixture
def meetup(details, chen: Person, now: datetime) -> Callable[..., ScheduledSession]:
    """A published session with people invited."""

    def build(
        *, invited: Sequence[Person] = (), publish: bool = True, at: datetime | None = None, **changes: object
    ) -> ScheduledSession:
        with transaction():
            session = scheduling.draft(details(**changes), by=chen, now=at or now)
            invitations.invite(session.id, [person.id for person in invited], by=chen, now=at or now)
            if publish:
                scheduling.publish(session.id, by=chen, now=at or now)
        return session

    return build


@pytest.fixture
def planner(chen: Person) -> Person:
    """Chen, as rules know them: by number, whatever became of the session that read them."""
    return SimpleNamespace(id=chen.id)  # type: ignore[return-value]


@pytest.fixture
def change(planner: Person, now: datetime) -> Callable[..., ScheduledSession]:
    """`change(session, place="Hall 2")`: Chen saves it. `moved_by=timedelta(hours=1)` moves start and end."""

    def save(
        session: ScheduledSession, *, at: datetime | None = None, moved_by: timedelta | None = None, **fields: object
    ) -> ScheduledSession:
        with transaction():
            details = details_of(scheduling.lock(session.id))
            if moved_by is not None:
                fields = {"starts_at": details.starts_at + moved_by, "ends_at": details.ends_at + moved_by, **fields}
            return scheduling.change(session.id, replace(details, **fields), by=planner, now=at or now)

    return save


@pytest.fixture
def cancel(planner: Person, now: datetime) -> Callable[..., None]:
    """`cancel(session, "Snow.")`: Chen calls it off."""

    def call_off(session: ScheduledSession, reason: str = "", *, at: datetime | None = None) -> None:
        with transaction():
            scheduling.cancel(session.id, reason=reason, by=planner, now=at or now)

    return call_off


@pytest.fixture
def withdraw(planner: Person, now: datetime) -> Callable[..., None]:
    """`withdraw(session, ada)`: Chen takes the invitation back."""

    def take_back(session: ScheduledSession, person: Person, *, at: datetime | None = None) -> None:
        with transaction():
            invitations.withdraw(session.id, person.id, by=planner, now=at or now)

    return take_back


@pytest.fixture
def invite(planner: Person, now: datetime) -> Callable[..., invitations.Invited]:
    """`invite(session, ada, dana)`: Chen asks them."""

    def ask(session: ScheduledSession, *people: Person, at: datetime | None = None) -> invitations.Invited:
        with transaction():
            return invitations.invite(session.id, [person.id for person in people], by=planner, now=at or now)

    return ask


@pytest.fixture
def say(now: datetime) -> Callable[..., rsvps.Recorded]:
    """`say(session, ada, "accepted")`: the answer, in a transaction of its own."""

    def answer(
        session: ScheduledSession, person: Person, word: str, *, via: Via = Via.WEB, at: datetime | None = None, **more: object
    ):
        with transaction():
            return rsvps.record_answer(session.id, person.id, Answer(word), via=via, now=at or now, **more)

    return answer


@pytest.fixture
def room() -> Callable[[ScheduledSession], dict[str, tuple[str, str, int | None]]]:
    """Everybody's answer, seat and waiting number, by first name."""

    def look(session: ScheduledSession) -> dict[str, tuple[str, str, int | None]]:
        db.session.expire_all()
        rows = db.session.scalars(select(Rsvp).where(Rsvp.session_id == session.id).order_by(Rsvp.id))
        return {row.person.name.split()[0]: (row.answer.value, row.seat.value, row.waiting_number) for row in rows}

    return look


@pytest.fixture
def posted() -> Callable[..., list[tuple[str, str, int, str]]]:
    """Every message of a session: kind, who to (local part), SEQUENCE, state; in the order posted."""

    def read(session: ScheduledSession) -> list[tuple[str, str, int, str]]:
        db.session.expire_all()
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.topic == session.topic).order_by(OutgoingMail.id))
        return [
            (row.kind.removeprefix("sessions."), row.recipient.partition("@")[0], row.revision, row.state.value) for row in rows
        ]

    return read
