"""The index of search: it leads to whoever has the letters, follows every change, and keeps nobody who is gone."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from database import db, transaction
from people import additions, directory, erasing, people
from people.directory import Filter
from people.models import Person, search_text_of
from people.people import Details
from people.search import FEW
from tests.infra.queries import plan

# Common and rare, long and short, and what means something to an index or in a pattern.
ASKED = [
    *("person", "PERSON", "0011", "11@brink", "7@b", "@brink", "@", "p0011@brink-waal.example", "p0012@brink-waal.example.org"),
    *("x", "zz", "zzz", "ØZD", "łuc", "陳大文", "大文", "大", "person 0011", "son p00", "jo neil q", "0011 0012", "a\0cja"),
    *("%", "_", "\\", "\\_", '"', '"q"', "o'n", "''", "@@@", "--", "*", "p0*", "NEAR(per)", "per^son", "person:0011"),
    "AND OR NOT",
]


@pytest.fixture
def crowd(app, now):
    """One more than are looked at one by one, all with the same word in their name."""
    rows = [
        {"email": f"p{number:04}@brink-waal.example", "name": f"Person {number:04}", "created_at": now}
        for number in range(FEW + 1)
    ]
    with transaction():
        additions.add(rows)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if db.engine.dialect.name == "sqlite" else "VACUUM ANALYZE people"))


def found(words):
    return [person.name for person in db.session.scalars(directory.matching(Filter(text=words)))]


def test_every_word_finds_whoever_has_it(crowd, add_person):
    # given
    for name in ("Łucja Øzdemir", 'Jo "Q" O\'Neil', "100% _\\_ 陳大文"):
        add_person(name)
    searched = {person.name: search_text_of(person.name, person.email) for person in db.session.scalars(select(Person))}

    # when
    names = {words: found(words) for words in ASKED}

    # then
    assert names == {
        words: sorted(
            name
            for name, known in searched.items()
            if all(search_text_of(word, "").strip() in known for word in words.replace("\0", " ").split())
        )
        for words in ASKED
    }


def test_rare_letters_are_looked_up(crowd):
    assert "people_search" in plan(directory.matching(Filter(text="p0011@brink")).order_by(None))


def test_index_follows_every_name(app, ada):
    # given
    assert found("okafor") == ["Ada Okafor"]

    # when
    with transaction():
        people.update_person(db.session.merge(ada), Details(name="Ada Zwart"))

    # then
    assert (found("okafor"), found("zwart")) == ([], ["Ada Zwart"])


def test_index_keeps_nobody_who_is_gone(app, bo, add_person):
    # given
    before = held()
    gone = add_person("Quirijn Vandersteen")
    with transaction():
        people.update_person(db.session.merge(gone), Details(name="Xaviera Gómez"))
    assert held() != before

    # when
    with transaction():
        erasing.erase(db.session.get_one(Person, gone.id), now=datetime.now(UTC))

    # then: byte for byte what it was
    assert held() == before


def held():
    """What the index is made of: on SQLite the pages of words in its own table, on PostgreSQL what it is an index of."""
    db.session.rollback()
    pages = "SELECT block FROM people_search_data WHERE id > 10 ORDER BY id"  # 1 and 10 are counters
    on_sqlite = db.engine.dialect.name == "sqlite"
    return list(db.session.scalars(text(pages if on_sqlite else "SELECT search_text FROM people ORDER BY id")))
