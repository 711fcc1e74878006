"""Open questions in the field of ambassadors: lines on their page and in the weekly mail they chose. No mail comes for them alone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import select

from champions import week_notes
from champions.models import Ambassador, Standing
from champions.week_notes import Note
from database import db
from onboarding.questions import suggesting, words
from onboarding.questions.models import Kind, Question
from onboarding.questions.queries import FRESH
from people import apart
from people.models import Person

LOOKED_AT = 200  # the newest
SHOWN = 2


def register() -> None:
    """Ambassadors read them from now on."""
    week_notes.register("questions", notes)


def notes(people: Collection[Person], now: datetime) -> Mapping[int, Sequence[Note]]:
    """Of those that every colleague reads and nobody has promised to answer, the newest in each one's field. Three queries."""
    ids = [person.id for person in people]
    ambassadors = db.session.scalars(
        select(Ambassador).where(Ambassador.person_id.in_(ids), Ambassador.standing == Standing.ACTIVE)
    ).all()
    waiting = _waiting(now) if ambassadors else []
    kept = apart.of(ids) if waiting else {}
    return {one.person_id: _of(one, waiting, kept.get(one.person_id, set())) for one in ambassadors}


def _waiting(now: datetime) -> list[Question]:
    query = select(Question).where(
        Question.kind == Kind.QUESTION,
        ~Question.held,
        Question.answered_at.is_(None),
        Question.group_id.is_(None),
        Question.asked_at > now - FRESH,
    )
    found = db.session.scalars(query.order_by(Question.asked_at.desc(), Question.id).limit(LOOKED_AT))
    return [one for one in found if one.promised_on is None or one.promised_on < now.date()]


def _of(ambassador: Ambassador, waiting: Sequence[Question], kept: Collection[int]) -> list[Note]:
    theirs = [one for one in waiting if one.by_id != ambassador.person_id and one.by_id not in kept]
    fitting = [(one, topics) for one in theirs if (topics := suggesting.topics_in(one, ambassador))]
    return [
        Note(partial(words.in_your_field, one, topics), words.read_it, f"/questions/{one.id}") for one, topics in fitting[:SHOWN]
    ]
