"""The set-up page of a new installation."""

from html import unescape

import pytest

from people.first_start import setup_code
from people.models import Role
from tests.people.conftest import signed_in_as

PASSWORD = "correct horse battery"


def test_set_up_makes_the_first_administrator(client, everybody):
    # when
    fields = {"code": setup_code(), "name": "Marieke", "email": "Marieke@Example.org", "password": PASSWORD}
    page, answer = client.get("/setup?code=abc"), client.post("/setup", data=fields)

    # then
    assert ('value="abc"' in page.text, answer.location, signed_in_as(client)) == (True, "/", "Marieke")
    assert everybody("email", "role") == [("marieke@example.org", Role.ADMINISTRATOR)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "0" * 16}, "This is not the code from the terminal."),
        ({"code": ""}, "The code stands in the terminal"),
        ({"email": "marieke"}, "This is not an e-mail address: marieke"),
        ({"password": "short"}, "At least 10 characters."),
        ({"name": "\u200b"}, "A person needs a name."),
    ],
)
def test_set_up_says_what_is_wrong_and_makes_nobody(client, everybody, changes, said):
    # given
    fields = {"code": setup_code(), "name": "Marieke", "email": "marieke@example.org", "password": PASSWORD, **changes}

    # when
    answer = client.post("/setup", data=fields)

    # then
    assert (answer.status_code, said in unescape(answer.text), everybody("email")) == (422, True, [])


@pytest.mark.parametrize("code", ["right", "wrong"])
def test_set_up_is_over_once_somebody_exists(client, ada, everybody, code):
    # given
    fields = {"code": setup_code() if code == "right" else "x", "name": "Eve", "email": "eve@example.org", "password": PASSWORD}

    # when
    answers = [client.get("/setup"), client.post("/setup", data=fields)]

    # then
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/sign-in")] * 2
    assert everybody("email") == [(ada.email,)]


def test_two_who_set_up_at_once_make_one_administrator(app, client, at_once, everybody):
    # given
    def begin(number):
        fields = {"code": setup_code(), "name": "First", "email": f"first{number}@example.org", "password": PASSWORD}
        return app.test_client().post("/setup", data=fields).location

    # when
    found = at_once(*[lambda number=number: begin(number) for number in range(3)])

    # then
    assert (sorted(found), len(everybody("email"))) == (["/", "/sign-in", "/sign-in"], 1)


def test_sign_in_page_of_a_new_installation_leads_to_the_set_up(client):
    assert client.get("/sign-in").location == "/setup"
