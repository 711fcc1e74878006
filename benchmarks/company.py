"""A large company in a minute or two: rows written in bulk, as if people had been invited and had answered for two years.

People are made here, everything that multiplies (invitations, answers, messages) by the database itself.
"""

import random
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import insert, text

import jobs
from database import db, transaction
from people.models import Person, Role, search_text_of
from sessions.models import CalendarObject, Host, ScheduledSession, SessionKind, SessionState

FIRST = [
    "Ada",
    "Bo",
    "Chen",
    "Dana",
    "Eve",
    "Femke",
    "Gijs",
    "Hanna",
    "Ines",
    "Jonas",
    "Kim",
    "Lars",
    "Mila",
    "Noor",
    "Omar",
    "Petra",
    "Quinn",
    "Rosa",
    "Sem",
    "Tess",
    "Umut",
    "Vera",
    "Wim",
    "Yara",
    "Zoë",
]
LAST = [
    "Okafor",
    "Lindqvist",
    "Meijer",
    "Petrov",
    "Mulder",
    "Bakker",
    "Zieliński",
    "Jansen",
    "Özdemir",
    "Smit",
    "Vermeulen",
    "Haddad",
    "Kowalski",
    "Nguyen",
    "Visser",
]
DEPARTMENTS = [f"Department {number:02}" for number in range(40)]
FUNCTIONS = [f"Function {number:02}" for number in range(60)]
LOCATIONS = ["Deventer", "Zwolle", "Apeldoorn", "Enschede", "Leeuwarden", "Gdańsk", "İzmir", "Leipzig"]
CHUNK = 5000


@dataclass(frozen=True)
class Company:
    """What was filled. Person 1 manages; session `coming` is the next one, `quiet` has no guests."""

    people: int
    sessions: int
    rsvps: int
    coming: int
    quiet: int


def fill_people(count: int, *, departments: int = len(DEPARTMENTS)) -> None:
    """`count` people, the first of them the community manager who hosts. Every department has as many."""
    dice = random.Random(count)
    now = datetime.now(UTC)
    with transaction() as session:
        for start in range(0, count, CHUNK):
            rows = [person_row(number, dice, now, departments) for number in range(start, min(start + CHUNK, count))]
            session.execute(insert(Person.__table__), rows)
    _follow_on(db.session.get_bind().dialect.name, "people")


def person_row(number: int, dice: random.Random, now: datetime, departments: int = 40) -> dict[str, object]:
    name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
    email = f"{name.split(maxsplit=1)[0].lower().replace('ë', 'e')}.{number}@brink-waal.example"
    return {
        "id": number + 1,
        "email": email,
        "name": name,
        "search_text": search_text_of(name, email),
        "department": DEPARTMENTS[number % departments],
        "function": dice.choice(FUNCTIONS),
        "location": dice.choice(LOCATIONS),
        "timezone": "",
        "language": "",
        "theme": "system",
        "active": True,
        "role": Role.EMPLOYEE if number else Role.COMMUNITY_MANAGER,
        "sign_in_version": 1,
        "wants_reminders": True,
        "wants_nudges": True,
        "created_at": now,
    }


def add_session(number: int, *, starts_at: datetime, capacity: int | None, now: datetime) -> ScheduledSession:
    """A published session that person 1 hosts and nobody is invited to. In the caller's transaction."""
    session = ScheduledSession(
        calendar_object=CalendarObject(uid=f"{secrets.token_hex(12)}@brink-waal.example", created_at=now),
        title=f"Lunch and learn {number}",
        kind=SessionKind.TRAINING if number % 2 else SessionKind.MEETUP,
        description="Soup first.\n\nThen **one thing** you can do on the platform tomorrow:\n\n- find your team\n- ask a question",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        timezone="Europe/Amsterdam",
        place="Canteen",
        address="Handelskade 12, Deventer",
        capacity=capacity,
        state=SessionState.PUBLISHED,
        created_by_id=1,
        created_at=now,
        published_at=now,
        hosts=[Host(person_id=1)],
    )
    db.session.add(session)
    db.session.flush()
    return session


