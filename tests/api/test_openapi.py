"""The description of the API, and the API held against it by calls that nobody would write by hand."""

import json
import subprocess
import sys
from contextvars import Context
from datetime import timedelta

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select

from champions.thanks import thanks
from champions.thanks.subjects import Subject
from database import db, transaction
from onboarding.goals.models import Goal
from people.directory import Filter
from sessions.kits import uses
from sessions.living import audiences, targets
from sessions.living.models import LivingAudience
from sessions.living.targets import Target
from sessions.models import ScheduledSession
from sessions.rounds import proposing
from tests.infra.installation import environment_of
from tests.infra.sources import ROOT

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 12
PLAIN = settings(
    max_examples=EXAMPLES,
    derandomize=True,  # the same calls on every run
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
OPERATIONS = [
    ("get", "/people", "list_people"),
    ("get", "/people/{email}", "get_person"),
    ("get", "/sessions", "list_sessions"),
    ("get", "/sessions/{session_id}/audiences", "list_audiences"),
    ("post", "/sessions/{session_id}/audiences", "add_audience"),
    ("delete", "/sessions/{session_id}/audiences/{audience_id}", "remove_audience"),
    ("get", "/courses/{course_id}/audiences", "list_course_audiences"),
    ("post", "/courses/{course_id}/audiences", "add_course_audience"),
    ("delete", "/courses/{course_id}/audiences/{audience_id}", "remove_course_audience"),
    ("post", "/sessions", "create_session"),
    ("get", "/sessions/{session_id}", "get_session"),
    ("patch", "/sessions/{session_id}", "patch_session"),
    ("post", "/sessions/{session_id}/publication", "publish_session"),
    ("post", "/sessions/{session_id}/invitations", "invite_people"),
    ("delete", "/sessions/{session_id}/invitations/{email}", "withdraw_invitation"),
    ("get", "/sessions/{session_id}/rsvps", "list_rsvps"),
    ("put", "/sessions/{session_id}/rsvps/{email}", "put_rsvp"),
    ("post", "/sessions/{session_id}/cancellation", "cancel_session"),
    ("get", "/mail/outgoing", "list_outgoing"),
    ("get", "/courses", "list_courses"),
    ("post", "/courses", "create_course"),
    ("get", "/goals", "list_goals"),
    ("get", "/goals/{goal_id}", "get_goal"),
    ("get", "/goals/{goal_id}/measurements", "list_measurements"),
    ("put", "/goals/{goal_id}/measurements/{day}", "put_measurement"),
    ("delete", "/goals/{goal_id}/measurements/{day}", "take_back_measurement"),
    ("put", "/goals/{goal_id}/served-by/{thing}/{number}", "put_served_by"),
    ("delete", "/goals/{goal_id}/served-by/{thing}/{number}", "delete_served_by"),
    ("delete", "/goals/served-by/{thing}/{number}", "delete_word"),
    ("post", "/participation/events", "send_events"),
    ("post", "/participation/totals", "send_totals"),
    ("get", "/participation/figures", "list_figures"),
    ("get", "/groups", "list_groups"),
    ("post", "/groups", "create_group"),
    ("get", "/groups/{group_id}", "get_group"),
    ("get", "/groups/{group_id}/members", "list_members"),
    ("post", "/groups/{group_id}/members", "bring_in"),
    ("delete", "/groups/{group_id}/members/{email}", "end_membership"),
    ("get", "/courses/{course_id}", "get_course"),
    ("post", "/courses/{course_id}/parts", "add_course_part"),
    ("post", "/courses/{course_id}/publication", "publish_course"),
    ("post", "/courses/{course_id}/invitations", "invite_to_course"),
    ("delete", "/courses/{course_id}/invitations/{email}", "withdraw_from_course"),
    ("post", "/courses/{course_id}/cancellation", "cancel_course"),
    ("get", "/series/{series_id}", "get_series"),
    ("get", "/series/{series_id}/rsvps", "list_series_rsvps"),
    ("put", "/series/{series_id}/rsvps/{email}", "put_series_rsvp"),
    ("get", "/formats", "list_formats"),
    ("get", "/formats/{key}", "get_format"),
    ("put", "/formats/{key}/interest", "put_format_interest"),
    ("delete", "/formats/{key}/interest", "delete_format_interest"),
    ("get", "/interests", "list_interests"),
    ("get", "/sessions/{session_id}/kit", "get_session_kit"),
    ("get", "/thanks", "list_thanks"),
    ("get", "/thanks/mine", "list_my_thanks"),
    ("post", "/thanks", "give_thanks"),
    ("put", "/thanks/{thanks_id}/sharing", "put_sharing"),
    ("delete", "/thanks/{thanks_id}", "remove_thanks"),
    ("put", "/sessions/{session_id}/interest", "put_session_interest"),
    ("delete", "/sessions/{session_id}/interest", "delete_session_interest"),
    ("get", "/rounds", "list_rounds"),
    ("get", "/rounds/{round_id}", "get_round"),
    ("get", "/rounds/{round_id}/groups", "get_round_groups"),
    ("put", "/rounds/{round_id}/sign-up/answer", "put_place_answer"),  # before Chen says something else, and before she leaves
    ("put", "/rounds/{round_id}/sign-up", "put_sign_up"),
    ("get", "/rounds/{round_id}/sign-up", "get_sign_up"),
    ("delete", "/rounds/{round_id}/sign-up", "delete_sign_up"),
    ("put", "/people/{email}", "put_person"),  # the last, for it may deactivate whom the others are about
]
SENSIBLE = {
    "group": 1,
    "session": None,
    "to": "ada@brink-waal.example",
    "words": "You stayed until the last phone was set up.",
    "starts_at": "2026-12-08T12:00",
    "rsvp_until": None,
    "timezone": "Europe/Lisbon",
    "online_url": "https://meet.example/",
    "hosts": ["chen@brink-waal.example"],
    "people": ["ada@brink-waal.example"],
    "departments": ["Purchasing"],
    "functions": [],
    "locations": [],
    "parts": [{"starts_at": "2027-01-11T10:00"}, {"starts_at": "2027-01-12T10:00", "title": "Looking back"}],
    "parallel_to": None,
    "language": "nl",
    "times": [1, 2],
    "places": [1],
    "languages": ["en"],
    "companions": ["ada@brink-waal.example"],
    "events": [{"person": "ada@brink-waal.example", "day": "2026-11-24", "act": "consume"}],
    "totals": [{"week": "2026-W47", "people": 2000, "consume": 900}],
}
WITH_BODIES = {"POST", "PUT", "PATCH"}


@pytest.fixture
def described(call):
    """The description, as anybody may read it."""
    return call("GET", "/openapi.json").body


def test_description_names_every_call_and_what_it_may_answer(described):
    # when
    found = {
        (method, path.removeprefix("/api/v1"), operation["operationId"]): sorted(operation["responses"])
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
    }

    # then
    assert sorted(found) == sorted(OPERATIONS)
    for (method, _path, _name), statuses in found.items():
        assert {"400", "401"} <= set(statuses)
        assert ({"413", "415"} <= set(statuses)) == (method.upper() in WITH_BODIES)


def test_description_asks_for_a_token_and_shows_errors_as_problem_details(described):
    # when
    kinds = {
        (status >= "400", kind)
        for operations in described["paths"].values()
        for operation in operations.values()
        for status, answer in operation["responses"].items()
        for kind in answer.get("content", {})
    }

    # then
    assert kinds == {(False, "application/json"), (True, "application/problem+json")}
    assert described["security"] == [{"bearer": []}]
    assert described["components"]["securitySchemes"] == {"bearer": {"type": "http", "scheme": "bearer"}}


def test_names_of_components_are_those_that_openapi_allows(described):
    assert [name for name in described["components"]["schemas"] if not name.isalnum()] == []


def test_description_shows_what_a_change_may_empty(described):
    # when
    fields = described["components"]["schemas"]["ChangedSession"]["properties"]

    # then
    emptied = {name for name, field in fields.items() if {"type": "null"} in field.get("anyOf", [])}
    assert emptied == {"description", "place", "address", "online_url", "capacity", "rsvp_until"}
    assert [name for name, field in fields.items() if "default" in field] == []


def exercise(operation, mode, known, headers) -> set[int]:
    """Calls one operation with generated values, two of three times about what exists; the statuses seen."""
    seen = set()
    if operation.path.startswith("/api/v1/courses"):
        known = {**known, "audience_id": known["audience_id of a course"]}
    here = {name: st.sampled_from(values) for name, values in known.items() if f"{{{name}}}" in operation.path}
    existing = st.fixed_dictionaries(here)

    @PLAIN
    @given(case=operation.as_strategy(mode), places=existing | existing | st.none())
    def call(case, places):
        if places is not None:
            case.path_parameters = {name: places[name] for name in case.path_parameters or ()}
        if places is not None and mode is GenerationMode.POSITIVE and isinstance(case.body, dict):
            case.body |= {name: SENSIBLE[name] for name in case.body if name in SENSIBLE}
            if operation.path.endswith("/audiences"):
                case.body = {name: value for name, value in case.body.items() if name != "group"} | {
                    "departments": ["Purchasing"]
                }
        seen.add(case.call_and_validate(headers=headers, checks=CHECKS).status_code)

    call()
    return seen


@pytest.fixture
def schema(app):
    """The description as schemathesis reads it; every call in a context of its own."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", lambda *call: Context().run(app, *call))


@pytest.fixture
def known(chen, ada, bo, dana, meetup, weekly, course, group, begun, measured, round_, sign_up, propose, now):
    """A draft, two published sessions of one seat, the same of series and courses, two rounds; people who are invited, new, and none."""
    sessions = [meetup(invited=[ada, dana], capacity=1, publish=publish).id for publish in (False, True, True)]
    series = [weekly(invited=[ada, dana], capacity=1, publish=publish).id for publish in (False, True, True)]
    courses = [course(invited=[ada, dana], parts=2, minimum=1, publish=publish).id for publish in (False, True)]
    emails = [ada.email, dana.email, "eve+lunch@x.example", "no address"]
    groups = [group(members=members, stewards=[chen]).id for members in ([ada, dana], [])]
    with transaction():
        uses.choose(db.session.get_one(ScheduledSession, sessions[1]), "first-steps")
    keys = ["first-steps", "profile-clinic", "no-format"]
    with transaction():
        for target in (*map(targets.of_session_numbered, sessions), *(Target(course_id=number) for number in courses)):
            audiences.open_at(target, Filter(departments=("Door seals",)), by=chen, now=now)
    asked = round_(hosts=[bo])  # whether their place suits
    for person in (ada, chen):
        sign_up(asked, person)
    propose(asked, [[ada, chen]], hosts=[bo])
    with transaction():
        proposing.ask(asked.id, now=now)
    goals = [begun().id, begun().id]
    measured(db.session.get_one(Goal, goals[0]), 40.0)
    of_courses = LivingAudience.course_id.is_not(None)
    return {
        "audience_id": list(db.session.scalars(select(LivingAudience.id).where(~of_courses))),
        "audience_id of a course": list(db.session.scalars(select(LivingAudience.id).where(of_courses))),
        "group_id": groups,
        "goal_id": goals,
        "day": ["2026-09-07", "2026-10-05", "no-day"],
        "thing": ["session"],
        "number": sessions,
        "round_id": [round_().id, asked.id],
        "thanks_id": _thanked(chen, bo, now=now),
        "key": keys,
        "session_id": sessions,
        "series_id": series,
        "course_id": courses,
        "email": emails,
    }


def _thanked(to, by, *, now):
    """More of them than calls take away."""
    with transaction():
        return [
            thanks.thank(to, "You stayed until the last phone was set up.", Subject(), by=by, now=now + timedelta(days=day)).id
            for day in range(4)
        ]


def test_every_call_answers_as_described(schema, known, chen, token_of):
    # given
    headers = {"Authorization": f"Bearer {token_of(chen)}"}

    # when
    seen = {
        name: exercise(schema[f"/api/v1{path}"][method.upper()], GenerationMode.POSITIVE, known, headers)
        for method, path, name in OPERATIONS
    }

    # then
    assert [name for name, statuses in seen.items() if min(statuses) >= 400] == []


def test_every_call_with_a_body_refuses_as_described(schema, known, chen, token_of):
    # given
    headers = {"Authorization": f"Bearer {token_of(chen)}"}

    # when
    seen = {
        name: exercise(schema[f"/api/v1{path}"][method.upper()], GenerationMode.NEGATIVE, known, headers)
        for method, path, name in OPERATIONS
        if method.upper() in WITH_BODIES
        and not name.startswith("publish")
        and not name.endswith(("interest", "served_by"))  # which have none
    }

    # then
    assert [name for name, statuses in seen.items() if not statuses & {400, 415, 422}] == []


def test_the_description_says_the_same_where_python_has_left_docstrings_out(app):
    # given
    program = 'from app import create_app; print(create_app().test_client().get("/api/v1/openapi.json").text)'
    command = [sys.executable, "-OO", "-c", program]

    # when
    done = subprocess.run(command, cwd=ROOT, env=environment_of(app.config["FOYER"]), capture_output=True, text=True, check=True)

    # then
    assert json.loads(done.stdout) == app.test_client().get("/api/v1/openapi.json").json
