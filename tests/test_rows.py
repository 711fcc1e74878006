"""Objects of rows the short way: they are what a query would have given."""

import pytest
from sqlalchemy import select, update

from database import connection, db, transaction
from people.models import Person, Role
from rows import Columns, parts, write_row
from tests.infra.plain_people import AT, in_a_transaction, names, person

EVERYTHING = Columns(Person)
A_NAME = Columns(Person, "id", "name")


def read(columns):
    return connection().execute(select(*columns.columns)).one()


def test_an_object_is_made_of_columns_and_the_rest_is_read_when_asked_for(app, count_queries):
    # given
    with transaction() as session:
        session.add(person("Eve", role=Role.ADMINISTRATOR))
    db.session.remove()

    # when
    with count_queries() as asked:
        eve = A_NAME.loaded(read(A_NAME))
        name, at_first = eve.name, len(asked)
        role, then = eve.role, len(asked)

    # then: it is the one object of this row, and knows of no change
    assert (name, at_first, role, then) == ("Eve", 1, Role.ADMINISTRATOR, 2)
    assert (db.session.get(Person, eve.id) is eve, eve in db.session.dirty, eve.created_at) == (True, False, AT)


def test_an_object_that_is_there_is_as_its_row_was_read(app, count_queries):
    # given: somebody else has written meanwhile
    with transaction() as session:
        session.add(eve := person("Eve"))
    db.session.execute(update(Person).values(name="Eva").execution_options(synchronize_session=False))

    # when
    found, more = parts([*read(EVERYTHING), "more"], EVERYTHING)

    # then
    with count_queries() as asked:
        assert (found is eve, eve.name, eve.email, more, asked) == (True, "Eva", "eve@brink-waal.example", "more", [])


def test_a_change_of_such_an_object_is_written_and_a_rollback_takes_it_back(app):
    # given
    with transaction() as session:
        session.add(person("Eve"))
    db.session.remove()

    # when
    with transaction():
        A_NAME.loaded(read(A_NAME)).name = "Eva"

    # then
    assert names() == ["Eva"]


def test_a_row_is_written_by_itself(app, count_queries):
    # given: two rows that change, and one of them in a column that stays as it was
    with transaction() as session:
        session.add_all([eve := person("Eve"), finn := person("Finn")])

    # when
    with count_queries() as written, transaction():
        eve.name, eve.department = "Eva", eve.department
        finn.name = "Fin"
        write_row(eve)
        at_once, left = len(written), set(db.session.dirty)

    # then: what is left to the commit is the other one, and what was loaded stays
    assert (at_once, left, len(written)) == (1, {finn}, 2)
    assert (eve.name, names()) == ("Eva", ["Eva", "Fin"])


def test_a_row_written_by_itself_is_taken_back_with_all_else(app):
    # given
    with transaction() as session:
        session.add(eve := person("Eve"))

    def work(_session):
        eve.name = "Eva"
        write_row(eve)
        raise ZeroDivisionError

    # when
    with pytest.raises(ZeroDivisionError):
        in_a_transaction(work)

    # then
    assert (eve.name, names()) == ("Eve", ["Eve"])
