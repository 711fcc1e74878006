"""Waves: planned, asked, running, closed. Only raised hands are asked; each says yes or no, and is thanked afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from champions import signing
from champions.errors import LinkInvalid
from champions.waves import notices
from champions.waves.errors import WaveError, WaveMissing
from champions.waves.models import EarlyAdopter, Hand, Wave, WaveAnswer, WavePerson, WaveState
from database import db
from people.models import Person
from people.plain_text import can_be_seen, one_line

ABOUT = "wave"
MOST_QUESTIONS = 3  # feedback is short
LONGEST_QUESTION = 200
LONGEST_TITLE, LONGEST_TEXT, LONGEST_FEEDBACK = 200, 4000, 1000
FEEDBACK_AFTER = timedelta(days=14)  # so long after a wave was closed a word still counts
OPEN_TO_ANSWERS = (WaveState.ASKED, WaveState.RUNNING)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is tried, between which days (both included), and what is asked afterwards."""

    title: str
    starts_on: date
    ends_on: date
    about: str = ""
    questions: tuple[str, ...] = ()


def plan(given: Plan, *, by: Person, now: datetime) -> Wave:
    """A draft, told to nobody. Raises WaveError naming the field."""
    wave = Wave(state=WaveState.DRAFT, created_by_id=by.id, created_at=now, thanks="")
    _apply(wave, given)
    db.session.add(wave)
    db.session.flush()
    return wave


def change(wave_id: int, given: Plan) -> Wave:
    """It reads like this from now on. Questions stay as they are once it runs. Raises WaveMissing, WaveError."""
    wave = _locked(wave_id)
    if wave.state is WaveState.CLOSED:
        raise WaveError("This wave is closed.", field="title")
    questions = wave.questions
    _apply(wave, given)
    if wave.state is WaveState.RUNNING:
        wave.questions = questions
    db.session.flush()
    return wave


def ask(wave_id: int, person_ids: Sequence[int], *, now: datetime) -> int:
    """These raised hands are asked by mail; returns how many. Who was asked for it before, or took the hand down, is left out.

    Raises WaveMissing, WaveError for a wave that is closed.
    """
    wave = _locked(wave_id)
    if wave.state is WaveState.CLOSED:
        raise WaveError("This wave is closed.")
    known = select(WavePerson.person_id).where(WavePerson.wave_id == wave.id)
    query = (
        select(Person.id)
        .join(EarlyAdopter, EarlyAdopter.person_id == Person.id)
        .where(Person.id.in_(set(person_ids)), Person.active, EarlyAdopter.standing == Hand.RAISED, Person.id.not_in(known))
        .order_by(Person.id)
    )
    people = [
        WavePerson(wave_id=wave.id, person_id=id_, asked_at=now, answer=WaveAnswer.OPEN, feedback=[], token=signing.new_token())
        for id_ in db.session.scalars(query)
    ]
    db.session.add_all(people)
    if people and wave.state is WaveState.DRAFT:
        wave.state = WaveState.ASKED
    db.session.flush()
    asked = select(WavePerson).where(WavePerson.wave_id == wave.id, WavePerson.asked_at == now).order_by(WavePerson.id)
    fresh = {person.id for person in people}
    notices.of_a_wave(notices.ASKED, [one for one in db.session.scalars(asked) if one.id in fresh], now=now)
    return len(people)


def start(wave_id: int, *, now: datetime) -> int:
    """It runs: who said yes hears that it begins; returns how many. Raises WaveMissing, WaveError."""
    wave = _locked(wave_id)
    if wave.state is not WaveState.ASKED:
        raise WaveError("Only a wave that people were asked for can begin.")
    wave.state = WaveState.RUNNING
    db.session.flush()
    return notices.of_a_wave(notices.BEGINS, taking_part(wave.id), now=now)


def close(wave_id: int, thanks: str, *, now: datetime) -> int:
    """It is over: who took part is thanked, in these words; returns how many. Raises WaveMissing, WaveError."""
    wave = _locked(wave_id)
    if wave.state not in OPEN_TO_ANSWERS:
        raise WaveError("This wave is not open.")
    if not can_be_seen(thanks):
        raise WaveError("Say thanks in a sentence; everybody who took part reads it.", field="thanks")
    if len(thanks) > LONGEST_TEXT:
        raise WaveError("Too long: at most %(longest)s characters.", field="thanks", longest=LONGEST_TEXT)
    wave.state, wave.thanks, wave.closed_at = WaveState.CLOSED, thanks.strip(), now
    db.session.flush()
    return notices.of_a_wave(notices.THANKS, taking_part(wave.id), now=now)


