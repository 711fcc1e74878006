"""A calendar file read event by event: what is kept in memory at a time is one event, however large the file (RFC 5545 section 3.1)."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

MOST_LINES, LONGEST = 5_000, 100_000  # of one event; what is longer says nothing that is asked here
# What is read of an event. All else (descriptions, attachments, alarms) is never looked at.
READ = {
    "ATTENDEE", "CLASS", "DTSTART", "EXDATE", "LOCATION", "ORGANIZER", "RDATE", "RECURRENCE-ID", "RRULE", "STATUS", "SUMMARY", "UID",
    "X-MICROSOFT-CDO-ALLDAYEVENT",
}  # fmt: skip
_NAME = re.compile(r"\s*([A-Za-z0-9-]{1,60})\s*[;:]")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Event = list[tuple[str, str]]  # the name of each property in capitals, and its whole line


class NoCalendarError(ValueError):
    """The file holds no calendar."""


def events(file: BinaryIO) -> Iterator[Event]:
    """The events of a calendar file, in its order. An event that does not end is none. Raises NoCalendarError at the end of one without any."""
    inside: list[str] = []
    event: Event = []
    is_calendar = False
    for line in _unfolded(_lines(file)):
        name = found[1].upper() if (found := _NAME.match(line)) else ""
        if name == "BEGIN":
            component = _component(line)
            is_calendar = is_calendar or component == "VCALENDAR"
            inside = [*inside, component][-20:]
            event = [] if component == "VEVENT" else event
        elif name == "END" and inside:
            if inside.pop() == "VEVENT" and len(event) <= MOST_LINES:
                yield event
        elif name in READ and inside[-1:] == ["VEVENT"] and len(event) <= MOST_LINES:
            event.append((name, line))
    if not is_calendar:
        raise NoCalendarError("no calendar")


def _component(line: str) -> str:
    return line.partition(":")[2].strip().upper()


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines in UTF-8 or in the encoding of Windows; what is in UTF-16 is put into UTF-8. What is longer than any line is cut.

    They end with LF, CRLF or, as old programs wrote them, CR alone.
    """
    file.seek(0)
    if file.read(2) in _UTF_16:
        file.seek(0)
        for text in codecs.getreader("utf-16")(file, "replace"):
            yield text.encode("utf-8", "replace")
        return
    file.seek(0)
    while line := file.readline(LONGEST):
        yield from re.split(rb"\r(?!\n)", line)


def _unfolded(lines: Iterable[bytes]) -> Iterator[str]:
    """Lines as they were before they were folded, which may have been in the middle of a letter; empty ones are none."""
    pieces: list[bytes] = []
    size = 0
    for line in lines:
        plain = line.rstrip(b"\r\n").replace(b"\0", b"")
        if plain[:1] in {b" ", b"\t"} and pieces:
            size += len(plain)
            if size <= LONGEST:
                pieces.append(plain[1:])
        elif plain:
            if pieces:
                yield _text(b"".join(pieces))
            pieces, size = [plain], len(plain)
    if pieces:
        yield _text(b"".join(pieces))


def _text(octets: bytes) -> str:
    octets = octets.removeprefix(codecs.BOM_UTF8)
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")
