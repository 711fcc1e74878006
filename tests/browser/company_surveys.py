"""Surveys of the company: one read and asking again, a draft, and one that somebody stopped."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from onboarding.surveys import answering, links, surveys, waves
from onboarding.surveys.models import Survey, SurveyWave
from onboarding.surveys.questions import Wanted
from onboarding.surveys.surveys import Asks, Plan
from people import blind_tokens
from people.models import Person

READ, DRAFT, STOPPED = "Asking across departments", "Safe to be visible", "Lunch"


def furnish_surveys(people: Mapping[str, Person], crowd: Sequence[int], *, now: datetime) -> None:
    """`crowd`: numbers of colleagues who answer."""
    before = now - timedelta(days=30)
    wanted = Wanted(safety=True, visible=True, own=("I find the drawing I need.",), comment=True)
    with transaction():
        chen = db.session.get_one(Person, people["chen"].id)
        read = surveys.make(Plan(READ, Asks(), wanted, every_weeks=4), by=chen, now=before).id
        surveys.start(read, now=before)
    with transaction():
        (wave,) = db.session.scalars(select(SurveyWave).where(SurveyWave.survey_id == read))
        number, purpose = wave.id, wave.purpose
        tokens = [blind_tokens.token_for(db.session.get_one(Person, one), purpose) for one in crowd]
        for place, token in enumerate(tokens):
            said = {**{question: str(1 + (place + question) % 5) for question in range(9)}, 9: f"Words {place}."}
            answering.give(number, token, said, "", now=before)
    with transaction():
        waves.close(number, now=now)
        waves.open_due(surveys.lock(read), now=now)
        chen = db.session.get_one(Person, people["chen"].id)
        surveys.make(Plan(DRAFT, Asks(), Wanted(visible=True)), by=chen, now=now)
        stopped = surveys.make(Plan(STOPPED, Asks(), Wanted(own=("Lunch is long enough.",))), by=chen, now=now)
        surveys.start(stopped.id, now=now)
        surveys.stop_asking(stopped.id, db.session.get_one(Person, people["ada"].id))


def number_of(name: str) -> int:
    """Of the survey that is called so."""
    return db.session.scalars(select(Survey.id).where(Survey.name == name)).one()


def wave_of(name: str) -> int:
    """The wave of it that is open."""
    query = select(SurveyWave.id).where(SurveyWave.survey_id == number_of(name), ~SurveyWave.closed)
    return db.session.scalars(query).one()


def link_of(person: Person) -> str:
    """The token of the link in their mail."""
    return links.token_of(wave_of(READ), db.session.get_one(Person, person.id))
