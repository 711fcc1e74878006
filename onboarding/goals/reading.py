"""Days and numbers as people and programs write them. What could mean two things is refused, not guessed."""

import re
from datetime import date

from onboarding.goals.errors import GoalInvalid

_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,10})?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}[.,]\d{3}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})")


def number(text: str) -> float:
    """4.5 and 4,5 alike. Raises GoalInvalid for what is no number, or may be 1.5 or 1500."""
    plain = text.strip().replace("\u2212", "-").replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if not plain.isascii() or not _NUMBER.fullmatch(plain):
        raise GoalInvalid("“%(text)s” is no number. Write it as 4.5 or 4,5, without its unit.", field="value", text=text[:40])
    if _THOUSANDS.fullmatch(plain) and not plain.lstrip("+-").startswith("0"):
        raise GoalInvalid(
            "“%(text)s” can be read in two ways. Write it without a sign for thousands, or with another decimal.",
            field="value",
            text=text[:40],
        )
    return float(plain.replace(",", "."))


def day(text: str) -> date:
    """2026-11-30 and 30-11-2026 (also with points). Raises GoalInvalid, also for 11/30/2026, which may be read in two ways."""
    plain = text.strip().removesuffix(" 00:00:00").removesuffix("T00:00:00")
    try:
        if plain.isascii() and (found := _ISO.fullmatch(plain)):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if plain.isascii() and (found := _DAY_FIRST.fullmatch(plain)):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as error:
        raise GoalInvalid("“%(text)s” is no day of the calendar.", field="on", text=text[:40]) from error
    raise GoalInvalid("“%(text)s” is no day we can be sure of. Write it as 2026-11-30 or 30-11-2026.", field="on", text=text[:40])
