from datetime import UTC, datetime, timedelta

import pytest

from calendars.replies import CalendarMessage, ReplyAttendee, ReplyEvent
from sessions.models import Answer, Outcome
from sessions.precedence import CalendarReply, Standing, judge, newest, revision_answered

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

# The phone, which has revision 3, answered; the laptop has not seen it yet.
ON_THE_PHONE = {
    "answer": Answer.ACCEPTED,
    "answered_at": minutes(22),
    "reply_sequence": 3,
    "reply_dtstamp": minutes(22),
    "sequence": 3,
    "told_sequence": 3,
    "told_at": minutes(20),
}
ASKED_ANEW = {"sequence": 2, "told_sequence": 2, "told_at": minutes(40), "invited_at": minutes(30)}


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
        ("older device, lower sequence, later stamp than what was sent", reply(0, 25), standing(**ON_THE_PHONE), Outcome.APPLIED),
        ("older device, lower sequence, stamped before that was sent", reply(0, 15), standing(**ON_THE_PHONE), Outcome.EARLIER),
        ("to the invitation before it was withdrawn", reply(0, 25), standing(**ASKED_ANEW), Outcome.EARLIER),
        ("to the new invitation, clock behind", reply(2, 25), standing(**ASKED_ANEW), Outcome.APPLIED),
        ("to the new invitation by a client of lower sequences", reply(0, 41), standing(**ASKED_ANEW), Outcome.APPLIED),
        ("what was withdrawn never reached the calendar", reply(0, 25), standing(invited_at=minutes(30)), Outcome.APPLIED),
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


ADA = "ada@x.example"


def said(
    name: str, *, sequence: int = 0, stamped: float | None = 0, date: float | None = None, partstat: str = "ACCEPTED", **who
):
    """An event of a mail; `name` tells it from the others."""
    address = who.get("who", ADA)
    dtstamp, rid = [None if count is None else minutes(count) for count in (stamped, date)]
    attendees = (ReplyAttendee(address, partstat),) if address else ()
    return ReplyEvent(who.get("uid", "u1"), rid, sequence, dtstamp, None, None, attendees, comment=name)


@pytest.mark.parametrize(
    ("events", "counting"),
    [
        ([], []),
        ([said("a")], ["a"]),
        ([said("a", stamped=2), said("b", stamped=1)], ["a"]),
        ([said("a", stamped=1), said("b", stamped=2)], ["b"]),
        ([said("a", sequence=1), said("b", stamped=9)], ["a"]),
        ([said("a"), said("b")], ["b"]),
        ([said("a"), said("b", stamped=None)], ["a"]),
        ([said("a"), said("b", stamped=9, partstat="NEEDS-ACTION")], ["a"]),
        ([said("a"), said("b", date=60), said("c", date=60, stamped=1), said("d", uid="u2")], ["a", "c", "d"]),
        ([said("a"), said("b", stamped=9, who="dana@x.example"), said("c", stamped=1)], ["c", "b"]),
        ([said("a", who=""), said("b", who="", stamped=1)], ["b"]),
    ],
)
def test_newest_is_one_event_for_each_date(events, counting):
    # given
    mail = [(CalendarMessage("REPLY", "", ()), event) for event in events]

    # then
    assert [event.comment for _calendar, event in newest(mail, {ADA})] == counting


def test_newest_keeps_an_answer_and_a_proposal():
    # given
    calendars = [CalendarMessage(method, "", ()) for method in ("REPLY", "COUNTER", "REPLY")]

    # then
    assert [calendar.method for calendar, _event in newest([(calendar, said("a")) for calendar in calendars], {ADA})] == [
        "REPLY",
        "COUNTER",
    ]


def test_judge_calls_the_same_reply_a_repeat():
    assert judge(reply(0, 9), Answer.ACCEPTED, standing(**ANSWERED)) is None


@pytest.mark.parametrize(
    ("given", "stands", "revision"),
    [
        (reply(0, 5), standing(), 0),
        (reply(9, 5), standing(), 0),
        (reply(1, 25), standing(**MOVED), 2),
        (reply(1, 20), standing(**MOVED), 1),
        (reply(1, 25), standing(**{**MOVED, "told_sequence": None, "told_at": None}), 1),
        (reply(2, 15), standing(**{**MOVED, "told_sequence": 1}), 2),
    ],
)
def test_revision_answered_is_the_newest_the_person_can_have_meant(given, stands, revision):
    assert revision_answered(given, stands) == revision
