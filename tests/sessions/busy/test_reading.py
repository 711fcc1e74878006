"""A stranger's calendar is read in a process of its own, which ends when it takes too much."""

from datetime import timedelta

import pytest

from sessions.busy import reading
from sessions.busy.errors import Fault, SourceFault

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\n"
LUNCH = "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Secret\r\nDTSTART:20261208T110000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
# Looked for day by day, for thousands of years: a thirtieth of February.
NEVER = "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART:20000101T110000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\nEND:VEVENT\r\n"


def calendar(*events):
    return (HEAD + "".join(events) + "END:VCALENDAR\r\n").encode()


def test_times_are_in_the_zone_of_the_owner(add_person, now):
    # given
    person = add_person("Eve", timezone="America/New_York")

    # when
    spans = reading.spans_of(b"\xef\xbb\xbf" + calendar(LUNCH), person, now=now)

    # then: a day and five hours later than noon UTC of the day before
    start = now.replace(day=8, hour=16)
    assert spans == [(start, start + timedelta(hours=1))]


@pytest.mark.parametrize("text", [b"", b"<html>Sign in</html>", b"\xff\xfe\x00"])
def test_what_is_no_calendar_is_unreadable(ada, now, text):
    with pytest.raises(SourceFault) as raised:
        reading.spans_of(text, ada, now=now)
    assert raised.value.fault is Fault.UNREADABLE


def test_calendar_that_keeps_its_reader_busy_is_given_up(ada, now):
    # given
    endless = calendar(*(NEVER.format(number) for number in range(200)), LUNCH)

    # then
    with pytest.raises(SourceFault) as raised:
        reading.spans_of(endless, ada, now=now, cpu_seconds=1)
    assert raised.value.fault is Fault.UNREADABLE
