"""What Foyer keeps about a person because of journeys."""

from typing import Any

from sqlalchemy import select

from database import db
from onboarding.journeys import texts
from onboarding.journeys.models import Journey
from onboarding.journeys.models_following import Buddy, BuddyState, Follower, StepMark
from people.models import Person
from people.profile_parts import register_data

# As "What Foyer knows about me" says answers.
ANSWERS = {BuddyState.ASKED: "open", BuddyState.AGREED: "yes", BuddyState.DECLINED: "no"}


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("journeys", _journeys)
    register_data("journeys_accompanied", _accompanied)


def _journeys(person: Person) -> list[dict[str, Any]]:
    query = select(Follower).where(Follower.person_id == person.id).order_by(Follower.id)
    return [_journey(follower) for follower in db.session.scalars(query)]


def _journey(follower: Follower) -> dict[str, Any]:
    marks = db.session.scalars(select(StepMark).where(StepMark.follower_id == follower.id).order_by(StepMark.id))
    asked = db.session.scalars(select(Buddy).where(Buddy.follower_id == follower.id).order_by(Buddy.id)).all()
    return {
        "journey": _name(follower.journey, follower.person),
        "following": follower.state.value,
        "started_on": follower.started_on.isoformat(),
        "paused_on": follower.paused_on.isoformat() if follower.paused_on else None,
        "what_i_would_like_to_try": follower.ways,
        "wants_reminders": follower.wants_reminders,
        "reminded_on": follower.reminded_on.isoformat() if follower.reminded_on else None,
        "steps": [{"at": mark.marked_on.isoformat(), "step": mark.words, "mark": mark.kind.value} for mark in marks],
        "buddies": [{"at": one.asked_on.isoformat(), "name": one.person.name, "answer": ANSWERS[one.state]} for one in asked],
        "buddy_sees_how_it_goes": any(one.shows_progress for one in asked),
    }


def _accompanied(person: Person) -> list[dict[str, Any]]:
    query = select(Buddy).where(Buddy.person_id == person.id).order_by(Buddy.id)
    return [
        {
            "journey": _name(buddy.follower.journey, person),
            "accompanied_person": buddy.follower.person.name,
            "asked_on": buddy.asked_on.isoformat(),
            "answer": ANSWERS[buddy.state],
        }
        for buddy in db.session.scalars(query)
    ]


def _name(journey: Journey, person: Person) -> str:
    return texts.of_journey(journey, texts.language_of(person)).name
