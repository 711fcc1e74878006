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


def counted():
    """How many people SQLite has counted, for the index of departments."""
    if db.engine.dialect.name != "sqlite":
        return []
    with db.engine.connect() as connection:
        if not connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")).first():
            return []
        found = connection.execute(text("SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_people_department'"))
        return [stat.split()[0] for stat in found.scalars()]


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
    before = counted()

    # when
    jobs.run_now("foyer.statistics")

    # then
    wanted = {"sqlite": ([], ["300"], "ix_people_department"), "postgresql": ([], [], "PostgreSQL knows")}
    assert (before, counted(), index_taken()) == wanted[db.engine.dialect.name]
