"""Answers by API."""

from datetime import timedelta

import pytest

ADA, DANA = "ada@brink-waal.example", "dana@brink-waal.example"


def row(email, name, answer, seat, *, place=None, via=None, at=None, comment=""):
    return {
        "email": email,
        "name": name,
        "answer": answer,
        "seat": seat,
        "place_in_line": place,
        "via": via,
        "answered_at": at,
        "comment": comment,
    }


def test_list_shows_everybody_with_answer_seat_and_place(call_as, chen, ada, dana, bo, colleagues, meetup, say, now):
    # given
    eve, fay = colleagues(2)
    session = meetup(invited=[fay, dana, ada, bo, eve], capacity=1)
    for minute, (person, word) in enumerate([(ada, "accepted"), (dana, "accepted"), (bo, "accepted"), (eve, "tentative")]):
        say(session, person, word, at=now + timedelta(minutes=minute), comment="Soup!" if person is ada else None)

    # when
    answer = call_as(chen)("GET", f"/sessions/{session.id}/rsvps")

    # then
    assert (answer.status, answer.body["total"], answer.body["next"]) == (200, 5, None)
    assert answer.body["items"] == [
        row(ADA, "Ada Okafor", "accepted", "seated", via="web", at="2026-12-01T09:00:00+00:00", comment="Soup!"),
        row("bo@brink-waal.example", "Bo Lindqvist", "accepted", "waiting", place=2, via="web", at="2026-12-01T09:02:00+00:00"),
        row(DANA, "Dana Petrov", "accepted", "waiting", place=1, via="web", at="2026-12-01T09:01:00+00:00"),
        row("p000@brink-waal.example", "P000 Colleague", "tentative", "none", via="web", at="2026-12-01T09:03:00+00:00"),
        row("p001@brink-waal.example", "P001 Colleague", "needs-action", "none"),
    ]


def test_place_in_line_is_right_on_every_page(call_as, chen, colleagues, meetup, say):
    # given
    people = colleagues(5)
    session, calling = meetup(invited=people, capacity=1), call_as(chen)
    for person in reversed(people):
        say(session, person, "accepted")

    # when
    places, following = [], f"/sessions/{session.id}/rsvps?per_page=2"
    while following:
        page = calling("GET", following).body
        places += [item["place_in_line"] for item in page["items"]]
        following = page["next"]

    # then
    assert places == [4, 3, 2, 1, None]


@pytest.mark.parametrize(
    ("word", "seat"),
    [("accepted", "seated"), ("tentative", "none"), ("declined", "none")],
)
def test_person_answers_for_themselves(call_as, ada, meetup, word, seat):
    # given
    session = meetup(invited=[ada])

    # when
    answer = call_as(ada)("PUT", f"/sessions/{session.id}/rsvps/ADA%40Brink-Waal.example", {"answer": word, "comment": " Hi "})

    # then
    assert (answer.status, {**answer.body, "answered_at": "now"}) == (
        200,
        row(ADA, "Ada Okafor", word, seat, via="api", at="now", comment="Hi"),
    )


def test_person_with_a_plus_in_the_address_answers(call_as, add_person, meetup):
    # given
    plus = add_person("Pia Plus", email="pia+work@brink-waal.example")
    session, calling = meetup(invited=[plus]), call_as(plus)

    # when
    paths = ("pia+work@brink-waal.example", "pia%2Bwork%40brink-waal.example")
    answers = [calling("PUT", f"/sessions/{session.id}/rsvps/{path}", {"answer": "accepted"}) for path in paths]

    # then
    assert [(answer.status, answer.body["email"]) for answer in answers] == [(200, "pia+work@brink-waal.example")] * 2


def test_comment_stays_when_left_out_or_null_and_goes_when_empty(call_as, ada, meetup):
    # given
    session, calling = meetup(invited=[ada]), call_as(ada)
    bodies = [{"comment": "Soup!"}, {}, {"comment": None}, {"comment": ""}]

    # when
    comments = [
        calling("PUT", f"/sessions/{session.id}/rsvps/{ADA}", {"answer": "accepted", **body}).body["comment"] for body in bodies
    ]

    # then
    assert comments == ["Soup!", "Soup!", "Soup!", ""]


def test_host_and_manager_answer_for_somebody(call_as, bo, chen, admin, ada, meetup):
    # given
    session = meetup(invited=[ada])

    # when
    words = [(bo, "accepted"), (chen, "declined"), (admin, "tentative")]
    answers = [call_as(person)("PUT", f"/sessions/{session.id}/rsvps/{ADA}", {"answer": word}) for person, word in words]

    # then
    assert [(answer.status, answer.body["answer"]) for answer in answers] == [
        (200, "accepted"),
        (200, "declined"),
        (200, "tentative"),
    ]


