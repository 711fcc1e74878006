"""The steps of a journey: each with its reason, of ten minutes at most."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select

from database import db
from onboarding import facts
from onboarding.journeys import conditions, plans
from onboarding.journeys.conditions import Conditions
from onboarding.journeys.errors import JourneyError, JourneyMissing
from onboarding.journeys.models import (
    LAST_WEEK,
    LONGEST_ADDRESS,
    LONGEST_TITLE,
    LONGEST_WHY,
    MOST_MINUTES,
    Journey,
    JourneyStep,
    StepText,
    Way,
)
from onboarding.journeys.texts import Words

MOST_STEPS = 30
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDetails:
    """`words` by language: what to do, and why. `week`, `fact`, `address`: see models.JourneyStep."""

    words: Mapping[str, Words]
    way: Way
    week: int = 1
    minutes: int = MOST_MINUTES
    fact: str = ""
    address: str = ""
    conditions: Conditions = field(default_factory=Conditions)


def add(journey_id: int, details: StepDetails) -> JourneyStep:
    """One step more, the last one of its week. Raises JourneyError naming the field, JourneyMissing."""
    journey = plans.locked(journey_id)
    if len(journey.current_steps) >= MOST_STEPS:
        raise JourneyError("At most %(most)s steps: few of them are walked to the end.", most=MOST_STEPS)
    step = JourneyStep(journey_id=journey.id, position=max((one.position for one in journey.steps), default=0) + 1)
    _write(step, journey, details)
    db.session.add(step)
    db.session.flush()
    db.session.expire(journey, ["steps"])
    return step


def change(journey_id: int, step_id: int, details: StepDetails) -> JourneyStep:
    """The step reads like this from now on; who did it, did what it said before. Raises JourneyError, JourneyMissing."""
    journey = plans.locked(journey_id)
    step = of(journey, step_id)
    _write(step, journey, details)
    db.session.flush()
    return step


def take_out(journey_id: int, step_id: int, *, now: datetime) -> None:
    """Nobody is asked for it any more; who did it keeps it. Of a draft it is gone. Raises JourneyMissing."""
    journey = plans.locked(journey_id)
    step = of(journey, step_id)
    if journey.is_open and len(journey.current_steps) == 1:
        raise JourneyError("It is the only step. Close the journey instead.")
    if journey.is_draft:
        db.session.delete(step)
    else:
        step.retired_at = now
    db.session.flush()
    db.session.expire(journey, ["steps"])


def move_up(journey_id: int, step_id: int) -> None:
    """It changes places with the one before it. Raises JourneyMissing."""
    journey = plans.locked(journey_id)
    step, current = of(journey, step_id), journey.current_steps
    at = current.index(step)
    if at:
        before = current[at - 1]
        before.position, step.position = step.position, before.position
    db.session.flush()
    db.session.expire(journey, ["steps"])


def of(journey: Journey, step_id: int) -> JourneyStep:
    """A step that the journey has now. Raises JourneyMissing."""
    step = next((one for one in journey.current_steps if one.id == step_id), None)
    if step is None:
        raise JourneyMissing("This step is not part of the journey any more.")
    return step


def one(journey_id: int, step_id: int) -> JourneyStep:
    """The same by number, for reading. Raises JourneyMissing."""
    step = db.session.scalar(select(JourneyStep).where(JourneyStep.id == step_id, JourneyStep.journey_id == journey_id))
    if step is None or step.retired_at is not None:
        raise JourneyMissing("This step is not part of the journey any more.")
    return step


def opens_on(week: int, start: date) -> date:
    """The day on which that week begins, counted from `start`: 1 is the week of it, -1 the one before."""
    return start + WEEK * (week - 1 if week > 0 else week)


def _write(step: JourneyStep, journey: Journey, details: StepDetails) -> None:
    words = plans.check(details.words, ("title", "why"), (LONGEST_TITLE, LONGEST_WHY))
    for language, said in words.items():
        if not said.more:
            raise JourneyError("Say why: nobody takes a step without a reason.", field=f"why_{language}")
    _check_numbers(journey, details)
    if details.fact and details.fact != step.fact and not facts.is_known(details.fact):
        raise JourneyError("Choose something of the list.", field="fact")
    step.week, step.minutes, step.way, step.fact = details.week, details.minutes, details.way, details.fact
    step.address = _checked(details.address)
    conditions.apply(step, details.conditions)
    kept = {text.language: text for text in step.texts}
    for language, said in words.items():
        text = kept.get(language) or StepText(language=language)
        text.title, text.why = said.title, said.more
        kept[language] = text
    step.texts = [kept[language] for language in words]


def _check_numbers(journey: Journey, details: StepDetails) -> None:
    if not 1 <= details.minutes <= MOST_MINUTES:
        raise JourneyError("From one to %(most)s minutes. What takes longer is two steps.", field="minutes", most=MOST_MINUTES)
    if details.week == 0 or abs(details.week) > LAST_WEEK:
        raise JourneyError("A week from 1 to %(last)s.", field="week", last=LAST_WEEK)
    if details.week < 0 and journey.day_on is None:
        raise JourneyError("Weeks before a day need the day: the journey has none.", field="week")


def _checked(address: str) -> str:
    """A page of Foyer, or one elsewhere that is fetched safely; "" for none. Raises JourneyError."""
    given = address.strip()
    if not given:
        return ""
    odd = any(not sign.isprintable() or sign in " \\" for sign in given)
    inside = given.startswith("/") and not given.startswith("//")
    try:
        outside = given.startswith("https://") and bool(urlsplit(given).hostname)
    except ValueError:
        outside = False
    if odd or not (inside or outside) or len(given) > LONGEST_ADDRESS:
        raise JourneyError("An address that begins with https://, or a page of Foyer like /me.", field="address")
    return given
