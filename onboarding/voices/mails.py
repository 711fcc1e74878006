"""Mails about wishes and concerns, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select

from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from networks.mails import rendering
from networks.words import Words
from onboarding.voices import letters, notices, words
from onboarding.voices.models import Showing, Voice, VoiceAnswer, VoiceLetter, VoiceState
from people.models import Person


def register() -> None:
    """The outbox knows who writes mails about wishes and concerns."""
    renders(notices.ANSWERED)(to_authors)
    renders(notices.ASKED, notices.HELD_BACK)(about_one)
    renders(notices.LETTER)(to_writers)


def to_authors(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """What was answered, each in its reader's language; a constant number of queries."""
    query = select(VoiceAnswer, Voice).join(Voice, Voice.id == VoiceAnswer.voice_id)
    rows = db.session.execute(query.where(VoiceAnswer.id.in_({mail.payload.get("answer_id") for mail in mails})))
    found = {answer.id: (answer, voice) for answer, voice in rows}
    people = _people(mails)
    return [_answered(found.get(mail.payload.get("answer_id", 0)), people.get(mail.person_id or 0)) for mail in mails]


def _answered(found: tuple[VoiceAnswer, Voice] | None, person: Person | None) -> Rendering | None:
    if found is None or person is None:
        return None
    answer, voice = found
    return _written(person, lambda: words.answered(answer, voice), f"/voices/{voice.id}", answer.by)


def about_one(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """Whether somebody would answer, and that something is held back."""
    query = select(Voice).where(Voice.id.in_({mail.payload.get("voice_id") for mail in mails}))
    found = {voice.id: voice for voice in db.session.scalars(query)}
    people = _people(mails)
    return [_about(mail, found.get(mail.payload.get("voice_id", 0)), people.get(mail.person_id or 0)) for mail in mails]


def _about(mail: OutgoingMail, voice: Voice | None, person: Person | None) -> Rendering | None:
    if voice is None or person is None:
        return None
    if mail.kind == notices.ASKED:
        waits = voice.answerer_id == person.id and voice.state is VoiceState.OPEN and voice.is_shown and not voice.is_merged
        return _written(person, lambda: words.asked(voice), f"/voices/{voice.id}", None) if waits else None
    is_held = voice.showing is Showing.HELD_BACK and voice.person_id == person.id
    return _written(person, lambda: words.held_back(voice), "/me/voices", None) if is_held else None


def to_writers(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """The answer to a mail."""
    query = select(VoiceLetter).where(VoiceLetter.id.in_({mail.payload.get("letter_id") for mail in mails}))
    found = {letter.id: letter for letter in db.session.scalars(query)}
    return [_letter(mail, found.get(mail.payload.get("letter_id", 0))) for mail in mails]


def _letter(mail: OutgoingMail, letter: VoiceLetter | None) -> Rendering | None:
    # A row that was deleted and a new one may share a number on SQLite: the key names the token too.
    if letter is None or not mail.key.endswith(letter.token) or not letter.person.active:
        return None
    return _written(letter.person, lambda: words.letter(letter), letters.path_of(letter), None)


def _written(person: Person, text: Callable[[], Words], path: str, sender: Person | None) -> Rendering | None:
    if not person.active:
        return None
    with force_locale(person.language or settings().language):
        return rendering(text(), person, path, sender if sender is not None and sender.active else None)


def _people(mails: Sequence[OutgoingMail]) -> dict[int, Person]:
    query = select(Person).where(Person.id.in_({mail.person_id for mail in mails}))
    return {person.id: person for person in db.session.scalars(query)}
