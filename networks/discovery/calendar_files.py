"""A calendar file read event by event: what is kept in memory at a time is one event, however large the file (RFC 5545 section 3.1).

It is read once, from its beginning to its end, so that it may come through a pipe.
"""

import re
from collections.abc import Iterator

from networks.discovery.text_lines import Readable, lines_of, text_of

MOST_LINES, MOST_SIGNS, LONGEST = 5_000, 1_000_000, 20_000  # of one event; what is longer says nothing that is asked here
# What is read of an event. All else (descriptions, attachments, alarms) is never looked at.
READ = {
    "ATTENDEE", "CLASS", "DTSTART", "EXDATE", "LOCATION", "ORGANIZER", "RDATE", "RECURRENCE-ID", "RRULE", "SEQUENCE", "STATUS", "SUMMARY", "UID",
    "X-CALENDARSERVER-ACCESS",
}  # fmt: skip
DEEPEST = 20
_NAME = re.compile(r"\s*([A-Za-z0-9-]{1,60})\s*[;:]")

Event = list[tuple[str, str]]  # the name of each property in capitals, and its whole line


class NoCalendarError(ValueError):
    """The file holds no calendar."""


def events(file: Readable) -> Iterator[Event]:
    """The events of a calendar file, in its order. An event that does not end is none; of one that is too long, the beginning.

    Raises NoCalendarError at the end of a file without a calendar.
    """
    inside: list[str] = []
    event: Event = []
    is_calendar, signs = False, 0
    for line in _unfolded(lines_of(file, longest=LONGEST)):
        name = found[1].upper() if (found := _NAME.match(line)) else ""
        if name == "BEGIN":
            component = _component(line)
            is_calendar = is_calendar or component == "VCALENDAR"
            if component == "VEVENT":  # one inside another: the first does not end
                inside, event, signs = [one for one in inside if one != "VEVENT"], [], 0
            inside = [*inside, component][-DEEPEST:]
        elif name == "END":
            inside, ended = _closed(inside, _component(line))
            if "VEVENT" in ended:
                yield event
        elif name in READ and inside[-1:] == ["VEVENT"] and len(event) <= MOST_LINES and signs <= MOST_SIGNS:
            event.append((name, line))
            signs += len(line)
    if not is_calendar:
        raise NoCalendarError("no calendar")


def is_whole(event: Event) -> bool:
    """Whether all of an event was read."""
    return len(event) <= MOST_LINES and sum(len(line) for _name, line in event) <= MOST_SIGNS


def _component(line: str) -> str:
    return line.partition(":")[2].strip().upper()


def _closed(inside: list[str], component: str) -> tuple[list[str], list[str]]:
    """What is still open after the end of a component, and what ended; a part of it that never ended does so with it."""
    if component not in inside:
        return inside, []
    place = len(inside) - 1 - inside[::-1].index(component)
    return inside[:place], [component]


def _unfolded(lines: Iterator[bytes]) -> Iterator[str]:
    """Lines as they were before they were folded, which may have been in the middle of a letter; empty ones are none."""
    pieces: list[bytes] = []
    size = 0
    for line in lines:
        if line[:1] in {b" ", b"\t"} and pieces:
            size += len(line)
            if size <= LONGEST:
                pieces.append(line[1:])
        elif line:
            if pieces:
                yield text_of(b"".join(pieces))
            pieces, size = [line], len(line)
    if pieces:
        yield text_of(b"".join(pieces))
