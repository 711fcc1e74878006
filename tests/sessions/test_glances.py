"""Home looks once whether there is anything, and reads only what there is."""

from database import db
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

    # then: who asks, what there is, and the sessions that wait or are answered
    assert len(queries) == 3
