"""Lists of addresses: a distribution list, a CSV file of any shape, what a mailing list exports, and its archive.

A list knows nothing of dates: who stands on it is proposed. Of an archive only the From line of each mail is read.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from calendars.addresses import LONGEST, mailboxes, normal_address
from networks.discovery.meetings import FEWEST, LONGEST_TITLE, MOST_PEOPLE, Dropped
from networks.discovery.proposing import Proposal, Regular
from networks.discovery.text_lines import Readable, lines_of, text_of
from networks.discovery.topics import Topics
from people.csv_files import guess, rows_of, shape_of

SAMPLE = 200  # rows from which the column of addresses is known
LONGEST_LINE = 20_000
MOST_LISTS, MOST_ADDRESSES = 2_000, 100_000
# Headings of the column that says which list a row belongs to, without spaces and hyphens: English, Dutch, German.
_LIST_HEADINGS = {
    "list", "listname", "mailinglist", "distributionlist", "group", "groupname", "network", "circle", "lijst", "lijstnaam", "maillijst",
    "distributielijst", "groep", "groepsnaam", "netwerk", "kring", "liste", "listenname", "verteiler", "gruppe", "netzwerk",
}  # fmt: skip
_FROM = re.compile(rb"from:", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:csv|txt|tsv|mbox|list|lst|eml|zip|ics)$", re.IGNORECASE)

Counts = dict[str, Counter[str]]  # of each list, how often each address stands on it


class NoAddressesError(ValueError):
    """Nothing that was handed over is an address."""


def of_archive(file: Readable, name: str, topics: Topics) -> tuple[list[Proposal], Counter[Dropped]]:
    """Who wrote to a mailing list, out of its archive (mbox, RFC 4155). Raises NoAddressesError."""
    people: Counter[str] = Counter()
    for header in _from_headers(lines_of(file, longest=LONGEST_LINE)):
        if len(people) < MOST_ADDRESSES:
            people.update(_addresses([header])[:1])
    return _proposals({name_of(name): people}, topics)


def _from_headers(lines: Iterable[bytes]) -> Iterator[str]:
    """The From header of each mail, unfolded. Where a line that begins with "From " follows an empty one, the next mail begins."""
    in_headers, is_after_empty = False, True
    header: list[bytes] = []
    for line in lines:
        if line.startswith(b"From ") and is_after_empty:
            in_headers = True
        elif in_headers and line[:1] in {b" ", b"\t"} and header:
            header.append(line)
        else:
            if header:
                yield text_of(b"".join(header))
                header = []
            in_headers = in_headers and line != b""
            if in_headers and _FROM.match(line):
                header = [line[5:]]
        is_after_empty = line == b""
    if header:
        yield text_of(b"".join(header))


def of_table(file: BinaryIO, name: str, topics: Topics) -> tuple[list[Proposal], Counter[Dropped]]:
    """Who stands in a CSV file or on a plain list. A column that names lists makes several. Raises NoAddressesError, PeopleError."""
    shape = shape_of(file)
    lists: Counts = defaultdict(Counter)
    rows = [cells for _line, cells in _first(rows_of(file, shape))]
    column = _column_of_addresses(shape.columns if shape.has_headings else (), rows)
    named = _column_of_lists(shape.columns) if shape.has_headings and column is not None else None
    file.seek(0)
    if not shape.has_headings or len(shape.columns) == 1:  # no table: in "Bo <bo@x.example>; Eva" a semicolon begins no column
        _count(lists, name_of(name), _lines(file))
        return _proposals(lists, topics)
    for _line, cells in rows_of(file, shape):
        of = _cell(cells, named) or name_of(name)
        _count(lists, of, [_cell(cells, column)] if column is not None else cells)
    return _proposals(lists, topics)


def _first(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows):
        if number == SAMPLE:
            return
        yield row


def _column_of_addresses(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """The column whose heading says so, unless there is nothing in it; otherwise the one with most addresses."""
    counts = Counter(number for cells in rows for number, cell in enumerate(cells) if mailboxes(cell))
    told = guess(headings).get("email")
    if told is not None and counts[told]:
        return told
    return counts.most_common(1)[0][0] if counts else None


def _column_of_lists(headings: Sequence[str]) -> int | None:
    plain = ("".join(sign for sign in heading.lower() if sign.isalnum()) for heading in headings)
    return next((number for number, heading in enumerate(plain) if heading in _LIST_HEADINGS), None)


def _cell(cells: Sequence[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""


def _lines(file: BinaryIO) -> Iterator[str]:
    return (text_of(line) for line in lines_of(file, longest=1_000_000))


def _count(lists: Counts, of: str, texts: Iterable[str]) -> None:
    of = " ".join(of.split())[:LONGEST_TITLE]
    if of in lists or len(lists) < MOST_LISTS:
        for text in texts:
            if len(lists[of]) < MOST_ADDRESSES:
                lists[of].update(_addresses([text]))


def _addresses(texts: Iterable[str]) -> list[str]:
    return [normal_address(one) for text in texts for one in mailboxes(text.strip().strip("'")) if len(one) <= LONGEST]


def _proposals(lists: Counts, topics: Topics) -> tuple[list[Proposal], Counter[Dropped]]:
    if not any(lists.values()):
        raise NoAddressesError("no addresses")
    dropped: Counter[Dropped] = Counter()
    found = []
    for name, people in lists.items():
        if why := _why_not(name, people, topics):
            dropped[why] += 1
        elif people:
            found.append(Proposal(name=name, people=tuple(Regular(address, 0) for address in sorted(people))))
    return sorted(found, key=lambda one: (-len(one.people), one.name)), dropped


def _why_not(name: str, people: Counter[str], topics: Topics) -> Dropped | None:
    if topics.forbid(name):
        return Dropped.TOPIC
    if len(people) > MOST_PEOPLE:
        return Dropped.CROWD
    if 0 < len(people) < FEWEST:
        return Dropped.TWO if len(people) <= 2 else Dropped.FEW
    return None


def name_of(file_name: str) -> str:
    """What a list is called, as far as its file says."""
    plain = _ENDING.sub("", file_name.replace("\\", "/").rpartition("/")[2])
    return " ".join(re.sub(r"[_+]+|(?<=\w)-(?=\w)", " ", plain).split())[:LONGEST_TITLE]
