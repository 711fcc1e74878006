"""What looks after an installation."""

from sqlalchemy import insert, text

import jobs
from database import db, transaction
from people.models import Person

PLAN = "EXPLAIN QUERY PLAN SELECT count(*) FROM people WHERE active = 1 AND department = 'Care 7'"


def index_taken():
    """The index by which SQLite looks for a department; PostgreSQL counts its rows by itself, when it comes to it."""
    if db.engine.dialect.name != "sqlite":
        return "PostgreSQL knows"
    with db.engine.connect() as connection:
        return connection.execute(text(PLAN)).one().detail.split()[4]


def test_one_department_is_looked_for_in_its_own_index(app, now):
    # given
    with transaction() as session:
        session.execute(
            insert(Person),
            [
                {
                    "email": f"p{number}@brink-waal.example",
                    "name": f"P{number}",
                    "department": f"Care {number % 10}",
                    "created_at": now,
                }
                for number in range(300)
            ],
        )
    before = index_taken()

    # when
    jobs.run_now("foyer.statistics")

    # then
    wanted = {"sqlite": ("ix_people_search", "ix_people_department"), "postgresql": ("PostgreSQL knows",) * 2}
    assert (before, index_taken()) == wanted[db.engine.dialect.name]
