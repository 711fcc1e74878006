"""Figure 4: answers by web, on the session page and behind the signed link, from 8 and from 32 browsers at once.

The baseline is a Flask view that commits one row to the same database, behind the same gunicorn, which lets it compute on any core as it
does by itself. That we keep our web process on one core before PostgreSQL is our own doing; the ratio to a view that is kept there as well
is told.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle

from sqlalchemy import select

from benchmarks import clients, company, house
from benchmarks.house import House
from benchmarks.measuring import Line, take_turns
from benchmarks.sizes import Size
from benchmarks.visitors import signed_in
from database import db, transaction
from people.models import Person
from sessions import invitations, links
from sessions.models import Invitation, Rsvp

FIGURE = "Answering"
CROWDS = (8, 32)
WORDS = ("yes", "maybe", "no")


def measure(database: str, size: Size) -> list[Line]:
    with house.opened(database) as home, clients.street() as street:
        with home.app.app_context():
            doors = {"on the session page": requests_of_a_round(home, size), "by the signed link": _links(size)}
        ours = home.web()
        views = [(home.web("benchmarks.bare:create_app()", FOYER_WEB_CORES="any"), "", 0.5)]
        if home.settings.stays_on_one_core:
            views.append((home.web("benchmarks.bare:create_app()", FOYER_WEB_CORES="one"), ", kept on one core like us", None))
        plain = [clients.post("/answer", f"person={number}&answer=yes") for number in range(size.answers)]
        lines = []
        for door, rounds in doors.items():
            for count in CROWDS:
                what = f"Answers {door}, {count} at once, against a view that commits one row"
                for web, where, least in views:
                    turns = take_turns(
                        lambda count=count, rounds=rounds: _rate(street, ours.port, next(rounds), count),
                        lambda count=count, web=web: _rate(street, web.port, plain, count),
                        size.rounds,
                    )
                    lines.append(turns.line(FIGURE, f"{what}{where}", database, "answers/s", least))
        return lines


def _rate(street: clients.Street, port: int, requests: Sequence[bytes], count: int) -> float:
    load = street.drive(port, requests, count)
    if set(load.statuses) != {303}:
        raise RuntimeError(f"not every answer was taken: {load.statuses}")
    return load.rate


def _invited(size: Size) -> int:
    """A session everybody is invited to; its number."""
    now = datetime.now(UTC)
    if db.session.get(Person, 1) is None:
        company.fill_people(size.answers)
    with transaction() as session:
        found = company.add_session(1, starts_at=now + timedelta(days=30), capacity=None, now=now)
        invitations.invite(found.id, range(1, size.answers + 1), by=session.get_one(Person, 1), now=now)
        return found.id


def requests_of_a_round(home: House, size: Size) -> Iterator[list[bytes]]:
    """Everybody invited answers on the session page, once a round, and each time something else."""
    path = f"/sessions/{_invited(size)}/answer"
    people = signed_in(home.app, *range(1, size.answers + 1))
    return cycle(
        [
            [
                clients.post(path, f"csrf_token={token}&asked=0&answer={_word(number + turn)}&word=", cookie)
                for number, (cookie, token) in enumerate(people)
            ]
            for turn in range(3)
        ]
    )


def _links(size: Size) -> Iterator[list[bytes]]:
    query = select(Rsvp.id, Invitation.token).join(Invitation, Invitation.id == Rsvp.invitation_id)
    rows = db.session.execute(query.limit(size.answers)).all()
    paths = [links.path_for(rsvp_id, token) for rsvp_id, token in rows]
    return cycle(
        [
            [clients.post(path, f"answer={_word(number + turn)}&word=") for number, path in enumerate(paths)]
            for turn in range(1, 4)
        ]
    )


def _word(number: int) -> str:
    return WORDS[number % 3]
