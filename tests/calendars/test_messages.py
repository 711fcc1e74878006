"""The mail around an invitation: the shape that gives buttons, and headers nobody can add to."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.messages import Letter, assemble

FIELDS = {
    "sender_name": "Bo Lindqvist",
    "sender_address": "foyer@brink-waal.example",
    "recipient_name": "",
    "recipient_address": "ada@brink-waal.example",
    "reply_to": "rsvp+abc@brink-waal.example",
    "subject": "Lunch and learn",
    "text": "Dear Ada",
    "html": "<p>Dear Ada</p>",
    "message_id": "<t1@brink-waal.example>",
    "date": datetime(2026, 12, 1, 9, tzinfo=UTC),
}


def read(**changes):
    return message_from_bytes(assemble(Letter(**{**FIELDS, **changes})), policy=policy.default)


def test_invitation_has_the_shape_that_gives_buttons():
    # when
    message = read(calendar=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", method="REQUEST", references=("<t0@brink-waal.example>",))
    alternative, file = message.iter_parts()

    # then
    assert message.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in alternative.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    calendar = list(alternative.iter_parts())[-1]
    assert (calendar.get_param("method"), calendar.get_param("charset"), calendar["Content-Transfer-Encoding"]) == (
        "REQUEST",
        "UTF-8",
        "base64",
    )
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert calendar.get_payload(decode=True) == file.get_payload(decode=True) == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    assert (message["Reply-To"], message["References"]) == ("rsvp+abc@brink-waal.example", "<t0@brink-waal.example>")


def test_mail_without_a_calendar_is_an_alternative_of_two():
    assert [part.get_content_type() for part in read().iter_parts()] == ["text/plain", "text/html"]


def test_every_line_ends_in_crlf_and_both_calendar_parts_are_base64():
    # when
    raw = assemble(Letter(**{**FIELDS, "subject": "Één lunch", "calendar": b"BEGIN:VCALENDAR\r\n" * 20, "method": "CANCEL"}))

    # then
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert raw.count(b"Content-Transfer-Encoding: base64\r\n") == raw.count(b"Content-Type: ") - 2
    assert b"Content-Type: text/calendar; charset=UTF-8; method=CANCEL\r\n" in raw
    assert max(map(len, raw.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("written", ["=?utf-8?q?x?=", "=?utf-8?b?eA==?= and more", "Één", 'a (b) <c@d>, "e" \\', "x" * 250])
def test_words_arrive_as_they_were_written(written):
    # when
    message = read(subject=written, sender_name=written)

    # then
    assert (message["Subject"], message["From"].addresses[0].display_name) == (written, written)


@given(st.text(max_size=250), st.text(max_size=80))
def test_no_name_or_subject_adds_a_header(subject, name):
    # when
    message = read(subject=subject, sender_name=name)

    # then
    assert set(message.keys()) == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Reply-To",
        "Content-Language",
        "MIME-Version",
        "Content-Type",
    }
    assert [address.addr_spec for address in message["From"].addresses] == ["foyer@brink-waal.example"]
    assert all(
        len(line) <= 998 for line in assemble(Letter(**{**FIELDS, "subject": subject, "sender_name": name})).split(b"\r\n")
    )
