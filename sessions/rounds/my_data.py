"""What Foyer keeps about a person because of rounds: everything they said, also what nobody else reads, and what they host."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from database import db
from people.models import Person
from people.profile_parts import register_data
from sessions.rounds import queries, signing_up, words
from sessions.rounds.models import DeclinedGroup, PlaceAnswer, Round, RoundGroup, RoundHost, RoundState, SignUp


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("rounds", _rounds)
    register_data("rounds_hosted", _hosted)
    register_data("rounds_opened", _opened)


def _rounds(person: Person) -> list[dict[str, Any]]:
    query = select(SignUp).where(SignUp.person_id == person.id).order_by(SignUp.id)
    return [_of(kept) for kept in db.session.scalars(query)]


def _of(kept: SignUp) -> dict[str, Any]:
    said = signing_up.said_of(kept)
    is_told = kept.asked_at is not None and kept.group is not None  # a proposal that was not sent is the manager's draft
    declined = select(RoundGroup).join(DeclinedGroup, DeclinedGroup.group_id == RoundGroup.id)
    return {
        "round": kept.round.title,
        "signed_up_at": kept.signed_up_at.isoformat(),
        "times_chosen": _listed(words.time_words(at) for at in kept.round.times if at.id in said.times),
        "places_chosen": _listed(place.name for place in kept.round.places if place.id in said.places),
        "languages_chosen": _listed(words.language_words(language) for language in kept.languages),
        "wish": kept.wish,
        "would_come_with": _listed(other.name for other in signing_up.companions_of(kept)),
        "would_come_with_ambassador": kept.with_ambassador,
        "would_rather_not_be_with": _listed(other.name for other in signing_up.kept_apart_of(kept)),
        "manager_welcome": kept.manager_welcome,
        "proposed_group": words.group_words(kept.round, kept.group) if is_told and kept.group else "",
        "answer": "yes" if kept.answer is PlaceAnswer.YES else "",
        "asked_at": kept.asked_at.isoformat() if kept.asked_at else None,
        "groups_declined": _listed(
            words.group_words(kept.round, group)
            for group in db.session.scalars(declined.where(DeclinedGroup.sign_up_id == kept.id))
        ),
    }


def _listed(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _hosted(person: Person) -> list[dict[str, Any]]:
    query = select(RoundHost, Round).join(Round, Round.id == RoundHost.round_id).where(RoundHost.person_id == person.id)
    shown = query.where(Round.state == RoundState.PUBLISHED).order_by(RoundHost.id)
    return [
        {
            "round": found.title,
            "groups_hosted": _listed(words.group_words(found, group) for group, _people in queries.groups_hosted(found, person)),
        }
        for _host, found in db.session.execute(shown)
    ]


def _opened(person: Person) -> list[dict[str, str]]:
    query = select(Round).where(Round.created_by_id == person.id).order_by(Round.id)
    return [{"round": found.title, "created_at": found.created_at.isoformat()} for found in db.session.scalars(query)]
