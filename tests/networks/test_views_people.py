"""For who looks after a group: inviting, letting in, removing."""

import pytest

from database import transaction
from networks import invitations, requests


def test_nobody_else_opens_the_page(client_of, group, ada, bo, chen, dana):
    # given
    made = group(members=[ada])

    # then
    found = {
        person.name.split()[0]: client_of(person).get(f"/groups/{made.id}/people").status_code for person in (ada, bo, chen, dana)
    }
    assert found == {"Ada": 404, "Bo": 200, "Chen": 404, "Dana": 404}


def test_first_a_look_then_the_invitation(client_of, group, standing, group_mails, ada, bo, dana):
    # given
    made, client = group(members=[ada]), client_of(bo)
    names = {"addresses": f"Dana Petrov\n{ada.email}\nnobody@example.org\nWho Ever"}

    # when
    look = client.post(f"/groups/{made.id}/people", data=names).text
    before = standing(made, dana)
    client.post(f"/groups/{made.id}/people", data={**names, "do": "invite"})

    # then
    assert all(word in look for word in ("Invite 1 person", "nobody@example.org", "Who Ever"))
    assert "Add them to the people" not in look
    assert (before, standing(made, dana), group_mails(made)) == (("", ""), ("invited", ""), [("invitation", "dana", "queued")])


def test_naming_nobody_says_so(client_of, group, bo):
    # when
    answer = client_of(bo).post(f"/groups/{group().id}/people", data={"addresses": " "})

    # then
    assert (answer.status_code, "Nobody is named yet" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("what", "becomes"),
    [("admission", ("member", "joined")), ("refusal", ("over", "refused"))],
)
def test_who_asks_is_let_in_or_not(what, becomes, client_of, group, standing, ada, bo, dana, now):
    # given
    made = group(members=[ada], join_rule="request")
    with transaction():
        requests.ask(made.id, dana, now=now)

    # when
    refused = [client_of(one).post(f"/groups/{made.id}/people/{dana.id}/{what}").status_code for one in (ada, dana)]
    shown = "Dana Petrov" in client_of(bo).get(f"/groups/{made.id}/people").text
    client_of(bo).post(f"/groups/{made.id}/people/{dana.id}/{what}")

    # then
    assert (refused, shown, standing(made, dana)) == ([404, 404], True, becomes)


def test_a_member_is_removed_and_an_invitation_taken_back(client_of, group, standing, ada, bo, dana, now):
    # given
    made, client = group(members=[ada]), client_of(bo)
    with transaction():
        invitations.invite(made.id, [dana.id], by=bo, now=now)

    # when
    client.post(f"/groups/{made.id}/people/{ada.id}/removal")
    client.post(f"/groups/{made.id}/people/{dana.id}/withdrawal")

    # then
    assert (standing(made, ada), standing(made, dana)) == (("over", "removed"), ("over", "withdrawn"))
    assert client.post(f"/groups/{made.id}/people/{ada.id}/removal").status_code == 409
