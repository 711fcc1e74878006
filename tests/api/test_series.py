"""Series by API."""

import pytest

from sessions.series.rhythms import Every, Rhythm

YES, NO, OPEN = ("accepted", "seated"), ("declined", "none"), ("needs-action", "none")
TWICE = Rhythm(every=Every.WEEK, weekdays=(1,), count=2)


def test_series_is_given_with_its_dates(call_as, chen, weekly, dates, cancel, ada):
    # given
    series = weekly(invited=[ada], rhythm=TWICE)
    first, second = dates(series)
    cancel(second)

    # when
    answer = call_as(chen)("GET", f"/series/{series.id}")

    # then
    assert answer == (
        200,
        {
            "id": series.id,
            "uid": series.calendar_object.uid,
            "sequence": series.calendar_object.sequence,
            "state": "published",
            "title": "Lunch and learn",
            "kind": "training",
            "timezone": "Europe/Amsterdam",
            "duration_minutes": 60,
            "rrule": "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261215T090000Z",
            "keeps_group": False,
            "group_capacity": None,
            "dates": [
                {"id": first.id, "starts_at": "2026-12-08T10:00:00", "timezone": "Europe/Amsterdam", "state": "published"},
                {"id": second.id, "starts_at": "2026-12-15T10:00:00", "timezone": "Europe/Amsterdam", "state": "cancelled"},
            ],
        },
    )


def test_who_may_call_what(call_as, weekly, ada, bo, chen, dana):
    # given
    series = weekly(invited=[ada])
    of_ada, of_bo = (f"/series/{series.id}/rsvps/{person.email}" for person in (ada, bo))

    # when
    found = {}
    for person in (ada, bo, chen, dana):
        calling, yes = call_as(person), {"answer": "accepted"}
        calls = [
            ("GET", f"/series/{series.id}", None),
            ("GET", f"/series/{series.id}/rsvps", None),
            ("PUT", of_ada, yes),
            ("PUT", of_bo, yes),
        ]
        found[person.name.split()[0]] = [calling(*call).status for call in calls]

    # then: Bo looks after it and is not invited
    assert found == {"Ada": [200, 404, 200, 404], "Bo": [200, 200, 200, 404], "Chen": [200, 200, 200, 404], "Dana": [404] * 4}


def test_answer_counts_for_all_dates_but_those_with_their_own(call_as, weekly, dates, say, row, ada):
    # given
    series = weekly(invited=[ada], rhythm=TWICE)
    say(dates(series)[1], ada, "declined")
    calling, path = call_as(ada), f"/series/{series.id}/rsvps/{ada.email}"

    # when
    first = calling("PUT", path, {"answer": "accepted", "comment": "No onions."})
    kept = row(series, ada)
    calling("PUT", path, {"answer": "accepted", "every_date": True})

    # then
    assert first == (
        200,
        {
            "email": ada.email,
            "name": "Ada Okafor",
            "answer": "accepted",
            "seat": "none",
            "via": "api",
            "answered_at": first.body["answered_at"],
            "comment": "No onions.",
        },
    )
    assert (kept, row(series, ada)) == (("accepted", [YES, NO]), ("accepted", [YES, YES]))


def test_list_shows_everybody_invited_now(call_as, bo, weekly, say_all, withdraw, dates, ada, dana, chen):
    # given
    series = weekly(invited=[dana, ada, chen])
    say_all(series, dana, "declined")
    withdraw(dates(series)[0], chen)

    # when
    answer = call_as(bo)("GET", f"/series/{series.id}/rsvps")

    # then
    assert [(one["name"], one["answer"], one["via"]) for one in answer.body["items"]] == [
        ("Ada Okafor", "needs-action", None),
        ("Dana Petrov", "declined", "web"),
    ]


@pytest.mark.parametrize(
    "body", [{}, {"answer": "needs-action"}, {"answer": "accepted", "every_date": "yes"}, {"answer": "accepted", "seats": 2}]
)
def test_body_that_is_no_answer_is_refused(call_as, weekly, row, ada, body):
    # given
    series = weekly(invited=[ada], rhythm=TWICE)

    # when
    answer = call_as(ada)("PUT", f"/series/{series.id}/rsvps/{ada.email}", body)

    # then
    assert (answer.status, row(series, ada)) == (422, ("needs-action", [OPEN] * 2))


def test_draft_is_not_answered(call_as, chen, weekly, ada):
    # given
    series = weekly(invited=[ada], publish=False)

    # when
    answer = call_as(chen)("PUT", f"/series/{series.id}/rsvps/{ada.email}", {"answer": "accepted"})

    # then
    assert (answer.status, answer.body["code"]) == (409, "wrong-state")


def test_seats_of_a_group_are_not_changed_at_one_date(call_as, weekly, dates, ada, chen, dana):
    # given
    of_group = dates(weekly(invited=[ada], capacity=1, plan={"keeps_group": True}))[0]
    of_date = dates(weekly(invited=[ada], capacity=1))[0]
    kept, word = of_group.capacity, "The seats are those of the group that stays together, not of one date."
    paths = [f"/sessions/{session.id}" for session in (of_group, of_date)]

    # when
    refused, raised = (call_as(chen)("PATCH", path, {"capacity": 5}) for path in paths)
    same = call_as(chen)("PATCH", paths[0], {"capacity": kept, "place": "Hall"})
    outsider = call_as(dana)("PATCH", paths[0], {"capacity": 5})

    # then
    assert (refused.status, refused.faults) == (422, {"capacity": word})
    assert [(one.status, one.body["capacity"]) for one in (raised, same)] == [(200, 5), (200, kept)]
    assert outsider.status == 404
