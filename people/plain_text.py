"""Words as they are kept: on one line, without signs that nobody can see and that turn or break what stands beside them."""

import unicodedata

# Embeddings, overrides and isolates: one of them in a name would write the rest of a line, or of a mail header, backwards.
# A name in Hebrew or Arabic needs none of them.
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}
_SEEN = frozenset("LNPS")  # letters, numbers, punctuation, symbols


def one_line(text: str) -> str:
    """The text composed (NFC), on one line, single spaces; control characters and marks that turn the direction are gone."""
    if not text.isprintable():
        text = "".join(sign for sign in text if sign.isspace() or not _is_hidden(sign))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _is_hidden(sign: str) -> bool:
    return sign in _TURNING or unicodedata.category(sign) in {"Cc", "Cs"}


def can_be_seen(text: str) -> bool:
    """Whether anything of this text shows on a page: a name of zero-width spaces is no name."""
    return any(unicodedata.category(sign)[0] in _SEEN for sign in text)
