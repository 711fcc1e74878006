"""What PostgreSQL's connections are asked for: no transaction for pages, one for whoever writes, another server after a restart."""

from contextlib import suppress

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError

from database import db, piece_by_piece, transaction
from people.models import Person
from tests.infra.installation import until

OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.fixture
def two_people(app, now):
    with transaction() as session:
        session.add_all([Person(name=name, email=f"{name}@brink-waal.example", created_at=now) for name in ("eve", "finn")])
    db.session.remove()


def is_postgresql():
    return db.engine.dialect.name == "postgresql"


def end_all_but(connection):
    """How many connections the server has ended; they are gone, which takes it a moment."""
    ended = connection.scalar(text(f"SELECT count(pg_terminate_backend(pid)) {OTHERS}"))
    until(lambda: connection.scalar(text(f"SELECT count(*) {OTHERS}")) == 0, "the others to be gone")
    return ended


def isolation():
    return db.session.scalar(text("SHOW transaction_isolation")) if is_postgresql() else "read committed"


def names():
    return list(db.session.scalars(select(Person.name).order_by(Person.name)))


@pytest.mark.usefixtures("two_people")
def test_what_fails_is_taken_back_whole(now):
    """On the connection that a page has read with before."""
    names()

    def add(name):
        session.add(Person(name=name, email=f"{name}@brink-waal.example", created_at=now))
        session.flush()

    with suppress(IntegrityError), transaction() as session:
        add("gus")
        add("eve")

    assert names() == ["eve", "finn"]


@pytest.mark.usefixtures("two_people")
def test_a_page_sees_what_others_commit_and_holds_nothing(now):
    """Neither before its own transaction nor after it."""
    seen = []
    for name in ("gus", "hal"):
        names()
        driver = db.session.connection().connection.driver_connection
        seen.append(driver.info.transaction_status.name if is_postgresql() else "IDLE")
        with transaction() as session:
            session.add(Person(name=name, email=f"{name}@brink-waal.example", created_at=now))

    assert (seen, names()) == (["IDLE", "IDLE"], ["eve", "finn", "gus", "hal"])


@pytest.mark.usefixtures("two_people")
def test_a_transaction_sees_what_others_commit_whatever_the_server_is_set_to():
    if is_postgresql():
        db.session.execute(text("SET default_transaction_isolation = serializable"))
    before = isolation()

    with transaction():
        inside = isolation()

    assert (before, inside) == ("serializable" if is_postgresql() else "read committed", "read committed")


@pytest.mark.usefixtures("two_people")
def test_a_long_answer_comes_piece_by_piece_and_something_can_be_written_after_it():
    read = [person.name for person in piece_by_piece(select(Person).order_by(Person.name), 1)]

    with transaction() as session:
        for person in session.scalars(select(Person)):
            person.name = person.name.upper()
    db.session.remove()

    assert (read, names()) == (["eve", "finn"], ["EVE", "FINN"])


@pytest.mark.usefixtures("two_people")
def test_a_server_that_was_started_anew_costs_nobody_an_answer():
    made = []
    with db.engine.connect() as first:
        names()
        db.session.remove()  # into the pool
        ended = end_all_but(first) if is_postgresql() else 0  # SQLite has no server
        event.listen(db.engine, "connect", lambda *_of: made.append(1))

        # when
        found = [names() for _again in range(2)]

    # then
    assert found == [["eve", "finn"]] * 2
    assert made == [1] * bool(ended) == [1] * is_postgresql()
