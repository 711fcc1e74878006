"""The demo's surveys: a pulse of three waves that measures a goal of the culture, and a team that is asked now. Written through the rules."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from config import settings
from database import db, transaction
from onboarding.goals import goals, owners, standings
from onboarding.goals.goals import Details
from onboarding.goals.models import Direction, Part, Programme
from onboarding.surveys import answering, surveys, waves
from onboarding.surveys.models import Audience, Measure, SurveyAsked, SurveyWave
from onboarding.surveys.questions import USEFUL, Wanted, What
from onboarding.surveys.surveys import Asks, Plan
from people import blind_tokens
from people.models import Person
from sessions.changes import later

ANSWERS = 40  # of each wave
WORDS = (
    "I asked Works on Tuesday and had the answer before coffee.",
    "Still easier to ask whom I know.",
    "The meetup in March helped: now I know who to ask.",
    "In the evening shift nobody answers.",
    "Say who looks after a subject, then I ask.",
    "It got better since the names stand beside the drawings.",
    "My team lead asks in the open, so I do too.",
    "I am not sure which group to ask.",
    "More answers than before, and friendlier ones.",
    "I would like to see what became of my question.",
    "Short answers are fine.",
)


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who."""
    zone = ZoneInfo(settings().timezone)
    begins = later(now, zone, weeks=-11)
    goal_id = _goal(ids, now=begins)
    own = ("I dare to ask somebody of another department.", USEFUL["en"])
    wanted = Wanted(What.MEETUPS, own=own, visible=True, comment=True)
    plan = Plan("Asking across departments", Asks(), wanted, goal_id=goal_id, measures=Measure.SHARE, every_weeks=4)
    with transaction():
        pulse = surveys.make(plan, by=db.session.get_one(Person, ids["chen"]), now=begins).id
        surveys.start(pulse, now=begins)
    for number in range(3):
        at = later(begins, zone, weeks=4 * number)  # a wave begins on a day, not after so many hours
        if number:
            with transaction():
                waves.open_due(surveys.lock(pulse), now=at)
        _answer(pulse, number, at=at + timedelta(days=1))
    _ask_a_team(ids, now=now)


def _goal(ids: Mapping[str, int], *, now: datetime) -> int:
    """The goal that the pulse measures, owned and taken up."""
    with transaction():
        programme_id = db.session.scalars(select(Programme.id).order_by(Programme.id)).first()
        chen, rosa = (db.session.get_one(Person, ids[key]) for key in ("chen", "rosa.meulenbelt"))
        details = Details(
            name="Meetups that help people ask another department",
            unit="%",
            direction=Direction.HIGHER,
            baseline=30.0,
            baseline_how="Asked on paper at the first three meetups: does this help you? 41 sheets.",
            baseline_on=standings.day_of(now - timedelta(weeks=1)),
            target=60.0,
            due_on=standings.day_of(now + timedelta(weeks=26)),
            says_not="Whether they did ask. Who found the meetups useful may answer more readily.",
        )
        made = goals.put_down(programme_id or 0, Part.CULTURE, details, rosa, by=chen, now=now)
        owners.answer(standings.lock(made.id), yes=True, by=rosa, now=now)
        goals.take_up(made.id, by=rosa, now=now)
        return made.id


def _answer(survey_id: int, number: int, *, at: datetime) -> None:
    """Forty of those asked open the questions, then answer; the wave closes."""
    wave = db.session.scalars(select(SurveyWave).where(SurveyWave.survey_id == survey_id, SurveyWave.number == number + 1)).one()
    wave_id, purpose = wave.id, wave.purpose
    with transaction():
        asked = select(Person).join(SurveyAsked, SurveyAsked.person_id == Person.id).where(SurveyAsked.wave_id == wave_id)
        people = db.session.scalars(asked.order_by(Person.id).limit(ANSWERS)).all()
        tokens = [(blind_tokens.token_for(person, purpose), person.department) for person in people]
    with transaction():
        for place, (token, department) in enumerate(tokens):
            said = {
                0: _step(place, number),
                1: _step(place + 3, min(number, 1)),
                2: _step(place + 7, number),
                3: _step(place + 5, 0),
            }
            words = WORDS[place // 3 % len(WORDS)] if place % 3 == 0 and place < 33 else ""
            answering.give(wave_id, token, {**{key: str(step) for key, step in said.items()}, 4: words}, department, now=at)
    with transaction():
        waves.close(wave_id, now=at + timedelta(days=10))


def _step(place: int, number: int) -> int:
    """From wave to wave a few more find that it helps."""
    return (1, 2, 3, 4, 5, 4, 2, 3, 5, 4)[place % 10] if place % 8 >= 2 * number else (4, 5)[place % 2]


def _ask_a_team(ids: Mapping[str, int], *, now: datetime) -> None:
    """The people of Export are asked about safety in the team, since three days ago."""
    asks = Asks(Audience.DEPARTMENT, department="Export")
    plan = Plan("How safe is it in our team?", asks, Wanted(safety=True), every_weeks=13, days=14)
    with transaction():
        made = surveys.make(plan, by=db.session.get_one(Person, ids["chen"]), now=now - timedelta(days=3))
        surveys.start(made.id, now=now - timedelta(days=3))
