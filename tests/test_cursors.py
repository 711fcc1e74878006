"""The names of the columns of an answer: the driver's own, made when somebody asks."""

from sqlalchemy import text

from database import db
from engines import driver_of


def test_columns_have_the_names_that_were_asked_for(app):
    """Also of statements that SQLAlchemy did not put together, and of those it asks again."""
    # when
    asked = [db.session.execute(text("SELECT 1 AS first, 'b' AS second")).mappings().one() for _again in range(2)]

    # then
    assert asked == [{"first": 1, "second": "b"}] * 2


def test_the_description_of_an_answer_is_the_drivers_own(app):
    # given
    cursor = driver_of(db.session.connection()).cursor()

    # when
    before = cursor.description
    cursor.execute("SELECT 1 AS first, 'b' AS second")

    # then
    assert before is None
    assert len(cursor.description) == 2
    assert [column[0] for column in cursor.description] == ["first", "second"]
