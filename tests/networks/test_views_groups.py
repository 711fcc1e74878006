"""The list of groups, the page of one, making and changing it."""

import re

import pytest

from database import db, transaction
from networks import invitations, memberships, notes, requests
from networks.models import Group
from tests.infra.pages import said

FORM = {
    "name": "Readers",
    "kind": "open",
    "purpose": "A book a month.",
    "visibility": "listed",
    "join_rule": "request",
    "shows_people": "members",
}


def links_in(text):
    return re.findall(r'<a href="/groups/(\d+)">', text)


def test_the_list_shows_mine_and_what_is_listed(client_of, group, ada, bo, dana, now):
    # given
    mine, listed, hidden = group(members=[ada]), group(name="Readers"), group(name="Secret", visibility="unlisted")
    invited = group(name="Swimmers", visibility="unlisted")
    with transaction():
        invitations.invite(invited.id, [ada.id], by=bo, now=now)

    # then
    assert links_in(client_of(ada).get("/groups").text) == [str(made.id) for made in (invited, mine, listed)]
    assert links_in(client_of(dana).get("/groups").text) == [str(made.id) for made in (mine, listed)]
    assert f"/groups/{hidden.id}" not in client_of(dana).get("/groups").text


def test_unlisted_group_made_for_others_is_said_to_be_there(client_of, ada, dana):
    # when
    made = {**FORM, "stewards": dana.email, "visibility": "unlisted"}
    page = client_of(ada).post("/groups", data=made, follow_redirects=True)

    # then
    assert page.status_code == 200
    assert said(page) == ["The group is there, for whoever looks after it. It is not listed, so you do not see it."]
    assert "Readers" in client_of(dana).get("/groups").text


def test_the_list_takes_as_many_queries_for_many_groups(client_of, group, count_queries, ada):
    # given
    client, counts = client_of(ada), []

    # when
    for number in range(2):
        for name in range(1 + 2 * number):
            group(name=f"G{number}{name}", members=[ada])
            group(name=f"H{number}{name}")
        client.get("/groups")
        with count_queries() as queries:
            client.get("/groups")
        counts.append(len(queries))

    # then
    assert counts[0] == counts[1]


def test_the_first_group_is_asked_for(client_of, ada):
    assert "No group yet" in client_of(ada).get("/groups").text


def test_a_group_is_made_by_anybody_and_joined(client_of, standing, ada, dana):
    # when
    answer = client_of(ada).post("/groups", data={**FORM, "stewards": f"Ada Okafor <{ada.email}>, Dana Petrov", "joins": "yes"})

    # then
    made = db.session.query(Group).one()
    assert (answer.status_code, answer.location) == (303, f"/groups/{made.id}")
    assert [one.person_id for one in made.stewards] == [ada.id, dana.id]
    assert (standing(made, ada), standing(made, dana)) == (("member", "joined"), ("", ""))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"name": " "}, "A group needs a name."), ({"stewards": "Nobody Known"}, "Not clear who this is: Nobody Known")],
)
def test_a_form_that_cannot_be_says_what_to_do(wrong, told, client_of, ada):
    # when
    answer = client_of(ada).post("/groups", data={**FORM, "stewards": ada.email, **wrong})

    # then
    assert (answer.status_code, told in answer.text, db.session.query(Group).count()) == (422, True, 0)


@pytest.mark.parametrize("field", ["kind", "visibility", "join_rule", "shows_people"])
def test_a_choice_that_is_none_is_said_at_its_field(client_of, group, bo, field):
    # given
    made = group()
    addresses = ("/groups", f"/groups/{made.id}/edit")

    # when
    answers = [client_of(bo).post(path, data={**FORM, "stewards": bo.email, field: "everywhere"}) for path in addresses]

    # then
    assert [(answer.status_code, "Not a valid choice" in answer.text) for answer in answers] == [(422, True)] * 2
    assert db.session.query(Group).count() == 1


def test_a_group_is_changed_by_who_looks_after_it_and_who_manages(client_of, group, ada, bo, chen, dana):
    # given
    made = group(members=[ada])

    # when
    answers = {
        person.name.split()[0]: client_of(person).post(f"/groups/{made.id}/edit", data={**FORM, "stewards": bo.email}).status_code
        for person in (ada, dana, bo, chen)
    }

    # then
    assert answers == {"Ada": 404, "Dana": 404, "Bo": 303, "Chen": 303}
    db.session.rollback()
    assert db.session.get(Group, made.id).name == "Readers"


def test_an_outsider_reads_no_names_and_no_notes(client_of, group, ada, bo, dana, chen, now):
    # given
    made = group(members=[ada])
    with transaction():
        notes.write(made.id, "We meet at the gate.", by=ada, now=now)

    # when
    pages = {person.name.split()[0]: client_of(person).get(f"/groups/{made.id}").text for person in (ada, bo, dana, chen)}

    # then
    reads = {name: ("Ada Okafor" in text, "We meet at the gate." in text) for name, text in pages.items()}
    assert reads == {"Ada": (True, True), "Bo": (True, True), "Dana": (False, False), "Chen": (False, False)}


