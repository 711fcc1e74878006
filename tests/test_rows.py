"""Objects of rows the short way: they are what a query would have given."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import StatementError

from database import connection, db, transaction
from people.models import Person, Role
from rows import Columns, insert_rows, parts, write_row, write_rows
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


ODD = ("plain", 'with "quotes" and \\ more', "two\nlines, a\ttab and a\rreturn", "☃ é 𝄞", "100% of [it], {it} and 'it'", "")


def test_rows_are_inserted_as_they_are(app):
    """Whatever stands in them, and with what their columns hold when nobody says anything."""
    # given
    rows = [
        {"name": word, "email": f"{number}@brink-waal.example", "created_at": AT, "role": Role.ADMINISTRATOR, "feed_token": None}
        for number, word in enumerate(ODD)
    ]

    # when
    with transaction():
        written = insert_rows(Person, rows, "id", "name", "created_at", "role")
        silent = insert_rows(Person, [{"name": "Zed", "email": "zed@brink-waal.example", "created_at": AT}])

    # then
    found = db.session.scalars(select(Person).order_by(Person.id)).all()
    assert sorted(written) == [(one.id, one.name, AT, Role.ADMINISTRATOR) for one in found[:-1]]
    assert [one.name for one in found] == [*ODD, "Zed"]
    assert (silent, found[-1].role, {(one.active, one.department, one.feed_token) for one in found}) == (
        [],
        Role.EMPLOYEE,
        {(True, "", None)},
    )


def test_many_rows_are_written_in_one_go(app, count_queries):
    # given
    with transaction() as session:
        session.add_all(people := [person("Eve"), person("Finn"), person("Gus", nudges_paused_until=AT)])

    # when: what one of them changed is written of all
    with transaction():
        people[0].name, people[1].nudges_paused_until, people[2].nudges_paused_until = ODD[1], AT, None
        write_rows(people)
        left = set(db.session.dirty)
    db.session.expire_all()

    # then
    assert left == set()
    assert [(one.name, one.nudges_paused_until) for one in people] == [(ODD[1], None), ("Finn", AT), ("Gus", None)]


def test_an_instant_without_a_zone_is_not_written(app):
    row = {"name": "Eve", "email": "eve@brink-waal.example", "created_at": AT.replace(tzinfo=None)}

    with pytest.raises((ValueError, StatementError), match="zone"), transaction():
        insert_rows(Person, [row])

    assert names() == []
