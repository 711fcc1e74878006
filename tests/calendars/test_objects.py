"""iTIP objects as they are read: tolerant in shape, exact in meaning."""

from datetime import UTC, datetime

import pytest

from calendars.objects import MOST_EVENTS, CalendarMessage, ReplyAttendee, ReplyEvent, Unreadable, read_calendar

EVENT = {"UID": "u1", "DTSTAMP": "20261201T090000Z", "ATTENDEE;PARTSTAT=ACCEPTED": "mailto:ada@x.example"}


def calendar(*events: dict[str, str], head: str = "METHOD:REPLY\r\n") -> str:
    body = "".join(
        "BEGIN:VEVENT\r\n" + "".join(f"{name}:{value}\r\n" for name, value in event.items()) + "END:VEVENT\r\n"
        for event in events
    )
    return f"BEGIN:VCALENDAR\r\n{head}{body}END:VCALENDAR\r\n"


def event(**properties: str) -> ReplyEvent:
    """The one event of an object with these properties beside a UID."""
    ((read,),) = [item.components for item in read_calendar(calendar({"UID": "u1", **properties}))]
    return read


@pytest.mark.parametrize(
    ("line", "attendee"),
    [
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@x.example", ReplyAttendee("ada@x.example", "ACCEPTED")),
        ("ATTENDEE;PARTSTAT=accepted:MAILTO:Ada@X.Example", ReplyAttendee("Ada@X.Example", "ACCEPTED")),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:ada%2Bfoyer@x.example", ReplyAttendee("ada+foyer@x.example", "DECLINED")),
        ("ATTENDEE:ada@x.example", ReplyAttendee("ada@x.example", "")),
        ('ATTENDEE;EMAIL="ada@x.example";PARTSTAT=ACCEPTED:/principals/17/', ReplyAttendee("ada@x.example", "ACCEPTED")),
        ("ATTENDEE;PARTSTAT=ACCEPTED:urn:uuid:17", ReplyAttendee("urn:uuid:17", "ACCEPTED")),
        ("ATTENDEE;X-NUM-GUESTS=2:mailto:ada@x.example", ReplyAttendee("ada@x.example", "", guests=2)),
        ("ATTENDEE;X-NUM-GUESTS=-2:mailto:ada@x.example", ReplyAttendee("ada@x.example", "")),
        ("ATTENDEE;X-NUM-GUESTS=9999999:mailto:ada@x.example", ReplyAttendee("ada@x.example", "", guests=1000)),
        ('ATTENDEE;X-RESPONSE-COMMENT="Ja, graag":mailto:ada@x.example', ReplyAttendee("ada@x.example", "", comment="Ja, graag")),
        (
            'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:eve@x.example":mailto:ada@x.example',
            ReplyAttendee("ada@x.example", "DELEGATED", delegated_to=("eve@x.example",)),
        ),
    ],
)
def test_attendee_is_read_in_every_spelling(line, attendee):
    # when
    name, _colon, value = line.partition(":mailto:")
    raw = (
        calendar({"UID": "u1", name: f"mailto:{value}"})
        if value
        else calendar({"UID": "u1"}).replace("UID:u1", f"UID:u1\r\n{line}")
    )

    # then
    assert read_calendar(raw)[0].components[0].attendees == (attendee,)


@pytest.mark.parametrize(
    ("written", "sequence"),
    [("3", 3), (" 3 ", 3), ("-1", 0), ("", 0), ("abc", 0), ("9" * 10, 2_000_000_000), ("9" * 300, 0), ("1.5", 0)],
)
def test_sequence_is_a_number_a_database_holds(written, sequence):
    assert event(SEQUENCE=written).sequence == sequence


