from html import unescape

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people import people
from people.models import Person, Role

PAGES = [
    ("GET", "/people"),
    ("GET", "/people/new"),
    ("POST", "/people"),
    ("GET", "/people/{ada}"),
    ("POST", "/people/{ada}"),
    ("POST", "/people/{ada}/role"),
    ("GET", "/people/{ada}/deactivation"),
    ("POST", "/people/{ada}/deactivation"),
    ("POST", "/people/{ada}/activation"),
    ("GET", "/people/imports"),
    ("POST", "/people/imports"),
    ("GET", "/people/imports/1"),
    ("POST", "/people/imports/1/columns"),
    ("POST", "/people/imports/1/confirmation"),
    ("POST", "/people/imports/1/disposal"),
]


def row(person):
    db.session.rollback()
    return db.session.get(Person, person.id, populate_existing=True)


def fields(person, **changes):
    kept = {name: getattr(person, name) for name in ("name", "department", "function", "location", "timezone", "language")}
    return {**kept, **changes}


@pytest.mark.parametrize("who", ["dana", "ada", "bo"])
def test_people_are_looked_after_by_managers_alone(client_of, request, ada, who):
    # given
    browser = client_of(request.getfixturevalue(who))

    # when
    answers = {(method, path): browser.open(path.format(ada=ada.id), method=method).status_code for method, path in PAGES}

    # then
    assert answers == dict.fromkeys(PAGES, 403)


def test_a_visitor_signs_in_first(client, ada):
    # when
    led = {(method, path): client.open(path.format(ada=ada.id), method=method).location for method, path in PAGES}

    # then
    assert {page: target.partition("?")[0] for page, target in led.items()} == dict.fromkeys(PAGES, "/sign-in")


def test_adding_a_person_writes_to_nobody(client_of, chen, everybody):
    # when
    data = {"email": "Eve@Example.org", "name": "Eve Mulder", "department": "Quality", "timezone": "", "language": "nl"}
    answer = client_of(chen).post("/people", data=data)

    # then
    assert answer.status_code == 303
    assert ("eve@example.org", "Eve Mulder", "Quality", "nl", Role.EMPLOYEE) in everybody(
        "email", "name", "department", "language", "role"
    )
    assert db.session.scalars(select(OutgoingMail)).all() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "ADA@brink-waal.example"}, "Somebody has this address already: ada@brink-waal.example"),
        ({"email": "eve"}, "This is not an e-mail address: eve"),
        ({"email": "<script>@x"}, "This is not an e-mail address: <script>@x"),
        ({"name": ""}, "A person needs a name."),
        ({"name": "x" * 201}, "200"),
        ({"timezone": "Mars/Olympus"}, "Not a valid choice"),
        ({"role": "administrator", "name": ""}, "A person needs a name."),
    ],
)
def test_a_person_who_cannot_be_added_is_explained_at_the_field(client_of, chen, ada, everybody, changes, said):
    # given
    data = {"email": "eve@example.org", "name": "Eve", "timezone": "", "language": "", **changes}

    # when
    answer = client_of(chen).post("/people", data=data)

    # then
    assert (answer.status_code, said in unescape(answer.text), "<script>@x" in answer.text) == (422, True, False)
    assert len(everybody("email")) == 2


def test_a_role_cannot_be_smuggled_in_with_the_details(client_of, chen, ada, everybody):
    # given
    browser, more = client_of(chen), {"role": "administrator", "active": "", "sign_in_version": "9", "email": "x@example.org"}

    # when
    browser.post("/people", data={"timezone": "", "language": "", "name": "Eve", **more})
    browser.post(f"/people/{ada.id}", data=fields(ada, **more))

    # then
    assert everybody("email", "role", "active", "sign_in_version") == [
        ("ada@brink-waal.example", Role.EMPLOYEE, True, 1),
        ("chen@brink-waal.example", Role.COMMUNITY_MANAGER, True, 1),
        ("x@example.org", Role.EMPLOYEE, True, 1),
    ]


