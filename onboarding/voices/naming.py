"""What names a colleague does not stand on the board."""

from onboarding.naming import named_in
from onboarding.voices.errors import NamesColleague

__all__ = ["REASON", "guard", "named_in"]

REASON = "names-colleague"  # why something was held back by itself; words.reason_words has the sentence


def guard(words: str) -> None:
    """Raises NamesColleague."""
    name = named_in(words)
    if name:
        raise NamesColleague("This names %(name)s. Say what happened, not who it was.", field="words", name=name)