@pytest.mark.parametrize(
    ("name", "value", "instant"),
    [
        ("DTSTART", "20261208T110000Z", datetime(2026, 12, 8, 11, tzinfo=UTC)),
        ("DTSTART;TZID=Europe/Amsterdam", "20261208T120000", datetime(2026, 12, 8, 11, tzinfo=UTC)),
        ("DTSTART;TZID=W. Europe Standard Time", "20260708T120000", datetime(2026, 7, 8, 10, tzinfo=UTC)),
        ('DTSTART;TZID="Europe/Amsterdam"', "20261208T120000", datetime(2026, 12, 8, 11, tzinfo=UTC)),
        ("DTSTART;VALUE=DATE", "20261208", datetime(2026, 12, 8, tzinfo=UTC)),
        ("DTSTART", "20261208T120000", None),  # in no zone: no instant
        ("DTSTART;TZID=Atlantis/Poseidonis", "20261208T120000", None),
        ("DTSTART", "yesterday", None),
        ("DTSTART", "20261399T110000Z", None),
        ("DTSTART", "00010101T000000Z", None),  # has no date west of Greenwich
        ("DTSTART", "99991231T235959Z", None),
        ("DTSTART;TZID=Pacific/Auckland", "19700101T000000", None),
    ],
)
def test_instants_are_sensible_or_none(name, value, instant):
    assert event(**{name: value}).dtstart == instant


def test_end_may_be_a_duration():
    # when
    read = event(DTSTART="20261208T110000Z", DURATION="PT90M")

    # then
    assert read.dtend == datetime(2026, 12, 8, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize("duration", ["P99999999W", "-PT", "soon"])
def test_senseless_duration_is_no_end(duration):
    assert event(DTSTART="20261208T110000Z", DURATION=duration).dtend is None


def test_every_comment_is_kept():
    # given
    raw = calendar(EVENT).replace("UID:u1", "COMMENT:One\\, two\r\nCOMMENT;LANGUAGE=nl:Drie\\n\r\nUID:u1")

    # then
    assert read_calendar(raw)[0].components[0].comment == "One, two\nDrie"


@pytest.mark.parametrize(
    ("head", "of_the_part", "method"),
    [
        ("METHOD:REPLY\r\n", "", "REPLY"),
        ("METHOD: reply \r\n", "", "REPLY"),
        ("", "reply", "REPLY"),
        ("METHOD:CANCEL\r\n", "REPLY", "CANCEL"),
        ("METHOD:REPLY\r\nMETHOD:CANCEL\r\n", "", "REPLY"),
        ("", "", ""),
    ],
)
def test_method_is_the_objects_own_or_that_of_its_part(head, of_the_part, method):
    assert [found.method for found in read_calendar(calendar(EVENT, head=head), of_the_part)] == [method]


def test_properties_that_stand_twice_are_read_once():
    # given
    raw = calendar(EVENT).replace("UID:u1", "UID:u1\r\nUID:u2\r\nSEQUENCE:1\r\nSEQUENCE:2")

    # when
    read = read_calendar(raw)[0].components[0]

    # then
    assert (read.uid, read.sequence) == ("u1", 1)


def test_what_nobody_reads_can_be_broken():
    # given
    junk = "X\r\nDTSTART\r\nRRULE:FREQ=NEVER\r\nATTACH;ENCODING=BASE64;VALUE=BINARY:!!!\r\n;:\r\nBEGIN:VALARM\r\nATTENDEE:x\r\nEND:VALARM\r\n"
    raw = calendar(EVENT).replace("UID:u1", junk + "UID:u1")

    # then
    assert read_calendar(raw) == read_calendar(calendar(EVENT))


def test_two_objects_in_one_part_are_both_read():
    # when
    read = read_calendar(calendar(EVENT) + calendar({**EVENT, "UID": "u2"}))

    # then
    assert [item.components[0].uid for item in read] == ["u1", "u2"]


def test_object_without_events_is_an_object():
    assert read_calendar("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n") == [CalendarMessage("REPLY", "", ())]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "Its calendar entry is empty."),
        ("Hello", "Its calendar entry is empty."),
        ("END:VCALENDAR\r\n", "Its calendar entry is broken."),
        ("UID:u1\r\n", "Its calendar entry is broken."),
        (calendar(*[EVENT] * (MOST_EVENTS + 1)), "Its calendar entry has more events than any answer needs."),
    ],
)
def test_what_is_no_object_says_why(raw, why):
    # when
    with pytest.raises(Unreadable) as refused:
        read_calendar(raw)

    # then
    assert str(refused.value) == why
