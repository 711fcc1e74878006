"""CSV files as they come out of other programs: any usual encoding, any usual separator, with headings or without."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from people.errors import PeopleError

SEPARATORS = (";", ",", "\t", "|")
SAMPLE_BYTES = 64_000
MOST_COLUMNS = 200
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

# Headings that say what a column is, in English, Dutch and German, without spaces and hyphens.
HEADINGS = {
    "email": (
        "email",
        "mail",
        "emailaddress",
        "emailadres",
        "emailadresse",
        "mailadres",
        "upn",
        "userprincipalname",
        "workemail",
    ),
    "name": ("name", "naam", "fullname", "displayname", "volledigenaam", "weergavenaam", "medewerker", "employee"),
    "first_name": ("firstname", "givenname", "voornaam", "roepnaam", "vorname"),
    "last_name": ("lastname", "surname", "familyname", "achternaam", "nachname"),
    "department": ("department", "afdeling", "abteilung", "team", "unit"),
    "function": ("function", "functie", "jobtitle", "title", "role", "rol", "functietitel", "position"),
    "location": ("location", "locatie", "vestiging", "office", "site", "city", "plaats", "standort", "kantoor"),
    "timezone": ("timezone", "tijdzone", "zeitzone"),
    "language": ("language", "taal", "sprache", "preferredlanguage", "voorkeurstaal"),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is written. `columns` are its headings, or 'Column 1' ... when it has none."""

    encoding: str
    separator: str
    columns: tuple[str, ...]
    has_headings: bool
    skips: int  # lines before the headings: Excel's 'sep=;'


def shape_of(file: BinaryIO) -> Shape:
    """How this file is written; leaves it at its beginning. Raises PeopleError for what is no table."""
    sample = file.read(SAMPLE_BYTES)
    file.seek(0)
    if sample.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise PeopleError("This is a spreadsheet. Save it as CSV, and choose that file.")
    encoding = _encoding(file, sample)
    text = _decoded(sample, encoding)
    lines = [line for line in text.splitlines() if line.strip()][:50]
    if not lines:
        raise PeopleError("This file is empty.")
    skips = 1 if lines[0].lower().startswith("sep=") and len(lines[0].strip()) == len("sep=;") else 0
    separator = lines[0].strip()[-1] if skips else _separator(lines)
    first = next(csv.reader(lines[skips:], delimiter=separator), [])[:MOST_COLUMNS]
    if not first:
        raise PeopleError("This file holds no lines.")
    has_headings = not any("@" in cell for cell in first)
    columns = tuple(cell.strip()[:100] or f"Column {number}" for number, cell in enumerate(first, start=1))
    if not has_headings:
        columns = tuple(f"Column {number}" for number in range(1, len(first) + 1))
    return Shape(encoding, separator, columns, has_headings, skips)


def _encoding(file: BinaryIO, sample: bytes) -> str:
    for bom, encoding in BOMS:
        if sample.startswith(bom):
            return encoding
    if sample.count(b"\x00") > len(sample) // 4:
        return "utf-16-le" if sample[1:2] == b"\x00" else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(1_000_000):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8"


def _decoded(content: bytes, encoding: str) -> str:
    return content.decode(encoding, "replace").replace("\x00", "")


def _separator(lines: Sequence[str]) -> str:
    """The separator that makes most columns, the same number on most lines."""
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        usual = max(set(widths), key=widths.count)
        score = (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)
        if score > best_score:
            best, best_score = separator, score
    return best


def rows_of(file: BinaryIO, shape: Shape) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every line that is not empty, one at a time. Raises PeopleError naming the line it broke at."""
    text = io.TextIOWrapper(file, encoding=shape.encoding, errors="replace", newline="")
    reader = csv.reader((line.replace("\x00", "") for line in text), delimiter=shape.separator)
    skip = shape.skips + (1 if shape.has_headings else 0)
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if skip:
                skip -= 1
                continue
            yield reader.line_num, [cell.strip()[:1000] for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise PeopleError("Line %(line)s cannot be read: %(why)s", line=reader.line_num, why=str(error)) from error
    finally:
        text.detach()


def guess(columns: Sequence[str]) -> dict[str, int]:
    """Which column is what, as far as the headings say it."""
    plain = ["".join(sign for sign in column.lower() if sign.isalnum()) for column in columns]
    found = {}
    for field, words in HEADINGS.items():
        numbers = [number for word in words for number, heading in enumerate(plain) if heading == word]
        if numbers:
            found[field] = numbers[0]
    return found
