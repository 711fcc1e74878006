"""Answering in public, with a name: heard, in progress, done, or not now and why."""

from datetime import datetime

from sqlalchemy import select

from database import db
from onboarding.voices import days, notices, voices
from onboarding.voices.errors import NotPossible, VoiceError, VoiceMissing
from onboarding.voices.models import LONGEST_WORDS, Voice, VoiceAnswer, VoiceState
from people.models import Person
from people.plain_text import can_be_seen


def may_answer(voice: Voice, person: Person) -> bool:
    """Community managers and administrators, and whoever they asked."""
    return person.may_manage or voice.answerer_id == person.id


def answer(voice_id: int, state: VoiceState, words: str, *, by: Person, now: datetime) -> VoiceAnswer:
    """It is answered, for every colleague to read; authors with a name, also of what was put together with it, hear it by mail.

    Raises VoiceMissing, VoiceError, NotPossible for what was put together with another one.
    """
    voice = voices.lock(voice_id)
    if not may_answer(voice, by):
        raise VoiceMissing("There is no such wish or concern, or it is not for you to answer it.")
    if voice.is_merged:
        raise NotPossible("It was put together with another one. Answer that one.")
    if state is VoiceState.OPEN:
        raise VoiceError("Say where it stands.", field="state")
    if not can_be_seen(words):
        raise VoiceError("Answer in a sentence or two. “Not now” needs its reason.", field="words")
    if len(words.strip()) > LONGEST_WORDS:
        raise VoiceError("Too long: at most %(longest)s characters.", field="words", longest=LONGEST_WORDS)
    given = VoiceAnswer(voice_id=voice.id, state=state, words=words.strip(), by_id=by.id, answered_on=days.today(now))
    db.session.add(given)
    voice.state = state
    db.session.flush()
    notices.answered(given, _authors(voice), now=now)
    return given


def _authors(voice: Voice) -> list[Person]:
    """Who said it, or what was put together with it, with their name, and works here."""
    ids = select(Voice.person_id).where((Voice.id == voice.id) | (Voice.merged_into_id == voice.id))
    return list(db.session.scalars(select(Person).where(Person.id.in_(ids), Person.active).order_by(Person.id)))


def ask(voice_id: int, person: Person, *, now: datetime) -> Voice:
    """The person is asked to answer it, by mail, and their name stands beside it. Raises VoiceMissing, VoiceError, NotPossible."""
    voice = voices.lock(voice_id)
    if voice.is_merged or not voice.is_shown:
        raise NotPossible("Colleagues do not read it, so nobody is asked to answer it.")
    if not person.active:
        raise VoiceError("%(name)s does not work here any more.", field="colleague", name=person.name)
    if voice.answerer_id != person.id:
        voice.answerer_id = person.id
        db.session.flush()
        notices.asked(voice, person, now=now)
    return voice
