"""Saying "me too": a number, and no list. A blind token counts once for each wish or concern, and nobody can tell whose it is."""

from onboarding.voices import days, voices
from onboarding.voices.errors import VoiceMissing
from onboarding.voices.models import Voice
from people import blind_tokens
from people.blind_tokens import Token
from people.privacy import step


def agree(voice_id: int, token: Token) -> Voice:
    """One more says so too. Raises VoiceMissing, TokenInvalid, TokenSpent."""
    voice = _readable(voice_id)
    blind_tokens.spend(days.purpose_of(voice.said_on), token, use=_use(voice))
    return _count(voice, 1)


def take_back(voice_id: int, token: Token) -> Voice:
    """One fewer. Raises VoiceMissing, TokenInvalid."""
    voice = _readable(voice_id)
    counted = blind_tokens.take_back(days.purpose_of(voice.said_on), token, use=_use(voice))
    return _count(voice, -1 if counted else 0)


def _use(voice: Voice) -> str:
    return f"me-too:{voice.id}"


def _readable(voice_id: int) -> Voice:
    voice = voices.lock(voice_id)
    if not voice.is_shown:
        raise VoiceMissing("There is no such wish or concern.")
    return voice


def _count(voice: Voice, more: int) -> Voice:
    voice.me_toos += more
    voice.me_toos_shown = step(voice.me_toos_shown, voice.me_toos)
    return voice
