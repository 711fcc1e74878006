"""Queries that are put together once: they give what SQLAlchemy gives, and fail as it does."""

from datetime import UTC, timedelta

import pytest
from sqlalchemy import Integer, Numeric, bindparam, cast, column, func, literal_column, select, table
from sqlalchemy.exc import DBAPIError, StatementError

from database import connection, db, transaction
from engines import driver_of
from people.models import Person, Role
from ready import Ready, ReadyForMany
from sessions.models import Invitation
from tests.infra.plain_people import AT, names, person

COLUMNS = select(*Person.__table__.columns).order_by(Person.id)


@pytest.fixture
def eve_and_finn(app):
    with transaction() as session:
        session.add_all(
            [
                person("Eve", role=Role.ADMINISTRATOR, active=False, nudges_paused_until=AT + timedelta(microseconds=1)),
                person("Finn"),
            ]
        )
    db.session.remove()


QUERIES = {
    "every-column": (COLUMNS, {}),
    "by-an-instant-and-a-role": (
        COLUMNS.where(Person.created_at >= bindparam("since"), Person.role == bindparam("role")),
        {"since": AT, "role": Role.ADMINISTRATOR},
    ),
    "one-of-some": (COLUMNS.where(Person.role.in_((Role.ADMINISTRATOR, Role.COMMUNITY_MANAGER)), Person.created_at == AT), {}),
    "one-value-in-two-places": (
        COLUMNS.where((Person.name == bindparam("name")) | (Person.email == bindparam("name"))),
        {"name": "Eve"},
    ),
    "percent-signs": (
        select(literal_column("'100% of %s %%'"), Person.name).where(Person.name.like("%n%"), Person.name == bindparam("name")),
        {"name": "Finn"},
    ),
    "no-rows": (COLUMNS.where(Person.id == bindparam("id")), {"id": -1}),
    "columns-of-one-name": (
        select(Person.id, Person.id.label("again"), Invitation.id)
        .outerjoin(Invitation, Invitation.person_id == Person.id)
        .order_by(Person.id),
        {},
    ),
    "numbers": (select(cast(Person.id, Numeric(8, 2)), func.count().over() * 1.5).order_by(Person.id), {}),
}


@pytest.mark.usefixtures("eve_and_finn")
@pytest.mark.parametrize(("query", "values"), QUERIES.values(), ids=QUERIES)
def test_rows_are_those_of_sqlalchemy(query, values):
    # given
    ready = Ready(query)

    # when: the first time, and again
    found = [ready.all(values) for _again in range(2)]

    # then
    expected = [tuple(row) for row in connection().execute(query, values)]
    assert found == [expected] * 2
    assert [[type(value) for value in row] for row in found[0]] == [[type(value) for value in row] for row in expected]


@pytest.mark.usefixtures("eve_and_finn")
def test_instants_and_enums_are_what_they_are():
    # when
    found = Ready(select(Person.created_at, Person.role, Person.active, Person.nudges_paused_until).order_by(Person.id)).all({})

    # then
    assert found == [
        (AT, Role.ADMINISTRATOR, False, AT + timedelta(microseconds=1)),
        (AT, Role.EMPLOYEE, True, None),
    ]
    assert [(at.tzinfo, type(role), type(active)) for at, role, active, _until in found] == [(UTC, Role, bool)] * 2


@pytest.mark.usefixtures("eve_and_finn")
def test_only_row_of_a_query():
    by_name = Ready(select(Person.email).where(Person.name == bindparam("name")))

    assert by_name.first({"name": "Finn"}) == ("finn@brink-waal.example",)
    assert by_name.first({"name": "Gus"}) is None


@pytest.mark.usefixtures("eve_and_finn")
def test_what_was_written_in_the_same_transaction_is_read():
    all_names = Ready(select(Person.name).order_by(Person.id))

    with transaction() as session:
        session.add(person("Gus"))
        session.flush()
        within = all_names.all({})

    assert within == all_names.all({}) == [("Eve",), ("Finn",), ("Gus",)]


@pytest.mark.usefixtures("eve_and_finn")
def test_whoever_listens_hears_these_queries_too(count_queries):
    ready = Ready(COLUMNS)
    before = ready.all({})

    with count_queries() as heard:
        found = ready.all({})

    assert (len(heard), found) == (1, before)


WRONG = {
    "no-such-table": (select(column("id")).select_from(table("nowhere")), {}, DBAPIError),
    "value-is-missing": (COLUMNS.where(Person.name == bindparam("name")), {"names": "Eve"}, StatementError),
    "instant-without-a-zone": (
        COLUMNS.where(Person.created_at == bindparam("at")),
        {"at": AT.replace(tzinfo=None)},
        StatementError,
    ),
}


@pytest.mark.usefixtures("eve_and_finn")
@pytest.mark.parametrize(("query", "values", "error"), WRONG.values(), ids=WRONG)
def test_what_goes_wrong_is_sqlalchemys_error(query, values, error):
    # when
    with pytest.raises(error) as raised:
        Ready(query).all(values)
    with pytest.raises(error) as theirs:
        connection().execute(query, values)

    # then: of the same kind, and what follows goes on
    assert type(raised.value) is type(theirs.value)
    assert names() == ["Eve", "Finn"]


@pytest.mark.usefixtures("eve_and_finn")
def test_a_connection_that_has_broken_is_given_up():
    # given
    ready = Ready(select(Person.name).order_by(Person.id))
    ready.all({})
    driver_of(connection()).close()

    # when
    with pytest.raises(DBAPIError) as raised:
        ready.all({})
    db.session.rollback()

    # then
    assert raised.value.connection_invalidated
    assert ready.all({}) == [("Eve",), ("Finn",)]


def test_as_many_columns_come_as_were_asked_for(app):
    ready = Ready(select(literal_column("1, 2")))

    with pytest.raises(StatementError, match="1 columns were asked for, 2 came"):
        ready.all({})


@pytest.mark.usefixtures("eve_and_finn")
@pytest.mark.parametrize("names_given", [[], ["Eve"], ["Gus", "Finn", "Eve", 'no"body\n']], ids=["none", "one", "several"])
def test_a_statement_about_many_is_one_however_many_they_are(names_given):
    # given
    by_name = ReadyForMany(
        lambda given: (
            select(Person.name, given.c.place, Person.created_at)
            .join(given, given.c.name == Person.name)
            .where(Person.created_at >= given.c.since, Person.role != bindparam("role", type_=Person.role.type))
        ),
        name=Person.name.type,
        place=Integer(),
        since=Person.created_at.type,
    )

    # when
    given = [{"name": name, "place": place, "since": AT} for place, name in enumerate(names_given)]
    found = by_name.all(given, {"role": Role.ADMINISTRATOR})

    # then
    assert found == [(name, place, AT) for place, name in enumerate(names_given) if name == "Finn"]
