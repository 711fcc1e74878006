"""A calendar object cut down to the lines an answer is read from, before a library sees it.

What nobody asks for can neither be broken nor cost time: an attachment, a rule for every second of a century, a time zone that a
library would keep for the next message under a name everybody uses (Exchange's "Customized Time Zone").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from calendars.bounds import Unreadable

MOST_OCTETS = 2_000_000
MOST_LINES = 50_000
MOST_KEPT_LINES = 10_000
MOST_KEPT = 200_000
LONGEST_LINE = 20_000
COMPONENTS = {"VCALENDAR", "VEVENT"}
KEPT = {
    "BEGIN", "END", "VERSION", "PRODID", "METHOD", "UID", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "DURATION",
    "ATTENDEE", "COMMENT", "X-MS-OLK-ORIGINALSTART", "X-MS-OLK-ORIGINALEND",
}  # fmt: skip
_ESCAPED = re.compile(r"\\([\\,;])")
_NAME = re.compile(r"\s*([A-Za-z0-9-]{1,60})\s*[;:]")


@dataclass(slots=True)
class Reduced:
    """The lines that are kept, unfolded; and those of each VTIMEZONE, by TZID."""

    kept: list[str] = field(default_factory=list)
    zones: dict[str, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(f"{line}\r\n" for line in self.kept)


def reduced(text: str) -> Reduced:
    """What is needed of an iCalendar stream. Raises Unreadable when it is larger than any answer."""
    found = Reduced()
    inside: list[str] = []  # the components, outermost first, of which nothing is kept
    zone: list[str] = []
    for line in _unfolded(text):
        name = match[1].upper() if (match := _NAME.match(line)) else ""
        component = line.partition(":")[2].strip().upper() if name in {"BEGIN", "END"} else ""
        if inside or (name == "BEGIN" and component not in COMPONENTS):
            zone.append(line)
            inside = _moved(inside, name, component)
            if not inside:
                _keep_zone(found, zone)
                zone = []
        elif name in KEPT and (len(line) <= LONGEST_LINE or name == "COMMENT"):
            found.kept.append(line[:LONGEST_LINE])
    if len(found.kept) > MOST_KEPT_LINES or sum(map(len, found.kept)) > MOST_KEPT:
        raise Unreadable("Its calendar entry is larger than any answer needs.")
    return found


def _unfolded(text: str) -> Iterator[str]:
    """Lines as they were before they were folded (RFC 5545 section 3.1); empty ones are none."""
    if len(text) > MOST_OCTETS:
        raise Unreadable("Its calendar entry is larger than any answer needs.")
    plain = text.removeprefix("\ufeff").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    if plain.count("\n") > MOST_LINES:
        raise Unreadable("Its calendar entry is larger than any answer needs.")
    pieces: list[str] = []
    for line in plain.split("\n"):
        if line[:1] in {" ", "\t"}:
            pieces.append(line[1:])
        elif line:
            yield "".join(pieces)
            pieces = [line]
    yield "".join(pieces)


def _moved(inside: list[str], name: str, component: str) -> list[str]:
    if name == "BEGIN":
        return [*inside[:20], component]
    return inside[:-1] if name == "END" else inside


def _keep_zone(found: Reduced, lines: list[str]) -> None:
    tzid = next((line.partition(":")[2].strip() for line in lines if line[:4].upper() == "TZID"), "")
    tzid = _ESCAPED.sub(r"\1", tzid)
    if tzid and lines[0].partition(":")[2].strip().upper() == "VTIMEZONE":
        found.zones[tzid] = lines
