"""What the weekly mail about a person's groups says besides their questions: packages beside that one add it here."""

from collections.abc import Callable
from datetime import date

from people.models import Person

Read = Callable[[Person, date], str]
_parts: dict[str, Read] = {}


def register_part(name: str, read: Read) -> None:
    """The mail has the text that `read` gives for the person and the last of its seven days, in the language that is set; "": nothing."""
    _parts[name] = read


def texts_of(person: Person, last: date) -> list[str]:
    """Every text there is, in order of registration."""
    return [text for text in (read(person, last) for read in _parts.values()) if text]
