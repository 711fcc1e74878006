"""Pages of networks: registering with a look at likely duplicates, the list, what a keeper does, what an outsider cannot."""

import pytest

from database import db, transaction
from networks.census import rolls
from networks.census.models import Network
from tests.infra.networks import fresh
from tests.infra.pages import fields, said, text

FORM = {
    "name": "Lunch on Thursdays",
    "place": "Canteen, Deventer",
    "purpose": "social",
    "rhythm": "weekly",
    "openness": "open",
    "keeper": "unknown",
    "belongs": "y",
}


def everything() -> list[str]:
    db.session.rollback()
    return [network.name for network in db.session.query(Network).order_by(Network.id)]


def test_registering_leads_to_its_page(client_of, ada, stands, on_list):
    # when
    page = client_of(ada).post(
        "/networks", data={**FORM, "keeper": "me", "since_year": "2019", "about_how_many": "12"}, follow_redirects=True
    )

    # then
    network = db.session.query(Network).one()
    assert (stands(network), on_list(network), said(page)) == (
        ("confirmed", "Ada"),
        {"Ada": "listed*"},
        ["It is registered, and confirmed by you."],
    )
    assert [words in text(page) for words in ("Every week, Canteen, Deventer", "2019", "about 12", "You keep it together")] == [
        True
    ] * 4


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "A network needs a name."),
        ({"since_year": "2030"}, "Write a year that is not ahead, such as 2019."),
        (
            {"keeper": "colleague", "colleague": "Nobody Atall"},
            "Nobody, or more than one, is called that. Try the e-mail address.",
        ),
        ({"keeper": "colleague", "colleague": ""}, "Nobody, or more than one, is called that. Try the e-mail address."),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_registered(client_of, ada, changes, told):
    # when
    page = client_of(ada).post("/networks", data={**FORM, **changes})

    # then
    assert (page.status_code, told in text(page), everything()) == (422, True, [])


def test_a_likely_duplicate_is_asked_about_once(client_of, offline, ada):
    # given
    offline("Thursday lunch")
    client = client_of(ada)

    # when
    asked = client.post("/networks", data={**FORM, "name": "Thursday lunhc"})
    before = everything()
    client.post("/networks", data={**FORM, **fields(asked), "belongs": "y"})

    # then
    assert (asked.status_code, "Is it the same as one of these? Thursday lunch" in text(asked)) == (409, True)
    assert (before, everything()) == (["Thursday lunch"], ["Thursday lunch", "Thursday lunhc"])


def test_what_came_up_since_is_asked_about_too(client_of, offline, ada):
    # given
    first = offline("Thursday lunch")
    offline("Thursday lunches")

    # when
    page = client_of(ada).post("/networks", data={**FORM, "name": "Thursday lunch", "seen": str(first.id)})

    # then
    assert page.status_code == 409


def test_suggestions_while_typing_are_those_of_the_form(client_of, offline, ada):
    # given
    network = offline("Thursday lunch")
    offline("Welders' round")

    # when
    found = client_of(ada).get("/networks/similar", query_string={"name": "thursday lunhc", "place": "Deventer"}).json

    # then
    assert found == {
        "networks": [
            {
                "id": network.id,
                "name": "Thursday lunch",
                "meets": "every week, Canteen, Deventer",
                "url": f"/networks/{network.id}",
            }
        ]
    }


def test_the_list_is_found_by_words_place_and_purpose(client_of, offline, dana):
    # given
    offline("Thursday lunch")
    offline("Welders’ round", place="Hall 1", what_for="Ten minutes at the press")
    client = client_of(dana)

    # when
    pages = {
        query: text(client.get(f"/networks?{query}"))
        for query in ("", "text=PRESS", "place=Hall+1", "purpose=learning", "purpose=x", "ended=1")
    }

    # then
    assert {query: ("Thursday lunch" in page, "Welders’ round" in page) for query, page in pages.items()} == {
        "": (True, True),
        "text=PRESS": (False, True),
        "place=Hall+1": (False, True),
        "purpose=learning": (False, False),
        "purpose=x": (True, True),
        "ended=1": (False, False),
    }


