"""Answering: a token that nobody can tell apart, used once; and which facts may stand beside an answer."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from database import db
from onboarding.surveys import questions, rewriting
from onboarding.surveys.errors import AlreadyAnswered, SurveyError, SurveyMissing, WaveOver
from onboarding.surveys.models import LONGEST_COMMENT, Survey, SurveyAsked, SurveyWave
from onboarding.surveys.questions import Question
from onboarding.voices import days
from people import blind_tokens
from people.blind_tokens import Token
from people.models import Person
from people.models_blind import BlindGrant
from people.privacy import FLOOR


def is_open(wave: SurveyWave, *, now: datetime) -> bool:
    """Whether answers are taken."""
    return not wave.closed and days.today(now) <= wave.closes_on


def asked(wave_id: int, person: Person, *, now: datetime) -> SurveyWave:
    """The wave, for somebody it asks. Raises SurveyMissing, WaveOver."""
    wave = db.session.get(SurveyWave, wave_id)
    if wave is None or db.session.get(SurveyAsked, (wave_id, person.id)) is None:
        raise SurveyMissing("There is no such survey, or it does not ask you.")
    if not is_open(wave, now=now):
        raise WaveOver("These questions are closed.")
    return wave


def sign(wave_id: int, person: Person, blinded: bytes, *, now: datetime) -> bytes:
    """The person has had their signature for this wave. Raises as `asked` and `blind_tokens.sign`."""
    return blind_tokens.sign(asked(wave_id, person, now=now).purpose, person, blinded)


def can_say_department(survey_id: int, person: Person, wave: SurveyWave) -> bool:
    """Whether the page offers to say the person's department: five of it are asked, and not all are of it by what the survey is."""
    survey = db.session.get_one(Survey, survey_id)
    return bool(person.department) and survey.department == "" and _of_department(wave, person.department, granted=False) >= FLOOR


def give(wave_id: int, token: Token, said: Mapping[int, str], department: str, *, now: datetime) -> None:
    """What was said counts, by place of the question; the token is used. Of whom it is, nothing here can know.

    `department` stands beside it only once five people of it have had their token: earlier, the answer would be told by who had one.
    Raises SurveyMissing, WaveOver, TokenInvalid, AlreadyAnswered, SurveyError where nothing was answered.
    """
    query = select(SurveyWave).where(SurveyWave.id == wave_id).with_for_update(of=SurveyWave)
    wave = db.session.scalar(query.execution_options(populate_existing=True))
    if wave is None:
        raise SurveyMissing("There is no such survey.")
    if not is_open(wave, now=now):
        raise WaveOver("These questions are closed.")
    beside = department if department and _of_department(wave, department, granted=True) >= FLOOR else ""
    rows = _rows(wave, questions.read(wave.survey), said, beside)
    if not rows:
        raise SurveyError("Answer one of the questions at least, or close this page; nothing has happened.")
    try:
        blind_tokens.spend(wave.purpose, token)
    except blind_tokens.TokenSpent as error:
        raise AlreadyAnswered("Your answer is in. Nobody can tell which one is yours, so it cannot be changed either.") from error
    wave.answered += 1
    db.session.flush()
    rewriting.lay(rows)


def _of_department(wave: SurveyWave, department: str, *, granted: bool) -> int:
    query = (
        select(func.count())
        .select_from(SurveyAsked)
        .join(Person, Person.id == SurveyAsked.person_id)
        .where(SurveyAsked.wave_id == wave.id, Person.department == department)
    )
    if granted:
        query = query.join(BlindGrant, (BlindGrant.person_id == Person.id) & (BlindGrant.purpose == wave.purpose))
    return db.session.scalar(query) or 0


def _rows(wave: SurveyWave, asked_: Sequence[Question], said: Mapping[int, str], department: str) -> list[dict[str, object]]:
    found = []
    for place, question in enumerate(asked_):
        text = said.get(place, "").replace("\x00", "").strip()[:LONGEST_COMMENT]
        if not question.steps and text:
            found.append(_row(wave, place, None, text, ""))
        elif question.steps and text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= question.steps:
            found.append(_row(wave, place, int(text), "", department))
    return found


def _row(wave: SurveyWave, place: int, step: int | None, words: str, department: str) -> dict[str, object]:
    return {
        "id": secrets.token_hex(16),
        "wave_id": wave.id,
        "question": place,
        "step": step,
        "words": words,
        "department": department,
    }
