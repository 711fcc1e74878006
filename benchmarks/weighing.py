"""Figure 6: what the processes weigh when they have done everything of a busy day in a large company, and how long a large import takes.

Each process counts with the most memory it ever held, what it shares with others included. Gunicorn's own, which only looks after the web
process, is told on a line of its own.
"""

import json
import re
import smtplib
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, func, select

from benchmarks import clients, company
from benchmarks.answering import requests_of_a_round
from benchmarks.company import Company
from benchmarks.house import House, Web
from benchmarks.measuring import Line
from benchmarks.reading import AT_ONCE, requests_of
from benchmarks.replying import answered
from benchmarks.sizes import Size
from benchmarks.visitors import signed_in, token_of
from database import db, transaction
from mail.models import IncomingMail, IncomingState, OutgoingMail, OutgoingState
from people import passwords
from people.models import ImportState, PeopleImport, Person

FIGURE = "Memory"
MOST_MEGABYTES = 150
MOST_MINUTES = 5
PASSWORD = "a password of the benchmarks"
BOUNDARY = "a-line-that-stands-in-no-file"


def measure(home: House, of: Company, street: clients.Street, size: Size) -> list[Line]:
    web, worker, door = home.web(), home.worker(), home.mail_door()
    with home.app.app_context():
        _sign_in(home, web)
        _read(home, of, street, web, size)
        _answer(home, street, web, size)
        topic = _invite(web, size)
        _until(lambda: _count(OutgoingMail, OutgoingMail.state == OutgoingState.QUEUED, _is_due()) == 0)
        _reply(home, topic)
        _import(home, web, size.lines // 10, "short")
        before = _megabytes(worker.pid)
        took = _import(home, web, size.lines, "long")
        after = _megabytes(worker.pid)
    lines = [
        _weight("Web process", home.database, max(_megabytes(pid) for pid in _children(web.process.pid))),
        _weight("Gunicorn beside it", home.database, _megabytes(web.process.pid)),
        _weight("Worker", home.database, after, f"{before:.0f} MB after an import of {size.lines // 10:,} lines"),
        _weight("Mail door", home.database, _megabytes(door.pid)),
        Line(
            FIGURE, f"Import of {size.lines:,} people", home.database, took, 60 * MOST_MINUTES, 60 * MOST_MINUTES / took, "s", 1.0
        ),
    ]
    home.stop(web.process, worker, door)
    return lines


def _weight(what: str, database: str, megabytes: float, note: str = "") -> Line:
    return Line(FIGURE, what, database, megabytes, MOST_MEGABYTES, MOST_MEGABYTES / megabytes, "MB", 1.0, note)


def _megabytes(pid: int) -> float:
    """The most memory this process ever held."""
    return int(re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[0]) / 1024


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _sign_in(home: House, web: Web) -> None:
    """By password, of which a hash is made that takes 64 MiB."""
    with transaction():
        person = db.session.get_one(Person, 1)
        passwords.set_password(person, PASSWORD)
    cookie, token = signed_in(home.app, 1)[0]
    told = urlencode({"csrf_token": token, "email": person.email, "password": PASSWORD})
    _ask(web, clients.post("/sign-in", told, cookie), 303)


def _read(home: House, of: Company, street: clients.Street, web: Web, size: Size) -> None:
    for request in requests_of(home.app, of).values():
        street.drive(web.port, [request], AT_ONCE, size.seconds)


def _answer(home: House, street: clients.Street, web: Web, size: Size) -> None:
    street.drive(web.port, next(requests_of_a_round(home, size)), AT_ONCE)


def _invite(web: Web, size: Size) -> str:
    """As many people as figure 1 invites, department by department; the topic of their session."""
    now = datetime.now(UTC)
    with transaction():
        session = company.add_session(0, starts_at=now + timedelta(days=60), capacity=None, now=now)
    wanted = -(-size.invited * len(company.DEPARTMENTS) // size.people)
    body = json.dumps({"departments": company.DEPARTMENTS[:wanted]})
    path = f"/api/v1/sessions/{session.id}/invitations"
    _ask(web, clients.post(path, body, bearer=token_of(1), kind="application/json"), 200)
    return session.topic


def _reply(home: House, topic: str) -> None:
    port = int(home.settings.lmtp_bind.rpartition(":")[2])
    mails = select(OutgoingMail).where(OutgoingMail.topic == topic).limit(1000)
    with smtplib.LMTP("127.0.0.1", port) as door:
        for raw, sender, recipient in answered(list(db.session.scalars(mails)), datetime.now(UTC)):
            door.sendmail(sender, [recipient], raw)
    _until(lambda: _count(IncomingMail, IncomingMail.state == IncomingState.RECEIVED) == 0)


def _import(home: House, web: Web, lines: int, name: str) -> float:
    """A file is uploaded, looked at, and imported: half of its people are new, half have moved to another department. Seconds."""
    begun = time.perf_counter()
    cookie, token = signed_in(home.app, 1)[0]
    body = _multipart(token, _csv(lines, name))
    _ask(web, clients.post("/people/imports", body, cookie, kind=f"multipart/form-data; boundary={BOUNDARY}"), 303)
    db.session.rollback()  # or we would go on reading what stood there before
    import_id = db.session.scalars(select(func.max(PeopleImport.id))).one()
    path = f"/people/imports/{import_id}"
    _ask(web, clients.post(f"{path}/columns", f"csrf_token={token}&email=0&name=1&department=2", cookie), 303)
    _until(lambda: _state(import_id) is ImportState.CHECKED)
    _ask(web, clients.post(f"{path}/confirmation", f"csrf_token={token}", cookie), 303)
    _until(lambda: _state(import_id) is ImportState.DONE)
    return time.perf_counter() - begun


def _csv(lines: int, name: str) -> str:
    known = db.session.execute(select(Person.email, Person.name).order_by(Person.id).limit(lines // 2)).all()
    new = [
        (f"{name}.{number}@brink-waal.example", f"{name.capitalize()} Newcomer {number}") for number in range(lines - len(known))
    ]
    rows = [f"{email};{full_name};Moved to {name}" for email, full_name in [*known, *new]]
    return "\r\n".join(["E-mail;Name;Department", *rows, ""])


def _multipart(token: str, content: str) -> str:
    parts = [
        f'Content-Disposition: form-data; name="csrf_token"\r\n\r\n{token}',
        f'Content-Disposition: form-data; name="file"; filename="people.csv"\r\nContent-Type: text/csv\r\n\r\n{content}',
    ]
    return "".join(f"--{BOUNDARY}\r\n{part}\r\n" for part in parts) + f"--{BOUNDARY}--\r\n"


def _ask(web: Web, request: bytes, status: int) -> None:
    load = clients.drive(web.port, [request], 1)
    if load.statuses != {status: 1}:
        raise RuntimeError(f"{request[:60]!r} answered {load.statuses}")


def _state(import_id: int) -> ImportState:
    db.session.rollback()
    return db.session.scalars(select(PeopleImport.state).where(PeopleImport.id == import_id)).one()


def _is_due() -> ColumnElement[bool]:
    """By night reminders wait for the morning."""
    return OutgoingMail.due_at <= datetime.now(UTC)


def _count(table: type, *conditions: ColumnElement[bool]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0


def _until(is_done: Callable[[], bool], seconds: float = 1800) -> None:
    end = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > end:
            raise RuntimeError(f"not done within {seconds} s")
        time.sleep(0.2)
    db.session.rollback()
