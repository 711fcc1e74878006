"""People by API."""

from threading import Thread

import pytest
from sqlalchemy import func, select

from database import db
from people.models import Person

EVE = {
    "name": "Eve Mulder",
    "department": "Planning",
    "function": "Planner",
    "location": "Zwolle",
    "timezone": "Europe/Lisbon",
    "language": "nl",
    "manager": "",
}


def test_person_is_created_with_every_field_then_found(call_as, chen):
    # given
    calling = call_as(chen)
    kept = {"email": "eve@brink-waal.example", **EVE, "role": "employee", "active": True}

    # when
    created = calling("PUT", "/people/eve@brink-waal.example", EVE)
    again = calling("PUT", "/people/eve@brink-waal.example", EVE)

    # then
    assert (created, again) == ((201, kept), (200, kept))
    assert created.headers["Location"] == "/api/v1/people/eve@brink-waal.example"
    assert calling("GET", created.headers["Location"].removeprefix("/api/v1")) == (200, kept)


def test_what_is_left_out_stays_and_null_empties(call_as, chen):
    # given
    calling = call_as(chen)
    calling("PUT", "/people/eve@brink-waal.example", EVE)

    # when
    body = {"department": "Quality", "function": None, "timezone": None, "language": ""}
    answer = calling("PUT", "/people/eve@brink-waal.example", body)

    # then
    changed = {"department": "Quality", "function": "", "timezone": "", "language": ""}
    assert answer == (200, {"email": "eve@brink-waal.example", **EVE, **changed, "role": "employee", "active": True})


def test_texts_are_kept_trimmed(call_as, chen):
    # when
    answer = call_as(chen)("PUT", "/people/eve@brink-waal.example", {"name": "  Eve \n Mulder ", "language": " NL "})

    # then
    assert (answer.status, answer.body["name"], answer.body["language"]) == (201, "Eve Mulder", "nl")


@pytest.mark.parametrize(
    ("path", "email"),
    [
        ("EVE@Brink-Waal.EXAMPLE", "eve@brink-waal.example"),
        ("eve%40brink-waal.example", "eve@brink-waal.example"),
        ("eve+lunch@brink-waal.example", "eve+lunch@brink-waal.example"),
        ("eve%2Blunch%40brink-waal.example", "eve+lunch@brink-waal.example"),
        ("a%2Fb@brink-waal.example", "a/b@brink-waal.example"),
        ("o'neill%25@brink-waal.example", "o'neill%@brink-waal.example"),
    ],
)
def test_address_in_the_path_is_one_person_however_it_is_written(call_as, chen, path, email):
    # given
    calling = call_as(chen)

    # when
    answers = [calling("PUT", f"/people/{path}", {"name": "Eve"}), calling("GET", f"/people/{path}")]

    # then
    assert [(answer.status, answer.body["email"]) for answer in answers] == [(201, email), (200, email)]


REFUSED = [
    ({}, {"name": "A new person needs a name."}),
    ({"name": "  "}, {"name": "A person needs a name."}),
    ({"name": None}, {"name": "Input should be a valid string"}),
    ({"name": 5}, {"name": "Input should be a valid string"}),
    ({"name": ["Eve"]}, {"name": "Input should be a valid string"}),
    ({"name": "E\x00ve"}, {"name": "It holds a control character."}),
    ({"name": "E" * 201}, {"name": "Too long: at most 200 characters."}),
    ({"name": "Eve", "timezone": "Europe/Atlantis"}, {"timezone": "There is no such time zone: Europe/Atlantis"}),
    ({"name": "Eve", "timezone": "../../etc/passwd"}, {"timezone": "There is no such time zone: ../../etc/passwd"}),
    ({"name": "Eve", "language": "fr"}, {"language": "Choose en or nl as language, not fr."}),
    ({"name": "Eve", "role": "administrator"}, {"role": "Extra inputs are not permitted"}),
    ({"name": "Eve", "Department": "Planning"}, {"Department": "Extra inputs are not permitted"}),
    (
        {"name": True, "function": {}},
        {"name": "Input should be a valid string", "function": "Input should be a valid string"},
    ),
]


def test_person_that_cannot_be_is_refused_by_field(call_as, chen):
    # given
    calling = call_as(chen)

    # when
    answers = [calling("PUT", "/people/eve@brink-waal.example", body) for body, _faults in REFUSED]

    # then
    assert [(answer.status, answer.faults) for answer in answers] == [(422, faults) for _body, faults in REFUSED]
    assert {answer.body["code"] for answer in answers} == {"not-valid"}
    assert db.session.scalar(select(Person).where(Person.email == "eve@brink-waal.example")) is None


def test_half_a_sign_is_refused(call_as, chen):
    # when
    body = b'{"name": "Eve \\ud800"}'
    answer = call_as(chen)("PUT", "/people/eve@brink-waal.example", data=body, content_type="application/json")

    # then
    assert (answer.status, list(answer.faults)) == (422, ["name"])


def test_whole_sign_in_two_halves_is_kept(call_as, chen):
    # when
    body = b'{"name": "Eve \\ud83c\\udf31"}'
    answer = call_as(chen)("PUT", "/people/eve@brink-waal.example", data=body, content_type="application/json")

    # then
    assert (answer.status, answer.body["name"]) == (201, "Eve 🌱")


def test_address_that_is_none_is_refused(call_as, chen):
    # given
    addresses = ["eve", "eve@", "@brink-waal.example", "eve@localhost", "e ve@x.example", "a@b@c.example"]
    calling = call_as(chen)

    # when
    put = [calling("PUT", f"/people/{address}", {"name": "Eve"}) for address in addresses]
    got = [calling("GET", f"/people/{address}") for address in addresses]

    # then
    assert [(answer.status, answer.faults) for answer in put] == [
        (422, {"email": f"This is not an e-mail address: {address}"}) for address in addresses
    ]
    assert [(answer.status, answer.body["code"]) for answer in got] == [(404, "person-missing")] * len(addresses)


def test_person_who_left_stays_gone_when_they_are_updated(call_as, chen, add_person):
    # given
    add_person("Fay Out", active=False)

    # when
    answer = call_as(chen)("PUT", "/people/fay@brink-waal.example", {"department": "Planning"})

    # then
    assert (answer.status, answer.body["department"], answer.body["active"]) == (200, "Planning", False)


def test_same_new_person_from_two_programs_at_once_is_one(app, call_as, chen):
    # given
    callers = [call_as(chen) for _ in range(4)]
    statuses: list[int] = []

    def put(calling):
        with app.app_context():
            statuses.append(calling("PUT", "/people/eve@brink-waal.example", EVE).status)

    # when
    threads = [Thread(target=put, args=(calling,)) for calling in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # then
    assert sorted(statuses) == [200, 200, 200, 201]
    assert db.session.scalar(select(func.count()).where(Person.email == "eve@brink-waal.example")) == 1


def test_list_of_people_is_in_order_of_name_and_searched(call_as, chen, ada, bo, dana, add_person):
    # given
    add_person("Fay Out", active=False)
    calling = call_as(chen)
    asked = ("", "?text=PETR", "?department=Field service", "?location=Deventer&text=o", "?department=Nowhere", "?text=%25")

    # when
    found = [[person["email"].partition("@")[0] for person in calling("GET", f"/people{query}").body["items"]] for query in asked]

    # then
    assert found == [["ada", "bo", "chen", "dana"], ["dana"], ["bo"], ["ada", "bo"], [], []]
