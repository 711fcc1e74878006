"""Foyer under load and under attack: real processes, real mail, real sockets, on the clock of this machine."""

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from config import Settings
from database import db, transaction
from mail.models import IncomingMail, IncomingState, OutgoingMail, OutgoingState
from people import tokens
from people.models import Person
from sessions.models import ScheduledSession
from tests.infra.databases import settings_for
from tests.infra.installation import Installation
from tests.infra.processes import free_port
from tests.infra.smtp_sink import SmtpSink
from tests.infra.visitors import Doors


@pytest.fixture
def now() -> datetime:
    """The last full minute: other processes cannot be told another time."""
    return datetime.now(UTC).replace(second=0, microsecond=0)


@pytest.fixture
def settings(request: pytest.FixtureRequest, database_url: str, smtp_sink: SmtpSink, tmp_path: Path) -> Settings:
    """A small production with doors of its own; what a killed worker held is free again after five seconds."""
    bind = f"127.0.0.1:{free_port()}"
    changes: dict[str, object] = {
        "bind": bind,
        "base_url": f"http://{bind}",
        "lmtp_bind": f"127.0.0.1:{free_port()}",
        "smtp_url": smtp_sink.url,
        "mail_lease_seconds": 5,
        "log_level": "WARNING",
    }
    for marker in reversed(list(request.node.iter_markers("settings"))):
        changes.update(marker.kwargs)
    return settings_for(database_url, tmp_path / "instance", **changes)


@pytest.fixture
def foyer(app: Flask, settings: Settings, tmp_path: Path) -> Iterator[Installation]:
    """Foyer's processes, none of them running yet. The job queue is empty."""
    if settings.database_url.startswith("postgresql"):
        with db.engine.begin() as connection:  # the tables of the queue are not of our migrations: nobody else empties them
            for name in ("task", "schedule", "kv", "counter"):
                connection.execute(text(f"DROP TABLE IF EXISTS huey_{name}"))
    installation = Installation(settings, tmp_path)
    yield installation
    installation.end()
    sys.stderr.write(installation.logs())  # pytest shows it when the test has failed


@pytest.fixture
def lmtp_port(settings: Settings) -> int:
    """Where the mail door listens."""
    return int(settings.lmtp_bind.rpartition(":")[2])


@pytest.fixture
def crowd(app: Flask, now: datetime) -> Callable[[int], list[Person]]:
    """`crowd(200)`: so many colleagues, in one transaction."""

    def gather(count: int) -> list[Person]:
        with transaction() as session:
            people = [
                Person(name=f"P{number:03} Colleague", email=f"p{number:03}@brink-waal.example", created_at=now)
                for number in range(count)
            ]
            session.add_all(people)
        return people

    return gather


@pytest.fixture
def token_of(app: Flask, now: datetime) -> Callable[[Person], str]:
    """`token_of(chen)`: a bearer token that acts as this person."""

    def issue(person: Person) -> str:
        with transaction():
            return tokens.issue(person, "endurance", now=now)

    return issue


@pytest.fixture
def doors_of(app: Flask, settings: Settings, token_of, bo: Person, chen: Person) -> Callable[..., Doors]:
    """`doors_of(session, people)`: all the ways in which they can answer."""

    def build(session: ScheduledSession, people: Sequence[Person]) -> Doors:
        identities = {person.email: (person.id, person.get_id()) for person in people}
        return Doors(app, settings, session.id, token_of(chen), bo.get_id(), identities)

    return build


@pytest.fixture
def on_its_way(app: Flask, fresh) -> Callable[[], int]:
    """How many messages have not left and how many have no verdict, right now."""

    def count() -> int:
        fresh()
        leaving = OutgoingMail.state.in_((OutgoingState.QUEUED, OutgoingState.SENDING))
        out = db.session.scalar(select(func.count()).select_from(OutgoingMail).where(leaving))
        come_in = IncomingMail.state == IncomingState.RECEIVED
        return out + db.session.scalar(select(func.count()).select_from(IncomingMail).where(come_in))

    return count


@pytest.fixture
def fresh(app: Flask) -> Callable[[], None]:
    """What the test reads next is what stands in the database now."""

    def forget() -> None:
        db.session.rollback()
        db.session.expire_all()

    return forget
