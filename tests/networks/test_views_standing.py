"""Joining, asking, answering and leaving, on the page and behind the link of a mail."""

import pytest

from database import transaction
from networks import invitations, links
from tests.infra.groups import membership_of


@pytest.mark.parametrize(
    ("rule", "becomes"), [("open", ("member", "joined")), ("request", ("asked", "")), ("invitation", ("", ""))]
)
def test_one_button_joins_or_asks(rule, becomes, client_of, group, standing, dana):
    # given
    made = group(join_rule=rule)

    # when
    client_of(dana).post(f"/groups/{made.id}/membership")

    # then
    assert standing(made, dana) == becomes


def test_leaving_asks_nothing_and_one_press_undoes_it(client_of, group, standing, ada):
    # given
    made, client = group(members=[ada], join_rule="invitation", visibility="unlisted"), client_of(ada)

    # when
    page = client.post(f"/groups/{made.id}/departure", follow_redirects=True).text
    left = standing(made, ada)
    client.post(f"/groups/{made.id}/membership")

    # then
    assert ("Undo leaving" in page, left, standing(made, ada)) == (True, ("over", "left"), ("member", "joined"))


def test_an_unlisted_group_is_joined_by_no_outsider(client_of, group, standing, chen, dana):
    # given
    made = group(visibility="unlisted")

    # then
    for person in (chen, dana):
        for what in ("membership", "answer", "departure", "name", "notes", "request/withdrawal"):
            assert client_of(person).post(f"/groups/{made.id}/{what}", data={"answer": "yes"}).status_code == 404
        assert standing(made, person) == ("", "")


def test_a_request_is_taken_back_on_the_page(client_of, group, standing, dana):
    # given
    made, client = group(join_rule="request"), client_of(dana)
    client.post(f"/groups/{made.id}/membership")

    # when
    client.post(f"/groups/{made.id}/request/withdrawal")

    # then
    assert standing(made, dana) == ("over", "withdrawn")


@pytest.fixture
def invited(group, ada, bo, now):
    """Ada is invited to an unlisted group; the path of her link."""
    made = group(join_rule="invitation", visibility="unlisted")
    with transaction():
        invitations.invite(made.id, [ada.id], by=bo, now=now)
    return made, links.path_of(membership_of(made, ada))


@pytest.mark.parametrize(("said", "becomes"), [("yes", ("member", "invited")), ("no", ("over", "declined"))])
def test_the_link_of_the_mail_answers_without_signing_in(said, becomes, client, invited, standing, ada):
    # given
    made, path = invited

    # when
    opened = client.get(f"{path}?answer={said}")
    before = standing(made, ada)
    answered = client.post(path, data={"answer": said}, follow_redirects=True)

    # then
    assert (opened.status_code, before, answered.status_code, standing(made, ada)) == (200, ("invited", ""), 200, becomes)


@pytest.mark.parametrize(("said", "becomes"), [("yes", ("member", "invited")), ("no", ("over", "declined"))])
def test_the_page_answers_too(said, becomes, client_of, invited, standing, ada):
    # given
    made, _path = invited

    # when
    client_of(ada).post(f"/groups/{made.id}/answer", data={"answer": said})

    # then
    assert standing(made, ada) == becomes


def test_a_no_becomes_a_yes_at_the_same_link(client, invited, standing, ada):
    # given
    made, path = invited
    client.post(path, data={"answer": "no"})

    # when
    client.post(path, data={"answer": "yes"})

    # then
    assert standing(made, ada) == ("member", "invited")


def test_a_link_names_no_member_and_ends_with_the_invitation(client, invited, standing, ada, bo, dana, now):
    # given
    made, path = invited
    shown = client.get(path).text

    # when
    with transaction():
        invitations.withdraw(made.id, ada.id, by=bo, now=now)

    # then
    assert ("Bo Lindqvist" in shown, "Dana" in shown) == (True, False)
    assert (client.get(path).status_code, client.post(path, data={"answer": "yes"}).status_code) == (410, 410)
    assert (client.get(path + "x").status_code, client.post("/g/nonsense", data={"answer": "yes"}).status_code) == (404, 404)
    assert standing(made, ada) == ("over", "withdrawn")


def test_a_press_without_an_answer_changes_nothing(client, invited, standing, ada):
    # given
    made, path = invited

    # then
    assert (client.post(path).status_code, standing(made, ada)) == (400, ("invited", ""))


def test_an_invitation_waits_at_home_until_it_is_answered(client_of, invited, ada):
    # given
    made, _path = invited
    client = client_of(ada)
    waits = client.get("/").text

    # when
    client.post(f"/groups/{made.id}/answer", data={"answer": "no"})

    # then
    link = f'href="/groups/{made.id}"'
    assert ("One thing waits for you." in waits, link in waits, link in client.get("/").text) == (True, True, False)
    assert "Nothing waits for you." in client.get("/").text
