import re
from html import unescape

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people import people
from people.models import Person, Role

ALL = {"active": None}
PAGES = [
    ("GET", "/people"),
    ("GET", "/people/new"),
    ("POST", "/people"),
    ("GET", "/people/{ada}"),
    ("POST", "/people/{ada}"),
    ("POST", "/people/{ada}/role"),
    ("POST", "/people/{ada}/deactivation"),
    ("POST", "/people/{ada}/activation"),
    ("GET", "/people/imports"),
    ("POST", "/people/imports"),
    ("GET", "/people/imports/1"),
    ("POST", "/people/imports/1/columns"),
    ("POST", "/people/imports/1/confirmation"),
    ("POST", "/people/imports/1/disposal"),
]


def names(answer):
    """Who stands in the list, in order."""
    return [unescape(name) for name in re.findall(r'<th scope="row"[^>]*><a href="/people/\d+">([^<]*)</a>', answer.text)]


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


def test_list_shows_active_people_by_name(client_of, chen, ada, bo, add_person):
    # given
    add_person("Zoe Gone", active=False)

    # when
    answers = [client_of(chen).get(path) for path in ("/people", "/people?inactive=1")]

    # then
    assert names(answers[0]) == ["Ada Okafor", "Bo Lindqvist", "Chen Meijer"]
    assert names(answers[1]) == ["Ada Okafor", "Bo Lindqvist", "Chen Meijer", "Zoe Gone"]


SEARCHES = {
    "text=zielinski": ["Łucja Zieliński"],
    "text=ZIELIŃSKI+łuc": ["Łucja Zieliński"],
    "text=lucja@": ["Łucja Zieliński"],
    "text=brink-waal.example+okaf": ["Ada Okafor"],
    "text=100%25": [],
    "text=_": [],
    "text=%5C": [],
    "text=' OR 1=1 --": [],
    "text=+++": ["Ada Okafor", "Bo Lindqvist", "Chen Meijer", "Łucja Zieliński"],
    "location=Deventer": ["Ada Okafor", "Bo Lindqvist", "Chen Meijer"],
    "location=Deventer&department=Field+service": ["Bo Lindqvist"],
    "department=Field+service&department=Door+seals": ["Ada Okafor", "Bo Lindqvist"],
    "function=Fitter&text=ada": ["Ada Okafor"],
    "function=Nobody+does+this": [],
    "department=": ["Ada Okafor", "Bo Lindqvist", "Chen Meijer", "Łucja Zieliński"],
    "text=" + "x" * 5000: [],
}


def test_search_and_filters_find_whom_they_mean(client_of, chen, ada, bo, add_person):
    # given
    add_person("Łucja Zieliński", email="lucja@example.org", location="Kraków")
    browser = client_of(chen)

    # when
    found = {query: names(browser.get(f"/people?{query}")) for query in SEARCHES}

    # then
    assert found == SEARCHES


def test_nobody_found_says_what_to_do(client_of, chen):
    assert "Try fewer letters, or take a filter away." in client_of(chen).get("/people?text=xyz").text


def test_pages_lead_through_everybody_and_keep_the_filters(client_of, chen, colleagues):
    # given
    colleagues(60)
    with transaction():
        for number, person in enumerate(db.session.scalars(select(Person).where(Person.name.like("P0%")))):
            person.department = "R&D" if number % 2 else "Q=A"
    browser = client_of(chen)

    # when
    first = browser.get("/people?text=colleague&department=R%26D&department=Q%3DA&inactive=1")
    link = unescape(re.search(r'rel="next" href="([^"]+)"', first.text).group(1))
    second = browser.get(link)

    # then
    assert (len(names(first)), len(names(second))) == (50, 10)
    assert len(set(names(first)) | set(names(second))) == 60
    assert unescape(re.search(r'rel="prev" href="([^"]+)"', second.text).group(1)).endswith("&page=1")


def test_a_page_that_is_not_there_is_the_nearest(client_of, chen):
    # given
    browser, asked = client_of(chen), ["0", "-3", "99999999999999999999", "x", "2.5"]

    # when
    found = {page: names(browser.get(f"/people?page={page}")) for page in asked}

    # then
    assert found == {page: ["Chen Meijer"] for page in asked}


def test_unknown_parts_of_the_address_change_no_link(client_of, chen, colleagues):
    # given
    colleagues(60)
    browser = client_of(chen)
    asked = ["endpoint=x", "_external=1&_scheme=javascript", "_anchor=x", "_method=POST", "self=1", "values=1"]

    # when
    links = {query: re.search(r'rel="next" href="([^"]+)"', browser.get(f"/people?{query}").text).group(1) for query in asked}

    # then
    assert links == dict.fromkeys(asked, "/people?page=2")


@pytest.mark.parametrize("path", ["/people", "/people?text=co&location=Deventer", "/people?inactive=1"])
def test_list_takes_as_many_queries_for_three_as_for_one(client_of, chen, add_person, statements, path):
    # given
    browser = client_of(chen)
    browser.get(path)
    with statements() as for_one:
        browser.get(path)
    for number in range(3):
        add_person(f"Co{number} Worker", department=f"D{number}", location="Deventer")

    # when
    with statements() as for_more:
        browser.get(path)

    # then
    assert (len(for_more), len(for_one) <= 7) == (len(for_one), True)


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
    answer = client_of(chen).post(f"/people/{admin.id}/deactivation")

    # then
    assert (answer.status_code, row(admin).active) == (403, True)


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
    ("method", "path"), [("GET", ""), ("POST", ""), ("POST", "/deactivation"), ("POST", "/activation"), ("POST", "/role")]
)
def test_somebody_who_does_not_exist_is_not_found(client_of, admin, method, path):
    assert client_of(admin).open(f"/people/4711{path}", method=method, data={"role": "employee"}).status_code == 404
