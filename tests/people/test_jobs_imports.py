from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

import jobs
from database import db, transaction
from people import imports, jobs_imports
from people.models import ImportPart, ImportState, PeopleImport
from tests.people.conftest import fresh

TABLE = "mail;name\neve@x.org;Eve\n"


@pytest.fixture
def waiting(begin):
    """An import whose columns are chosen."""

    def begun(text=TABLE):
        import_ = begin(text)
        with transaction():
            imports.choose_columns(import_.id, import_.mapping)
        return import_

    return begun


def test_the_worker_takes_every_import_in_turn(waiting, clock):
    # given
    ids = [waiting().id for _ in range(3)]

    # when
    jobs.run_now("people.imports")

    # then
    assert [db.session.get(PeopleImport, id_).state for id_ in ids] == [ImportState.CHECKED] * 3


def test_one_import_that_fails_holds_up_no_other(waiting, clock, caplog):
    # given
    broken, sound = waiting().id, waiting().id
    with transaction():
        db.session.execute(update(ImportPart).where(ImportPart.import_id == broken).values(rows=[["no", "table"]]))

    # when
    jobs.run_now("people.imports")

    # then
    states = [db.session.get(PeopleImport, id_).state for id_ in (broken, sound)]
    assert states == [ImportState.CHECKING, ImportState.CHECKED]


def test_the_terminal_is_told_what_the_worker_would_log(waiting, clock):
    # given
    broken = waiting().id
    with transaction():
        db.session.execute(update(ImportPart).where(ImportPart.import_id == broken).values(rows=[["no", "table"]]))

    # then
    with pytest.raises(ValueError):
        jobs.run_now("people.import", broken)


def test_nothing_to_do_is_done_at_once(app, clock, statements):
    # when
    with statements() as sent:
        jobs_imports.work_on_all()

    # then
    assert len(sent) == 2


@pytest.mark.parametrize(
    ("days", "state", "kept"), [(6, "mapping", 1), (8, "mapping", 0), (8, "checked", 0), (8, "done", 1), (8, "importing", 1)]
)
def test_a_file_that_nobody_says_yes_to_is_forgotten_after_a_week(check, clock, now, days, state, kept):
    # given
    import_ = check(TABLE)
    with transaction():
        fresh_import = db.session.get_one(PeopleImport, import_.id)
        fresh_import.state, fresh_import.created_at = ImportState(state), now - timedelta(days=days)

    # when
    jobs_imports.work_on_all()

    # then
    files, parts = (db.session.scalar(select(func.count()).select_from(model)) for model in (PeopleImport, ImportPart))
    assert (files, parts > files) == (kept, False)


def test_work_on_an_import_that_is_done_changes_nothing(bring_in, everybody):
    # given
    import_ = bring_in(TABLE)
    before = (import_.done_at, import_.added, everybody("email"))

    # when
    jobs_imports.work_on(import_.id)

    # then
    assert (fresh(import_).done_at, fresh(import_).added, everybody("email")) == before