@pytest.mark.parametrize("networks", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(client_of, offline, bo, ada, count_queries, networks):
    # given
    for number in range(networks):
        offline(f"{number} lunch {number * 'x'}", keeper=bo)
        offline(f"{number} choir {number * 'y'}", by=ada, keeper=bo)
    client = client_of(bo)
    client.get("/networks")

    # when
    with count_queries() as queries:
        client.get("/networks")

    # then
    assert len(queries) == 6


def test_numbers_below_five_are_not_said(client_of, offline, dana):
    # given
    network = offline(about_how_many=4)

    # when
    page = text(client_of(dana).get(f"/networks/{network.id}"))

    # then
    assert ("People a few" in page, "about 4" in page) == (True, False)


def test_a_keeper_lets_it_sleep_wakes_ends_and_opens_it(client_of, offline, stands, bo):
    # given
    network, client = offline(keeper=bo), client_of(bo)

    # when
    states = []
    for step in ("sleep", "waking", "closure", "reopening"):
        client.post(f"/networks/{network.id}/{step}")
        states.append(stands(network)[0])

    # then
    assert (client.get(f"/networks/{network.id}/closure").status_code, states) == (
        200,
        ["sleeping", "confirmed", "closed", "confirmed"],
    )


def test_what_is_changed_stands_there(client_of, offline, bo):
    # given
    network, client = offline(), client_of(bo)
    given = fields(client.get(f"/networks/{network.id}/edit"))

    # when
    client.post(f"/networks/{network.id}/edit", data={**given, "name": "Soup table", "how": "over soup"})
    refused = client.post(f"/networks/{network.id}/edit", data={**given, "name": "\u200b"})

    # then
    found = fresh(network)
    assert (found.name, found.how, found.place, refused.status_code) == ("Soup table", "over soup", "Canteen, Deventer", 422)


def test_taking_it_back_leaves_nothing(client_of, offline, bo):
    # given
    network = offline()

    # when
    page = client_of(bo).post(f"/networks/{network.id}/withdrawal", follow_redirects=True)

    # then
    assert (said(page), everything()) == (["It is gone, as if it had never been registered."], [])


def test_this_is_ours_too_is_offered_and_done(client_of, offline, stands, bo, ada):
    # given
    kept, other = offline(keeper=bo), offline("Lunch on Thursday", by=ada)
    client = client_of(bo)

    # when
    offered = f"/networks/{kept.id}/same/{other.id}" in client.get(f"/networks/{kept.id}").text
    looked = client.get(f"/networks/{kept.id}/same/{other.id}")
    client.post(f"/networks/{kept.id}/same/{other.id}")
    together = stands(other)[0], "It is the same as another one: Thursday lunch" in text(client.get(f"/networks/{other.id}"))
    client.post(f"/networks/{other.id}/separation")

    # then
    assert (offered, looked.status_code, together, stands(other)) == (True, 200, ("closed", True), ("spotted", ""))


def test_an_outsider_finds_the_network_and_nothing_of_who_belongs_to_it(client_of, offline, ada, bo, dana, chen, now):
    """Names are read by the keeper and by community managers, also the name of who is asked."""
    # given
    network = offline(keeper=bo)
    asked = offline("Choir", keeper=chen)
    with transaction():
        rolls.name_people(network, [ada.id], bo, now=now)
    client = client_of(dana)

    # when
    pages = [text(client.get(path)) for path in ("/networks", f"/networks/{network.id}", f"/networks/{asked.id}")]
    refused = {
        f"{method} {path}": client.open(f"/networks/{network.id}/{path}", method=method).status_code
        for method, path in (
            ("GET", "people"),
            ("POST", "people"),
            ("POST", f"people/{ada.id}/removal"),
            ("GET", "edit"),
            ("POST", "edit"),
            ("GET", "closure"),
            ("POST", "closure"),
            ("POST", "sleep"),
            ("POST", "waking"),
            ("POST", "reopening"),
            ("POST", "withdrawal"),
            ("POST", "keeper"),
            ("GET", f"same/{asked.id}"),
            ("POST", f"same/{asked.id}"),
            ("POST", "separation"),
        )
    }

    # then
    assert [("Ada" in page, "Chen" in page) for page in pages] == [(False, False)] * 3
    assert refused == dict.fromkeys(refused, 404)
    assert client.get("/networks/999").status_code == 404
    # ... who is on the list reads of themselves only
    own = client_of(ada)
    assert (
        own.get(f"/networks/{network.id}/people").status_code,
        "You are on its list" in text(own.get(f"/networks/{network.id}")),
    ) == (404, True)
    assert [client_of(person).get(f"/networks/{network.id}/people").status_code for person in (bo, chen)] == [200, 200]


def test_the_keeper_is_led_to_a_group_of_the_same_name(client_of, offline, bo, dana):
    # given
    network = offline("Soup & bread", keeper=bo)

    # when
    pages = [client_of(person).get(f"/networks/{network.id}").text for person in (bo, dana)]
    led = client_of(bo).get("/groups/new?name=Soup+%26+bread")

    # then
    assert ["/groups/new?name=Soup+%26+bread" in page for page in pages] == [True, False]
    assert fields(led)["name"] == "Soup & bread"
