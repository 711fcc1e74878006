"""What Foyer keeps about a person because of goals."""

from typing import Any

from sqlalchemy import select

from database import db
from onboarding.goals import queries
from onboarding.goals.models import Goal, GoalAsk
from onboarding.goals.words import part_words, typed
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("goals", _goals)
    register_data("goals_that_press_me_too", _asks)
    register_data("plans", _plans)
    register_data("measurements_entered", _measurements)


def _goals(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "name": goal.name,
            "owner": goal.owner_id == person.id,
            "asked_to_own": goal.heir_id == person.id,
            "put_down_by_me": goal.made_by_id == person.id,
        }
        for goal in queries.goals_of(person)
    ]


def _asks(person: Person) -> list[dict[str, str]]:
    query = select(Goal.name).join(GoalAsk, GoalAsk.goal_id == Goal.id).where(GoalAsk.person_id == person.id)
    return [{"goal": name} for name in db.session.scalars(query.order_by(Goal.name))]


def _plans(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "programme": plan.programme.name,
            "plan": part_words(plan.kind),
            "owner": plan.owner_id == person.id,
            "asked_to_own": plan.heir_id == person.id,
        }
        for plan in queries.plans_of(person)
    ]


def _measurements(person: Person) -> list[dict[str, Any]]:
    return [
        {"goal": goal.name, "day": record.on.isoformat(), "value": typed(record.value) or "–", "at": record.at.isoformat()}
        for record, goal in queries.measured_by(person)
    ]
