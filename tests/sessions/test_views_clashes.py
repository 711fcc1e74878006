"""Clashes where a session is planned: on its form, before its publication, and where a poll looks for a date."""

from datetime import timedelta

import pytest

from database import db

HOUR = timedelta(hours=1)


@pytest.fixture
def crowd(meetup, colleagues, say, dana):
    """Twelve people, six of whom come to Dana's guild at the time of every lunch."""
    people = colleagues(12)
    guild = meetup(invited=people, title="Guild", host_ids=(dana.id,))
    for person in people[:6]:
        say(guild, person, "accepted")
    return people


def words(page):
    return " ".join(page.text.split())


CROWD = "At least 5 of the 12 people invited have another session then."


def test_form_and_publication_say_what_else_there_is(meetup, client_of, crowd, bo, chen, dana):
    # given
    lunch = meetup(invited=crowd, host_ids=(bo.id, dana.id), publish=False)
    db.session.expire_all()
    paths = [f"/sessions/{lunch.id}/edit", f"/sessions/{lunch.id}/publication"]

    # when
    pages = {person.name.split()[0]: [words(client_of(person).get(path)) for path in paths] for person in (bo, chen, dana)}

    # then: a host who manages nothing does not learn which session it is, nor who goes there
    assert {name: [CROWD in page for page in found] for name, found in pages.items()} == {
        "Bo": [False, False],
        "Chen": [True, True],
        "Dana": [True, True],
    }
    hosts = {
        "Bo": "Dana Petrov hosts another session then, at 10:00.",
        "Chen": "Dana Petrov hosts “Guild” then, at 10:00.",
        "Dana": "You have “Guild” then, at 10:00.",
    }
    assert {name: [hosts[name] in page for page in found] for name, found in pages.items()} == {
        key: [True, True] for key in pages
    }
    assert "Guild" not in pages["Bo"][0] + pages["Bo"][1]


def test_preview_of_a_new_time_says_what_is_then(meetup, client_of, crowd, chen, bo):
    # given
    lunch = meetup(invited=crowd, host_ids=(bo.id,))
    form = {"title": "Lunch and learn", "kind": "meetup", "timezone": "Europe/Amsterdam", "names": "hosts", "hosts": bo.email}
    browser = client_of(chen)

    # when
    pages = [
        words(
            browser.post(
                f"/sessions/{lunch.id}/edit", data={**form, "on": day, "starts": "10:30", "ends": "11:30", "edit_number": "0"}
            )
        )
        for day in ("2026-12-08", "2026-12-09")
    ]

    # then
    assert [CROWD in page for page in pages] == [True, False]


def test_page_of_who_plans_takes_a_constant_number_of_queries(meetup, client_of, colleagues, chen, count_queries):
    # given
    counted, people = [], colleagues(3)
    browser = client_of(chen)

    # when
    for number in (1, 3):
        lunch = meetup(invited=people[:number], publish=False)
        with count_queries() as queries:
            browser.get(f"/sessions/{lunch.id}/publication")
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1]


def test_poll_says_how_many_have_another_session_to_who_may_know(poll, client_of, crowd, bo, chen, dana):
    # given: the first of its dates is that of the guild
    looked = poll(asked=crowd, days=(7, 8))
    date = looked.dates[0]
    paths = (f"/polls/{looked.id}", f"/polls/{looked.id}/dates", f"/polls/{looked.id}/choice/{date.id}")
    sentence = "At least 5 of the people asked have another session then."

    # when
    pages = {person.name.split()[0]: [client_of(person).get(path) for path in paths] for person in (bo, chen, dana)}

    # then
    assert {name: [page.status_code for page in found] for name, found in pages.items()} == {
        "Bo": [200] * 3,
        "Chen": [200] * 3,
        "Dana": [404] * 3,
    }
    assert {name: [words(page).count(sentence) for page in found] for name, found in pages.items()} == {
        "Bo": [0] * 3,
        "Chen": [1] * 3,
        "Dana": [0] * 3,
    }


def test_those_who_are_asked_do_not_read_it(poll, client_of, crowd):
    # given
    looked = poll(asked=crowd, days=(7, 8), shows_marks=True)

    # then
    assert "have another session" not in words(client_of(crowd[0]).get(f"/polls/{looked.id}/marks"))


def test_series_says_it_at_each_date_before_it_is_published(weekly, client_of, crowd, bo, chen, dana):
    # given: the first of its six dates is that of the guild
    series = weekly(invited=crowd, publish=False)

    # when
    page, hosts, outsider = (client_of(person).get(f"/series/{series.id}/publication") for person in (chen, bo, dana))

    # then
    assert (words(page).count(CROWD), words(hosts).count(CROWD), outsider.status_code) == (1, 0, 404)
