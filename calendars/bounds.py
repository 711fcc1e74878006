"""What a mail may be made of, looked at before it is taken apart: the parser's time grows with the square of some of these numbers."""

import re

MOST_HEADER_OCTETS = 500_000
MOST_LINES = 500_000
MOST_BOUNDARIES = 50  # each is held against every line
MOST_DELIMITERS = 5_000  # lines that could begin a part
MOST_TYPES = 400
LONGEST_TYPE = 3_000  # parameters are cut off one by one
MOST_STATUS_BLOCKS = 10_000

_BOUNDARY = re.compile(rb"boundary\s{0,20}[*=]", re.IGNORECASE)
_TYPE = re.compile(rb"^content-(?:type|disposition)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)


class Unreadable(Exception):
    """The message cannot be read; the text says why, in words for a person."""


def guard(raw: bytes) -> None:
    """Nothing in these octets keeps a parser busy for longer than a mail is worth. Raises Unreadable."""
    text = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")  # a lone CR ends a line as well
    head = text.partition(b"\n\n")[0]
    if len(head) > MOST_HEADER_OCTETS:
        raise Unreadable("Its headers are longer than any mail needs.")
    if text.count(b"\n") > MOST_LINES:
        raise Unreadable("It has more lines than any mail needs.")
    if len(_BOUNDARY.findall(text)) > MOST_BOUNDARIES or text.count(b"\n--") > MOST_DELIMITERS:
        raise Unreadable("It is made of more parts than any mail needs.")
    types = _TYPE.findall(text)
    if len(types) > MOST_TYPES or any(len(header) > LONGEST_TYPE for header in types):
        raise Unreadable("It is made of more parts than any mail needs.")
    if b"delivery-status" in text.lower() and text.count(b"\n\n") > MOST_STATUS_BLOCKS:
        raise Unreadable("It is made of more parts than any mail needs.")
