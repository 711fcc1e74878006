"""Lists in pages: which rows stand on one, how many there are, and how far they are counted."""

import pytest
from sqlalchemy import select

from database import transaction
from paging import paginate
from people.models import Person
from tests.conftest import NOW

BY_NAME = select(Person).order_by(Person.name)


@pytest.fixture
def fill(app):
    def make(count: int) -> None:
        rows = [{"email": f"p{number}@brink-waal.example", "name": f"{number:03}", "created_at": NOW} for number in range(count)]
        with transaction() as session:
            session.add_all(Person(**row) for row in rows)

    return make


def test_a_page_says_what_stands_around_it(fill):
    # given
    fill(7)

    # when
    pages = [paginate(BY_NAME, number, per_page=3) for number in (0, 1, 2, 3, 9)]

    # then: what is before the first is the first, what is beyond the end the last
    assert [[person.name for person in page.items] for page in pages] == [
        ["000", "001", "002"],
        ["000", "001", "002"],
        ["003", "004", "005"],
        ["006"],
        ["006"],
    ]
    assert [(page.number, page.previous, page.next) for page in pages] == [
        (1, None, 2),
        (1, None, 2),
        (2, 1, 3),
        (3, 2, None),
        (3, 2, None),
    ]
    assert {(page.total, page.pages, page.more) for page in pages} == {(7, 3, False)}


@pytest.mark.parametrize(
    ("rows", "number", "said"),
    [
        pytest.param(4, 1, (4, False, 2), id="as-many-as-are-counted"),
        pytest.param(7, 1, (4, True, 2), id="more"),
        pytest.param(7, 3, (4, True, 4), id="behind-what-was-counted"),
        pytest.param(7, 4, (4, True, None), id="the-last"),
        pytest.param(7, 9, (4, True, None), id="beyond-the-end"),
        pytest.param(0, 1, (0, False, None), id="nobody"),
        pytest.param(0, 3, (0, False, None), id="nobody-beyond-the-end"),
    ],
)
def test_what_is_long_is_counted_no_further(fill, rows, number, said):
    # given
    fill(rows)

    # when
    page = paginate(BY_NAME, number, per_page=2, up_to=4)

    # then
    assert (page.total, page.more, page.next) == said


def test_a_page_is_one_query(fill, count_queries):
    # given
    fill(5)

    # when
    with count_queries() as queries:
        paginate(BY_NAME, 2, per_page=2)

    # then
    assert len(queries) == 1


def test_rows_that_are_looked_for_once_are_the_same(fill):
    # given
    fill(9)
    order = (Person.name, Person.id)
    query = select(Person.id, Person.name).where(Person.name != "004").order_by(*order)

    # when
    twice, once = (
        [
            paginate(query, number, per_page=2, up_to=up_to, plain=True, order=asked)
            for number in range(1, 7)
            for up_to in (4, 8, 20)
        ]
        for asked in ((), order)
    )

    # then
    assert once == twice
