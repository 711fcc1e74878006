"""Which mail about a wish or a concern is due to whom. Only people who gave their name get one; none names its subject on the mail page."""

from collections.abc import Sequence
from datetime import datetime

from mail import outbox
from onboarding.voices.models import Voice, VoiceAnswer, VoiceLetter
from people.models import Person
from people.quiet_hours import after_quiet_hours

ANSWERED = "voices.answered"
ASKED = "voices.asked"
HELD_BACK = "voices.held_back"
LETTER = "voices.letter"


def answered(given: VoiceAnswer, authors: Sequence[Person], *, now: datetime) -> None:
    """Each author with a name hears what was answered; a newer answer takes the place of one that has not left."""
    outbox.post_many(
        [_post(ANSWERED, given.voice_id, person, f"{given.id}", {"answer_id": given.id}, now) for person in authors], now=now
    )


def asked(voice: Voice, person: Person, *, now: datetime) -> None:
    """Somebody is asked to answer."""
    outbox.post(_post(ASKED, voice.id, person, now.isoformat(), {"voice_id": voice.id}, now), now=now)


def held_back(voice: Voice, *, now: datetime) -> None:
    """An author with a name hears why."""
    if voice.person is not None and voice.person.active:
        outbox.post(_post(HELD_BACK, voice.id, voice.person, now.isoformat(), {"voice_id": voice.id}, now), now=now)


def letter(kept: VoiceLetter, person: Person, *, now: datetime) -> None:
    """Whoever wrote by mail hears that their words are here, and when they stand on the board."""
    outbox.post(
        outbox.Post(
            kind=LETTER,
            topic="",
            stream=f"voice-letter:{kept.token[:8]}",
            person_id=person.id,
            recipient=person.email,
            key=key_of(kept),
            payload={"letter_id": kept.id},
        ),
        now=now,
    )


def key_of(kept: VoiceLetter) -> str:
    """By which the outbox knows our answer to a mail."""
    return f"{LETTER}:{kept.token}"


def _post(kind: str, voice_id: int, person: Person, occasion: str, payload: dict[str, object], now: datetime) -> outbox.Post:
    return outbox.Post(
        kind=kind,
        topic="",
        stream=f"voice:{voice_id}:person:{person.id}",
        slot=kind,
        person_id=person.id,
        recipient=person.email,
        key=f"{kind}:{voice_id}:{person.id}:{occasion}",
        payload=payload,
        due_at=after_quiet_hours(now, person),
    )