def test_nobody_else_answers_for_somebody(call_as, ada, dana, colleagues, meetup, room):
    # given
    (eve,) = colleagues(1)
    session = meetup(invited=[ada, eve])

    # when
    answers = [call_as(person)("PUT", f"/sessions/{session.id}/rsvps/{ADA}", {"answer": "declined"}) for person in (dana, eve)]

    # then
    assert [(answer.status, answer.body["code"]) for answer in answers] == [(404, "session-missing")] * 2
    assert room(session)["Ada"] == ("needs-action", "none", None)


def test_person_withdrawn_is_an_outsider_again(call_as, chen, ada, meetup):
    # given
    session = meetup(invited=[ada])
    call_as(chen)("DELETE", f"/sessions/{session.id}/invitations/{ADA}")

    # when
    answers = [
        call_as(ada)("PUT", f"/sessions/{session.id}/rsvps/{ADA}", {"answer": "accepted"}),
        call_as(ada)("GET", f"/sessions/{session.id}"),
    ]

    # then
    assert [answer.status for answer in answers] == [404, 404]


def test_answer_for_who_is_not_invited_or_unknown(call_as, chen, dana, meetup):
    # given
    session, calling = meetup(), call_as(chen)

    # when
    answers = [
        calling("PUT", f"/sessions/{session.id}/rsvps/{email}", {"answer": "accepted"})
        for email in (DANA, "nobody@brink-waal.example", "no address")
    ]

    # then
    assert [(answer.status, answer.body["code"]) for answer in answers] == [
        (404, "not-invited"),
        (404, "unknown-people"),
        (404, "unknown-people"),
    ]


REFUSED = [
    ({}, "answer"),
    ({"answer": None}, "answer"),
    ({"answer": "yes"}, "answer"),
    ({"answer": "ACCEPTED"}, "answer"),
    ({"answer": "needs-action"}, "answer"),
    ({"answer": ["accepted"]}, "answer"),
    ({"answer": "accepted", "comment": 5}, "comment"),
    ({"answer": "accepted", "comment": "a\x00b"}, "comment"),
    ({"answer": "accepted", "comment": "x" * 2001}, "comment"),
    ({"answer": "accepted", "guests": 2}, "guests"),
]


def test_answer_that_is_none_names_its_field(call_as, ada, meetup, room):
    # given
    session, calling = meetup(invited=[ada]), call_as(ada)

    # when
    answers = [calling("PUT", f"/sessions/{session.id}/rsvps/{ADA}", body) for body, _field in REFUSED]

    # then
    assert [(answer.status, list(answer.faults)) for answer in answers] == [(422, [field]) for _body, field in REFUSED]
    assert room(session)["Ada"] == ("needs-action", "none", None)


def test_full_session_puts_on_the_waiting_list_and_a_freed_seat_goes_on(call_as, ada, dana, meetup):
    # given
    session = meetup(invited=[ada, dana], capacity=1)
    path = f"/sessions/{session.id}/rsvps"
    call_as(ada)("PUT", f"{path}/{ADA}", {"answer": "accepted"})

    # when
    waits = call_as(dana)("PUT", f"{path}/{DANA}", {"answer": "accepted"})
    call_as(ada)("PUT", f"{path}/{ADA}", {"answer": "declined"})
    again = call_as(dana)("PUT", f"{path}/{DANA}", {"answer": "accepted"})

    # then
    assert [(answer.body["seat"], answer.body["place_in_line"]) for answer in (waits, again)] == [
        ("waiting", 1),
        ("seated", None),
    ]


def test_draft_takes_no_answers(call_as, chen, ada, meetup):
    # given
    session = meetup(invited=[ada], publish=False)

    # when
    hers = call_as(ada)("PUT", f"/sessions/{session.id}/rsvps/{ADA}", {"answer": "accepted"})
    managers = call_as(chen)("PUT", f"/sessions/{session.id}/rsvps/{ADA}", {"answer": "accepted"})

    # then
    assert [(answer.status, answer.body["code"]) for answer in (hers, managers)] == [
        (404, "session-missing"),
        (409, "wrong-state"),
    ]


def test_answer_after_the_start_is_too_late_but_not_for_the_host(call_as, bo, ada, meetup, clock, now):
    # given
    session = meetup(invited=[ada])
    clock.move_to(session.starts_at + timedelta(minutes=1))

    # when
    answers = [call_as(person)("PUT", f"/sessions/{session.id}/rsvps/{ADA}", {"answer": "accepted"}) for person in (ada, bo)]

    # then
    assert (answers[0].status, answers[0].body["code"], answers[0].body["title"]) == (409, "too-late", "Too late")
    assert (answers[1].status, answers[1].body["seat"]) == (200, "seated")
