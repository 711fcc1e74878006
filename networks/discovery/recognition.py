"""What somebody handed over, recognised by its content and read for networks.

Files from outside can keep a reader busy for days, so this runs in a process of its own (`python -m networks.discovery.recognition`): a
line of what is asked, then the file; it prints what it found as JSON.
"""

import json
import sys
import zipfile
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date, time, tzinfo
from io import BytesIO
from typing import Any, BinaryIO, cast
from zoneinfo import ZoneInfo

from child_process import limit_itself
from networks.discovery import calendar_files, lists
from networks.discovery.calendar_files import NoCalendarError
from networks.discovery.errors import Fault
from networks.discovery.lists import NoAddressesError
from networks.discovery.meetings import Dropped
from networks.discovery.proposing import Proposal, Regular, propose
from networks.discovery.strands import Gathered
from networks.discovery.text_lines import Readable
from networks.discovery.topics import Topics
from people.errors import PeopleError

PIECE = 65_536
MOST_UNPACKED = 500_000_000  # octets of a calendar in an archive
MOST_PROPOSALS = 200
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHERS = (b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"\x1f\x8b", b"{", b"<!doctype", b"<html", b"<?xml")


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found. `events`: how many there are; of a list none."""

    proposals: tuple[Proposal, ...] = ()
    dropped: dict[str, int] = field(default_factory=dict)
    events: int = 0


class UnreadableError(Exception):
    """What was handed over could not be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def findings_of(
    file: Readable, name: str, zone: tzinfo, topics: Topics, *, today: date, most_unpacked: int = MOST_UNPACKED
) -> Findings:
    """The networks in a calendar, an archive that holds one, a list, or the archive of a list. Raises UnreadableError."""
    peeked = _Peeked(file)
    begin = peeked.peek()
    if not begin.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise UnreadableError(Fault.EMPTY)
    try:
        if begin.startswith(_ZIP):
            return _of_zip(peeked, most_unpacked, zone, topics, today)
        if b"BEGIN:VCALENDAR" in begin.replace(b"\0", b"").upper():
            return _of_calendar(peeked, zone, topics, today)
        return _of_list(peeked, begin, name, topics)
    except NoCalendarError as error:
        raise UnreadableError(Fault.WRONG) from error
    except NoAddressesError as error:
        raise UnreadableError(Fault.NO_ADDRESSES) from error
    except PeopleError as error:
        raise UnreadableError(Fault.BROKEN) from error


class _Peeked:
    """A file of which the beginning is known before it is read."""

    def __init__(self, file: Readable) -> None:
        self._file, self._begin = file, b""

    def peek(self) -> bytes:
        self._begin = self._begin or self._file.read(PIECE)
        return self._begin

    def read(self, size: int, /) -> bytes:
        found, self._begin = self._begin[:size], self._begin[size:]
        return found or self._file.read(size)

    def whole(self) -> BytesIO:
        kept = BytesIO()
        while piece := self.read(PIECE):
            kept.write(piece)
        kept.seek(0)
        return kept


def _of_calendar(file: Readable, zone: tzinfo, topics: Topics, today: date) -> Findings:
    gathered = Gathered()
    for event in calendar_files.events(file):
        gathered.add(event, zone, topics, today=today)
    found = tuple(propose(gathered.found(), today=today)[:MOST_PROPOSALS])
    return Findings(found, _plain(gathered.dropped), gathered.events)


def _of_zip(file: _Peeked, most: int, zone: tzinfo, topics: Topics, today: date) -> Findings:
    """Google hands a calendar over in an archive."""
    try:
        with zipfile.ZipFile(file.whole()) as archive:
            names = [one.filename for one in archive.infolist() if one.filename.lower().endswith(".ics")]
            if len(names) != 1:
                is_office = any(one.startswith(("xl/", "word/")) for one in archive.namelist())
                raise UnreadableError(Fault.SEVERAL if names else Fault.SPREADSHEET if is_office else Fault.WRONG)
            with archive.open(names[0]) as calendar:
                return _of_calendar(_Bounded(calendar, most), zone, topics, today)
    except (
        zipfile.BadZipFile,
        RuntimeError,
        NotImplementedError,
        EOFError,
        OSError,
    ) as error:  # RuntimeError: it asks for a password
        raise UnreadableError(Fault.BROKEN) from error


class _Bounded:
    """A file of which no more than so much is read, whatever it unpacks to."""

    def __init__(self, file: Any, most: int) -> None:
        self._file, self._left = file, most

    def read(self, size: int, /) -> bytes:
        piece: bytes = self._file.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise UnreadableError(Fault.TOO_LARGE)
        return piece


def _of_list(file: _Peeked, begin: bytes, name: str, topics: Topics) -> Findings:
    if begin.startswith(_OLD_OFFICE):
        raise UnreadableError(Fault.SPREADSHEET)
    if begin.lstrip().lower().startswith(_OTHERS):
        raise UnreadableError(Fault.WRONG)
    if begin.startswith(b"From "):
        found, dropped = lists.of_archive(file, name, topics)
    else:
        found, dropped = lists.of_table(cast("BinaryIO", file.whole()), name, topics)
    return Findings(tuple(found[:MOST_PROPOSALS]), _plain(dropped))


def _plain(dropped: Counter[Dropped]) -> dict[str, int]:
    return {reason.value: count for reason, count in dropped.items() if count}


def written(found: Findings) -> str:
    """Findings as JSON."""
    return json.dumps({**asdict(found), "proposals": [details_of(one) for one in found.proposals]})


def read(text: str | bytes) -> Findings:
    """Findings that were written. Raises ValueError, KeyError and TypeError for what is none."""
    told = json.loads(text)
    return Findings(tuple(map(proposal_of, told["proposals"])), told["dropped"], told["events"])


def details_of(proposal: Proposal) -> dict[str, Any]:
    """A proposal in plain values."""
    days = {name: value.isoformat() if value else None for name in ("first", "last", "at") for value in [getattr(proposal, name)]}
    return {**asdict(proposal), **days, "people": [[one.address, one.times] for one in proposal.people]}


def proposal_of(details: dict[str, Any]) -> Proposal:
    """The proposal again."""
    days = {name: date.fromisoformat(details[name]) if details[name] else None for name in ("first", "last")}
    at = time.fromisoformat(details["at"]) if details["at"] else None
    people = tuple(Regular(address, times) for address, times in details["people"])
    return Proposal(**{**details, **days, "at": at, "people": people, "earlier_names": tuple(details["earlier_names"])})


def main() -> None:
    """Reads from standard input what is asked, in a line, and what was handed over."""
    limit_itself(sys.argv[1:])
    zone, today, name, words = json.loads(sys.stdin.buffer.readline())
    try:
        found = findings_of(sys.stdin.buffer, name, ZoneInfo(zone), Topics(words), today=date.fromisoformat(today))
    except UnreadableError as error:
        sys.stdout.write(json.dumps({"fault": error.fault.value}))
        return
    except MemoryError:
        sys.stdout.write(json.dumps({"fault": Fault.TOO_MUCH.value}))
        return
    sys.stdout.write(written(found))


if __name__ == "__main__":
    main()
