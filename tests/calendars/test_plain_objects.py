"""The quick way and the library read the same; what is not plain is left to the library."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from calendars import mime
from calendars.bounds import Unreadable
from calendars.objects import as_messages
from calendars.plain_objects import read_plain
from calendars.reduction import Reduced, reduced
from tests.infra.corpus import as_mail, names

HEAD = ["BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", "UID:u1"]
TAIL = ["END:VEVENT", "END:VCALENDAR"]
NAMES = ["DTSTART", "DTSTAMP", "RECURRENCE-ID", "SEQUENCE", "ATTENDEE", "COMMENT", "UID", "X-MS-OLK-ORIGINALSTART", "PRODID"]
MOMENTS = ["20261201T100000Z", "20261201T100000", "20261201", "20261301T100000Z", "2026", "20261201T250000", " 20261201T100000Z"]
WORDS = [
    "mailto:ada@x.example",
    "MAILTO:Ada%40x.example",
    "3",
    "-1",
    "Graag, tot dan",
    "a\\, b",
    "a:b;c",
    "\u00e9\u00e9n",
    "",
    '"q"',
]
PARAMETERS = [
    "", ";PARTSTAT=ACCEPTED", ';CN="Ada; A: B"', ";TZID=Europe/Amsterdam", ';TZID="W. Europe Standard Time"', ";TZID=Nowhere",
    ";VALUE=DATE", ";X-NUM-GUESTS=2", ';X-RESPONSE-COMMENT="Ja, graag"', ";CN=Ada^nA", ';DELEGATED-TO="mailto:a@x","mailto:b@x"',
    ";PARTSTAT=ACCEPTED;EMAIL=ada@x.example", ";partstat=tentative",
]  # fmt: skip
LINE = st.builds("{}{}:{}".format, st.sampled_from(NAMES), st.sampled_from(PARAMETERS), st.sampled_from([*MOMENTS, *WORDS]))


def by_the_library(cut: Reduced):
    return as_messages(Calendar.from_ical(cut.text, multiple=True), "", cut.zones)


def calendars_of(name: str) -> list[Reduced]:
    """The calendar parts of a mail, cut down to what is read; none where it cannot be taken apart at all."""
    try:
        parts = [part for part in mime.parts(mime.parse(as_mail(name))) if part.get_content_maintype() in {"text", "application"}]
        return [reduced(mime.decoded(part)) for part in parts if "BEGIN:VCALENDAR" in mime.decoded(part)]
    except Unreadable:
        return []


def test_corpus_is_read_as_by_the_library():
    # given
    cuts = [cut for name in names() for cut in calendars_of(name)]
    plain = [(cut, found) for cut in cuts if (found := read_plain(cut.kept)) is not None]

    # then: and most of it is plain
    assert [as_messages(found, "", cut.zones) for cut, found in plain] == [by_the_library(cut) for cut, _found in plain]
    assert len(plain) > len(cuts) / 2


@given(st.lists(LINE, max_size=6))
@example(["DTSTART;TZID=Europe/Amsterdam:20261201"])
def test_generated_objects_are_read_as_by_the_library(lines):
    # given
    cut = reduced("\r\n".join([*HEAD, *lines, *TAIL, ""]))

    # when
    found = read_plain(cut.kept)

    # then
    assert found is None or as_messages(found, "", cut.zones) == by_the_library(cut)


def test_plain_object_is_read():
    # when
    (calendar,) = read_plain([*HEAD, "DTSTAMP:20261201T100000Z", "DTSTART;VALUE=DATE:20261202", *TAIL])
    (event,) = calendar.subcomponents

    # then
    assert (event["DTSTAMP"].dt, event["DTSTART"].dt) == (datetime(2026, 12, 1, 10, tzinfo=UTC), date(2026, 12, 2))
    assert (event["DTSTART"].params, str(event["UID"])) == ({"VALUE": "DATE"}, "u1")


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["Hello"],
        ["UID:u1"],
        ["END:VCALENDAR"],
        HEAD,
        [*HEAD, "END:VCALENDAR"],
        ["BEGIN:VEVENT", "END:VEVENT"],
        [*HEAD, "BEGIN:VEVENT", *TAIL],
        [*HEAD, "COMMENT:One\\, two", *TAIL],
        [*HEAD, "DTSTART:20261301", *TAIL],
        [*HEAD, "DTSTART;TZID=Europe/Amsterdam:20261201T100000Z", *TAIL],
        [*HEAD, "DURATION:PT1H", *TAIL],
        [*HEAD, 'ATTENDEE;DELEGATED-TO="mailto:a@x","mailto:b@x":mailto:c@x', *TAIL],
        [*HEAD, "ATTENDEE;CN=Ada^nA:mailto:c@x", *TAIL],
    ],
)
def test_what_is_not_plain_is_left_to_the_library(lines):
    assert read_plain(lines) is None
