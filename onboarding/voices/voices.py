"""Saying a wish or a concern, with one's name or under a pseudonym, and what its author can do with it afterwards."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select, update

from config import settings
from database import db
from onboarding.voices import days, naming
from onboarding.voices.errors import NamesColleague, NotPossible, VoiceError, VoiceMissing
from onboarding.voices.models import LONGEST_PSEUDONYM, LONGEST_WORDS, Kind, Showing, Voice, new_number
from people import blind_tokens
from people.blind_tokens import Token
from people.models import Person
from people.plain_text import can_be_seen, one_line

MOST_A_WEEK = 3  # under a pseudonym, of one person
MOST_A_DAY = 10  # with a name: a page that somebody fills alone is read by nobody


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says."""

    kind: Kind
    words: str


def say(said: Said, *, by: Person, words_stay: bool = False, now: datetime) -> Voice:
    """It stands on the board with the name of `by`. Raises VoiceError, NamesColleague."""
    db.session.execute(select(Person.id).where(Person.id == by.id).with_for_update())
    today = select(func.count()).select_from(Voice).where(Voice.person_id == by.id, Voice.said_on == days.today(now))
    if (db.session.scalar(today) or 0) >= MOST_A_DAY:
        raise VoiceError("That is a lot for one day. Go on tomorrow.", field="words")
    naming.guard(said.words)
    voice = _new(said, now)
    voice.person_id, voice.words_stay = by.id, words_stay
    return _keep(voice)


def say_by_mail(said: Said, *, by: Person, now: datetime) -> Voice:
    """The same for words that came by mail: nobody is there to be asked, so what names a colleague is held back, and its author reads why."""
    voice = _new(said, now)
    voice.person_id = by.id
    try:
        naming.guard(said.words)
    except NamesColleague:
        voice.showing, voice.held_reason = Showing.HELD_BACK, naming.REASON
    return _keep(voice)


def say_under_pseudonym(said: Said, pseudonym: str, token: Token, *, now: datetime) -> tuple[Voice, str]:
    """It stands on the board under a pseudonym, and nothing says whose it is. Returns the secret that leads its author back, kept nowhere.

    Raises VoiceError, NamesColleague, TokenInvalid; VoiceError when the token has said enough this week.
    """
    blind_tokens.check(days.purpose_of(days.today(now)), token)  # before a name is said: who has none is perhaps nobody of us
    voice = _new(said, now)
    naming.guard(voice.words)
    voice.pseudonym = _pseudonym(pseudonym)
    _use(token, now)
    secret = secrets.token_urlsafe(24)
    voice.secret_hash = _hash(secret)
    return _keep(voice), secret


def _use(token: Token, now: datetime) -> None:
    day = days.today(now)
    for number in range(MOST_A_WEEK):
        try:
            blind_tokens.spend(days.purpose_of(day), token, use=f"voice:{days.week_of(day)}:{number}")
        except blind_tokens.TokenSpent:
            continue
        return
    raise VoiceError(
        "Under a pseudonym, %(most)s a week can be said. Next week there is room again.", field="words", most=MOST_A_WEEK
    )


def _new(said: Said, now: datetime) -> Voice:
    words = said.words.replace("\x00", "").strip()
    if not can_be_seen(words):
        raise VoiceError("Say it in a sentence or two.", field="words")
    if len(words) > LONGEST_WORDS:
        raise VoiceError("Too long: at most %(longest)s characters.", field="words", longest=LONGEST_WORDS)
    day = days.today(now)
    return Voice(kind=said.kind, words=words, said_on=day, due_on=day + timedelta(days=settings().answer_days))


def _pseudonym(given: str) -> str:
    name = one_line(given)
    if len(name) > LONGEST_PSEUDONYM:
        raise VoiceError("Too long: at most %(longest)s characters.", field="pseudonym", longest=LONGEST_PSEUDONYM)
    if naming.named_in(name):
        raise VoiceError("That is the name of a colleague. Choose another one.", field="pseudonym")
    return name if can_be_seen(name) else ""


def _keep(voice: Voice) -> Voice:
    voice.id = new_number()
    while db.session.get(Voice, voice.id) is not None:
        voice.id = new_number()
    db.session.add(voice)
    db.session.flush()
    return voice


def of_secret(secret: str) -> Voice:
    """What was said by whoever has this secret. Raises VoiceMissing."""
    voice = db.session.scalar(select(Voice).where(Voice.secret_hash == _hash(secret.strip()[:200])))
    if voice is None:
        raise VoiceMissing("This key leads to nothing. It may have been taken back.")
    return voice


def of_author(voice_id: int, by: Person) -> Voice:
    """What this person said with their name. Raises VoiceMissing."""
    voice = db.session.get(Voice, voice_id)
    if voice is None or voice.person_id != by.id:
        raise VoiceMissing("There is no such wish or concern of yours.")
    return voice


def write_anew(voice: Voice, words: str) -> None:
    """What was held back says this now, and somebody takes a second look. Raises NotPossible for what colleagues read already: others
    agree with it as it is; VoiceError, NamesColleague.
    """
    locked = lock(voice.id)
    if locked.showing is not Showing.HELD_BACK:
        raise NotPossible("Colleagues read it as it is, so it stays so. You can take it back and say it anew.")
    text = words.replace("\x00", "").strip()
    if not can_be_seen(text) or len(text) > LONGEST_WORDS:
        raise VoiceError("Say it in a sentence or two.", field="words")
    naming.guard(text)
    locked.words, locked.showing = text, Showing.SECOND_LOOK
    db.session.flush()


def withdraw(voice: Voice) -> None:
    """It is gone, with its answers; what was put together with it stands for itself again. For its author."""
    locked = lock(voice.id)
    db.session.delete(locked)
    db.session.flush()


def choose_words_stay(voice: Voice, *, words_stay: bool) -> None:
    """Whether the words stay, without the name, when the person is erased."""
    lock(voice.id).words_stay = words_stay
    db.session.flush()


def forget(person: Person) -> None:
    """What this person wanted to stay has no name any more; the rest goes with their row."""
    stays = update(Voice).where(Voice.person_id == person.id, Voice.words_stay).values(person_id=None)
    db.session.execute(stays.execution_options(synchronize_session=False))
    db.session.expire_all()


def lock(voice_id: int) -> Voice:
    """Until the transaction ends, nobody else changes it. Raises VoiceMissing."""
    query = select(Voice).where(Voice.id == voice_id).with_for_update(of=Voice)
    voice = db.session.scalar(query.execution_options(populate_existing=True))
    if voice is None:
        raise VoiceMissing("There is no such wish or concern.")
    return voice


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
