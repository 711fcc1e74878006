"""Colleagues are called to a question: named in a text with an @, or asked because they might know. Nobody is called often."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from database import db
from onboarding.questions import notices, preferences, readers
from onboarding.questions.errors import NotPossible, QuestionMissing
from onboarding.questions.models import CallKind, Question, QuestionCall
from people import nudges
from people.models import Person

MOST_IN_A_TEXT = 5
MOST_MAILS_A_DAY = 3  # to one person, over all questions
MOST_ASKED = 3  # for one question
DAY = timedelta(days=1)
LONGEST_NAME = 5  # words
_AFTER_AT = re.compile(r"(?<![\w@])@(?=\w)")


def mention(question: Question, text: str, *, by: Person, now: datetime, before: str = "") -> list[Person]:
    """Whom the text names with an @, and did not name before, and who reads the question hears of it; who that is. Two of one name: nobody.

    Who wants no such mail, pauses mails, or had enough of them today gets none, and nobody is told which.
    """
    known = {by.id, *(person.id for person in named_in(before))}
    named = [person for person in named_in(text) if person.id not in known and may_read(person, question)][:MOST_IN_A_TEXT]
    call(question, named, CallKind.MENTION, by=by, now=now)
    return named


def named_in(text: str) -> list[Person]:
    """Active colleagues whose full name or address follows an @, in their order. One query."""
    return list({person.id: person for person in _behind_each(text) if person is not None}.values())


def names_nobody(text: str) -> bool:
    """Whether an @ stands there behind which there is no colleague, or more than one. One query, if there is an @."""
    return None in _behind_each(text)


def _behind_each(text: str) -> list[Person | None]:
    """Who is meant behind each @; None: nobody, or it is not clear who."""
    places = [_candidates(text[match.end() :]) for match in _AFTER_AT.finditer(text)][: 4 * MOST_IN_A_TEXT]
    wanted = {candidate for place in places for candidate in place}
    if not wanted:
        return [None] * len(places)
    query = select(Person).where(Person.active, or_(func.lower(Person.name).in_(wanted), Person.email.in_(wanted)))
    by_word: dict[str, list[Person]] = {}
    for person in db.session.scalars(query):
        for word in (person.name.lower(), person.email):
            by_word.setdefault(word, []).append(person)
    meant = [next((by_word[candidate] for candidate in place if candidate in by_word), []) for place in places]
    return [people[0] if len(people) == 1 else None for people in meant]


def _candidates(rest: str) -> list[str]:
    """What may be meant behind an @, the longest first."""
    line = rest.split("\n", 1)[0][:300].lower()
    words = re.split(r"(\s+)", line)[: 2 * LONGEST_NAME - 1]
    found = ["".join(words[: number + 1]) for number in range(0, len(words), 2)]
    return [" ".join(one.rstrip(".,;:!?)’'\"").split()) for one in reversed(found)]


def might_know(question_id: int, person_id: int, *, by: Person, now: datetime) -> Person:
    """This colleague is asked whether they know. Raises QuestionMissing, NotPossible."""
    place = readers.lock(question_id, by)
    person = db.session.get(Person, person_id)
    if person is None or not person.active or not may_read(person, place.question):
        raise QuestionMissing("There is nobody of this name whom you could ask.")
    if not place.may_answer or person.id == place.question.by_id:
        raise NotPossible("This question takes no answers any more.")
    asked = called_to(question_id)
    if person.id in asked or len(asked) >= MOST_ASKED:
        raise NotPossible("They have been asked already, or enough others have. A few days more may bring an answer.")
    call(place.question, [person], CallKind.MIGHT_KNOW, by=by, now=now)
    return person


def called_to(question_id: int) -> set[int]:
    """Who has been asked whether they know."""
    query = select(QuestionCall.person_id).where(
        QuestionCall.question_id == question_id, QuestionCall.kind == CallKind.MIGHT_KNOW
    )
    return set(db.session.scalars(query))


def call(question: Question, people: Sequence[Person], kind: CallKind, *, by: Person, now: datetime) -> None:
    """Each of them is called; those who may hear of it now get a mail."""
    ids = [person.id for person in people]
    lately = called_lately(ids, now=now)
    for_this = set(
        db.session.scalars(
            select(QuestionCall.person_id).where(
                QuestionCall.question_id == question.id, QuestionCall.person_id.in_(ids), QuestionCall.called_at > now - DAY
            )
        )
    )
    silent = preferences.deaf(ids) | for_this | {id_ for id_, count in lately.items() if count >= MOST_MAILS_A_DAY}
    for person in people:
        row = QuestionCall(question_id=question.id, person_id=person.id, kind=kind, by_id=by.id, called_at=now)
        db.session.add(row)
        db.session.flush()
        if person.id not in silent and not nudges.is_paused(person, now=now):
            notices.called(question, row, person, now=now)


def called_lately(person_ids: Collection[int], *, now: datetime, within: timedelta = DAY) -> dict[int, int]:
    """How often each of these was called lately; who was not is left out. For rules: nobody reads it."""
    query = select(QuestionCall.person_id, func.count()).where(
        QuestionCall.person_id.in_(person_ids), QuestionCall.called_at > now - within
    )
    return dict(db.session.execute(query.group_by(QuestionCall.person_id)).all())


def may_read(person: Person, question: Question) -> bool:
    """Whether the question exists for this person."""
    return bool(db.session.scalar(select(Question.id).where(Question.id == question.id, readers.readable(person))))
