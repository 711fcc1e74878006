"""The question with which a reader starts, chosen by themselves and seen by nobody else."""

from sqlalchemy import delete, select

from database import db
from onboarding.stories.models import StartingQuestion, StoryStart
from people.models import Person


def of(person_id: int) -> StartingQuestion | None:
    """What this person chose, if anything."""
    return db.session.scalar(select(StoryStart.question).where(StoryStart.person_id == person_id))


def choose(person: Person, question: StartingQuestion | None) -> None:
    """Stories are chosen for them by this question, too; None: by none, and nothing is kept."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    db.session.execute(delete(StoryStart).where(StoryStart.person_id == person.id))
    if question is not None:
        db.session.add(StoryStart(person_id=person.id, question=question))
    db.session.flush()
