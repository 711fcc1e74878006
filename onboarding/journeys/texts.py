"""What a journey and its steps are called in the reader's language: theirs, else the company's, else whichever there is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from config import settings
from onboarding.journeys.models import Journey, JourneyStep, JourneyText, StepText
from people.models import Person


class Text(Protocol):
    """Words in one language."""

    language: str


Written = TypeVar("Written", bound=Text)
NO_JOURNEY, NO_STEP = JourneyText(language="", name="", about=""), StepText(language="", title="", why="")


@dataclass(frozen=True, slots=True)
class Words:
    """Of a journey: its name and what it is for; of a step: what it is and why."""

    title: str
    more: str = ""


def of_journey(journey: Journey, language: str) -> JourneyText:
    """Its words in this language, or in another one where there are none."""
    return _best(journey.texts, language) or NO_JOURNEY


def of_step(step: JourneyStep, language: str) -> StepText:
    """The same of a step."""
    return _best(step.texts, language) or NO_STEP


def language_of(person: Person) -> str:
    """In which this person reads."""
    return person.language or settings().language


def written(given: Mapping[str, Words]) -> dict[str, Words]:
    """Those languages in which something is said, without space around it."""
    stripped = {language: Words(words.title.strip(), words.more.strip()) for language, words in given.items()}
    return {language: words for language, words in stripped.items() if words.title or words.more}


def _best(texts: Iterable[Written], language: str) -> Written | None:
    by_language = {text.language: text for text in texts}
    return by_language.get(language) or by_language.get(settings().language) or next(iter(by_language.values()), None)
