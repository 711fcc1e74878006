"""Courses by API: made, filled and called off as on the pages, read by those who may see them."""

import pytest
from sqlalchemy import select

from database import db
from sessions.models import ScheduledSession
from sessions.series.models import Series

PARTS = [
    {"starts_at": "2026-12-08T12:00", "duration_minutes": 90, "title": "Finding people"},
    {"starts_at": "2026-12-17T12:00"},
]
FIRST_STEPS = {
    "title": "First steps",
    "kind": "meetup",
    "description": "**Soup** first.",
    "timezone": "Europe/Lisbon",
    "place": "Room Spelt",
    "address": "Lift beside the stairs",
    "online_url": "https://meet.example/steps",
    "minimum_parts": 1,
}
OF_PARTS = {"capacity": 8, "shows_who_comes": True, "listed": True, "hosts": ["bo@brink-waal.example"]}
AS_DRAFTED = {"timezone": "Europe/Lisbon", "state": "draft"}


def test_a_course_is_drafted_with_all_that_can_be_said(call_as, chen, bo):
    # when
    answer = call_as(chen)("POST", "/courses", {**FIRST_STEPS, **OF_PARTS, "parts": PARTS})

    # then
    assert answer == (
        201,
        {
            **FIRST_STEPS,
            "id": 1,
            "programme": 1,
            "state": "draft",
            "cancel_reason": "",
            "parts": [
                {"number": 1, "title": "Finding people", "id": 1, "starts_at": "2026-12-08T12:00:00", **AS_DRAFTED},
                {"number": 2, "title": "", "id": 2, "starts_at": "2026-12-17T12:00:00", **AS_DRAFTED},
            ],
        },
    )
    assert answer.headers["Location"] == "/api/v1/courses/1"
    parts = [call_as(chen)("GET", f"/sessions/{number}").body for number in (1, 2)]
    assert [{name: part[name] for name in OF_PARTS} for part in parts] == [OF_PARTS, OF_PARTS]
    assert [part["duration_minutes"] for part in parts] == [90, 60]
    assert call_as(chen)("GET", "/courses").body["items"] == [answer.body]


def test_a_course_needs_only_a_title_and_two_parts(call_as, chen, course):
    # when
    answer = call_as(chen)("POST", "/courses", {"title": "Steps", "parts": [{"starts_at": part["starts_at"]} for part in PARTS]})

    # then
    assert {name: answer.body[name] for name in ("kind", "timezone", "place", "minimum_parts")} == {
        "kind": "training",
        "timezone": chen.timezone or "Europe/Amsterdam",
        "place": "",
        "minimum_parts": None,
    }
    assert call_as(chen)("GET", "/sessions/1").body["hosts"] == [chen.email]


