"""Which mails about questions somebody would like."""

from collections.abc import Collection

from sqlalchemy import select

from database import db
from onboarding.questions.models import QuestionPreference
from people.models import Person


def of(person_id: int) -> QuestionPreference | None:
    """What they chose; None: mentions by mail, and no weekly one."""
    return db.session.scalar(select(QuestionPreference).where(QuestionPreference.person_id == person_id))


def hear_mentions(person: Person, *, wanted: bool) -> None:
    """They get a mail when a colleague calls them to a question, or none."""
    chosen = locked(person)
    chosen.hears_mentions = wanted
    db.session.flush()


def deaf(person_ids: Collection[int]) -> set[int]:
    """Who of these wants no mail when they are called."""
    query = select(QuestionPreference.person_id).where(
        QuestionPreference.person_id.in_(person_ids), ~QuestionPreference.hears_mentions
    )
    return set(db.session.scalars(query))


def locked(person: Person) -> QuestionPreference:
    """The row of this person, made if there is none. One at a time, so that two presses make one row."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    query = select(QuestionPreference).where(QuestionPreference.person_id == person.id).with_for_update(of=QuestionPreference)
    chosen = db.session.scalar(query) or QuestionPreference(person_id=person.id, hears_mentions=True)
    db.session.add(chosen)
    return chosen
