"""What is left of a calendar object before a library sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars import reduction
from calendars.reduction import Unreadable, reduced

TEXT = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:REPLY
BEGIN:VTIMEZONE
TZID:Ours\\, of course
BEGIN:STANDARD
DTSTART:20200101T000000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:u1
SUMMARY:Lunch
BEGIN:VALARM
ATTENDEE:mailto:alarm@x.example
UID:u2
END:VALARM
ATTENDEE;PARTSTAT=ACC
 EPTED:mailto:ada@x.example

X-MOZ-GENERATION:1
END:VEVENT
BEGIN:VTODO
UID:u3
END:VTODO
END:VCALENDAR
"""
KEPT = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "METHOD:REPLY",
    "BEGIN:VEVENT",
    "UID:u1",
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@x.example",
    "END:VEVENT",
    "END:VCALENDAR",
]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_only_events_and_what_answers_stay(newline):
    # when
    found = reduced("\ufeff" + TEXT.replace("\n", newline))

    # then
    assert found.kept == KEPT
    assert found.zones == {
        "Ours, of course": [
            "BEGIN:VTIMEZONE",
            "TZID:Ours\\, of course",
            "BEGIN:STANDARD",
            "DTSTART:20200101T000000",
            "END:STANDARD",
            "END:VTIMEZONE",
        ]
    }


def test_folded_begin_hides_no_component():
    assert reduced("BEGIN:VTIME\r\n ZONE\r\nUID:u2\r\nEND:VTIMEZONE\r\nUID:u1\r\n").kept == ["UID:u1"]


def test_component_that_never_ends_takes_the_rest_with_it():
    assert reduced("UID:u1\r\nBEGIN:VALARM\r\nUID:u2\r\n").kept == ["UID:u1"]


def test_long_lines_are_left_out_and_a_long_comment_is_cut():
    # given
    long = "x" * reduction.LONGEST_LINE

    # when
    kept = reduced(f"UID:{long}\r\nCOMMENT:{long}\r\nSEQUENCE:1\r\n").kept

    # then
    assert kept == [f"COMMENT:{long}"[: reduction.LONGEST_LINE], "SEQUENCE:1"]


@pytest.mark.parametrize(
    "text",
    [
        "x" * (reduction.MOST_OCTETS + 1),
        "\n" * (reduction.MOST_LINES + 1),
        "UID:1\n" * (reduction.MOST_KEPT_LINES + 1),
        f"COMMENT:{'x' * 10_000}\n" * (reduction.MOST_KEPT // 10_000),
    ],
)
def test_more_than_an_answer_needs_is_refused(text):
    # when
    with pytest.raises(Unreadable) as refused:
        reduced(text)

    # then
    assert str(refused.value) == "Its calendar entry is larger than any answer needs."


@given(st.text(alphabet="BEGINEND:VCALARM\r\n \tUID;x", max_size=200))
def test_what_is_kept_is_what_was_asked_for(text):
    # when
    names = {line.partition(":")[0].partition(";")[0].strip().upper() for line in reduced(text).kept}

    # then
    assert names <= reduction.KEPT
