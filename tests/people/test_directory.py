import pytest
from sqlalchemy import text

from database import db, transaction
from people import additions, directory
from people.directory import Filter
from tests.infra.queries import plan


@pytest.fixture
def crowd(app, now):
    """Two thousand people in forty departments, a tenth of them gone; the planner knows about them."""
    rows = [
        {
            "email": f"p{number:04}@brink-waal.example",
            "name": f"Person {number:04}",
            "department": f"Department {number % 40:02}",
            "function": f"Function {number % 7}",
            "location": "Deventer" if number % 3 else "",
            "active": number % 10 != 0,
            "created_at": now,
        }
        for number in range(2000)
    ]
    with transaction():
        additions.add(rows)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def found(**chosen):
    return [person.name for person in db.session.scalars(directory.matching(Filter(**chosen)))]


def test_within_a_list_any_and_between_lists_all(crowd):
    # when
    matching = found(departments=("Department 01", "Department 02"), functions=("Function 1",), locations=("Deventer",))

    # then
    expected = [
        f"Person {number:04}"
        for number in range(2000)
        if number % 40 in {1, 2} and number % 7 == 1 and number % 3 and number % 10
    ]
    assert (matching, len(matching) > 0) == (expected, True)


def test_every_word_has_to_fit(crowd):
    assert found(text="person 0011 p0011@") == ["Person 0011"]
    assert found(text="0011 0012") == []


@pytest.mark.parametrize(("active", "count"), [(True, 1800), (False, 200), (None, 2000)])
def test_count_agrees_with_who_fits(crowd, active, count):
    # given
    chosen = Filter(active=active)

    # then
    assert (directory.count(chosen), len(found(active=active))) == (count, count)


def test_facets_name_each_value_once_in_order(crowd):
    # when
    facets = directory.facets()

    # then
    assert list(facets.departments) == [f"Department {number:02}" for number in range(40)]
    assert (list(facets.functions), list(facets.locations)) == ([f"Function {number}" for number in range(7)], ["Deventer"])


def test_facets_of_nobody_are_empty(app):
    # when
    facets = directory.facets()

    # then
    assert (list(facets.departments), list(facets.functions), list(facets.locations)) == ([], [], [])


def test_people_are_found_by_their_addresses_in_constant_steps(crowd, statements):
    # given
    asked = [f" P{number:04}@Brink-Waal.example" for number in range(1000)] + ["nobody@example.org", "P0000@brink-waal.example"]

    # when
    with statements() as sent:
        people = directory.by_emails(asked)

    # then
    assert (len(people), len(sent)) == (1000, 3)
    assert people["p0999@brink-waal.example"].name == "Person 0999"


@pytest.mark.parametrize(
    ("chosen", "index"),
    [
        (Filter(), "ix_people_list"),
        (Filter(functions=("Function 1",), active=None), "ix_people_function"),
        (Filter(locations=("Deventer",), active=None), "ix_people_location"),
    ],
)
def test_first_page_is_read_from_an_index_without_sorting(crowd, chosen, index):
    # when
    steps = plan(directory.matching(chosen).limit(50))

    # then
    assert (index in steps, "sort" in steps.lower() or "temp b-tree" in steps.lower()) == (True, False)


def test_a_small_department_is_found_in_its_index(crowd):
    # when
    steps = plan(directory.matching(Filter(departments=("Department 01",), active=None)).limit(50))

    # then: fifty rows may well be sorted
    assert ("ix_people_department" in steps, "Seq Scan" in steps) == (True, False)


def test_facets_jump_from_value_to_value(crowd):
    # when
    steps = plan(directory.VALUES)

    # then
    indexes = {index: index in steps for index in ("ix_people_department", "ix_people_function", "ix_people_location")}
    assert (indexes, "Seq Scan on people" in steps) == (dict.fromkeys(indexes, True), False)
    assert "SCAN people\n" not in f"{steps}\n"


def test_words_are_looked_for_in_the_index_that_is_in_order_of_name(crowd):
    # when
    steps = plan(directory.matching(Filter(text="person")).with_only_columns(directory.Person.id).limit(50))

    # then
    assert ("ix_people_list" in steps, "temp b-tree" in steps.lower()) == (True, False)


def test_an_address_is_looked_up_in_its_index(crowd):
    # given
    sent = "SELECT id FROM people WHERE email = 'p0001@brink-waal.example'"
    explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "

    # when
    with db.engine.connect() as connection:
        steps = "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + sent))

    # then
    assert ("uq_people_email" in steps or "sqlite_autoindex_people" in steps, "Seq Scan" in steps) == (True, False)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Jo", ["Jo", "Jo"]),
        ("jo smit", ["Jo Smit"]),
        ("SMIT", ["Jo Smit", "Smit Jansen"]),
        ("smit jo", ["Jo Smit"]),
        ("smi", []),
        ("eloise", ["Éloïse Durand"]),
        ("left", []),
        ("%", []),
        ("brink-waal", []),
        ("  ", []),
    ],
)
def test_a_person_is_called_by_a_whole_name_or_by_words_of_it(add_person, name, found):
    # given
    for number, known in enumerate(["Jo", "Jo Smit", "Jo", "Smit Jansen", "Éloïse Durand"]):
        add_person(known, email=f"{number}@brink-waal.example")
    add_person("Left Early", active=False)

    # then
    assert [person.name for person in directory.called(name, limit=5)] == found
