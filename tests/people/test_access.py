import pytest
from flask import Flask
from sqlalchemy import event

from database import db, transaction
from people import people
from people.access import load, safe_next
from people.models import Person, Role
from security import Access, administrator, bearer, bearer_manager, hosts, manager, public, signed_in

MARKS = {
    "open": public,
    "in": signed_in,
    "hosts": hosts,
    "manager": manager,
    "administrator": administrator,
    "bearer": bearer,
    "bearer-manager": bearer_manager,
}


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/me",
        "/sessions/3?x=1&y=/z",
        "/people?text=https://evil.example",
        "/a%2F%2Fevil.example",
        "/søk",
        "/me#reminders",
        "/a b",
    ],
)
def test_a_path_of_ours_is_gone_on_to(target):
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "me",
        "https://evil.example",
        "HTTPS://evil.example/",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
        "/a\\..\\evil",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: foyer=evil",
        "\t//evil.example",
        " //evil.example",
        "/\x00/evil.example",
        "/\x7f/evil.example",
        "/\u2028/evil.example",
        "/\u202e/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "@evil.example",
        ".evil.example",
        "?next=/",
        "#",
    ],
)
def test_what_leads_elsewhere_is_not_gone_on_to(target):
    assert safe_next(target) is None


@pytest.fixture
def marked(app: Flask) -> Flask:
    """One page for each mark, and one that declares nothing."""
    for name, mark in MARKS.items():
        app.add_url_rule(f"/marked/{name}", f"marked_{name}", mark(lambda: "seen"), methods=["GET", "POST"])
    app.add_url_rule("/marked/silent", "marked_silent", lambda: "seen")
    return app


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("nobody", {"open": 200, "in": 303, "hosts": 303, "manager": 303, "administrator": 303, "silent": 303}),
        ("ada", {"open": 200, "in": 200, "hosts": 200, "manager": 403, "administrator": 403, "silent": 200}),
        ("bo", {"open": 200, "in": 200, "hosts": 200, "manager": 403, "administrator": 403, "silent": 200}),
        ("dana", {"open": 200, "in": 200, "hosts": 200, "manager": 403, "administrator": 403, "silent": 200}),
        ("chen", {"open": 200, "in": 200, "hosts": 200, "manager": 200, "administrator": 403, "silent": 200}),
        ("admin", {"open": 200, "in": 200, "hosts": 200, "manager": 200, "administrator": 200, "silent": 200}),
    ],
)
def test_each_mark_lets_in_whom_it_names(marked, client, sign_in, request, admin, who, seen):
    # given
    if who != "nobody":
        sign_in(client, request.getfixturevalue(who))

    # when
    answers = {name: client.get(f"/marked/{name}").status_code for name in seen}

    # then
    assert answers == seen


def test_bearer_pages_are_left_to_the_api(marked, client, ada):
    assert [client.get(f"/marked/{name}").status_code for name in ("bearer", "bearer-manager")] == [200, 200]


def test_every_rule_has_a_case_above():
    assert len(MARKS) == len(Access)


def test_a_visitor_comes_back_to_the_page_they_asked_for(client, ada):
    # when
    answers = [client.get("/people?text=ada&page=2"), client.get("/me"), client.post("/me/tokens")]

    # then
    assert [answer.location for answer in answers] == [
        "/sign-in?next=/people?text%3Dada%26page%3D2",
        "/sign-in?next=/me",
        "/sign-in",
    ]


def test_a_visitor_of_a_new_installation_is_led_to_the_set_up(client):
    assert client.get("/me").location == "/setup"


def test_unknown_addresses_tell_a_visitor_nothing(client, ada):
    assert client.get("/nothing/here").status_code == 404


def test_a_cookie_of_somebody_who_left_is_nobodys(client_of, ada):
    # given
    client = client_of(ada)
    before = client.get("/me").status_code

    # when
    with transaction():
        people.deactivate(db.session.get_one(Person, ada.id))

    # then
    assert (before, client.get("/me").location) == (200, "/sign-in?next=/me")


def test_a_role_that_is_taken_away_holds_at_once(client_of, chen):
    # given
    client = client_of(chen)
    before = client.get("/people").status_code

    # when
    with transaction():
        people.set_role(db.session.get_one(Person, chen.id), Role.EMPLOYEE)

    # then
    assert (before, client.get("/people").status_code) == (200, 403)


@pytest.mark.parametrize("identity", ["", ".", "x", "1", "1.", ".1", "-1.1", "4711.1", "1.2", "1.1.1", " 1.1", "1 .1", "none"])
def test_an_identity_that_fits_nobody_is_nobodys(ada, identity):
    assert load(identity) is None


def test_an_identity_is_its_persons_until_they_sign_out_everywhere(ada):
    # given
    identity = ada.get_id()
    before = load(identity)

    # when
    with transaction():
        ada.sign_in_version += 1

    # then
    assert (before, load(identity), load(ada.get_id())) == (ada, None, ada)


@pytest.mark.parametrize(
    "path", ["/people?text=%00", "/people?department=a%00b", "/sign-in?next=/%00", "/people/%00", "/static/%00"]
)
def test_text_with_a_nul_is_refused_before_it_meets_the_database(client_of, chen, path):
    # given
    client = client_of(chen)
    met = []

    def meet(*sent):
        met.append(sent[3])

    event.listen(db.engine, "before_cursor_execute", meet)

    # when
    answer = client.get(path)
    event.remove(db.engine, "before_cursor_execute", meet)  # the engine outlives the test

    # then
    assert (answer.status_code in {400, 404}, "text/html" in answer.content_type) == (True, True)
    assert [parameters for parameters in met if "\x00" in str(parameters) or "\\x00" in repr(parameters)] == []


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/links", "/setup"])
def test_a_form_with_a_nul_is_refused(client, ada, path):
    assert (
        client.post(path, data={"email": "ada\x00@brink-waal.example", "password": "x", "name": "A", "code": "c"}).status_code
        == 400
    )