def fill(app: Flask, *, people: int, sessions: int, rsvps: int) -> Company:
    """Sessions spread over a year back and a year ahead, each with as many guests; the last has none."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    guests = rsvps // (sessions - 1)
    with app.app_context():
        fill_people(people)
        with transaction():
            for number in range(sessions):
                starts_at = now + timedelta(days=730 * (number - sessions // 2 + 1) / sessions)
                add_session(number, starts_at=starts_at, capacity=None if (number - sessions // 2) % 3 else guests // 3, now=now)
        _multiply(people, sessions - 1, guests, now)
        jobs.run_now("foyer.statistics")  # as the worker does each hour
        db.session.remove()
        if db.engine.dialect.name == "postgresql":  # what the server does by itself, at a moment between two pages
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as session:
                session.exec_driver_sql("VACUUM (ANALYZE)")
    return Company(people, sessions, guests * (sessions - 1), coming=sessions // 2 + 1, quiet=sessions)


def _multiply(people: int, sessions: int, guests: int, now: datetime) -> None:
    """Guests of session s are every 97th person, from a place of its own: nobody twice. Seven of ten have answered."""
    dialect = db.session.get_bind().dialect.name
    values = {"people": people, "guests": guests, "sessions": sessions, "now": now}
    if dialect == "sqlite":
        values["now"] = f"{now:%Y-%m-%d %H:%M:%S.%f}"  # as SQLAlchemy writes it
        db.session.connection().exec_driver_sql("PRAGMA cache_size = -500000")
    indexes = [index for table in ROWS for index in db.metadata.tables[table].indexes]
    with transaction() as session:
        for index in indexes:
            index.drop(session.connection())  # made anew at the end: twenty million single entries take many minutes
    for table, columns in ROWS.items():
        chosen = ", ".join(columns.values()).format(**WORDS, **DIALECTS[dialect])
        where = " AND n.j % 10 < 7" if table == "answer_records" else ""
        with transaction() as session:
            if dialect == "postgresql":
                session.execute(text("SET LOCAL session_replication_role = replica"))  # no look-up of every foreign key
            session.execute(text(f"INSERT INTO {table} ({', '.join(columns)}) {GUESTS} SELECT {chosen} {FROM}{where}"), values)
    with transaction() as session:
        for index in indexes:
            index.create(session.connection())
        session.execute(text("UPDATE sessions SET last_waiting_number = :guests WHERE capacity IS NOT NULL"), {"guests": guests})
    for table in ("invitations", "rsvps", "outgoing_mails"):
        _follow_on(dialect, table)
    count_rows()


def count_rows() -> None:
    """The database learns how its rows are spread, as it does by itself within a minute or two of growing."""
    with transaction() as session:  # or PostgreSQL would forget it again
        session.connection().exec_driver_sql("ANALYZE")
    db.session.rollback()


def _follow_on(dialect: str, table: str) -> None:
    """Rows that came with their numbers leave PostgreSQL's sequence behind."""
    if dialect == "postgresql":
        with transaction() as session:
            session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"))


GUESTS = "WITH RECURSIVE n(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM n WHERE j < :guests - 1)"
FROM = "FROM sessions s CROSS JOIN n JOIN people p ON p.id = (s.id * 7919 + n.j * 97) % :people + 1 WHERE s.id <= :sessions"
# What the two databases say differently.
DIALECTS = {
    "sqlite": {"token": "lower(hex(randomblob(13)))", "object": "json_object"},
    "postgresql": {"token": "substr(md5(random()::text || s.id || '-' || n.j), 1, 26)", "object": "json_build_object"},
}
WORDS = {
    "id": "(s.id - 1) * :guests + n.j + 1",
    "answer": "CASE WHEN n.j % 10 < 4 THEN 'accepted' WHEN n.j % 10 = 4 THEN 'tentative'"
    " WHEN n.j % 10 < 7 THEN 'declined' ELSE 'needs-action' END",
    "seat": "CASE WHEN n.j % 20 = 3 AND s.capacity IS NOT NULL THEN 'waiting' WHEN n.j % 10 < 4 THEN 'seated' ELSE 'none' END",
    "waiting_number": "CASE WHEN n.j % 20 = 3 AND s.capacity IS NOT NULL THEN n.j + 1 END",
    "stream": "'calendar:' || s.calendar_object_id || ':person:' || p.id",
    "key": "'sessions.invitation:' || s.id || ':' || p.id || ':invited:0'",
}
# Table, column, and what stands in it, in SQL.
ROWS = {
    "invitations": {
        "id": "{id}",
        "calendar_object_id": "s.calendar_object_id",
        "person_id": "p.id",
        "token": "{token}",
        "organizer_name": "'Chen Meijer'",
        "invited_by_id": "1",
        "invited_at": ":now",
        "told_sequence": "0",
        "told_at": ":now",
    },
    "rsvps": {
        "id": "{id}",
        "session_id": "s.id",
        "person_id": "p.id",
        "invitation_id": "{id}",
        "answer": "{answer}",
        "seat": "{seat}",
        "waiting_number": "{waiting_number}",
        "comment": "''",
        "guests": "0",
        "via": "CASE WHEN n.j % 10 < 7 THEN 'calendar' END",
        "answered_at": "CASE WHEN n.j % 10 < 7 THEN s.created_at END",
        "reply_prodid": "''",
        "shows_name": "n.j % 7 = 0",
    },
    "outgoing_mails": {
        "id": "{id}",
        "kind": "'sessions.invitation'",
        "topic": "'session:' || s.id",
        "stream": "{stream}",
        "person_id": "p.id",
        "recipient": "p.email",
        "revision": "0",
        "replaceable": "true",
        "key": "{key}",
        "token": "{token}",
        "payload": "{object}('session_id', s.id, 'invitation_id', {id})",
        "state": "'sent'",
        "attempts": "1",
        "created_at": ":now",
        "due_at": ":now",
        "sent_at": ":now",
        "subject": "s.title",
    },
    "answer_records": {
        "rsvp_id": "{id}",
        "session_id": "s.id",
        "at": ":now",
        "via": "'calendar'",
        "outcome": "'applied'",
        "answer": "{answer}",
        "answer_before": "'needs-action'",
        "seat": "{seat}",
        "seat_before": "'none'",
        "comment": "''",
    },
}
