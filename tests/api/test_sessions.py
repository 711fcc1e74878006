"""Sessions by API: created, read, changed, published, cancelled."""

import pytest
from sqlalchemy import func, select

from database import db
from sessions.models import ScheduledSession

LUNCH = {
    "title": "Lunch and learn",
    "kind": "meetup",
    "description": "**Soup** first.",
    "starts_at": "2026-12-08T12:00",
    "timezone": "Europe/Amsterdam",
    "duration_minutes": 45,
    "place": "Canteen",
    "address": "Kade 1, Deventer",
    "online_url": "https://meet.example/lunch",
    "capacity": 3,
    "rsvp_until": "2026-12-07T17:00",
    "shows_who_comes": True,
    "listed": True,
    "hosts": ["bo@brink-waal.example"],
}
AS_KEPT = {**LUNCH, "starts_at": "2026-12-08T12:00:00", "rsvp_until": "2026-12-07T17:00:00", "cancel_reason": ""}


def made(answer) -> dict:
    """What was made, without what Foyer chose."""
    return {name: value for name, value in answer.body.items() if name not in {"id", "uid", "sequence", "state"}}


def test_session_is_created_with_every_field_as_a_draft(call_as, chen, bo):
    # when
    answer = call_as(chen)("POST", "/sessions", LUNCH)

    # then
    assert (answer.status, made(answer)) == (201, AS_KEPT)
    assert {name: answer.body[name] for name in ("id", "sequence", "state")} == {"id": 1, "sequence": 0, "state": "draft"}
    assert answer.body["uid"].endswith("@brink-waal.example")
    assert answer.headers["Location"] == "/api/v1/sessions/1"
    assert call_as(chen)("GET", "/sessions/1") == (200, answer.body)


@pytest.mark.parametrize("nothing", [{}, dict.fromkeys(set(LUNCH) - {"title", "starts_at"})])
def test_session_needs_only_a_title_and_a_start(call_as, add_person, nothing):
    # given
    manager = add_person("Gus Lima", role="community_manager", timezone="Europe/Lisbon")

    # when
    answer = call_as(manager)("POST", "/sessions", {"title": " Lunch ", "starts_at": "2026-12-08T12:00", **nothing})

    # then
    assert (answer.status, made(answer)) == (
        201,
        {
            "title": "Lunch",
            "kind": "training",
            "description": "",
            "starts_at": "2026-12-08T12:00:00",
            "timezone": "Europe/Lisbon",
            "duration_minutes": 60,
            "place": "",
            "address": "",
            "online_url": "",
            "capacity": None,
            "rsvp_until": None,
            "shows_who_comes": False,
            "listed": False,
            "hosts": ["gus@brink-waal.example"],
            "cancel_reason": "",
        },
    )


REFUSED = [
    ({"title": ""}, "title"),
    ({"title": None}, "title"),
    ({"title": "x" * 201}, "title"),
    ({"title": "a\x00b"}, "title"),
    ({"starts_at": None}, "starts_at"),
    ({"kind": "party"}, "kind"),
    ({"timezone": "Europe/Atlantis"}, "timezone"),
    ({"duration_minutes": 0}, "duration_minutes"),
    ({"duration_minutes": -60}, "duration_minutes"),
    ({"duration_minutes": 60.5}, "duration_minutes"),
    ({"duration_minutes": "60"}, "duration_minutes"),
    ({"duration_minutes": True}, "duration_minutes"),
    ({"duration_minutes": 10**30}, "duration_minutes"),
    ({"capacity": 0}, "capacity"),
    ({"capacity": 100_001}, "capacity"),
    ({"capacity": "3"}, "capacity"),
    ({"capacity": 2**63}, "capacity"),
    ({"place": 5}, "place"),
    ({"place": "x" * 201}, "place"),
    ({"address": "x" * 301}, "address"),
    ({"description": "x" * 20_001}, "description"),
    ({"description": ["Soup"]}, "description"),
    ({"online_url": "javascript:alert(1)"}, "online_url"),
    ({"online_url": "meet.example/lunch"}, "online_url"),
    ({"online_url": "https://[::1"}, "online_url"),
    ({"online_url": "https://meet.example/lunch\nATTENDEE:mailto:dana@brink-waal.example"}, "online_url"),
    ({"rsvp_until": "2026-12-08T12:01"}, "rsvp_until"),
    ({"shows_who_comes": "yes"}, "shows_who_comes"),
    ({"shows_who_comes": 1}, "shows_who_comes"),
    ({"listed": 1}, "listed"),
    ({"hosts": []}, "hosts"),
    ({"hosts": "bo@brink-waal.example"}, "hosts"),
    ({"hosts": [{"email": "bo@brink-waal.example"}]}, "hosts.0"),
    ({"capactiy": 3}, "capactiy"),
    ({"id": 7}, "id"),
    ({"state": "published"}, "state"),
]


