"""Who may call, and how everything that goes wrong is said."""

from database import transaction
from people import people, tokens
from security import public

NO_TOKEN = {
    "type": "about:blank",
    "title": "Not signed in",
    "status": 401,
    "detail": "Send a valid token: Authorization: Bearer foyer_...",
    "code": "not-signed-in",
}


NO_TOKENS = [
    {},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer foyer_nonsense"},
    {"Authorization": "Basic Y2hlbjpjaGVu"},
    {"Authorization": "Bearer \xff\xe9"},
]


def test_call_without_a_valid_token_is_told_how_to_send_one(call):
    # when
    answers = [call("GET", "/people", headers=headers) for headers in NO_TOKENS]

    # then
    assert answers == [(401, NO_TOKEN)] * len(NO_TOKENS)
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {'Bearer realm="Foyer"'}


def test_token_works_until_it_is_revoked(chen, call_as, now):
    # given
    calling = call_as(chen)
    before = calling("GET", "/people").status

    # when
    with transaction():
        tokens.revoke(tokens.tokens_of(chen)[0].id, person=chen, now=now)

    # then
    assert (before, calling("GET", "/people")) == (200, (401, NO_TOKEN))


def test_token_of_a_person_who_left_works_no_more_and_works_again_when_they_are_back(chen, call_as):
    # given
    calling = call_as(chen)
    statuses = []

    # when
    for change in (people.deactivate, people.reactivate):
        with transaction():
            change(chen)
        statuses.append(calling("GET", "/people").status)

    # then
    assert statuses == [401, 200]


def test_scheme_of_the_token_is_read_in_any_letter_case(call, chen, token_of):
    assert call("GET", "/people", headers={"Authorization": f"bEARER  {token_of(chen)} "}).status == 200


def test_sign_in_cookie_of_a_browser_opens_nothing(client_of, admin):
    assert client_of(admin).get("/api/v1/people").status_code == 401


FOR_MANAGERS = [
    ("GET", "/people", None),
    ("GET", "/people/ada@brink-waal.example", None),
    ("PUT", "/people/dana@brink-waal.example", {"name": "Dana the Great"}),
    ("GET", "/sessions", None),
    ("POST", "/sessions", {"title": "Coup", "starts_at": "2026-12-08T12:00"}),
    ("GET", "/mail/outgoing", None),
]


def test_what_managers_do_is_refused_to_everybody_else(call_as, ada, dana):
    # given
    callers = [call_as(ada), call_as(dana)]

    # when
    answers = [calling(method, path, body) for calling in callers for method, path, body in FOR_MANAGERS]

    # then
    assert {(answer.status, answer.body["code"], answer.body["title"]) for answer in answers} == {
        (403, "not-allowed", "Not allowed")
    }


def test_unknown_address_is_a_problem_and_a_page_stays_a_page(call, client):
    # when
    api, page = call("GET", "/nonsense"), client.get("/nonsense")

    # then
    assert (api.status, api.body["title"], api.body["code"]) == (404, "Not Found", "not-found")
    assert (page.status_code, page.content_type) == (404, "text/html; charset=utf-8")


