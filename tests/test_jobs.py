"""Background work: woken after the commit, one run at a time in each process, put down when the worker is asked to stop."""

import threading
import time

import huey.storage
import psycopg
import pytest

import jobs
from database import transaction

RUNS: list[str] = []
GO_ON = threading.Event()


@jobs.job("tests.quick")
def quick() -> str:
    RUNS.append("quick")
    return "done"


@jobs.job("tests.slow")
def slow() -> None:
    RUNS.append("begun")
    assert GO_ON.wait(20)
    RUNS.append("ended")


@jobs.job("tests.broken")
def broken(number: int = 0) -> None:
    RUNS.append("broken")
    raise ZeroDivisionError(number)


@pytest.fixture(autouse=True)
def nothing_has_run():
    RUNS.clear()
    GO_ON.clear()


@pytest.fixture
def queue(app):
    """The queue of an application that wakes its worker as in production."""
    app.config["TESTING"] = False
    queue = jobs.queue_of(app)
    queue.storage.flush_queue()
    return queue


def tasks(queue, count: int) -> int:
    """How many tasks stand in the queue, once there are `count`, or after a while in which more could have come."""
    end = time.monotonic() + 10
    while queue.storage.queue_size() < count and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(jobs.COALESCE_SECONDS * 4)
    return queue.storage.queue_size()


def work_off(queue) -> None:
    while (task := queue.dequeue()) is not None:
        queue.execute(task)


def test_many_wakes_in_one_transaction_are_one_task(queue):
    # when
    with transaction():
        for _ in range(100):
            jobs.wake("tests.quick")
        before = queue.storage.queue_size()

    # then
    assert (before, tasks(queue, 1)) == (0, 1)


def test_wakes_at_about_the_same_time_are_one_task(queue):
    # when
    for _ in range(100):
        jobs.wake("tests.quick")

    # then
    assert tasks(queue, 1) == 1


def test_a_wake_in_a_transaction_that_fails_wakes_nobody(queue):
    # given
    @transaction()
    def fail():
        jobs.wake("tests.quick")
        raise ZeroDivisionError

    # when
    with pytest.raises(ZeroDivisionError):
        fail()

    # then
    assert tasks(queue, 0) == 0


def test_a_task_runs_its_job(queue):
    # when
    jobs.wake("tests.quick")
    tasks(queue, 1)
    work_off(queue)

    # then
    assert (RUNS, queue.storage.queue_size()) == (["quick"], 0)


def test_a_job_that_fails_leaves_the_worker_at_work(queue):
    # when
    for name in ("tests.broken", "tests.quick"):
        jobs.wake(name)
    tasks(queue, 2)
    work_off(queue)

    # then
    assert sorted(RUNS) == ["broken", "quick"]


def test_who_asks_while_a_job_runs_is_served_by_another_round(app):
    # given
    worker = threading.Thread(target=jobs._run, args=(app, "tests.slow"))
    worker.start()
    while RUNS != ["begun"]:
        time.sleep(0.01)

    # when: two more ask, and neither waits
    for _ in range(2):
        jobs._run(app, "tests.slow")
    asked_meanwhile = list(RUNS)
    GO_ON.set()
    worker.join(20)

    # then
    assert (asked_meanwhile, RUNS) == (["begun"], ["begun", "ended", "begun", "ended"])


def test_a_call_goes_past_whoever_is_at_it_already(queue, monkeypatch):
    # given
    monkeypatch.setattr(jobs, "LONGEST_PAUSE", 0)
    jobs.call("tests.quick")
    tasks(queue, 1)

    # when: a process that is at it hears the call, then one that is not
    with jobs._jobs["tests.quick"].busy:
        queue.execute(queue.dequeue())
        passed_on = (list(RUNS), queue.storage.queue_size())
    work_off(queue)

    # then
    assert (passed_on, RUNS) == (([], 1), ["quick"])


def test_a_call_that_only_those_who_are_at_it_hear_fades(queue, monkeypatch):
    # given
    monkeypatch.setattr(jobs, "LONGEST_PAUSE", 0)
    jobs.call("tests.quick")
    tasks(queue, 1)

    # when
    with jobs._jobs["tests.quick"].busy:
        work_off(queue)

    # then
    assert (RUNS, queue.storage.queue_size()) == ([], 0)


def test_a_worker_that_was_asked_to_stop_begins_nothing(app):
    # given
    app.extensions["foyer_stop"] = threading.Event()
    before = jobs.stopping()

    # when
    app.extensions["foyer_stop"].set()
    jobs._run(app, "tests.quick")

    # then
    assert (before, jobs.stopping(), RUNS) == (False, True, [])


def test_elsewhere_than_in_a_worker_nothing_is_stopping(app):
    assert jobs.stopping() is False


def test_what_a_job_raises_by_hand_is_raised(app):
    # when
    with pytest.raises(ZeroDivisionError) as error:
        jobs.run_now("tests.broken", 7)

    # then
    assert (error.value.args, jobs.run_now("tests.quick")) == ((7,), "done")


def test_a_name_that_nobody_gave_is_an_error(app):
    # when
    with pytest.raises(KeyError):
        jobs.run_now("tests.nobody")

    # then
    assert RUNS == []


def test_a_queue_on_postgresql_brings_the_driver_that_was_kept_out_along(monkeypatch):
    # given
    monkeypatch.setattr(huey.storage, "psycopg", None)

    # when
    with pytest.raises(psycopg.OperationalError) as refused:  # from the driver: nobody listens there
        jobs._postgres_queue("postgresql://127.0.0.1:1/nowhere")

    # then
    assert "127.0.0.1" in str(refused.value)
