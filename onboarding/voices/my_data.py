"""What Foyer keeps about a person because of wishes and concerns: with their name. Of what they said under a pseudonym it knows nothing."""

from typing import Any

from sqlalchemy import select

from database import db
from onboarding.voices import queries
from onboarding.voices.models import Voice, VoiceAnswer
from people import blind_tokens
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("voices", _voices)
    register_data("voice_letters", _letters)
    register_data("voice_answers", _answers)
    register_data("blind_tokens", _tokens)


def _voices(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "words": voice.words,
            "kind": voice.kind.value,
            "said_on": voice.said_on.isoformat(),
            "state": voice.state.value,
            "others_read_it": voice.is_shown,
            "held_back_because": voice.held_reason,
            "words_stay_without_name": voice.words_stay,
        }
        for voice in queries.of_author(person)
    ]


def _letters(person: Person) -> list[dict[str, Any]]:
    return [
        {"words": letter.words, "kind": letter.kind.value, "on_the_board_from": letter.shows_at.isoformat()}
        for letter in queries.letters_of(person)
    ]


def _answers(person: Person) -> list[dict[str, Any]]:
    query = select(VoiceAnswer, Voice.words).join(Voice, Voice.id == VoiceAnswer.voice_id)
    rows = db.session.execute(query.where(VoiceAnswer.by_id == person.id).order_by(VoiceAnswer.id))
    return [
        {"words": answer.words, "about": said, "state": answer.state.value, "answered_on": answer.answered_on.isoformat()}
        for answer, said in rows
    ]


def _tokens(person: Person) -> list[dict[str, Any]]:
    return [{"had_one_for": purpose} for purpose in blind_tokens.granted_to(person)]
