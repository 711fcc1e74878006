"""Content lines: whatever anybody writes stays inside its property, and comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from calendars.lines import fold, joined, mailto, parameter, text, uri

ANYTHING = st.text(st.characters(codec="utf-8"), max_size=400)


def without_controls(value: str) -> str:
    return "".join(sign for sign in value.replace("\r\n", "\n") if sign in "\n\t" or (sign >= " " and sign != "\x7f"))


def read_back(*lines: str):
    calendar = Calendar.from_ical(joined(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]))
    (event,) = calendar.walk("VEVENT")
    return event


@given(ANYTHING)
def test_text_comes_back_as_it_was_written(value):
    # when
    event = read_back(f"SUMMARY:{text(value)}", "UID:u1")

    # then
    assert (str(event["SUMMARY"]), str(event["UID"])) == (without_controls(value), "u1")


@given(ANYTHING)
def test_parameter_comes_back_without_controls_and_double_quotes(value):
    # when
    event = read_back(f"ATTENDEE;CN={parameter(value)};PARTSTAT=ACCEPTED:mailto:ada@brink-waal.example", "UID:u1")

    # then
    expected = "".join(" " if sign < " " or sign == "\x7f" else sign for sign in value).replace('"', "'").strip()
    assert str(event["ATTENDEE"]) == "mailto:ada@brink-waal.example"
    assert event["ATTENDEE"].params == {"CN": expected, "PARTSTAT": "ACCEPTED"}


@given(ANYTHING)
def test_folded_pieces_hold_at_most_75_octets_and_whole_characters(value):
    # given
    line = "X:" + value.replace("\r", "").replace("\n", "")

    # when
    pieces = fold(line).removesuffix(b"\r\n").split(b"\r\n ")

    # then
    assert b"".join(pieces).decode() == line
    assert [piece for piece in pieces if len(piece) > 74 + (piece is pieces[0])] == []
    assert "".join(piece.decode() for piece in pieces) == line


@given(ANYTHING)
def test_uri_ends_no_line(value):
    # when
    event = read_back(f"URL:{uri('https://foyer.example/' + value)}", "UID:u1")

    # then
    assert (set(event), str(event["UID"])) == ({"URL", "UID"}, "u1")


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("ada@brink-waal.example", "mailto:ada@brink-waal.example"),
        ("ada+foyer.o'neill@brink-waal.example", "mailto:ada+foyer.o'neill@brink-waal.example"),
        ("ada%41?@brink-waal.example", "mailto:ada%2541%3F@brink-waal.example"),
        ("ada@bäckerei.example", "mailto:ada@xn--bckerei-5wa.example"),
        ("zoë@brink-waal.example", "mailto:zo%C3%AB@brink-waal.example"),
    ],
)
def test_mailto_encodes_only_what_has_to_be(address, written):
    assert mailto(address) == written


def test_half_a_character_stops_nobody():
    assert fold("X:\ud800") == b"X:?\r\n"
