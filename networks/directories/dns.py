"""Distinguished names as text (RFC 4514): the same name is written in many ways, and is one here."""

import re

_ESCAPED = re.compile(r"((?:\\[0-9A-Fa-f]{2})+)|\\(.)", re.DOTALL)


def same_dn(text: str) -> str:
    """The name in one form: equal for two names exactly when they name one entry, as far as case and spacing do not matter to a directory.

    Raises ValueError for what is no name.
    """
    parts = [sorted(_pair(pair) for pair in _split(part, "+")) for part in _split(text, ",")]
    return ",".join("+".join(f"{kind}={value}" for kind, value in part) for part in parts)


def without_number(text: str) -> str:
    """A uniqueMember without the bits that may follow its name (RFC 4517 section 3.3.21)."""
    return re.sub(r"#'[01]*'B$", "", text)


def _split(text: str, sign: str) -> list[str]:
    """Cut at every `sign` that is not escaped, and does not stand between quotes (RFC 2253 wrote them)."""
    parts, begin, quoted, escaped = [], 0, False, False
    for number, one in enumerate(text):
        if escaped:
            escaped = False
        elif one == "\\":
            escaped = True
        elif one == '"':
            quoted = not quoted
        elif one == sign and not quoted:
            parts.append(text[begin:number])
            begin = number + 1
    return [*parts, text[begin:]]


def _pair(text: str) -> tuple[str, str]:
    kind, equals, value = text.partition("=")
    if not equals or not kind.strip():
        raise ValueError("no distinguished name")
    return _escaped(kind.strip().lower()), _escaped(_value(value))


def _value(written: str) -> str:
    """What a value says, folded: case, and how much space stands between words, make no difference."""
    bare = written.strip()
    if len(bare) > 1 and bare.startswith('"') and bare.endswith('"'):
        bare = bare[1:-1]
    return " ".join(_ESCAPED.sub(_said, bare).casefold().split())


def _said(escaped: re.Match[str]) -> str:
    octets, sign = escaped.groups()
    return bytes.fromhex(octets.replace("\\", "")).decode("utf-8", "replace") if octets else sign


def _escaped(text: str) -> str:
    """No two names look the same after: what cuts is written with a backslash."""
    return re.sub(r"([\\,+=])", r"\\\1", text)
