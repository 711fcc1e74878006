"""Goals by API: everybody reads, owners and community managers measure, who plans a thing says what it serves."""

import pytest
from sqlalchemy import select

from database import db
from onboarding.goals import serving
from people.serving import Thing
from sessions.models import ScheduledSession
from tests.infra.goals import fresh


def test_everybody_reads_goals_and_what_was_measured(call_as, begun, measured, chen, dana):
    # given
    goal = begun()
    measured(goal, 40.0)

    # when
    listed, one = call_as(dana)("GET", "/goals"), call_as(dana)("GET", f"/goals/{goal.id}")
    series = call_as(dana)("GET", f"/goals/{goal.id}/measurements")

    # then
    assert (listed.body["items"], one.body["owner"], one.body["state"]) == ([one.body], chen.email, "under_way")
    assert series.body["items"] == [{"on": "2026-09-07", "value": 40.0, "note": "", "source": "hand"}]


def test_a_measurement_is_put_corrected_and_taken_back(call_as, begun, chen):
    # given
    path, calling = f"/goals/{begun().id}/measurements/2026-11-23", call_as(chen)

    # when
    answers = [
        calling("PUT", path, {"value": 9.5}),
        calling("PUT", path, {"value": 9, "note": "recounted"}),
        calling("DELETE", path),
        calling("DELETE", path),
    ]

    # then
    assert [answer.status for answer in answers] == [201, 200, 204, 404]
    assert answers[1].body == {"on": "2026-11-23", "value": 9.0, "note": "recounted", "source": "api"}


@pytest.mark.parametrize(
    ("day", "body", "status"),
    [
        ("2026-12-02", {"value": 9}, 422),
        ("tomorrow", {"value": 9}, 422),
        ("2026-11-23", {"value": "nine"}, 422),
        ("2026-11-23", {"value": 1e300}, 422),
        ("2026-11-23", {"value": 9, "unit": "h"}, 422),
    ],
    ids=["ahead", "no day", "no number", "too large", "unknown field"],
)
def test_what_cannot_have_been_measured_is_refused(call_as, begun, chen, day, body, status):
    assert call_as(chen)("PUT", f"/goals/{begun().id}/measurements/{day}", body).status == status


def test_an_outsider_measures_nothing_and_plans_nothing(call_as, begun, measured, meetup, dana):
    # given
    goal, session = begun(), meetup()
    measured(goal, 40.0)
    calling = call_as(dana)

    # when
    answers = [
        calling("PUT", f"/goals/{goal.id}/measurements/2026-11-23", {"value": 9}),
        calling("DELETE", f"/goals/{goal.id}/measurements/2026-09-07"),
        calling("PUT", f"/goals/{goal.id}/served-by/session/{session.id}"),
        calling("DELETE", f"/goals/{goal.id}/served-by/session/{session.id}"),
        calling("DELETE", f"/goals/served-by/session/{session.id}"),
    ]

    # then
    assert [(answer.status, answer.body["code"]) for answer in answers] == [(404, "goal-missing")] * 5


def test_who_plans_a_thing_says_what_it_serves(call_as, begun, meetup, chen):
    # given
    first, second, session = begun(), begun(), meetup()
    calling = call_as(chen)

    # when
    statuses = [
        calling(method, f"/goals/{goal.id}/served-by/session/{session.id}").status
        for method, goal in (("PUT", first), ("PUT", second), ("DELETE", first))
    ]
    after = serving.goal_of(Thing.SESSION, session.id)
    statuses.append(calling("DELETE", f"/goals/{second.id}/served-by/session/{session.id}").status)
    statuses.append(calling("PUT", f"/goals/{second.id}/served-by/person/{session.id}").status)

    # then
    assert (statuses, after.id) == ([204, 204, 204, 204, 404], second.id)
    assert serving.goal_of(Thing.SESSION, fresh(session).id) is None


def test_a_date_leaves_the_goal_of_its_series_and_comes_back_to_it(call_as, begun, weekly, chen):
    # given
    goal, series = begun(), weekly()
    first = db.session.scalars(select(ScheduledSession).where(ScheduledSession.series_id == series.id)).first()
    calling, dates = call_as(chen), f"served-by/session/{first.id}"
    calling("PUT", f"/goals/{goal.id}/served-by/series/{series.id}")

    def served():
        return serving.goal_of(Thing.SESSION, first.id) == fresh(goal)

    # when
    found = [served()]
    for path in (f"/goals/{goal.id}/{dates}", f"/goals/{dates}"):
        assert calling("DELETE", path).status == 204
        found.append(served())

    # then
    assert found == [True, False, True]
