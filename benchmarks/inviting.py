"""Figure 1: ten thousand people are invited. The baseline writes the same rows into the same tables and does nothing else."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import delete, insert, select

from benchmarks import clients, company, house
from benchmarks.house import House
from benchmarks.measuring import Line, rate_of, take_turns
from benchmarks.sizes import Size
from benchmarks.visitors import token_of
from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person
from sessions import audiences, invitations
from sessions.models import Invitation, Rsvp, ScheduledSession

FIGURE = "Inviting"
ASIDE = 10_000_000  # numbers of the baseline's rows begin here


def measure(database: str, size: Size) -> list[Line]:
    with house.opened(database) as home, home.app.app_context():
        company.fill_people(2 * size.invited, departments=2)  # one department is invited, the other is not
        numbers = count(1)
        everybody = audiences.Audience(departments=(company.DEPARTMENTS[0],))

        def by_rule() -> float:
            session_id = _session(next(numbers))
            return rate_of(lambda: _invite(session_id, everybody), size.invited)

        def bare() -> float:
            session_id = _session(next(numbers))
            rows = _rows_as_written(session_id, everybody)
            return rate_of(lambda: _insert(rows), size.invited)

        by_rule()  # a company that has invited before: of empty tables a database knows nothing
        company.count_rows()
        turns = take_turns(by_rule, bare, size.rounds)
        what = f"{size.invited:,} people invited by the rule, against one bare bulk insert a table"
        return [turns.line(FIGURE, what, database, "people/s", least=1 / 3), *_to_return(home, size, numbers)]


def _session(number: int) -> int:
    now = datetime.now(UTC)
    with transaction():
        return company.add_session(number, starts_at=now + timedelta(days=30), capacity=None, now=now).id


def _invite(session_id: int, audience: audiences.Audience) -> None:
    with transaction() as session:
        by = session.get_one(Person, 1)
        invitations.invite(session_id, audiences.person_ids(audience), by=by, now=datetime.now(UTC))
    db.session.remove()


def _rows_as_written(session_id: int, audience: audiences.Audience) -> dict[Any, list[dict[str, Any]]]:
    """What the rule writes, read back and taken away again."""
    _invite(session_id, audience)
    object_id = db.session.get_one(ScheduledSession, session_id).calendar_object_id
    wanted = {
        Invitation.__table__: Invitation.calendar_object_id == object_id,
        Rsvp.__table__: Rsvp.session_id == session_id,
        OutgoingMail.__table__: OutgoingMail.topic == f"session:{session_id}",
    }
    rows = {
        table: [dict(row) for row in db.session.execute(select(table).where(mine)).mappings()] for table, mine in wanted.items()
    }
    with transaction() as session:
        for table, mine in reversed(wanted.items()):
            session.execute(delete(table).where(mine))
    db.session.remove()
    return rows


def _insert(rows: dict[Any, list[dict[str, Any]]]) -> None:
    with transaction() as session:
        for table, values in rows.items():
            session.connection().execute(insert(table), values)
    db.session.remove()


def _to_return(home: House, size: Size, numbers: Iterator[int]) -> list[Line]:
    """How long a community manager's program waits for the answer; the baseline is the same call for one person."""
    bearer = token_of(1)
    web = home.web()
    whole = [_wait(web.port, _session(next(numbers)), {"departments": [company.DEPARTMENTS[0]]}, bearer) for _ in range(3)]
    email = db.session.scalars(select(Person.email).where(Person.id == 2)).one()
    single = [_wait(web.port, _session(next(numbers)), {"people": [email]}, bearer) for _ in range(3)]
    home.stop(web.process)
    ours, one = sorted(whole)[1], sorted(single)[1]
    what = f"Seconds until the API has answered, {size.invited:,} people against one"
    return [Line(FIGURE, what, home.database, ours, one, ours / one, "s")]


def _wait(port: int, session_id: int, body: dict[str, Any], bearer: str) -> float:
    request = clients.post(f"/api/v1/sessions/{session_id}/invitations", json.dumps(body), bearer=bearer, kind="application/json")
    begun = time.perf_counter()
    load = clients.drive(port, [request], 1)
    if load.statuses != {200: 1}:
        raise RuntimeError(f"inviting failed: {load.statuses}")
    return time.perf_counter() - begun
