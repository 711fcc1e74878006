from io import BufferedReader, BytesIO

import pytest

from networks.discovery import calendar_files
from networks.discovery.calendar_files import NoCalendarError
from tests.infra.corpus import FOLDER
from tests.networks.discovery.by_hand import calendar, event, gathered

TITLE = "Café Zuid – kennislunch"


class Pipe(BytesIO):
    """Can be read once, as what comes through a pipe."""

    def seek(self, *_args: object) -> int:
        raise OSError("a pipe")


def read(octets: bytes) -> list[list[tuple[str, str]]]:
    return list(calendar_files.events(Pipe(octets)))


def titles(octets: bytes) -> list[str]:
    return [line.partition(":")[2] for one in read(octets) for name, line in one if name == "SUMMARY"]


@pytest.mark.parametrize(
    "octets",
    [
        calendar(event(TITLE)).encode(),
        calendar(event(TITLE)).encode("utf-8-sig"),
        calendar(event(TITLE)).encode("cp1252"),
        calendar(event(TITLE)).encode("utf-16"),
        calendar(event(TITLE)).encode("utf-16-le"),
        b"\xfe\xff" + calendar(event(TITLE)).encode("utf-16-be"),
        calendar(event(TITLE)).encode("utf-16-be"),
        calendar(event(TITLE)).replace("\r\n", "\n").encode(),
        calendar(event(TITLE)).replace("\r\n", "\r").encode(),
        calendar(event(TITLE)).replace("\r\n", "\r\r\n").encode(),
        calendar(event(TITLE)).replace("\r\n", "\r\n\r\n").encode(),
    ],
    ids=["utf-8", "bom", "cp1252", "utf-16", "le-bare", "be", "be-bare", "lf", "cr", "cr-cr-lf", "empty-lines"],
)
def test_events_are_read_in_every_usual_encoding_and_with_every_line_end(octets):
    assert titles(octets) == [TITLE]


def test_events_are_unfolded_inside_a_letter():
    # given
    whole = calendar(event(TITLE)).encode()
    inside = whole.index("é".encode()) + 1

    # when
    folded = whole[:inside] + b"\r\n " + whole[inside:]

    # then
    assert titles(folded) == [TITLE]


def test_lines_that_end_with_cr_alone_are_whole_wherever_a_piece_ends():
    # given
    many = calendar(*(event(f"{TITLE} {number}") for number in range(900))).replace("\r\n", "\r").encode()

    # then
    assert titles(many) == [f"{TITLE} {number}" for number in range(900)]


def test_properties_of_alarms_and_what_is_not_asked_for_are_not_read():
    # given
    alarm = (
        "DESCRIPTION:secret",
        "BEGIN:VALARM",
        "SUMMARY:alarm",
        "ATTENDEE:mailto:alarm@x.example",
        "END:VALARM",
        "STATUS:CONFIRMED",
    )

    # when
    (found,) = read(calendar(event("Lunch", *alarm, people=())).encode())

    # then
    assert [name for name, _line in found] == ["UID", "DTSTART", "SUMMARY", "ORGANIZER", "STATUS"]


def test_an_event_that_does_not_end_takes_no_other_with_it():
    # given
    broken = event("Broken").removesuffix("\r\nEND:VEVENT")

    # then
    assert titles(calendar(event("One"), broken, event("Two"), broken).encode()) == ["One", "Two"]


def test_an_alarm_that_does_not_end_takes_no_event_with_it():
    assert titles(calendar(event("One", "BEGIN:VALARM", "TRIGGER:-PT5M"), event("Two")).encode()) == ["One", "Two"]


def test_an_event_of_any_length_is_cut():
    # given
    people = [f"ATTENDEE:mailto:colleague{number}@x.example" for number in range(9_000)]

    # when
    found = read(calendar(event("Everybody", people=people), event("Lunch")).encode())

    # then
    assert [(len(one) < 6_000, calendar_files.is_whole(one)) for one in found] == [(True, False), (True, True)]


def test_a_line_of_any_length_is_cut():
    # given
    endless = "DESCRIPTION:" + "x" * 3_000_000

    # then
    assert titles(calendar(event("Long", endless), event("Lunch")).encode()) == ["Long", "Lunch"]


@pytest.mark.parametrize(
    "octets", [b"", b"\0" * 100, b"%PDF-1.7 and more", b"name;email\nBo;bo@x.example\n", b"\xff\xfe", b"\r\r\r"]
)
def test_what_is_no_calendar_is_said_to_be_none(octets):
    with pytest.raises(NoCalendarError):
        read(octets)


def test_a_calendar_without_events_is_one():
    assert read(calendar().encode()) == []


@pytest.mark.parametrize(
    "name", sorted(path.name for folder in ("series", "exchange") for path in (FOLDER / folder).glob("*.ics"))
)
def test_real_calendars_are_read_and_no_event_is_broken(name):
    # given
    (path,) = FOLDER.glob(f"*/{name}")

    # when
    with path.open("rb") as file:
        octets = BufferedReader(file).read()
    found = gathered(octets)

    # then
    assert (found.events, found.dropped["broken"]) == (octets.count(b"BEGIN:VEVENT"), 0)
