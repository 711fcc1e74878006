"""CSV files as they come out of other programs: any usual encoding, any usual separator, with headings or without."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from people.errors import PeopleError
from people.plain_text import one_line

SEPARATORS = (";", ",", "\t", "|")
SAMPLE_BYTES = 64_000
SAMPLE_LINES = 50
LONGEST_LINE = 1_000_000
END = "\x00"
BLANK = "".join(SEPARATORS) + " \r\n"
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
    "manager": (
        "manager",
        "manageremail",
        "linemanager",
        "supervisor",
        "leidinggevende",
        "emailleidinggevende",
        "vorgesetzter",
    ),
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
    lines = _lines(sample, encoding)
    if not lines:
        raise PeopleError("This file is empty.")
    told = lines[0].rstrip("\r\n")
    skips = 1 if told.lower().startswith("sep=") and len(told) == len("sep=;") else 0
    separator = told[-1] if skips else _separator(lines)
    first = _first_row(lines[skips:], separator)
    if not first:
        raise PeopleError("This file holds no lines.")
    has_headings = not any("@" in cell for cell in first)
    headings = [cell if has_headings else "" for cell in first]
    columns = tuple(one_line(cell)[:100] or f"Column {number}" for number, cell in enumerate(headings, start=1))
    return Shape(encoding, separator, columns, has_headings, skips)


def _encoding(file: BinaryIO, sample: bytes) -> str:
    for bom, encoding in BOMS:
        if sample.startswith(bom):
            return encoding
    if sample.count(b"\x00") > len(sample) // 4:
        return "utf-16-le" if sample[1:2] == b"\x00" else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(SAMPLE_BYTES):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8"


def _lines(sample: bytes, encoding: str) -> list[str]:
    """The first lines that hold something, with their ends, split as the csv module does."""
    text = sample.decode(encoding, "replace").replace("\x00", "")
    lines = list(io.StringIO(text, newline=""))
    if len(sample) == SAMPLE_BYTES and len(lines) > 1:
        lines.pop()  # cut somewhere
    return [line for line in lines if line.strip(BLANK)][:SAMPLE_LINES]


def _separator(lines: Sequence[str]) -> str:
    """The separator that stands in the first line and makes most columns, the same number on most lines."""
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        headings = len(_first_row(lines, separator))
        score = (usual - 1) * widths.count(usual) / len(widths) + (headings - 1) / MOST_COLUMNS
        if score > best_score and headings > 1:
            best, best_score = separator, score
    return best


def _first_row(lines: Sequence[str], separator: str) -> list[str]:
    rows = csv.reader(lines, delimiter=separator)
    return next((row[:MOST_COLUMNS] for row in rows if any(cell.strip() for cell in row)), [])


def rows_of(file: BinaryIO, shape: Shape) -> Iterator[tuple[int, list[str]]]:
    """Cells of every row that is not empty, and the line it begins at, one at a time. Raises PeopleError naming the line it broke at."""
    text = io.TextIOWrapper(file, encoding=shape.encoding, errors="replace", newline="")
    reader = csv.reader(_until_end(text), delimiter=shape.separator)
    skip, begins = shape.skips + shape.has_headings, 1
    try:
        for row in reader:
            if row == [END]:
                break
            if row and row[-1].endswith(END):
                raise PeopleError("On line %(line)s a quotation mark opens that is never closed.", line=begins)
            if any(cell.strip() for cell in row):
                if not skip:
                    yield begins, [cell.strip()[:1000] for cell in row[:MOST_COLUMNS]]
                skip = max(0, skip - 1)
            begins = reader.line_num + 1
    except csv.Error as error:  # a cell of more than 131,072 signs
        raise PeopleError("Line %(line)s cannot be read: is a quotation mark missing there?", line=begins) from error
    finally:
        text.detach()


def _until_end(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines, and one that no file can hold: inside a quotation it tells that the file ended before the quotation did."""
    for number, line in enumerate(iter(lambda: text.readline(LONGEST_LINE), ""), start=1):
        if len(line) == LONGEST_LINE:
            raise PeopleError("Line %(line)s is too long for a person.", line=number)
        yield line.replace("\x00", "")
    yield END


def guess(columns: Sequence[str]) -> dict[str, int]:
    """Which column is what, as far as the headings say it."""
    plain = ["".join(sign for sign in column.lower() if sign.isalnum()) for column in columns]
    found = {}
    for field, words in HEADINGS.items():
        numbers = [number for word in words for number, heading in enumerate(plain) if heading == word]
        if numbers:
            found[field] = numbers[0]
    return found
