"""Participation by API: what a program sends is added up, refused item by item, shown to every colleague, and kept of nobody."""

import pytest

EVENT = {"person": "ada@brink-waal.example", "day": "2026-11-16", "act": "read"}
TOTAL = {"week": "2026-W47", "people": 60, "consume": 20, "contribute": 10, "create": 6}


def test_events_are_added_up_and_refused_one_by_one(call_as, chen, ada):
    # when
    answer = call_as(chen)(
        "POST", "/participation/events", {"events": [EVENT, {**EVENT, "person": "x@y.example"}], "dry_run": True}
    )

    # then
    message = "Nobody who works here has this address or number."
    assert answer == (
        200,
        {
            "lines": 2,
            "refused_lines": 1,
            "refused": [{"line": 2, "field": "person", "message": message}],
            "new": ["2026-11-16"],
            "replaced": [],
            "staying": [],
        },
    )
    assert call_as(ada)("GET", "/participation/figures").body["items"] == []


def test_totals_are_shown_and_read_by_everybody(call_as, chen, ada):
    # given
    call_as(chen)("POST", "/participation/totals", {"totals": [TOTAL]})

    # when
    items = call_as(ada)("GET", "/participation/figures?kind=whole").body["items"]

    # then
    whole = {"people": 60, "took_part": 36, "consume": 20, "contribute": 10, "create": 6, "across": None}
    assert items == [{"week": "2026-11-16", "kind": "whole", "segment": "", **whole}]


@pytest.mark.parametrize(
    ("who", "call", "body", "expected"),
    [
        ("ada", "events", {"events": [EVENT]}, (403, "not-allowed")),
        ("dana", "totals", {"totals": [TOTAL]}, (403, "not-allowed")),
        ("chen", "events", {"events": []}, (422, "participation-invalid")),
        ("chen", "events", {"events": [{"person": "x"}]}, (422, "not-valid")),
        ("chen", "totals", {"totals": [{**TOTAL, "people": -1}]}, (422, "not-valid")),
        ("chen", "totals", {"totals": [TOTAL], "mood": "bad"}, (422, "not-valid")),
    ],
    ids=["employee", "outsider", "nothing", "half an event", "below nought", "unknown field"],
)  # fmt: skip
def test_what_is_refused_as_a_whole(call_as, ada, dana, chen, who, call, body, expected):
    # when
    answer = call_as({"ada": ada, "dana": dana, "chen": chen}[who])("POST", f"/participation/{call}", body)

    # then
    assert (answer.status, answer.body["code"]) == expected
