"""One transaction that commits everything or nothing; instants that know their zone."""

from datetime import timedelta, timezone

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError, StatementError

from database import after_commit, before_commit, db, in_transaction, know, known, transaction
from people.models import Person
from security import public
from tests.infra.plain_people import AT, in_a_transaction, names, person


def test_everything_in_a_transaction_is_committed(app):
    # when
    with transaction() as session:
        session.add(person("Eve"))
        session.add(person("Finn"))

    # then
    assert (names(), in_transaction()) == (["Eve", "Finn"], False)


def test_nothing_is_committed_of_a_transaction_that_fails(app):
    # given
    def work(session):
        session.add(person("Eve"))
        session.flush()
        raise ZeroDivisionError

    # when
    with pytest.raises(ZeroDivisionError):
        in_a_transaction(work)

    # then: and the next one begins anew
    assert (names(), in_transaction()) == ([], False)
    with transaction() as session:
        session.add(person("Finn"))
    assert names() == ["Finn"]


def test_nothing_is_committed_when_the_commit_itself_fails(app):
    # given
    called = []

    def work(session):
        after_commit("call", lambda: called.append(1))
        session.add_all([person("Eve"), person("Eve")])

    # when
    with pytest.raises(DBAPIError):
        in_a_transaction(work)

    # then
    assert (names(), called) == ([], [])


def test_a_transaction_inside_another_is_refused(app):
    # given
    def work(session):
        session.add(person("Eve"))
        in_a_transaction(lambda session: None)

    # when
    with pytest.raises(RuntimeError, match="open already"):
        in_a_transaction(work)

    # then
    assert names() == []


@pytest.mark.parametrize("change", ["new", "changed", "deleted"])
def test_a_change_made_outside_is_refused(app, change):
    # given
    with transaction() as session:
        session.add(person("Eve"))
    eve = db.session.scalars(select(Person)).one()

    # when
    if change == "new":
        db.session.add(person("Finn"))
    elif change == "changed":
        eve.name = "Finn"
    else:
        db.session.delete(eve)

    # then
    with pytest.raises(RuntimeError, match="outside"):
        in_a_transaction(lambda session: None)
    assert names() == ["Eve"]


def test_after_commit_runs_once_a_name_when_all_is_committed(app):
    # given
    seen = []

    # when
    with transaction() as session:
        for number in range(3):
            after_commit("look", lambda number=number: seen.append((number, in_transaction(), names())))
        session.add(person("Eve"))
        before = list(seen)

    # then
    assert (before, seen) == ([], [(0, False, ["Eve"])])


def test_after_commit_does_not_run_when_the_transaction_fails(app):
    # given
    seen = []

    def work(_session):
        after_commit("look", lambda: seen.append(1))
        raise ZeroDivisionError

    # when
    with pytest.raises(ZeroDivisionError):
        in_a_transaction(work)
    in_a_transaction(lambda session: None)

    # then
    assert seen == []


def test_a_page_that_reads_never_waits_for_who_writes(app, client):
    # given
    @app.get("/people-count")
    @public
    def count():
        return str(db.session.scalar(select(func.count()).select_from(Person)))

    with transaction() as session:
        session.add(person("Eve"))

    # when
    with transaction() as session:
        session.add(person("Finn"))
        session.flush()
        during = client.get("/people-count").text  # on a connection of its own

    # then
    assert (during, client.get("/people-count").text) == ("1", "2")


@pytest.mark.settings(web_threads=24)
def test_an_instant_without_a_zone_is_refused(app):
    # when
    with pytest.raises(StatementError, match="every instant needs a zone"), transaction() as session:
        session.add(Person(name="Eve", email="eve@brink-waal.example", created_at=AT.replace(tzinfo=None)))

    # then
    assert names() == []


def test_an_instant_comes_back_the_same_and_in_utc(app):
    # given
    with transaction() as session:
        session.add(Person(name="Eve", email="eve@brink-waal.example", created_at=AT.astimezone(timezone(timedelta(hours=9)))))
    db.session.expire_all()

    # when
    read = db.session.scalar(select(Person.created_at))

    # then
    assert (read, read.utcoffset()) == (AT, timedelta(0))


def test_before_commit_runs_once_a_name_and_belongs_to_the_transaction(app):
    # given
    def work(session):
        for name in ("Eve", "Finn"):
            before_commit("add", lambda name=name: session.add(person(name)))

    # when
    in_a_transaction(work)

    # then
    assert names() == ["Eve"]


def test_what_is_known_is_forgotten_with_the_transaction(app):
    # given
    def work(session):
        know({("person", 1): "Eve"})
        assert known(("person", 1)) == "Eve"

    # when
    in_a_transaction(work)
    inside = []
    in_a_transaction(lambda session: inside.append(known(("person", 1))))

    # then
    assert (inside, known(("person", 1))) == ([None], None)


def test_what_was_read_before_is_read_anew_in_the_same_connection(app):
    # given: a page has loaded somebody, and somebody else writes meanwhile
    with transaction() as session:
        session.add(person("Eve"))
    eve = db.session.scalars(select(Person)).one()
    with db.engine.connect().execution_options(foyer_writes=True) as other, other.begin():
        other.execute(update(Person).values(name="Eva"))

    # when
    with transaction() as session:
        seen = eve.name
        eve.name += "!"

    # then
    assert (seen, names()) == ("Eva", ["Eva!"])
