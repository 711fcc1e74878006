"""What Foyer keeps about a person because of thanks."""

from typing import Any

from champions.thanks import queries
from champions.thanks.queries import Shown
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("thanks_received", _received)
    register_data("thanks_written", _written)


def _received(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "words": one.thanks.words,
            "thanked_by": one.thanks.by.name,
            **_about(one),
            "others_read_it": one.thanks.is_shared,
            "decided_at": one.thanks.decided_at.isoformat() if one.thanks.decided_at else None,
            "taken_off_the_page_at": one.thanks.taken_off_at.isoformat() if one.thanks.taken_off_at else None,
        }
        for one in queries.received(person)
    ]


def _written(person: Person) -> list[dict[str, Any]]:
    """Whether it was kept or not yet looked at is the thanked person's own."""
    return [
        {
            "words": one.thanks.words,
            "thanked_person": one.thanks.to.name,
            **_about(one),
            "others_read_it": one.thanks.is_shared,
        }
        for one in queries.written(person)
    ]


def _about(one: Shown) -> dict[str, Any]:
    return {
        "session": one.session.title if one.session else "",
        "group": one.thanks.group.name if one.thanks.group else "",
        "thanked_at": one.thanks.thanked_at.isoformat(),
    }