def test_details_are_changed(client_of, chen, ada):
    # when
    data = fields(ada, name="Ada Okafor-Smit", department="", location="Zwolle", timezone="Europe/Lisbon")
    answer = client_of(chen).post(f"/people/{ada.id}", data=data)

    # then
    ada = row(ada)
    assert answer.location == f"/people/{ada.id}"
    assert (ada.name, ada.department, ada.function, ada.location, ada.timezone, ada.email) == (
        "Ada Okafor-Smit",
        "",
        "Fitter",
        "Zwolle",
        "Europe/Lisbon",
        "ada@brink-waal.example",
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "A person needs a name."),
        ({"name": "\u202e"}, "A person needs a name."),
        ({"location": "x" * 201}, "200"),
        ({"timezone": "Mars/Olympus"}, "Not a valid choice"),
        ({"language": "tlh"}, "Not a valid choice"),
    ],
)
def test_details_that_cannot_be_change_nothing(client_of, chen, ada, changes, said):
    # when
    answer = client_of(chen).post(f"/people/{ada.id}", data=fields(ada, **changes))

    # then
    assert (answer.status_code, said in answer.text, fields(row(ada))) == (422, True, fields(ada))


def test_names_are_shown_as_text(client_of, chen, add_person):
    # given
    eve = add_person("Eve", email="eve@example.org")
    with transaction():
        eve.name = "<img src=x onerror=alert(1)> نوعا"

    # when
    pages = [client_of(chen).get(path) for path in ("/people", f"/people/{eve.id}")]

    # then
    assert [("<img" in page.text, "&lt;img" in page.text) for page in pages] == [(False, True)] * 2


def test_only_administrators_give_roles(client_of, chen, admin, ada):
    # when
    by_chen = client_of(chen).post(f"/people/{ada.id}/role", data={"role": "administrator"})
    after_chen = row(ada).role
    by_admin = client_of(admin).post(f"/people/{ada.id}/role", data={"role": "community_manager"})

    # then
    assert (by_chen.status_code, after_chen) == (403, Role.EMPLOYEE)
    assert (by_admin.status_code, row(ada).role) == (303, Role.COMMUNITY_MANAGER)


@pytest.mark.parametrize("role", ["", "host", "ADMINISTRATOR", "skeptic"])
def test_a_role_that_is_none_is_refused(client_of, admin, ada, role):
    # when
    answer = client_of(admin).post(f"/people/{ada.id}/role", data={"role": role})

    # then
    assert (answer.status_code, row(ada).role) == (400, Role.EMPLOYEE)


def test_the_last_administrator_is_told_why_they_stay(client_of, admin):
    # given
    browser = client_of(admin)

    # when
    browser.post(f"/people/{admin.id}/role", data={"role": "employee"})
    page = browser.get(f"/people/{admin.id}")

    # then
    assert ("Somebody has to stay administrator." in page.text, row(admin).role) == (True, Role.ADMINISTRATOR)


def test_who_left_is_shut_out_and_can_come_back(client_of, chen, ada):
    # given
    browser, of_ada = client_of(chen), client_of(ada)

    # when
    browser.post(f"/people/{ada.id}/deactivation")
    left = (row(ada).active, of_ada.get("/me").status_code, "Inactive" in browser.get(f"/people/{ada.id}").text)
    browser.post(f"/people/{ada.id}/activation")

    # then
    assert left == (False, 303, True)
    assert (row(ada).active, client_of(row(ada)).get("/me").status_code) == (True, 200)


def test_a_manager_cannot_shut_an_administrator_out(client_of, chen, admin, add_person):
    # given
    add_person("Eve Mulder", role=Role.ADMINISTRATOR)

    # when
    asked = client_of(chen).get(f"/people/{admin.id}/deactivation")
    answer = client_of(chen).post(f"/people/{admin.id}/deactivation")

    # then
    assert (asked.status_code, answer.status_code, row(admin).active) == (403, 403, True)


def test_a_manager_cannot_bring_an_administrator_back(client_of, chen, admin, add_person):
    # given
    eve = add_person("Eve Mulder", role=Role.ADMINISTRATOR)
    with transaction():
        people.deactivate(eve)

    # when
    answer = client_of(chen).post(f"/people/{eve.id}/activation")

    # then
    assert (answer.status_code, row(eve).active) == (403, False)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("POST", ""), ("GET", "/deactivation"), ("POST", "/deactivation"), ("POST", "/activation"), ("POST", "/role")],
)
def test_somebody_who_does_not_exist_is_not_found(client_of, admin, method, path):
    assert client_of(admin).open(f"/people/4711{path}", method=method, data={"role": "employee"}).status_code == 404
