"""One transaction that commits everything or nothing, and what two of them do to each other."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from database import Turns, after_commit, alone, db, in_transaction, repeated, transaction
from people.models import Person
from security import public

AT = datetime(2026, 12, 1, 9, 30, 15, 250000, tzinfo=UTC)


def person(name: str, **columns: object) -> Person:
    return Person(name=name, email=f"{name.lower()}@brink-waal.example", created_at=AT, **columns)


def names() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Person.name).order_by(Person.id)))


def in_a_transaction(work) -> None:
    with transaction() as session:
        work(session)


def in_its_own_context(app, function):
    def run(*args):
        with app.app_context():
            return function(*args)

    return run


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


def test_what_was_read_before_is_read_anew_inside(app):
    # given
    with transaction() as session:
        session.add(person("Eve"))
    eve = db.session.scalars(select(Person)).one()

    # when
    def rename():
        with transaction() as session:
            session.scalars(select(Person)).one().name = "Finn"

    thread = threading.Thread(target=in_its_own_context(app, rename))
    thread.start()
    thread.join()

    # then
    before = eve.name
    with transaction():
        assert (before, eve.name) == ("Eve", "Finn")


def test_no_update_is_lost_between_threads(app):
    # given
    with transaction() as session:
        session.add(person("Eve", sign_in_version=0))
    db.session.rollback()

    # when
    def count(_number):
        with transaction() as session:
            eve = session.scalar(select(Person).with_for_update())
            eve.sign_in_version += 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(in_its_own_context(app, count), range(160)))

    # then
    assert db.session.scalar(select(Person.sign_in_version)) == 160


def test_threads_write_in_the_order_in_which_they_came(app):
    # given
    turns, order, threads = Turns(), [], []

    def wait_for_my_turn(number):
        with turns.taken(20):
            order.append(number)

    # when: each comes a moment after the one before, while the first holds its turn
    with turns.taken(20):
        for number in range(20):
            threads.append(threading.Thread(target=wait_for_my_turn, args=(number,)))
            threads[-1].start()
            while len(turns._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()

    # then
    assert order == list(range(20))


def test_who_waits_too_long_for_a_turn_gives_up_and_holds_up_nobody():
    # given
    turns, order = Turns(), []

    def wait_briefly():
        with turns.taken(0.05):
            order.append("never")

    # when
    with ThreadPoolExecutor(1) as pool:
        with turns.taken(20):
            fault = pool.submit(wait_briefly).exception(20)
        with turns.taken(20):
            order.append("next")

    # then
    assert (str(fault), order, len(turns._waiting)) == ("the database was busy for 0.05 seconds", ["next"], 0)


def test_who_writes_without_pause_lets_others_in(app):
    # given: another process that begins its next transaction the moment it has committed the last
    with transaction() as session:
        session.add(person("Eve", sign_in_version=0))
    over = threading.Event()
    other = create_engine(db.engine.url).execution_options(foyer_writes=True)

    def write_without_pause():
        while not over.is_set():
            with other.begin() as connection:
                connection.execute(text("UPDATE people SET name = 'Eve II'"))
                time.sleep(0.02)
        other.dispose()

    # when
    thread = threading.Thread(target=write_without_pause)
    thread.start()
    began = time.monotonic()
    for _time in range(5):
        with transaction() as session:
            session.scalar(select(Person).with_for_update()).sign_in_version += 1
    took = time.monotonic() - began
    over.set()
    thread.join()

    # then
    assert (db.session.scalar(select(Person.sign_in_version)), took < 25) == (5, True)


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
def test_a_page_that_reads_finds_a_connection_while_many_wait_to_write(app):
    # given
    with transaction() as session:
        session.add(person("Eve", sign_in_version=0))
    waiting = []

    def write(number):
        waiting.append(number)
        with transaction() as session:
            session.scalar(select(Person).with_for_update()).sign_in_version += 1

    # when
    with ThreadPoolExecutor(24) as pool:
        with transaction() as session:
            session.scalar(select(Person).with_for_update())
            writers = [pool.submit(in_its_own_context(app, write), number) for number in range(23)]
            while len(waiting) < 23:
                time.sleep(0.01)
            read = pool.submit(in_its_own_context(app, lambda: db.session.scalar(select(Person.sign_in_version)))).result(20)
        done = [writer.exception(60) for writer in writers]

    # then
    assert (read, done, db.session.scalar(select(Person.sign_in_version))) == (0, [None] * 23, 23)


def test_two_who_ask_for_the_same_name_go_one_after_the_other(app):
    # given
    steps = []

    def second():
        with transaction():
            alone("tests.turn")
            steps.append("second")

    # when
    with ThreadPoolExecutor(1) as pool:
        with transaction():
            alone("tests.turn")
            asked = pool.submit(in_its_own_context(app, second))
            with pytest.raises(TimeoutError):
                asked.result(0.5)
            steps.append("first")
        asked.result(30)

    # then
    assert steps == ["first", "second"]


def test_who_gave_way_in_a_deadlock_runs_again(app, add_person):
    # given: two who take the same two rows in opposite orders, and do not go on before each holds one
    first, second = add_person("Eve One", sign_in_version=0).id, add_person("Finn Two", sign_in_version=0).id
    db.session.rollback()
    both_hold_one = threading.Barrier(2)
    runs = []

    def take(*ids):
        def work():
            runs.append(ids)
            with transaction() as session:
                for id_ in ids:
                    session.get(Person, id_, with_for_update=True).sign_in_version += 1
                    session.flush()
                    if len(runs) <= 2 and db.engine.dialect.name == "postgresql":
                        both_hold_one.wait(20) if id_ == ids[0] else None

        repeated(work)

    # when
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(in_its_own_context(app, take), (first, second), (second, first)))

    # then: on PostgreSQL one of them ran twice; SQLite lets only one write at a time
    assert dict(db.session.execute(select(Person.id, Person.sign_in_version)).all()) == {first: 2, second: 2}
    assert (len(runs) > 2) == (db.engine.dialect.name == "postgresql")


def test_what_never_ceases_to_give_way_is_raised_in_the_end(app):
    # given
    runs, before_repeat = [], []

    class GaveWay(Exception):
        sqlstate = "40P01"

    def work():
        runs.append(1)
        raise OperationalError("SELECT 1", {}, GaveWay())

    # when
    with pytest.raises(OperationalError):
        repeated(work, before_repeat=lambda: before_repeat.append(1))

    # then
    assert (len(runs), len(before_repeat)) == (3, 2)


def test_any_other_fault_of_the_database_is_raised_at_once(app):
    # given
    runs = []

    def work():
        runs.append(1)
        db.session.execute(text("SELECT nothing FROM nowhere"))

    # when
    with pytest.raises(DBAPIError):
        repeated(work)

    # then
    assert len(runs) == 1


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


def test_every_connection_is_prepared(app):
    # given
    wanted = {"sqlite": ("wal", 1, 1, 30000), "postgresql": ("read committed",)}[db.engine.dialect.name]
    questions = {
        "sqlite": ("PRAGMA journal_mode", "PRAGMA foreign_keys", "PRAGMA synchronous", "PRAGMA busy_timeout"),
        "postgresql": ("SHOW transaction_isolation",),
    }[db.engine.dialect.name]

    # when
    def ask(_number):
        found = tuple(db.session.scalar(text(question)) for question in questions)
        meet.wait(20)
        return found

    meet = threading.Barrier(6)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(in_its_own_context(app, ask), range(6)))

    # then
    assert answers == [wanted] * 6