def test_session_that_cannot_be_is_refused_by_field(call_as, chen, bo):
    # given
    calling = call_as(chen)

    # when
    answers = [(changes, calling("POST", "/sessions", {**LUNCH, **changes})) for changes, _field in REFUSED]

    # then
    assert [(changes, answer.status, list(answer.faults)) for changes, answer in answers] == [
        (changes, 422, [field]) for changes, field in REFUSED
    ]
    assert db.session.scalar(select(func.count()).select_from(ScheduledSession)) == 0


def test_hosts_nobody_knows_and_hosts_who_left_are_named(call_as, chen, bo, add_person):
    # given
    add_person("Fay Out", active=False)
    hosts = ["BO@brink-waal.example", "nobody@brink-waal.example", "fay@brink-waal.example"]

    # when
    answer = call_as(chen)("POST", "/sessions", {**LUNCH, "hosts": hosts})

    # then
    assert (answer.status, answer.body["code"], answer.body["errors"]) == (
        422,
        "unknown-people",
        [
            {"field": "hosts", "message": "Nobody has the address nobody@brink-waal.example."},
            {"field": "hosts", "message": "fay@brink-waal.example is not active any more."},
        ],
    )


def test_hosts_stand_in_the_order_given_each_once(call_as, chen, bo, ada):
    # when
    hosts = [" ADA@brink-waal.example ", "bo@brink-waal.example", "ada@brink-waal.example"]
    answer = call_as(chen)("POST", "/sessions", {**LUNCH, "hosts": hosts})

    # then
    assert answer.body["hosts"] == ["ada@brink-waal.example", "bo@brink-waal.example"]


CHANGES = [
    ({}, {}),
    ({"title": "Supper and learn"}, {"title": "Supper and learn"}),
    ({"starts_at": "2026-12-09T13:30:00"}, {"starts_at": "2026-12-09T13:30:00"}),
    ({"duration_minutes": 90}, {"duration_minutes": 90}),
    ({"kind": "training", "shows_who_comes": False}, {"kind": "training", "shows_who_comes": False}),
    ({"listed": False}, {"listed": False}),
    (
        {"description": None, "place": None, "address": None, "online_url": None},
        {"description": "", "place": "", "address": "", "online_url": ""},
    ),
    ({"capacity": None, "rsvp_until": None}, {"capacity": None, "rsvp_until": None}),
    ({"capacity": 5, "rsvp_until": "2026-12-08T10:00"}, {"capacity": 5, "rsvp_until": "2026-12-08T10:00:00"}),
    ({"hosts": ["chen@brink-waal.example"]}, {"hosts": ["chen@brink-waal.example"]}),
    ({"timezone": "Europe/Lisbon"}, {"timezone": "Europe/Lisbon"}),
]


def test_only_what_is_sent_changes_and_null_empties(call_as, chen, bo):
    # given
    calling = call_as(chen)
    made_anew = [calling("POST", "/sessions", LUNCH).body["id"] for _ in CHANGES]

    # when
    answers = [calling("PATCH", f"/sessions/{id_}", body) for id_, (body, _changed) in zip(made_anew, CHANGES, strict=True)]

    # then
    assert [(answer.status, made(answer)) for answer in answers] == [(200, {**AS_KEPT, **changed}) for _body, changed in CHANGES]
    assert [calling("GET", f"/sessions/{id_}").body for id_ in made_anew] == [answer.body for answer in answers]


def test_what_a_session_cannot_be_without_takes_no_null(call_as, chen, bo):
    # given
    fields = ["title", "kind", "starts_at", "timezone", "duration_minutes", "shows_who_comes", "listed", "hosts"]
    calling = call_as(chen)
    before = calling("POST", "/sessions", LUNCH).body

    # when
    answers = [calling("PATCH", "/sessions/1", {field: None, "place": "Attic"}) for field in fields]

    # then
    assert [(answer.status, list(answer.faults)) for answer in answers] == [(422, [field]) for field in fields]
    assert calling("GET", "/sessions/1") == (200, before)


def test_host_without_a_role_changes_their_own_session_only(call_as, bo, ada, meetup):
    # given
    mine, other = meetup(), meetup(host_ids=(ada.id,))
    calling = call_as(bo)

    # when
    answers = [calling("PATCH", f"/sessions/{session.id}", {"place": "Attic"}) for session in (mine, other)]

    # then
    assert [answer.status for answer in answers] == [200, 404]


