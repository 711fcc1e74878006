"""Whatever the bytes: the mail is read or called unreadable, soon and in little memory. Nothing else is ever raised."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calendars.replies import InboundMessage, Unreadable, read_mail
from tests.infra import bombs, corpus

MOST_SECONDS, MOST_MEGABYTES = 10, 120
BECOMES = {
    "10,000 nested multiparts": "It is made of more parts than any mail needs.",
    "10,000 nested multiparts, folded": "It is made of more parts than any mail needs.",
    "10,000 nested messages": "It is made of more parts than any mail needs.",
    "as many nested multiparts as pass": "Its parts are nested deeper, or are more, than any mail needs.",
    "a million parts": "It has more lines than any mail needs.",
    "parts as many as pass": "Its parts are nested deeper, or are more, than any mail needs.",
    "a header line of 5 MB": "Its headers are longer than any mail needs.",
    "a header line of 5 MB in a part": "read: 0 calendars",
    "400,000 parameters of a type": "It is made of more parts than any mail needs.",
    "400,000 parameters of a part's type": "It is made of more parts than any mail needs.",
    "400,000 parameters of a disposition": "It is made of more parts than any mail needs.",
    "five million lines": "It has more lines than any mail needs.",
    "lines as many as pass": "read: 0 calendars",
    "a million status blocks": "It has more lines than any mail needs.",
    "status blocks as many as pass": "read: 0 calendars",
    "punycode": "read: 0 calendars",
    "punycode in a header": "read: 0 calendars",
    "encoded words without end": "read: 0 calendars",
    "10,000 comments in a sender": "read: 0 calendars",
    "scripts without end": "read: 0 calendars",
    "tags without end": "read: 0 calendars",
    "tags in tags": "read: 0 calendars",
    "comments without end": "read: 0 calendars",
    "a rule for every second": "read: 1 calendars",
    "a rule for every second of a month": "read: 1 calendars",
    "an event every second": "read: 1 calendars",
    "a rule of 2 MB": "read: 1 calendars",
    "100,000 dates": "read: 1 calendars",
    "100,000 BEGIN:VEVENT": "Its calendar entry is larger than any answer needs.",
    "4,900 BEGIN:VEVENT": "Its calendar entry has more events than any answer needs.",
    "49,000 nested components": "Its calendar entry is empty.",
    "two million empty lines": "It has more lines than any mail needs.",
    "380,000 properties": "Its calendar entry is larger than any answer needs.",
    "80,000 attendees": "Its calendar entry is larger than any answer needs.",
    "a line of 470,000 parameters": "read: 1 calendars",
    "50 lines of 1,000 parameters": "read: 1 calendars",
    "a line of quotes": "read: 1 calendars",
    "a line of blanks": "read: 1 calendars",
    "a comment of backslashes": "read: 1 calendars",
    "600,000 folds": "It has more lines than any mail needs.",
    "a number of 2 MB": "read: 1 calendars",
    "NUL in every place": "read: 0 calendars",
    "twenty calendars": "It holds more calendar entries than any answer needs.",
}


@pytest.fixture(scope="module")
def cost() -> dict[str, tuple[str, float, int]]:
    """What each bomb became, its seconds of processor, and by how many megabytes the process had grown in all."""
    script = [sys.executable, "-W", "ignore", str(Path(bombs.__file__))]
    done = subprocess.run(script, capture_output=True, text=True, timeout=300, check=True)
    return {name: (became, seconds, grown) for name, became, seconds, grown in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", list(bombs.BOMBS))
def test_bomb_costs_little(cost, name):
    # when
    became, seconds, grown = cost[name]

    # then
    assert became == BECOMES[name]
    assert seconds < MOST_SECONDS
    assert grown < MOST_MEGABYTES


@pytest.mark.filterwarnings("ignore")
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(corpus.names()), st.data())
def test_damaged_mail_is_read_or_unreadable(name, data):
    # given
    raw = bytearray(corpus.as_mail(name))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(raw)))
        raw[start : start + data.draw(st.integers(0, 40))] = data.draw(
            st.one_of(st.binary(max_size=20), st.sampled_from(SPLINTERS))
        )

    # then
    assert is_read_or_unreadable(bytes(raw))


SPLINTERS = [
    b"\r\n", b"\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b'"', b";", b":", b"=", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"END:VCALENDAR",
    b"Content-Type: multipart/mixed; boundary=b\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n", b"; charset=utf-16", b"; charset=idna",
    b"; charset*=%00''x", b"\r\n ", b"=?utf-7?q?+2AA-?=", b"DTSTART;TZID=/../../x:00000000T000000\r\n", b"SEQUENCE:-0x1\r\n", b"--b\r\n", b"\xed\xa0\x80",
]  # fmt: skip
LINES = st.lists(
    st.one_of(st.sampled_from(SPLINTERS), st.binary(max_size=30), st.text(max_size=30).map(lambda text: text.encode()))
)


@settings(deadline=None)
@given(LINES)
def test_splinters_are_read_or_unreadable(pieces):
    assert is_read_or_unreadable(b"".join(pieces))


@settings(deadline=None)
@given(LINES)
def test_splinters_of_a_calendar_are_read_or_unreadable(pieces):
    # given
    head = b"Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"

    # then
    assert is_read_or_unreadable(head + b"".join(pieces) + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


def is_read_or_unreadable(raw: bytes) -> bool:
    """Anything else that is raised fails the test; and what was read can be stored."""
    try:
        message = read_mail(raw)
    except Unreadable as error:
        return str(error) != ""
    words = [message.subject, message.text, *message.from_addresses, *message.unreadable]
    words += [event.comment + event.uid for calendar in message.calendars for event in calendar.components]
    return isinstance(message, InboundMessage) and all(word.encode().decode() == word for word in words)
