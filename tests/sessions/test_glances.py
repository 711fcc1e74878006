"""Home looks once whether there is anything, and reads only what there is."""

import re

from sqlalchemy.dialects import sqlite

from database import Base, db
from people import access
from sessions import glances


def test_home_sees_what_there_is_for_who_looks(meetup, ada, bo):
    # given
    meetup(invited=[ada])
    db.session.commit()

    # when
    seen = {person.name.split()[0]: glances.look(person) for person in (ada, bo)}

    # then
    assert {name: {one for one, there_is in found.items() if there_is} for name, found in seen.items()} == {
        "Ada": set(),
        "Bo": {"hosts"},
    }


def test_home_of_somebody_without_anything_asks_for_nothing_more(client_of, dana, count_queries):
    # given
    browser = client_of(dana)
    browser.get("/")

    # when
    with count_queries() as queries:
        browser.get("/")

    # then: who asks and what there is for them, and the sessions that wait or are answered
    assert len(queries) == 2


def test_what_is_read_beside_who_opens_a_page_is_what_a_look_at_them_sees(app, meetup, ada, bo):
    # given
    meetup(invited=[ada])
    db.session.commit()

    # when
    seen = {}
    for person in (ada, bo):
        with app.test_request_context("/"):
            access.load(f"{person.id}.{person.sign_in_version}")
            seen[person.id] = glances.look(person, access.beside())
    with app.test_request_context("/calendar"):
        access.load(f"{ada.id}.{ada.sign_in_version}")
        elsewhere = access.beside()
    with app.test_request_context("/"):
        access.load(f"{ada.id}.{ada.sign_in_version + 1}")
        nobody = access.beside()

    # then
    assert seen == {person.id: glances.look(person) for person in (ada, bo)}
    assert (elsewhere, nobody, seen[bo.id]["hosts"]) == (None, None, True)


def test_sqlite_need_not_prepare_what_home_asks_anew(app):
    """It does where a parameter is compared with a column that an index of only some rows names: what is bound may be one of those."""
    # given
    partial = {
        f"{table.name}.{column.name} = ?"
        for table in Base.metadata.tables.values()
        for index in table.indexes
        for column in table.columns
        if re.search(rf"\b{column.name} =", str(index.dialect_options["sqlite"]["where"]))
    }

    # when
    asked = str(glances._looking().query.compile(dialect=sqlite.dialect()))

    # then
    assert partial
    assert [one for one in partial if one in asked] == []
