"""Figure 5: pages and lists of a large company: 100,000 people, 1,000 sessions, 1,000,000 answers.

The baseline is a Jinja page of the same size, behind the same gunicorn, with nothing to look up. Queries are counted twice, in this
company and in one that is tiny: a page that asks more the more there is to show would be found out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import event, select

from benchmarks import clients, company, house
from benchmarks.company import Company
from benchmarks.house import House, Web
from benchmarks.measuring import Line, take_turns
from benchmarks.sizes import TINY, Size
from benchmarks.visitors import signed_in, token_of
from database import db
from sessions.models import Answer, Rsvp

FIGURE = "Pages"
AT_ONCE = 8


@dataclass(frozen=True)
class Visit:
    """A page, and who asks for it: the community manager, a guest of the session, or a program."""

    what: str
    path: str
    by: str = "manager"


def visits(of: Company) -> list[Visit]:
    session = f"/sessions/{of.coming}"
    return [
        Visit("Home", "/", "guest"),
        Visit("Session page", session, "guest"),
        Visit("Session page of who looks after it", session),
        Visit("Roster", f"{session}/roster"),
        Visit("Roster, one group", f"{session}/roster/seated?page=2"),
        Visit("Calendar, a month of every session", "/calendar?which=all"),
        Visit("People", "/people"),
        Visit("People, found by name", "/people?text=zielinski"),
        Visit("People, found by address", "/people?text=17@brink"),
        Visit("People of one department", "/people?department=Department+07&page=3"),
        Visit("Mail", "/mail"),
        Visit("Mail about one session", f"/mail?topic=session:{of.coming}"),
        Visit("API: people", "/api/v1/people", "program"),
        Visit("API: sessions", "/api/v1/sessions", "program"),
        Visit("API: answers to one session", f"{session.replace('/', '/api/v1/', 1)}/rsvps", "program"),
        Visit("API: mail about one session", f"/api/v1/mail/outgoing?session={of.coming}", "program"),
    ]


def measure(home: House, of: Company, street: clients.Street, size: Size) -> list[Line]:
    requests = requests_of(home.app, of)
    few, many = _queries_of_a_tiny_company(home.database), _queries(home.app, requests)
    webs = home.web(), home.web("benchmarks.bare:create_app()")
    lines = [
        _line(street, home.database, size, visit, request, webs, (few[visit.what], many[visit.what]))
        for visit, request in requests.items()
    ]
    home.stop(*(web.process for web in webs))
    return lines


def _line(
    street: clients.Street,
    database: str,
    size: Size,
    visit: Visit,
    request: bytes,
    webs: tuple[Web, Web],
    queries: tuple[int, int],
) -> Line:
    few, many = queries
    note = f"{many} queries" + ("" if few >= many else f"; {few} IN A TINY COMPANY")
    return page_line(street, webs, request, size, Line(FIGURE, visit.what, database, 0, 0, 0, "pages/s", 1 / 3, note))


def page_line(street: clients.Street, webs: tuple[Web, Web], request: bytes, size: Size, line: Line) -> Line:
    """The line with the rates of this page (the first of `webs`) and of a plain page of the same size, and how large that is."""
    ours, bare = webs
    first = _load(street, ours.port, request, size.seconds)
    plain = clients.get(f"/page/{first.bytes}")
    _load(street, bare.port, plain, size.seconds)
    turns = take_turns(
        lambda: _load(street, ours.port, request, size.seconds).rate,
        lambda: _load(street, bare.port, plain, size.seconds).rate,
        min(3, size.rounds),
    )
    note = f"{first.bytes / 1000:.0f} KB, {line.note}"
    return turns.line(line.figure, line.what, line.database, line.unit, line.least, note)


def _load(street: clients.Street, port: int, request: bytes, seconds: float) -> clients.Load:
    load = street.drive(port, [request], AT_ONCE, seconds)
    if set(load.statuses) != {200}:
        raise RuntimeError(f"{request[:60]!r} answered {load.statuses}")
    return load


def requests_of(app: Flask, of: Company) -> dict[Visit, bytes]:
    with app.app_context():
        guest = _guest(of)
        bearer = token_of(1)
        (manager, _token), (invited, _other) = signed_in(app, 1, guest)
        db.session.remove()
    cookies = {"manager": manager, "guest": invited}
    return {
        visit: clients.get(visit.path, bearer=bearer) if visit.by == "program" else clients.get(visit.path, cookies[visit.by])
        for visit in visits(of)
    }


def _guest(of: Company) -> int:
    """Somebody who has not answered the session that is coming."""
    query = select(Rsvp.person_id).where(Rsvp.session_id == of.coming, Rsvp.answer == Answer.NEEDS_ACTION)
    return db.session.scalars(query.order_by(Rsvp.person_id).limit(1)).one()


def _queries_of_a_tiny_company(database: str) -> dict[str, int]:
    with house.opened(database) as home:
        of = company.fill(home.app, people=TINY.people, sessions=TINY.sessions, rsvps=TINY.rsvps)
        return _queries(home.app, requests_of(home.app, of))


def _queries(app: Flask, requests: dict[Visit, bytes]) -> dict[str, int]:
    """How many statements each page sends, once it has been asked for before."""
    found = {}
    with app.app_context():
        engine = db.engine
    for visit, request in requests.items():
        headers = dict(line.split(": ", 1) for line in request.decode().split("\r\n")[1:] if ": " in line)
        for _turn in range(2):
            with _counted(engine) as statements:
                answer = app.test_client(use_cookies=False).get(visit.path, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"{visit.path} answered {answer.status_code}")
        found[visit.what] = len(statements)
    return found


@contextmanager
def _counted(engine: object) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