def test_method_that_an_address_does_not_know_names_those_it_knows(call, call_as, chen):
    # when
    answers = [caller("POST", "/people", {}) for caller in (call, call_as(chen))]

    # then
    assert [(answer.status, answer.body["code"]) for answer in answers] == [(405, "method-not-allowed")] * 2
    assert set(answers[0].headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_fault_of_ours_is_a_problem_too_and_tells_nothing_of_the_inside(app, call):
    # given
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/api/v1/broken", view_func=public(lambda: 1 / 0), endpoint="broken")

    # when
    answer = call("GET", "/broken")

    # then
    assert (answer.status, answer.body["title"], "division" in str(answer.body)) == (500, "Internal Server Error", False)


BODIES = [
    ("application/json", b'{"name": "Eve"}', 201, None),
    ("application/json; charset=utf-8", b'{"name": "Eve"}', 201, None),
    ("APPLICATION/JSON;charset=UTF-8", b'{"name": "Eve"}', 201, None),
    ("text/plain", b'{"name": "Eve"}', 415, "not-json"),
    ("application/x-www-form-urlencoded", b"name=Eve", 415, "not-json"),
    ("application/x-www-form-urlencoded", b"", 415, "not-json"),
    ("multipart/form-data; boundary=x", b"--x--", 415, "not-json"),
    (None, b'{"name": "Eve"}', 415, "not-json"),
    ("application/json", b"{", 400, "bad-json"),
    ("application/json", b"\xff\xfe\xfd", 400, "bad-json"),
    ("application/json", b'["name", "Eve"]', 400, "bad-json"),
    ("application/json", b"null", 400, "bad-json"),
    ("application/json", b"[" * 100_000, 400, "bad-json"),
    ("application/json", b'{"name": ' + b"9" * 5000 + b"}", 400, "bad-json"),
    ("application/json", b"", 422, "not-valid"),
    (None, b"", 422, "not-valid"),
]


def test_body_has_to_be_a_json_object(call_as, chen):
    # given
    calling = call_as(chen)

    # when
    answers = [
        calling("PUT", f"/people/eve{number}@brink-waal.example", data=data, content_type=content_type)
        for number, (content_type, data, _status, _code) in enumerate(BODIES)
    ]

    # then
    assert [(answer.status, answer.body.get("code")) for answer in answers] == [
        (status, code) for _content_type, _data, status, code in BODIES
    ]


def test_body_may_be_large_but_not_endless(call_as, chen, meetup):
    # given
    session, calling = meetup(), call_as(chen)
    emails = [f"nobody.of.importance.{number:05}@brink-waal.example" for number in range(110_000)]

    # when
    answers = [calling("POST", f"/sessions/{session.id}/invitations", {"people": some}) for some in (emails, emails[:20_001])]

    # then
    assert [(answer.status, answer.body["code"]) for answer in answers] == [
        (413, "request-entity-too-large"),
        (422, "not-valid"),
    ]


def test_stranger_is_sent_away_before_the_body_is_read(call):
    assert call("PUT", "/people/eve@brink-waal.example", data=b"{", content_type="text/plain").status == 401


def test_number_that_no_row_has_leads_nowhere(call_as, chen):
    # given
    numbers = [0, 2**31, 2**63, 2**64, 10**40]
    calling = call_as(chen)

    # when
    statuses = [
        calling(method, f"/sessions/{number}{rest}", body).status for number in numbers for method, rest, body in OF_A_SESSION
    ]

    # then
    assert statuses == [404] * len(OF_A_SESSION) * len(numbers)


OF_A_SESSION = [
    ("GET", "", None),
    ("PATCH", "", {}),
    ("POST", "/publication", None),
    ("POST", "/cancellation", {}),
    ("POST", "/invitations", {}),
    ("DELETE", "/invitations/ada@brink-waal.example", None),
    ("GET", "/rsvps", None),
    ("PUT", "/rsvps/ada@brink-waal.example", {"answer": "accepted"}),
]


def test_outsider_learns_of_no_session(call_as, dana, ada, meetup):
    # given
    session, calling = meetup(invited=[ada]), call_as(dana)
    calls = [*OF_A_SESSION, ("PUT", "/rsvps/dana@brink-waal.example", {"answer": "accepted"})]

    # when
    of_this = [calling(method, f"/sessions/{session.id}{rest}", body) for method, rest, body in calls]
    of_none = [calling(method, f"/sessions/{session.id + 1}{rest}", body) for method, rest, body in calls]
    mail = calling("GET", f"/mail/outgoing?session={session.id}")

    # then
    assert [answer.status for answer in of_this] == [404] * len(calls)
    assert of_this == of_none
    assert (mail.status, mail.body["code"]) == (404, "session-missing")


def test_invited_person_sees_the_session_and_changes_nothing(call_as, ada, meetup, room):
    # given
    session, calling = meetup(invited=[ada]), call_as(ada)

    # when
    statuses = [calling(method, f"/sessions/{session.id}{rest}", body).status for method, rest, body in OF_A_SESSION]

    # then
    assert statuses == [200, 404, 404, 404, 404, 404, 404, 200]
    assert room(session) == {"Ada": ("accepted", "seated", None)}


UNWRITABLE = [
    ("GET", "/people/a%00b@brink-waal.example", 400),
    ("PUT", "/people/a%00b@brink-waal.example", 400),
    ("DELETE", "/sessions/1/invitations/%00", 400),
    ("GET", "/people?text=a%00b", 400),
    ("GET", "/people/a%ED%A0%80b@brink-waal.example", 404),
    ("GET", "/people/a%01b@brink-waal.example", 404),
    ("PUT", "/people/a%01b@brink-waal.example", 422),
]


def test_address_with_signs_that_no_text_holds_is_refused(call_as, chen):
    # given
    calling = call_as(chen)

    # when
    statuses = [
        calling(method, path, {"name": "Eve"} if method == "PUT" else None).status for method, path, _status in UNWRITABLE
    ]

    # then
    assert statuses == [status for _method, _path, status in UNWRITABLE]


SENSELESS = [
    ("text=a%01b", "text"),
    ("page=0", "page"),
    ("page=1000000000000000000000", "page"),
    ("page=two", "page"),
    ("per_page=501", "per_page"),
    ("page=1&page=2", "page"),
]


def test_question_that_makes_no_sense_names_its_field(call_as, chen):
    # given
    calling = call_as(chen)

    # when
    answers = [calling("GET", f"/people?{query}") for query, _field in SENSELESS]

    # then
    assert [(answer.status, answer.body["code"], list(answer.faults)) for answer in answers] == [
        (422, "not-valid", [field]) for _query, field in SENSELESS
    ]
