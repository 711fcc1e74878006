import zipfile
from datetime import date
from io import BytesIO

import pytest

from networks.discovery import recognition
from networks.discovery.errors import Fault
from networks.discovery.recognition import UnreadableError, findings_of
from tests.networks.discovery.by_hand import AMSTERDAM, TODAY, TOPICS, WEEKLY, calendar, event
from tests.networks.discovery.test_calendar_files import Pipe
from tests.networks.discovery.test_lists import ADDRESSES

CALENDAR = calendar(event("Lunch", WEEKLY), event("Alone", people=(), uid="b")).encode()


def found(octets: bytes, name: str = "mine.ics") -> list[tuple[str, int, int]]:
    findings = findings_of(Pipe(octets), name, AMSTERDAM, TOPICS, today=TODAY)
    return [(one.name, len(one.people), one.dates) for one in findings.proposals]


def packed(files: dict[str, bytes]) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, octets in files.items():
            archive.writestr(name, octets)
    return whole.getvalue()


@pytest.mark.parametrize(
    "octets",
    [CALENDAR, CALENDAR.decode().encode("utf-16"), b"\r\n\r\n" + CALENDAR, packed({"mine.ical/ada@x.example.ics": CALENDAR, "read me": b""})],
    ids=["plain", "utf-16", "empty-lines", "google"],
)  # fmt: skip
def test_a_calendar_is_recognised(octets):
    assert found(octets) == [("Lunch", 6, 13)]


def test_a_list_and_an_archive_are_recognised():
    # given
    mails = "\n\n".join(f"From a\nFrom: {address}" for address in ADDRESSES)

    # then
    assert (found("\n".join(ADDRESSES).encode(), "Guild.txt"), found(mails.encode(), "guild.mbox")) == ([("Guild", 5, 0)], [("guild", 5, 0)])  # fmt: skip


def test_addresses_in_angles_are_no_web_page():
    assert found(", ".join(f"<{address}>" for address in ADDRESSES).encode(), "Guild.txt") == [("Guild", 5, 0)]


@pytest.mark.parametrize(
    ("octets", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"\xef\xbb\xbf \r\n", Fault.EMPTY),
        (b"%PDF-1.7", Fault.WRONG),
        (b"\n<!DOCTYPE html><p>Sign in", Fault.WRONG),
        (b"\xd0\xcf\x11\xe0 of old", Fault.SPREADSHEET),
        (packed({"xl/workbook.xml": b"<"}), Fault.SPREADSHEET),
        (packed({"a.ics": CALENDAR, "b.ics": CALENDAR}), Fault.SEVERAL),
        (packed({"a.txt": b"hello"}), Fault.WRONG),
        (packed({"a.ics": b"hello"}), Fault.WRONG),
        (packed({"a.ics": CALENDAR})[:90], Fault.BROKEN),
        (b"hello", Fault.NO_ADDRESSES),
        (b'a;b\n"never closed ada@x.example', Fault.BROKEN),
    ],
    ids=[
        "nothing",
        "blank",
        "pdf",
        "page",
        "old-sheet",
        "sheet",
        "two-calendars",
        "text",
        "no-calendar",
        "cut",
        "no-addresses",
        "quotation",
    ],
)
def test_what_cannot_be_read_says_why(octets, fault):
    # when
    with pytest.raises(UnreadableError) as error:
        found(octets)

    # then
    assert error.value.fault is fault


def test_an_archive_that_unpacks_to_very_much_is_not_unpacked():
    # given
    bomb = packed({"a.ics": b"BEGIN:VCALENDAR\r\n" + b"X" * 2_000_000})

    # when
    with pytest.raises(UnreadableError) as error:
        findings_of(Pipe(bomb), "a.zip", AMSTERDAM, TOPICS, today=TODAY, most_unpacked=1_000_000)

    # then
    assert error.value.fault is Fault.TOO_LARGE


def test_findings_are_the_same_after_they_were_written():
    # given
    findings = findings_of(BytesIO(CALENDAR), "mine.ics", AMSTERDAM, TOPICS, today=TODAY)

    # then
    assert recognition.read(recognition.written(findings)) == findings
    assert (findings.events, findings.dropped, findings.proposals[0].first) == (2, {"unnamed": 1}, date(2026, 9, 1))
