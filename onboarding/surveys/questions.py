"""What a survey asks: statements with steps, and words. A survey keeps its questions as values; their words come from `words.py`.

Psychological safety: seven statements after Edmondson, "Psychological Safety and Learning Behavior in Work Teams", Administrative
Science Quarterly 44 (1999), pages 350-383, in our own words, on her seven steps; three are turned round, so that more is always safer.
"""

import enum
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from onboarding.surveys.errors import SurveyError
from onboarding.surveys.models import LONGEST_STATEMENT, Survey
from people.plain_text import can_be_seen, one_line

MOST_OWN = 3
MOST = 20  # questions of a survey, at the very most
SAFETY_ITEMS = 7
TURNED_ROUND = frozenset({0, 2, 4})  # places of the items in which agreeing says that it is not safe

# Whether reading is worth it: a statement that is known by its words, in the language of whoever makes the survey.
USEFUL = {
    "en": "What I read on the platform lately was useful to me.",
    "nl": "Wat ik de laatste tijd op het platform las, was nuttig voor me.",
}


class Kind(enum.StrEnum):
    """What is asked."""

    HELPED = "helped"  # how did `what` help you achieve the goal?
    SAFETY = "safety"  # one of the seven, number `item`
    VISIBLE = "visible"  # is it safe to be visible here?
    OWN = "own"  # a statement in the words of who asks
    WORDS = "words"


class What(enum.StrEnum):
    """What may have helped."""

    TRAININGS = "trainings"
    MEETUPS = "meetups"
    STORIES = "stories"
    BOARD = "board"  # wishes and concerns
    ROUNDS = "rounds"
    GROUPS = "groups"
    THIS = "this"  # the group, the session or the round whose people are asked


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `what`: of HELPED; `about`: the name of what THIS is, or of the goal; `words`: of OWN."""

    kind: Kind
    item: int = 0
    what: str = ""
    about: str = ""
    goal: str = ""
    words: str = ""

    @property
    def steps(self) -> int:
        """How many steps it has; none where it takes words."""
        return {Kind.WORDS: 0, Kind.SAFETY: 7}.get(self.kind, 5)

    @property
    def is_turned_round(self) -> bool:
        """Whether a low step is the good one."""
        return self.kind is Kind.SAFETY and self.item in TURNED_ROUND

    @property
    def asks_readers(self) -> bool:
        """Whether it is the statement about reading, in any language."""
        return self.kind is Kind.OWN and _plain(self.words) in {_plain(text) for text in USEFUL.values()}

    def scored(self, step: int) -> int:
        """The step, counted so that more is better."""
        return self.steps + 1 - step if self.is_turned_round else step


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody would like to ask, as a form has it. `about`: the name of whom it asks, for THIS."""

    helped: What | None = None
    about: str = ""
    goal: str = ""
    safety: bool = False
    visible: bool = False
    own: Sequence[str] = ()
    comment: bool = False


def made(wanted: Wanted) -> list[Question]:
    """The questions, in order. Raises SurveyError naming the field."""
    if wanted.helped and not wanted.goal:
        raise SurveyError("Choose the goal it may have helped to achieve.", field="goal")
    if wanted.helped is What.THIS and not wanted.about:
        raise SurveyError("This asks the people of a group, a session or a round: choose one of them.", field="helped")
    found = []
    if wanted.helped:
        found.append(Question(Kind.HELPED, what=wanted.helped.value, about=wanted.about, goal=wanted.goal))
    found += [Question(Kind.OWN, words=text) for text in _own(wanted.own)]
    if wanted.visible:
        found.append(Question(Kind.VISIBLE))
    if wanted.safety:
        found += [Question(Kind.SAFETY, item=number) for number in range(SAFETY_ITEMS)]
    if not found:
        raise SurveyError("Ask something: tick a question, or write one.", field="own1")
    return [*found, Question(Kind.WORDS)] if wanted.comment else found


def _own(given: Sequence[str]) -> list[str]:
    found = [text for text in (one_line(text) for text in given) if can_be_seen(text)]
    if any(len(text) > LONGEST_STATEMENT for text in found):
        raise SurveyError("Too long: at most %(longest)s characters.", field="own1", longest=LONGEST_STATEMENT)
    if len(found) > MOST_OWN:
        raise SurveyError("Three questions of your own at most: a pulse is short.", field="own1")
    return found


def kept(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """As a survey keeps them."""
    return [{name: value for name, value in asdict(question).items() if value} for question in questions]


def read(survey: Survey) -> list[Question]:
    """The questions of a survey, in order."""
    return [Question(**{**one, "kind": Kind(one["kind"])}) for one in survey.questions]
