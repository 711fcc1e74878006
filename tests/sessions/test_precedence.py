from datetime import UTC, datetime, timedelta

import pytest

from sessions.models import Answer, Outcome
from sessions.precedence import CalendarReply, Standing, judge

T = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def minutes(count: float) -> datetime:
    return T + timedelta(minutes=count)


def reply(sequence: int, stamped: float) -> CalendarReply:
    return CalendarReply(sequence=sequence, dtstamp=minutes(stamped), received_at=minutes(60))


def standing(**changes: object) -> Standing:
    fields = {
        "answer": Answer.NEEDS_ACTION,
        "answered_at": None,
        "reply_sequence": None,
        "reply_dtstamp": None,
        "asked_sequence": 0,
        "sequence": 0,
        "told_sequence": 0,
        "told_at": minutes(0),
    }
    return Standing(**{**fields, **changes})


ANSWERED = {"answer": Answer.ACCEPTED, "answered_at": minutes(10), "reply_sequence": 0, "reply_dtstamp": minutes(9)}
ON_THE_PAGE = {"answer": Answer.ACCEPTED, "answered_at": minutes(10.5)}
MOVED = {"asked_sequence": 2, "sequence": 2, "told_sequence": 2, "told_at": minutes(20)}


@pytest.mark.parametrize(
    ("case", "given", "stands", "outcome"),
    [
        ("first answer", reply(0, 5), standing(), Outcome.APPLIED),
        ("later stamp", reply(0, 12), standing(**ANSWERED), Outcome.APPLIED),
        ("earlier stamp, overtaken", reply(0, 8), standing(**ANSWERED), Outcome.EARLIER),
        ("higher sequence beats an earlier stamp", reply(1, 8), standing(**{**ANSWERED, "sequence": 1}), Outcome.APPLIED),
        ("same stamp, other answer", reply(0, 9), standing(**ANSWERED), Outcome.APPLIED),
        ("answered on the page since", reply(0, 9), standing(**ON_THE_PAGE), Outcome.EARLIER),
        ("after the answer on the page", reply(0, 10.5), standing(**ON_THE_PAGE), Outcome.APPLIED),
        ("to the date before it moved", reply(0, 15), standing(**MOVED), Outcome.EARLIER),
        ("to the date before it moved, clock behind", reply(1, 20), standing(**MOVED), Outcome.EARLIER),
        ("lower sequence, stamped after the move was sent", reply(0, 25), standing(**MOVED), Outcome.APPLIED),
        ("the move has not left yet", reply(0, 25), standing(**{**MOVED, "told_sequence": 0}), Outcome.EARLIER),
        ("to the new date", reply(2, 21), standing(**MOVED), Outcome.APPLIED),
        ("sequence above ours is clamped, so the stamp decides", reply(9, 8), standing(**ANSWERED), Outcome.EARLIER),
    ],
)
def test_judge_decides_by_sequence_then_stamp(case, given, stands, outcome):
    assert judge(given, Answer.DECLINED, stands) is outcome, case


def test_judge_knows_what_waited_in_the_inbox_when_the_page_was_answered_a_moment_later():
    # given: both within the second that DTSTAMP names
    second = timedelta(seconds=1)
    stands = standing(answer=Answer.ACCEPTED, answered_at=minutes(10) + second * 0.9)
    before = CalendarReply(sequence=0, dtstamp=minutes(10), received_at=minutes(10) + second * 0.3)
    after = CalendarReply(sequence=0, dtstamp=minutes(10), received_at=minutes(10) + second * 1.1)

    # then
    assert judge(before, Answer.DECLINED, stands) is Outcome.EARLIER
    assert judge(after, Answer.DECLINED, stands) is Outcome.APPLIED


def test_judge_calls_the_same_reply_a_repeat():
    assert judge(reply(0, 9), Answer.ACCEPTED, standing(**ANSWERED)) is None
