"""Planning a journey: from a draft over opening to closing. A journey that runs can be changed; what people did in it stays theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from database import db
from onboarding.goals.models import Programme
from onboarding.journeys import conditions, texts
from onboarding.journeys.conditions import Conditions
from onboarding.journeys.errors import JourneyError, JourneyMissing
from onboarding.journeys.models import (
    LONGEST_ABOUT,
    LONGEST_NAME,
    Journey,
    JourneyState,
    JourneyText,
    Occasion,
)
from onboarding.journeys.texts import Words
from people.models import Person
from people.plain_text import can_be_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyDetails:
    """`words` by language, in one at least. `day_on`: weeks count from that day; None: from when each person begins."""

    words: Mapping[str, Words]
    occasion: Occasion
    day_on: date | None = None
    programme_id: int | None = None  # the one it is for; None: it serves no goal, and its numbers are activity only
    conditions: Conditions = field(default_factory=Conditions)


def draft(details: JourneyDetails, *, by: Person, now: datetime) -> Journey:
    """A journey that only planners see. Raises JourneyError naming the field."""
    journey = Journey(created_by_id=by.id, created_at=now, occasion=details.occasion)
    _write(journey, details)
    db.session.add(journey)
    db.session.flush()
    return journey


def change(journey_id: int, details: JourneyDetails) -> Journey:
    """It reads like this from now on, also for who follows it. Raises JourneyError, JourneyMissing."""
    journey = locked(journey_id)
    if details.day_on is None and any(step.week < 0 for step in journey.current_steps):
        raise JourneyError("Some steps come before the day. Move them first, or keep the day.", field="day_on")
    _write(journey, details)
    db.session.flush()
    return journey


def open_(journey_id: int, *, now: datetime) -> Journey:
    """It is offered to whom it fits; a closed one takes people again. Raises JourneyError for one without a step."""
    journey = locked(journey_id)
    if not journey.current_steps:
        raise JourneyError("Add a step first: a journey without one leads nowhere.")
    journey.state, journey.closed_at = JourneyState.OPEN, None
    journey.began_at = journey.began_at or now
    db.session.flush()
    return journey


def close(journey_id: int, *, now: datetime) -> Journey:
    """Nobody new begins it; who follows it goes on."""
    journey = locked(journey_id)
    if journey.is_open:
        journey.state, journey.closed_at = JourneyState.CLOSED, now
        db.session.flush()
    return journey


def remove(journey_id: int) -> None:
    """A draft is gone. Raises JourneyError for what was open once: somebody may follow it."""
    journey = locked(journey_id)
    if not journey.is_draft:
        raise JourneyError("It was open once, so it can be closed and not deleted.")
    db.session.delete(journey)
    db.session.flush()


def locked(journey_id: int) -> Journey:
    """The journey, for whoever changes it one after the other. Raises JourneyMissing."""
    query = select(Journey).where(Journey.id == journey_id).with_for_update(of=Journey)
    journey = db.session.scalar(query.execution_options(populate_existing=True))
    if journey is None:
        raise JourneyMissing("There is no such journey.")
    return journey


def check(words: Mapping[str, Words], fields: tuple[str, str], longest: tuple[int, int]) -> dict[str, Words]:
    """What is written, by language. Raises JourneyError: a title is needed where there is anything, and both are short."""
    given = texts.written(words)
    if not given:
        raise JourneyError("Give it a name in one language at least.", field=f"{fields[0]}_en")
    for language, said in given.items():
        if not can_be_seen(said.title):
            raise JourneyError("Give it a name in this language too, or leave both empty.", field=f"{fields[0]}_{language}")
        for text, name, most in zip((said.title, said.more), fields, longest, strict=True):
            if len(text) > most:
                raise JourneyError("Too long: at most %(longest)s characters.", field=f"{name}_{language}", longest=most)
    return given


def _write(journey: Journey, details: JourneyDetails) -> None:
    words = check(details.words, ("name", "about"), (LONGEST_NAME, LONGEST_ABOUT))
    conditions.apply(journey, details.conditions)
    _guard_programme(details)
    journey.occasion, journey.day_on, journey.programme_id = details.occasion, details.day_on, details.programme_id
    kept = {text.language: text for text in journey.texts}
    for language, said in words.items():
        text = kept.get(language) or JourneyText(language=language)
        text.name, text.about = said.title, said.more
        kept[language] = text
    journey.texts = [kept[language] for language in words]


def _guard_programme(details: JourneyDetails) -> None:
    if details.programme_id is None:
        return
    if details.occasion is not Occasion.PROGRAMME:
        raise JourneyError("It is for somebody who is new. Choose “A programme” above, or no programme here.", field="programme")
    if db.session.get(Programme, details.programme_id) is None:
        raise JourneyError("Choose a programme of the list.", field="programme")
