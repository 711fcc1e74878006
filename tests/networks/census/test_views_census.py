"""The pages of the census, for community managers; where the poster leads; the map."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from networks.census import censuses, keepers, links, rolls
from networks.census.models import Census
from people import people
from tests.infra.pages import fields, said, text, words


@pytest.fixture
def census(chen, now):
    with transaction():
        return censuses.plan(date(2026, 12, 1), date(2026, 12, 14), "Tell us of yours.", by=chen, now=now)


def test_planning_leads_from_the_form_to_the_poster(client_of, chen):
    # given
    client = client_of(chen)
    empty = text(client.get("/networks/census"))
    given = fields(client.get("/networks/census/new"))

    # when
    page = client.post("/networks/census", data={**given, "words": "Tell us of yours."}, follow_redirects=True)
    refused = client.post("/networks/census", data=given)

    # then
    (made,) = db.session.scalars(select(Census))
    assert ("No census yet" in empty, made.starts_on, made.ends_on) == (True, date(2026, 12, 7), date(2026, 12, 20))
    assert (said(page), refused.status_code) == (["The census is planned. Print the poster first."], 422)
    poster = client.get(f"/networks/census/{made.id}/poster")
    assert (links.poster_path(made) in text(poster), "<svg" in poster.text, "Tell us of yours." in text(poster)) == (
        True,
        True,
        True,
    )


def test_its_page_says_what_to_do_now_and_what_came_of_it(client_of, offline, census, chen, bo, clock, now):
    # given
    offline(keeper=bo)
    offline("Choir")
    client = client_of(chen)

    # when
    said_now = []
    for days in (0, 7, 11, 14):
        clock.move_to(now + timedelta(days=days))
        said_now.append(words(client.get(f"/networks/census/{census.id}"), "h2")[0])
    page = text(client.get(f"/networks/census/{census.id}"))

    # then
    assert said_now == ["Walk around and ask", "Reminders leave", "Look at what is left", "Read the map"]
    assert "2 networks were registered in these days. 1 of them has been confirmed." in page


def test_its_days_change_and_what_is_ahead_is_thrown_away(client_of, census, chen):
    # given
    client = client_of(chen)
    given = fields(client.get(f"/networks/census/{census.id}/edit"))

    # when
    client.post(f"/networks/census/{census.id}/edit", data={**given, "ends_on": "2026-12-18"})
    refused = client.post(f"/networks/census/{census.id}/edit", data={**given, "ends_on": "2026-11-30"}).status_code
    kept = client.post(f"/networks/census/{census.id}/disposal", follow_redirects=True)
    client.post("/networks/census", data={"starts_on": "2027-03-01", "ends_on": "2027-03-14"})
    ahead = db.session.scalars(select(Census.id).order_by(Census.id.desc())).first()
    client.post(f"/networks/census/{ahead}/disposal")

    # then
    left = [(one.id, one.ends_on) for one in db.session.scalars(select(Census))]
    assert (left, refused, said(kept)) == (
        [(census.id, date(2026, 12, 18))],
        422,
        ["It has begun. Say an earlier last day instead."],
    )
    assert client.get(f"/networks/census/{ahead}").status_code == 404


def test_the_poster_leads_to_the_form_and_tells_nothing_else(client, client_of, offline, census, ada):
    # given
    offline()
    path = links.poster_path(census)

    # when
    visitor, signed_in = client.get(path), client_of(ada).get(path)

    # then
    assert (visitor.status_code, "Tell us of yours." in text(visitor), "Thursday lunch" in text(visitor)) == (200, True, False)
    assert (signed_in.location, client.get("/n/census/nobodys").status_code) == ("/networks/new", 404)
    assert "We ask until Monday 14 December." in text(client_of(ada).get("/networks"))


def test_what_is_unconfirmed_says_who_was_asked_and_what_they_said(client_of, offline, chen, bo, ada, dana, now):
    # given
    offline("Guild", keeper=bo)
    offline()
    offline("Choir", keeper=ada)
    refused = offline("Chess", keeper=dana)
    with transaction():
        keepers.answer(refused.id, dana, yes=False, now=now)

    # when
    page = text(client_of(chen).get("/networks/unconfirmed"))

    # then
    assert [name in page for name in ("Guild", "Thursday lunch", "Choir", "Chess")] == [False, True, True, True]
    assert [
        told in page
        for told in ("nobody is named yet", "Ada Okafor was asked on Tuesday 1 December", "Dana Petrov does not keep it together")
    ] == [True, True, True]


def test_whoever_kept_it_and_left_leaves_it_unconfirmed(client_of, offline, chen, ada, bo):
    # given
    offline(by=ada, keeper=ada)
    before = text(client_of(chen).get("/networks/unconfirmed"))

    # when
    with transaction():
        people.deactivate(ada)

    # then
    page = text(client_of(chen).get("/networks/unconfirmed"))
    assert ("Thursday lunch" in before, "Ada Okafor kept it together, and has left" in page) == (False, True)


@pytest.mark.parametrize("networks", [1, 3])
def test_pages_take_as_many_queries_for_one_as_for_three(client_of, offline, chen, ada, count_queries, networks):
    # given
    for number in range(networks):
        offline(f"{number} lunch {number * 'x'}", keeper=ada)
    client = client_of(chen)
    counts = []

    # when
    for path in ("/networks/unconfirmed", "/networks/map"):
        client.get(path)
        with count_queries() as queries:
            client.get(path)
        counts.append(len(queries))

    # then
    assert counts == [3, 5]


@pytest.fixture
def crowds(add_person):
    """Twelve of Zwolle, twelve of Deventer, nine of Lisbon; each of a department of their own place."""

    def crowd(place, count):
        return [
            add_person(
                f"{place}{number:02} Colleague",
                email=f"{place}{number}@brink-waal.example".lower(),
                location=place,
                department=f"{place} hall",
            )
            for number in range(count)
        ]

    return {"Zwolle": crowd("Zwolle", 12), "Deventer": crowd("Deventer", 12), "Lisbon": crowd("Lisbon", 9)}


def test_the_map_says_who_shares_a_network_and_of_small_ones_nothing(client_of, offline, crowds, chen, bo, now):
    # given: five of Zwolle and all of Lisbon meet, and four of Deventer
    network, client = offline(keeper=bo, belongs=False), client_of(chen)
    there = [*crowds["Zwolle"][:5], *crowds["Deventer"][:4], *crowds["Lisbon"]]
    with transaction():
        rolls.name_people(network, [person.id for person in there], bo, now=now)
    four = client.get("/networks/map?between=place")

    # when
    with transaction():
        rolls.name_people(network, [crowds["Deventer"][4].id], bo, now=now)
    five = client.get("/networks/map?between=place")

    # then: four look like none, and nine of nine are not told
    assert ["Deventer and Zwolle" in text(page) for page in (four, five)] == [True, False]
    assert ["All of these share a network." in text(page) for page in (four, five)] == [False, True]
    between = [page.text.partition('id="between"')[2] for page in (four, five)]
    assert ["Lisbon" in part for part in between] == [False, False]
    # ... and no number of people stands anywhere on it
    assert [re.findall(r"\b(?:18|19|14|12|9)\b", text(page)) for page in (four, five)] == [[], []]
    assert "Two to four departments: 1" in re.sub(r"<[^>]+>", " ", five.text)


def test_the_map_of_nothing_says_so(client_of, chen):
    assert "Too few people to say" in text(client_of(chen).get("/networks/map"))


@pytest.mark.parametrize("path", ["/networks/census", "/networks/census/1", "/networks/unconfirmed", "/networks/map"])
def test_nobody_else_sees_these_pages(client_of, census, ada, dana, path):
    assert [client_of(person).get(path).status_code for person in (ada, dana)] == [403, 403]
