"""What a person says of a step: done, or not for me. No reason is asked, and either can be taken back."""

from datetime import datetime

from sqlalchemy import select

from database import db
from onboarding.journeys import following, steps, texts
from onboarding.journeys.models_following import Follower, MarkKind, StepMark
from people.models import Person


def mark(journey_id: int, step_id: int, kind: MarkKind, *, by: Person, now: datetime) -> None:
    """The later word counts. Raises JourneyMissing for what this person does not follow or the journey does not have."""
    follower = following.own(journey_id, by)
    step = steps.of(follower.journey, step_id)
    found = _of(follower, step_id)
    if found is None:
        found = StepMark(follower_id=follower.id, step_id=step_id)
        db.session.add(found)
    found.kind, found.marked_on = kind, following.today_of(by, now)
    found.words = texts.of_step(step, texts.language_of(by)).title
    db.session.flush()


def take_back(journey_id: int, step_id: int, *, by: Person) -> None:
    """Nothing is said of the step any more. Raises JourneyMissing."""
    found = _of(following.own(journey_id, by), step_id)
    if found is not None:
        db.session.delete(found)
        db.session.flush()


def _of(follower: Follower, step_id: int) -> StepMark | None:
    return db.session.scalar(select(StepMark).where(StepMark.follower_id == follower.id, StepMark.step_id == step_id))
