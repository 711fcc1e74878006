"""What Foyer keeps about a person, from this package."""

from typing import Any

from people import tokens
from people.models import Person
from people.profile_parts import register_data

SHOWN = ("email", "name", "department", "function", "location", "timezone", "language", "active", "role", "theme",
         "wants_reminders", "wants_nudges", "quiet_from_hour", "quiet_until_hour", "created_at")  # fmt: skip


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("person", _person)
    register_data("api_tokens", _tokens)


def _person(person: Person) -> dict[str, Any]:
    return {name: _plain(getattr(person, name)) for name in SHOWN}


def _tokens(person: Person) -> list[dict[str, str]]:
    return [{"label": token.label, "created_at": token.created_at.isoformat()} for token in tokens.tokens_of(person)]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else getattr(value, "value", value)
