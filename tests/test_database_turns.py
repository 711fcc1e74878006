"""Several who use the database at once: turns, connections, nothing lost, and who gives way."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from database import Turns, alone, db, repeated, transaction
from people.models import Person
from tests.infra import kept
from tests.infra.contexts import in_its_own_context
from tests.infra.plain_people import person


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


@pytest.fixture
def waiting_for_the_disk():
    """Connections as they are in production."""
    event.remove(Engine, "connect", kept.wait_for_no_disk)
    yield
    event.listen(Engine, "connect", kept.wait_for_no_disk)


@pytest.mark.usefixtures("waiting_for_the_disk")
def test_every_connection_is_prepared(app):
    # given
    wanted = {"sqlite": ("wal", 1, 2, 30000, -500), "postgresql": ("read committed",)}[db.engine.dialect.name]
    questions = {
        "sqlite": (
            "PRAGMA journal_mode",
            "PRAGMA foreign_keys",
            "PRAGMA synchronous",
            "PRAGMA busy_timeout",
            "PRAGMA cache_size",
        ),
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
