"""Inviting and withdrawing by API."""

from sqlalchemy import func, insert, select

from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person


def test_people_and_departments_are_invited_once(call_as, chen, ada, bo, dana, meetup, posted):
    # given
    session, calling = meetup(), call_as(chen)
    body = {
        "people": ["ADA@brink-waal.example", "dana@brink-waal.example", "ada@brink-waal.example"],
        "departments": ["Door seals"],
    }

    # when
    answers = [calling("POST", f"/sessions/{session.id}/invitations", body) for _ in range(2)]
    more = calling("POST", f"/sessions/{session.id}/invitations", {"departments": ["Field service", "Purchasing"]})

    # then
    assert answers == [(200, {"invited": 2, "already_invited": 0}), (200, {"invited": 0, "already_invited": 2})]
    assert more == (200, {"invited": 1, "already_invited": 1})
    assert sorted(name for _kind, name, _sequence, _state in posted(session)) == ["ada", "bo", "dana"]


def test_draft_invites_and_tells_nobody(call_as, chen, ada, meetup, posted):
    # given
    session = meetup(publish=False)

    # when
    answer = call_as(chen)("POST", f"/sessions/{session.id}/invitations", {"people": ["ada@brink-waal.example"]})

    # then
    assert (answer, posted(session)) == ((200, {"invited": 1, "already_invited": 0}), [])


def test_nobody_is_invited_when_one_address_is_unknown(call_as, chen, ada, meetup, room, add_person):
    # given
    session = meetup()
    add_person("Fay Out", active=False)
    body = {"people": ["ada@brink-waal.example", "x@brink-waal.example", "not an address", "FAY@brink-waal.example"]}

    # when
    answer = call_as(chen)("POST", f"/sessions/{session.id}/invitations", body)

    # then
    assert (answer, room(session)) == (
        (
            422,
            {
                "type": "about:blank",
                "title": "Unknown people",
                "status": 422,
                "detail": "Nobody was invited or changed: see errors.",
                "code": "unknown-people",
                "errors": [
                    {"field": "people", "message": "Nobody has the address x@brink-waal.example."},
                    {"field": "people", "message": "Nobody has the address not an address."},
                    {"field": "people", "message": "fay@brink-waal.example is not active any more."},
                ],
            },
        ),
        {},
    )


def test_nobody_is_invited_when_a_department_is_unknown(call_as, chen, ada, meetup, room, add_person):
    # given
    session = meetup()
    add_person("Fay Out", department="Archive", active=False)

    # when
    body = {"people": ["ada@brink-waal.example"], "departments": ["Door seals", "Dor seals", "Archive", ""]}
    answer = call_as(chen)("POST", f"/sessions/{session.id}/invitations", body)

    # then
    assert (answer.status, answer.body["code"], room(session)) == (422, "unknown-departments", {})
    assert [fault["message"] for fault in answer.body["errors"]] == [
        "Nobody works in the department Dor seals.",
        "Nobody works in the department Archive.",
        "Nobody works in the department .",
    ]


REFUSED = [
    ({"people": "ada@brink-waal.example"}, "people"),
    ({"people": None}, "people"),
    ({"people": [None]}, "people.0"),
    ({"people": ["ada@brink-waal.example", 7]}, "people.1"),
    ({"people": ["a\x00@brink-waal.example"]}, "people.0"),
    ({"departments": {"name": "Door seals"}}, "departments"),
    ({"emails": ["ada@brink-waal.example"]}, "emails"),
]


def test_invitations_of_the_wrong_shape_name_their_field(call_as, chen, meetup):
    # given
    session, calling = meetup(), call_as(chen)

    # when
    answers = [calling("POST", f"/sessions/{session.id}/invitations", body) for body, _field in REFUSED]

    # then
    assert [(answer.status, list(answer.faults)) for answer in answers] == [(422, [field]) for _body, field in REFUSED]


def test_inviting_nobody_is_no_fault(call_as, chen, meetup):
    assert call_as(chen)("POST", f"/sessions/{meetup().id}/invitations", {}) == (200, {"invited": 0, "already_invited": 0})


def test_ten_thousand_people_are_invited_in_one_call(call_as, chen, meetup, now):
    # given
    session, calling = meetup(), call_as(chen)
    emails = [f"colleague{number}@brink-waal.example" for number in range(10_000)]
    with transaction() as database:
        rows = [{"email": email, "name": "Colleague", "created_at": now, "search_text": ""} for email in emails]
        database.execute(insert(Person), rows)

    # when
    answers = [calling("POST", f"/sessions/{session.id}/invitations", {"people": emails}) for _ in range(2)]

    # then
    assert answers == [(200, {"invited": 10_000, "already_invited": 0}), (200, {"invited": 0, "already_invited": 10_000})]
    assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 10_000


def test_many_unknown_addresses_are_named_up_to_a_hundred(call_as, chen, meetup):
    # when
    emails = [f"nobody{number}@brink-waal.example" for number in range(10_000)]
    answer = call_as(chen)("POST", f"/sessions/{meetup().id}/invitations", {"people": emails})

    # then
    assert (answer.status, answer.body["code"], len(answer.body["errors"])) == (422, "unknown-people", 100)


def test_withdrawing_tells_that_person_alone_and_happens_once(call_as, chen, ada, dana, meetup, posted):
    # given
    session, calling = meetup(invited=[ada, dana]), call_as(chen)

    # when
    answers = [calling("DELETE", f"/sessions/{session.id}/invitations/ADA%40brink-waal.example") for _ in range(2)]
    unknown = calling("DELETE", f"/sessions/{session.id}/invitations/nobody@brink-waal.example")

    # then
    assert answers[0] == (204, None)
    assert [(answer.status, answer.body["code"]) for answer in (answers[1], unknown)] == [
        (404, "not-invited"),
        (404, "unknown-people"),
    ]
    assert [row[:2] for row in posted(session)][2:] == [("withdrawal", "ada")]
    assert [row["email"] for row in calling("GET", f"/sessions/{session.id}/rsvps").body["items"]] == ["dana@brink-waal.example"]


def test_person_with_a_plus_in_the_address_is_withdrawn(call_as, chen, add_person, meetup):
    # given
    plus = add_person("Pia Plus", email="pia+work@brink-waal.example")
    session = meetup(invited=[plus])

    # then
    assert call_as(chen)("DELETE", f"/sessions/{session.id}/invitations/pia+work@brink-waal.example") == (204, None)


def test_withdrawn_person_is_invited_anew(call_as, chen, ada, meetup):
    # given
    session, calling = meetup(invited=[ada]), call_as(chen)
    calling("DELETE", f"/sessions/{session.id}/invitations/ada@brink-waal.example")

    # when
    answer = calling("POST", f"/sessions/{session.id}/invitations", {"people": ["ada@brink-waal.example"]})

    # then
    assert answer == (200, {"invited": 1, "already_invited": 0})


def test_address_beyond_ascii_is_the_same_however_it_is_written(call_as, chen, meetup, room):
    # given
    session, calling = meetup(), call_as(chen)
    calling("PUT", "/people/eve@b\u00fccher.example", {"name": "Eve"})

    # when
    answers = [
        calling("POST", f"/sessions/{session.id}/invitations", {"people": [address]})
        for address in ("EVE@b\u00fccher.example", "eve@xn--bcher-kva.example")
    ]

    # then
    assert answers == [(200, {"invited": 1, "already_invited": 0}), (200, {"invited": 0, "already_invited": 1})]
    assert list(room(session)) == ["Eve"]