def test_new_time_of_a_published_session_counts_and_tells(call_as, chen, ada, bo, meetup, posted):
    # given
    session = meetup(invited=[ada])
    calling = call_as(chen)

    # when
    answers = [calling("PATCH", f"/sessions/{session.id}", {"starts_at": "2026-12-09T10:00"}) for _ in range(2)]

    # then
    assert [(answer.status, answer.body["sequence"], answer.body["starts_at"]) for answer in answers] == [
        (200, 1, "2026-12-09T10:00:00")
    ] * 2
    assert posted(session)[-1] == ("update", "ada", 1, "queued")


def test_publishing_invites_and_happens_once(call_as, chen, ada, bo, posted):
    # given
    calling = call_as(chen)
    calling("POST", "/sessions", LUNCH)
    calling("POST", "/sessions/1/invitations", {"people": ["ada@brink-waal.example"]})

    # when
    first, second = (calling("POST", "/sessions/1/publication") for _ in range(2))

    # then
    assert (first.status, first.body["state"], made(first)) == (200, "published", AS_KEPT)
    assert (second.status, second.body) == (
        409,
        {
            "type": "about:blank",
            "title": "Not possible in this state",
            "status": 409,
            "detail": "This session has been published already.",
            "code": "wrong-state",
        },
    )
    assert posted(db.session.get(ScheduledSession, 1)) == [("invitation", "ada", 0, "queued")]


def test_draft_in_the_past_is_not_published(call_as, chen):
    # given
    calling = call_as(chen)
    calling("POST", "/sessions", {"title": "Lunch", "starts_at": "2026-11-30T12:00"})

    # when
    answer = calling("POST", "/sessions/1/publication")

    # then
    assert (answer.status, answer.body["code"], calling("GET", "/sessions/1").body["state"]) == (409, "wrong-state", "draft")


def test_cancelling_keeps_the_reason_and_happens_once(call_as, chen, ada, meetup, posted):
    # given
    session = meetup(invited=[ada])
    calling = call_as(chen)

    # when
    first, second = (calling("POST", f"/sessions/{session.id}/cancellation", {"reason": " Snow. "}) for _ in range(2))

    # then
    shown = {name: first.body[name] for name in ("state", "cancel_reason", "sequence")}
    assert (first.status, shown) == (200, {"state": "cancelled", "cancel_reason": "Snow.", "sequence": 1})
    assert (second.status, second.body["code"]) == (409, "wrong-state")
    assert posted(session)[-1][:3] == ("cancellation", "ada", 1)


def test_cancelling_needs_no_reason(call_as, chen, meetup):
    # given
    bodies = [None, {}, {"reason": ""}, {"reason": None}, {"reason": "x" * 2001}, {"why": "Snow"}]
    calling = call_as(chen)

    # when
    statuses = [calling("POST", f"/sessions/{meetup().id}/cancellation", body).status for body in bodies]

    # then
    assert statuses == [200, 200, 200, 422, 422, 422]


def test_cancelled_session_stands_still(call_as, chen, ada, meetup):
    # given
    session, calling = meetup(invited=[ada]), call_as(chen)
    calling("POST", f"/sessions/{session.id}/cancellation", {})
    calls = [
        ("PATCH", "", {"title": "Anew"}),
        ("POST", "/publication", None),
        ("POST", "/invitations", {"people": ["chen@brink-waal.example"]}),
        ("PUT", "/rsvps/ada@brink-waal.example", {"answer": "accepted"}),
    ]

    # when
    answers = [calling(method, f"/sessions/{session.id}{rest}", body) for method, rest, body in calls]

    # then
    assert [(answer.status, answer.body["code"]) for answer in answers] == [(409, "wrong-state")] * 4


def test_fewer_seats_than_are_taken_is_a_conflict(call_as, chen, ada, dana, meetup, say):
    # given
    session = meetup(invited=[ada, dana], capacity=3)
    for person in (ada, dana):
        say(session, person, "accepted")

    # when
    answer = call_as(chen)("PATCH", f"/sessions/{session.id}", {"capacity": 1})

    # then
    assert (answer.status, answer.body["code"], answer.body["title"]) == (409, "capacity-taken", "Seats are taken")


def test_list_of_sessions_begins_with_the_latest_start(call_as, chen, bo):
    # given
    calling = call_as(chen)
    for day in (8, 10, 9):
        calling("POST", "/sessions", {"title": f"Day {day}", "starts_at": f"2026-12-{day:02}T12:00"})

    # when
    found = calling("GET", "/sessions").body

    # then
    assert [session["title"] for session in found["items"]] == ["Day 10", "Day 9", "Day 8"]
    assert found["items"][0] == calling("GET", "/sessions/2").body