def discard(wave_id: int) -> None:
    """The draft is gone. Raises WaveMissing, WaveError for one that people were asked for."""
    wave = _locked(wave_id)
    if wave.state is not WaveState.DRAFT:
        raise WaveError("People were asked for it already: close it instead, with a word to them.")
    db.session.delete(wave)
    db.session.flush()


def answer(wave_person: WavePerson, said: WaveAnswer, *, now: datetime) -> None:
    """They are in, or not; the later word counts. After a no nothing they wrote is kept. Raises LinkInvalid, WaveError."""
    found = _fresh(wave_person)
    if found.wave.state not in OPEN_TO_ANSWERS:
        raise WaveError("This wave is over. Nothing is expected of you.")
    found.answer, found.answered_at = said, now
    if said is not WaveAnswer.YES:
        found.feedback = []
    db.session.flush()


def give_feedback(wave_person: WavePerson, words: Sequence[str], *, now: datetime) -> None:
    """This is what they say, an answer for each question; empty takes it back. Raises LinkInvalid, WaveError."""
    found = _fresh(wave_person)
    if not takes_feedback(found, now=now):
        raise WaveError("This wave is over. Nothing is expected of you.")
    given = [text.strip() for text in words[: len(found.wave.questions)]]
    if any(len(text) > LONGEST_FEEDBACK for text in given):
        raise WaveError("Too long: at most %(longest)s characters.", longest=LONGEST_FEEDBACK)
    found.feedback = given if any(map(can_be_seen, given)) else []
    db.session.flush()


def takes_feedback(wave_person: WavePerson, *, now: datetime) -> bool:
    """Whether a word of theirs counts now: they take part, and it runs or was closed not long ago."""
    wave = wave_person.wave
    fresh = wave.closed_at is not None and now < wave.closed_at + FEEDBACK_AFTER
    return wave_person.answer is WaveAnswer.YES and bool(wave.questions) and (wave.state is WaveState.RUNNING or fresh)


def taking_part(wave_id: int) -> list[WavePerson]:
    """Who said yes and is here, by name."""
    query = select(WavePerson).join(WavePerson.person).where(WavePerson.wave_id == wave_id, Person.active)
    query = query.where(WavePerson.answer == WaveAnswer.YES).order_by(Person.name, Person.id)
    return list(db.session.scalars(query))


def path_of(wave_person: WavePerson) -> str:
    """The path of this person's page of the wave."""
    return f"/m/wave/{signing.sign(ABOUT, wave_person.id, wave_person.token)}"


def read(token: str) -> WavePerson:
    """Whose page a link opens. Raises LinkInvalid."""
    row_id, start = signing.read(ABOUT, token)
    found = db.session.get(WavePerson, row_id)
    if found is None or found.token[: signing.START] != start or not found.person.active:
        raise LinkInvalid("This question is not open any more. Nothing is expected of you.")
    return found


def _apply(wave: Wave, given: Plan) -> None:
    title = one_line(given.title)
    if not can_be_seen(title):
        raise WaveError("Give it a name.", field="title")
    if len(title) > LONGEST_TITLE:
        raise WaveError("Too long: at most %(longest)s characters.", field="title", longest=LONGEST_TITLE)
    if len(given.about) > LONGEST_TEXT:
        raise WaveError("Too long: at most %(longest)s characters.", field="about", longest=LONGEST_TEXT)
    if given.ends_on < given.starts_on:
        raise WaveError("It ends before it begins.", field="ends_on")
    questions = [one_line(text) for text in given.questions if can_be_seen(text)]
    if len(questions) > MOST_QUESTIONS:
        raise WaveError("At most %(most)s questions: feedback is short.", field="questions", most=MOST_QUESTIONS)
    if any(len(text) > LONGEST_QUESTION for text in questions):
        raise WaveError("Too long: at most %(longest)s characters.", field="questions", longest=LONGEST_QUESTION)
    wave.title, wave.about, wave.questions = title, given.about.strip(), questions
    wave.starts_on, wave.ends_on = given.starts_on, given.ends_on


def _locked(wave_id: int) -> Wave:
    wave = db.session.get(Wave, wave_id, with_for_update=True, populate_existing=True)
    if wave is None:
        raise WaveMissing("There is no such wave.")
    return wave


def _fresh(wave_person: WavePerson) -> WavePerson:
    """The row as it is now; its wave is locked first, so that no answer slips in behind a closing."""
    wave_id = wave_person.wave_id
    db.session.get(Wave, wave_id, with_for_update=True, populate_existing=True)
    found = db.session.get(WavePerson, wave_person.id, populate_existing=True)
    if found is None:
        raise LinkInvalid("This question is not open any more. Nothing is expected of you.")
    return found