WRONG = [
    ({"parts": PARTS[:1]}, "parts"),
    ({"parts": PARTS * 11}, "parts"),
    ({"parts": [*PARTS, {"starts_at": "2026-12-08T13:00"}]}, "parts"),
    ({"parts": [*PARTS, {"starts_at": "2027-03-28T02:30"}]}, "parts"),
    ({"parts": [*PARTS, {"starts_at": "soon"}]}, "parts.2.starts_at"),
    ({"parts": [*PARTS, {"starts_at": "2027-01-12T12:00", "rsvp_until": None}]}, "parts.2.rsvp_until"),
    ({"minimum_parts": 3}, "minimum_parts"),
    ({"title": "x" * 91}, "title"),
    ({"hosts": []}, "hosts"),
    ({"hosts": ["eve@x.example"]}, "hosts"),
    ({"timezone": "Europe/Atlantis"}, "timezone"),
    ({"parallel_to": 99}, "parallel_to"),
    ({"starts_at": "2026-12-08T12:00"}, "starts_at"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG, ids=lambda value: value if isinstance(value, str) else None)
def test_a_course_that_will_not_do_is_refused(call_as, chen, changes, field):
    # when
    answer = call_as(chen)("POST", "/courses", {"title": "Steps", "timezone": "Europe/Amsterdam", "parts": PARTS, **changes})

    # then
    assert (answer.status, list(answer.faults)) == (422, [field])
    assert db.session.scalars(select(Series)).all() == []


def test_a_parallel_group_is_of_the_same_programme(call_as, chen, course):
    # given
    made = course(parts=2, minimum=1)
    other = {"title": "First steps", "parts": [{"starts_at": "2027-01-12T12:00"}, {"starts_at": "2027-01-19T12:00"}]}

    # when
    answer = call_as(chen)("POST", "/courses", {**other, "parallel_to": made.id})

    # then
    assert (answer.status, answer.body["programme"]) == (201, made.id)


def test_a_course_is_filled_published_and_called_off(call_as, course, ada, bo, chen, dana, row_in):
    # given
    made, calling = course(publish=False, parts=2, minimum=1), call_as(bo)
    path = f"/courses/{made.id}"

    # when
    more = calling("POST", f"{path}/parts", {"starts_at": "2026-12-22T10:00", "title": "Looking back"})
    invited = [calling("POST", f"{path}/invitations", {"people": [ada.email, dana.email]}) for _ in range(2)]
    published = calling("POST", f"{path}/publication")
    withdrawn = calling("DELETE", f"{path}/invitations/{dana.email}")
    row = row_in(made, ada)
    called_off = calling("POST", f"{path}/cancellation", {"reason": "Too few of us."})

    # then
    assert (more.status, more.headers["Location"], more.body["parts"][2]["title"]) == (201, "/api/v1/sessions/3", "Looking back")
    assert invited == [(200, {"invited": 2, "already_invited": 0}), (200, {"invited": 0, "already_invited": 2})]
    assert (published.status, published.body["state"], {part["state"] for part in published.body["parts"]}) == (
        200,
        "published",
        {"published"},
    )
    assert (withdrawn.status, row_in(made, dana), row) == (
        204,
        [],
        [(1, "needs-action", "none"), (2, "needs-action", "none"), (3, "needs-action", "none")],
    )
    assert (called_off.status, called_off.body["state"], called_off.body["cancel_reason"]) == (200, "cancelled", "Too few of us.")
    again = [call_as(chen)("POST", f"{path}/{word}", body) for word, body in (("publication", None), ("cancellation", {}))]
    assert [(answer.status, answer.body["code"]) for answer in again] == [(409, "wrong-state")] * 2


@pytest.mark.parametrize("name", ["ada", "dana"])
def test_only_who_looks_after_a_course_changes_it(call_as, course, parts, ada, bo, chen, dana, name):
    # given: Ada is invited, Dana is not
    made = course(invited=[ada], parts=2, minimum=1)
    calling, path = call_as({"ada": ada, "dana": dana}[name]), f"/courses/{made.id}"

    # when
    answers = [
        calling("GET", "/courses"),
        calling("POST", "/courses", {"title": "Steps", "parts": PARTS}),
        calling("POST", f"{path}/parts", {"starts_at": "2026-12-22T10:00"}),
        calling("POST", f"{path}/invitations", {"people": [dana.email]}),
        calling("DELETE", f"{path}/invitations/{ada.email}"),
        calling("POST", f"{path}/publication"),
        calling("POST", f"{path}/cancellation", {}),
    ]

    # then
    assert [answer.status for answer in answers] == [403, 403, 404, 404, 404, 404, 404]
    assert len(db.session.scalars(select(ScheduledSession)).unique().all()) == 2


def test_a_part_is_not_added_at_the_time_of_another(call_as, course, bo):
    # given
    made = course(parts=2, minimum=1)

    # when
    answer = call_as(bo)("POST", f"/courses/{made.id}/parts", {"starts_at": "2026-12-08T10:30"})

    # then
    assert (answer.status, answer.faults) == (422, {"starts_at": "Part 1 of this course is at that time."})


def test_the_list_takes_as_many_queries_for_three_as_for_one(call_as, course, chen, count_queries):
    # given
    calling, counts = call_as(chen), []
    for more in (1, 2):
        for _ in range(more):
            course(parts=2, minimum=1)

        # when
        with count_queries() as made:
            calling("GET", "/courses")
        counts.append(len(made))

    # then
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("name", "status"), [("ada", 200), ("bo", 200), ("chen", 200), ("dana", 404)])
def test_a_course_is_read_by_whoever_is_in_it_or_looks_after_it(
    course, parts, client, token_of, ada, bo, chen, dana, name, status
):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    person = {"ada": ada, "bo": bo, "chen": chen, "dana": dana}[name]
    token = token_of(person)

    # when
    answer = client.get(f"/api/v1/courses/{made.id}", headers={"Authorization": f"Bearer {token}"})

    # then
    first, second = (one.id for one in parts(made))
    common = {"timezone": "Europe/Amsterdam", "state": "published"}
    told = {
        "id": made.id,
        "programme": made.id,
        "state": "published",
        "title": "First steps",
        "kind": "training",
        "description": "Soup first.",
        "timezone": "Europe/Amsterdam",
        "place": "Canteen",
        "address": "",
        "online_url": "",
        "minimum_parts": 1,
        "cancel_reason": "",
        "parts": [
            {"number": 1, "title": "Finding people", "id": first, "starts_at": "2026-12-08T10:00:00", **common},
            {"number": 2, "title": "", "id": second, "starts_at": "2026-12-15T10:00:00", **common},
        ],
    }
    assert (answer.status_code, answer.json if status == 200 else told) == (status, told)


def test_a_series_is_no_course_and_a_draft_is_nobodys_but_its_hosts(course, weekly, client, token_of, ada):
    # given
    numbers = [course(invited=[ada], publish=False, parts=2, minimum=1).id, weekly(invited=[ada]).id]
    headers = {"Authorization": f"Bearer {token_of(ada)}"}

    # when
    answers = [client.get(f"/api/v1/courses/{number}", headers=headers).status_code for number in numbers]

    # then
    assert answers == [404, 404]
