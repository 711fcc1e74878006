"""What Foyer keeps about a person because of commitments: their own, and which ones others show them."""

from typing import Any

from champions import queries_commitments
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("commitments", _mine)
    register_data("commitments_shown_to_me", _shown)


def _mine(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "words": commitment.words,
            "due_on": commitment.due_on.isoformat(),
            "every_weeks": commitment.every_weeks,
            "reminder_days": commitment.reminder_days,
            "reminder_hour": commitment.reminder_hour,
            "created_at": commitment.created_at.isoformat(),
            "shown_to": ", ".join(share.person.name for share in commitment.shares),
            "went": [
                {"at": mark.marked_at.isoformat(), "due_on": mark.due_on.isoformat(), "kept": mark.kept}
                for mark in commitment.marks
            ],
        }
        for commitment in queries_commitments.mine(person.id)
    ]


def _shown(person: Person) -> list[dict[str, str]]:
    return [{"words": one.words, "name": one.person.name} for one in queries_commitments.shown_to(person.id)]
