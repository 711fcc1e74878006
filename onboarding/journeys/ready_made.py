"""The journeys that come with Foyer: one file for each, with what it says in each language. A copy is a draft like any other."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from onboarding.journeys import plans, steps
from onboarding.journeys.errors import JourneyMissing
from onboarding.journeys.models import Journey, Occasion, Way
from onboarding.journeys.plans import JourneyDetails
from onboarding.journeys.steps import StepDetails
from onboarding.journeys.texts import Words
from people.models import Person

FOLDER = Path(__file__).parent / "ready"
LANGUAGES = ("en", "nl")


@dataclass(frozen=True, slots=True)
class ReadyJourney:
    """`words` by language. `days_ahead`: its day lies so far ahead when it is copied, until somebody sets it; None: it needs no day."""

    key: str
    order: int
    occasion: Occasion
    days_ahead: int | None
    words: Mapping[str, Words]
    steps: tuple[StepDetails, ...]


@cache
def journeys() -> Mapping[str, ReadyJourney]:
    """Every one by its key, in the order in which they are shown."""
    found = [_read(path) for path in FOLDER.glob("*.toml")]
    return {one.key: one for one in sorted(found, key=lambda one: one.order)}


def copy(key: str, *, by: Person, today: date, now: datetime) -> Journey:
    """A draft with all its steps, to change and to open. Raises JourneyMissing for a key that is none."""
    ready = journeys().get(key)
    if ready is None:
        raise JourneyMissing("There is no such journey.")
    day = today + timedelta(days=ready.days_ahead) if ready.days_ahead is not None else None
    journey = plans.draft(JourneyDetails(words=ready.words, occasion=ready.occasion, day_on=day), by=by, now=now)
    for step in ready.steps:
        steps.add(journey.id, step)
    return journey


def _read(path: Path) -> ReadyJourney:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return ReadyJourney(
        key=path.stem,
        order=content["order"],
        occasion=Occasion(content["occasion"]),
        days_ahead=content.get("days_ahead"),
        words=_words(content, "name", "about"),
        steps=tuple(_step(step) for step in content["steps"]),
    )


def _step(step: Mapping[str, Any]) -> StepDetails:
    return StepDetails(
        words=_words(step, "title", "why"),
        way=Way(step["way"]),
        week=step["week"],
        minutes=step["minutes"],
        fact=step.get("fact", ""),
        address=step.get("address", ""),
    )


def _words(content: Mapping[str, Any], title: str, more: str) -> dict[str, Words]:
    return {language: Words(content[language][title], content[language][more]) for language in LANGUAGES}