def test_a_hidden_name_is_read_by_who_looks_after_the_group_only(client_of, group, ada, bo, dana, now):
    # given
    made = group(members=[ada, dana], shows_people="everybody")
    client_of(ada).post(f"/groups/{made.id}/name", data={"shows": "no"})

    # then
    assert ["Ada Okafor" in client_of(person).get(f"/groups/{made.id}").text for person in (dana, bo)] == [False, True]


def test_the_page_takes_as_many_queries_for_many_people(client_of, group, add_person, count_queries, ada, bo, now):
    # given
    made, client, counts = group(members=[ada]), client_of(bo), []

    # when
    for number in range(2):
        people = [add_person(f"P{number}{one} Person") for one in range(1 + 2 * number)]
        with transaction():
            memberships.add(made, [person.id for person in people], "joined", by=bo, now=now)
            for person in people:
                notes.write(made.id, "Hello", by=person, now=now)
        client.get(f"/groups/{made.id}")
        with count_queries() as queries:
            client.get(f"/groups/{made.id}")
        counts.append(len(queries))

    # then
    assert counts[0] == counts[1]


def test_closing_and_opening_again(client_of, group, ada, bo, dana, standing):
    # given
    made = group(members=[ada])

    # when
    refused = client_of(ada).post(f"/groups/{made.id}/closure").status_code
    client_of(bo).post(f"/groups/{made.id}/closure")
    joining = client_of(dana).post(f"/groups/{made.id}/membership", follow_redirects=True).text
    client_of(bo).post(f"/groups/{made.id}/reopening")
    client_of(dana).post(f"/groups/{made.id}/membership")

    # then
    assert (refused, "This group is closed." in joining, standing(made, dana)) == (404, True, ("member", "joined"))


def test_notes_are_written_by_members_and_removed_by_their_writer_or_a_steward(client_of, group, ada, bo, dana, chen):
    # given
    made = group(members=[ada, chen])
    path = f"/groups/{made.id}/notes"
    client_of(ada).post(path, data={"text": "First"})
    client_of(ada).post(path, data={"text": "Second"})

    # when
    statuses = {
        "outsider writes": client_of(dana).post(path, data={"text": "Third"}).status_code,
        "nothing written": client_of(ada).post(path, data={"text": " "}).status_code,
        "another removes": client_of(chen).post(f"{path}/1/removal").status_code,
        "writer removes": client_of(ada).post(f"{path}/1/removal").status_code,
        "steward removes": client_of(bo).post(f"{path}/2/removal").status_code,
    }

    # then
    assert statuses == {
        "outsider writes": 409,
        "nothing written": 422,
        "another removes": 404,
        "writer removes": 303,
        "steward removes": 303,
    }
    assert "Notes" in client_of(ada).get(f"/groups/{made.id}").text


def test_what_foyer_knows_shows_groups_and_their_history(client_of, group, ada, bo, now):
    # given
    made, other = group(members=[ada], join_rule="request"), group(name="Readers", join_rule="request")
    with transaction():
        memberships.leave(made.id, ada, now=now)
        notes.write(made.id, "Bring a coat.", by=bo, now=now)
        requests.ask(other.id, ada, now=now)

    # when
    known, of_bo = client_of(ada).get("/me/data.json").json, client_of(bo).get("/me/data.json").json

    # then
    assert [(one["group"], one["state"], [line["step"] for line in one["history"]]) for one in known["groups"]] == [
        ("Lunch walkers", "over", ["began", "left"]),
        ("Readers", "asked", ["asked"]),
    ]
    assert [one["group"] for one in of_bo["groups_looked_after"]] == ["Lunch walkers", "Readers"]
    assert [one["text"] for one in of_bo["group_notes"]] == ["Bring a coat."]


def test_who_manages_does_not_open_the_names_of_a_group(client_of, group, ada, chen):
    """They change what is listed, but who reads the names is for who looks after it to say."""
    # given
    made, client = group(members=[ada], shows_people="nobody"), client_of(chen)
    changed = {**FORM, "stewards": "bo@brink-waal.example", "shows_people": "everybody"}

    # when
    form = client.get(f"/groups/{made.id}/edit").text
    answer = client.post(f"/groups/{made.id}/edit", data=changed)

    # then
    page = client.get(f"/groups/{made.id}").text
    assert ('name="shows_people"' in form, answer.status_code) == (False, 303)
    assert ("Readers" in page, "Ada Okafor" in page) == (True, False)


def test_who_manages_does_not_name_themself_as_one_who_looks_after_it(client_of, group, ada, chen):
    """Whoever looks after a group reads its names: that is for those to say who do."""
    # given
    made, client = group(members=[ada], shows_people="nobody"), client_of(chen)

    # when
    form = client.get(f"/groups/{made.id}/edit").text
    client.post(f"/groups/{made.id}/edit", data={**FORM, "stewards": f"bo@brink-waal.example, {chen.email}"})

    # then
    page = client.get(f"/groups/{made.id}").text
    assert ('name="stewards"' in form, "Who does it with them is for them to say." in form) == (False, True)
    assert ("Readers" in page, "Ada Okafor" in page) == (True, False)
