"""Where messages are, by API."""

import pytest

from database import transaction
from people import sign_in


def test_messages_of_a_session_newest_first(call_as, chen, ada, meetup, deliver, smtp_sink, now):
    # given
    session, calling = meetup(invited=[ada]), call_as(chen)
    deliver()
    calling("PATCH", f"/sessions/{session.id}", {"starts_at": "2026-12-09T10:00"})

    # when
    answer = calling("GET", f"/mail/outgoing?session={session.id}")

    # then
    shown = [
        {name: mail[name] for name in ("session", "email", "kind", "state", "sequence", "attempts", "error", "answered_at")}
        for mail in answer.body["items"]
    ]
    same = {
        "session": session.id,
        "email": "ada@brink-waal.example",
        "kind": "sessions.invitation",
        "error": "",
        "answered_at": None,
    }
    assert (answer.status, shown) == (
        200,
        [
            {**same, "kind": "sessions.update", "state": "queued", "sequence": 1, "attempts": 0},
            {**same, "kind": "sessions.invitation", "state": "sent", "sequence": 0, "attempts": 1},
        ],
    )
    assert set(answer.body["items"][0]) == {*shown[0], "id", "subject", "created_at", "due_at", "sent_at"}
    assert [bool(mail["sent_at"]) for mail in answer.body["items"]] == [False, True]


def test_manager_sees_all_messages_and_host_only_of_their_own_session(call_as, chen, bo, ada, meetup):
    # given
    mine, other = meetup(invited=[ada]), meetup(invited=[ada], host_ids=(ada.id,))
    asked = ("", f"?session={mine.id}", f"?session={other.id}")

    # when
    seen = [[call_as(person)("GET", f"/mail/outgoing{query}") for query in asked] for person in (chen, bo)]

    # then
    assert [(answer.status, answer.body["total"]) for answer in seen[0]] == [(200, 2), (200, 1), (200, 1)]
    assert [answer.status for answer in seen[1]] == [403, 200, 404]


@pytest.mark.parametrize(
    ("query", "status"),
    [("session=999", 404), ("session=0", 422), ("session=x", 422), ("session=99999999999999999999", 422), ("session=", 422)],
)
def test_session_that_is_none(call_as, chen, query, status):
    assert call_as(chen)("GET", f"/mail/outgoing?{query}").status == status


def test_nobody_sees_when_a_colleague_asked_to_sign_in(call_as, chen, admin, ada, meetup, now):
    # given
    session = meetup(invited=[ada])
    with transaction():
        sign_in.mail_link(ada, now=now)

    # when
    seen = [call_as(person)("GET", "/mail/outgoing").body for person in (chen, admin)]

    # then
    assert [([mail["session"] for mail in body["items"]], body["total"]) for body in seen] == [([session.id], 1)] * 2
