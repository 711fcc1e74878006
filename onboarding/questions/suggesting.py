"""Who might know: ambassadors by what they offer, and who is not asked often anyway. What decides besides the topics is shown to nobody."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select

from champions import queries as ambassadors
from champions.models import Ambassador
from database import db
from onboarding.questions import calls
from onboarding.questions.models import Question
from people import apart, nudges
from people.models import Person

SHOWN = 3
LATELY = timedelta(days=7)
ENOUGH = 3  # questions that somebody has taken up, or was called to lately
SHORTEST_WORD = 5  # letters: "the" and "with" are no topic


@dataclass(frozen=True, slots=True)
class MightKnow:
    """An ambassador, and which of their topics the question is about."""

    person: Person
    topics: tuple[str, ...]


def who_might_know(question: Question, reader: Person, *, now: datetime) -> list[MightKnow]:
    """Ambassadors who take questions, read this one, and offer what it is about. A constant number of queries for those who fit."""
    fitting = [(one, topics) for one in ambassadors.active() if (topics := topics_in(question, one))]
    here = [(one, topics) for one, topics in fitting if _is_free(one.person, question, reader, now=now)]
    ids = [one.person_id for one, _topics in here]
    busy = _load(ids, now=now)
    kept = apart.of([question.by_id] if question.by_id else []).get(question.by_id or 0, set())
    free = [(one, topics) for one, topics in here if busy.get(one.person_id, 0) < ENOUGH and one.person_id not in kept]
    free.sort(key=lambda pair: (-len(pair[1]), pair[0].capacity == 0, busy.get(pair[0].person_id, 0), _turn(question, pair[0])))
    return [MightKnow(one.person, topics) for one, topics in free if calls.may_read(one.person, question)][:SHOWN]


def topics_in(question: Question, ambassador: Ambassador) -> tuple[str, ...]:
    """Which of what this ambassador offers the question is about: it names it as a topic, or has a word of it in what it asks."""
    named = {topic.casefold() for topic in question.topics}
    text = f"{question.title}\n{question.text}".casefold()
    return tuple(topic for topic in ambassador.topics if topic.casefold() in named or _is_about(text, topic.casefold()))


def _is_about(text: str, topic: str) -> bool:
    words = [word for word in re.findall(r"\w+", topic) if len(word) >= SHORTEST_WORD]
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words)


def _is_free(person: Person, question: Question, reader: Person, *, now: datetime) -> bool:
    return person.id not in {question.by_id, reader.id} and nudges.is_welcome(person, now=now)


def _load(person_ids: Sequence[int], *, now: datetime) -> dict[int, int]:
    """How many questions each has taken up and not answered, and was called to lately."""
    taken = select(Question.answerer_id, func.count()).where(
        Question.answerer_id.in_(person_ids), Question.answered_at.is_(None), Question.promised_on >= now.date()
    )
    load = {id_: count for id_, count in db.session.execute(taken.group_by(Question.answerer_id)) if id_ is not None}
    for id_, count in calls.called_lately(person_ids, now=now, within=LATELY).items():
        load[id_] = load.get(id_, 0) + count
    return load


def _turn(question: Question, ambassador: Ambassador) -> bytes:
    """Among equals another one comes first with each question."""
    return sha256(f"{question.id}:{ambassador.id}".encode()).digest()
