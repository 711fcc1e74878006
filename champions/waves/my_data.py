"""What Foyer keeps about a person because of waves."""

from typing import Any

from sqlalchemy import select

from champions.waves import queries
from champions.waves.models import Wave
from database import db
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("early_adopter", _hand)
    register_data("waves", _waves)
    register_data("waves_planned", _planned)


def _hand(person: Person) -> list[dict[str, Any]]:
    adopter = queries.mine(person.id)
    if adopter is None:
        return []
    by = adopter.asked_by.name if adopter.asked_by else ""
    return [
        {
            "hand": adopter.standing.value,
            "since": adopter.since.isoformat(),
            "topics_to_try": ", ".join(adopter.topics),
            "asked_by": by,
        }
    ]


def _waves(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "wave": one.wave.title,
            "asked_at": one.asked_at.isoformat(),
            "answer": one.answer.value,
            "answered_at": one.answered_at.isoformat() if one.answered_at else None,
            "feedback": " / ".join(filter(None, one.feedback)),
        }
        for one in queries.my_waves(person.id)
    ]


def _planned(person: Person) -> list[dict[str, Any]]:
    query = select(Wave).where(Wave.created_by_id == person.id).order_by(Wave.id)
    return [{"wave": wave.title, "created_at": wave.created_at.isoformat()} for wave in db.session.scalars(query)]
