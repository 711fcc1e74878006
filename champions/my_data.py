"""What Foyer keeps about a person because of ambassadors."""

from typing import Any

from sqlalchemy import select

from champions import queries, queries_backings, words
from champions.models import AmbassadorRecord, AmbassadorStep
from champions.models_backings import Backing
from champions.offers import offer_of
from database import db
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("ambassador", _ambassador)
    register_data("ambassador_suggestions_by_me", _suggested)
    register_data("backing", _backing)
    register_data("backing_asked_of_me", _backing_asked)


def _ambassador(person: Person) -> dict[str, Any]:
    ambassador = queries.mine(person.id)
    history = [
        {"at": record.at.isoformat(), "step": record.step.value, "by": record.by.name if record.by else None}
        for record in queries.history(person.id)
    ]
    if ambassador is None:
        return {"history": history}
    offer = offer_of(ambassador)
    return {
        "standing": ambassador.standing.value,
        "since": ambassador.since.isoformat(),
        "topics": list(offer.topics),
        "languages": [words.language_words(code) for code in offer.languages],
        "places": list(offer.places),
        "times": words.times_words(list(offer.times)),
        "capacity": offer.capacity,
        "about": offer.about,
        "suggested_by": [{"name": one.by.name, "words": one.words, "at": one.at.isoformat()} for one in ambassador.suggestions],
        "history": history,
    }


def _suggested(person: Person) -> list[dict[str, str]]:
    """Of whom and when, for ever the same. Not the words: they go once the other one has answered, and a no would show by that."""
    query = select(Person.name, AmbassadorRecord.at).join(AmbassadorRecord, AmbassadorRecord.person_id == Person.id)
    query = query.where(AmbassadorRecord.by_id == person.id, AmbassadorRecord.step == AmbassadorStep.SUGGESTED)
    rows = db.session.execute(query.order_by(AmbassadorRecord.id))
    return [{"name": name, "at": at.isoformat()} for name, at in rows]


def _backing(person: Person) -> list[dict[str, Any]]:
    backing = queries_backings.mine(person.id)
    if backing is None:
        return []
    return [{"manager": backing.manager.name, **_told(backing)}]


def _backing_asked(person: Person) -> list[dict[str, Any]]:
    return [{"name": backing.person.name, **_told(backing)} for backing in queries_backings.asked_of(person.id)]


def _told(backing: Backing) -> dict[str, Any]:
    answered_at = backing.answered_at.isoformat() if backing.answered_at else None
    return {
        "words": backing.words,
        "asked_at": backing.asked_at.isoformat(),
        "answer": backing.answer.value,
        "answered_at": answered_at,
    }
