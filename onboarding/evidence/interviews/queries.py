"""Reads for interviews."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from database import db
from onboarding.evidence.interviews.models import Interview, Stage, Told
from onboarding.goals.models import Goal
from people.models import Person


@dataclass(frozen=True, slots=True)
class Sides:
    """What colleagues read, of those for whom it worked and of those for whom it did not; in an order that says nothing."""

    worked: Sequence[Interview] = ()
    did_not: Sequence[Interview] = ()


def approved(goal_ids: Collection[int]) -> dict[int, Sides]:
    """Of each goal of which there are some. One query."""
    query = select(Interview).where(Interview.goal_id.in_(goal_ids), Interview.stage == Stage.APPROVED)
    found: dict[int, list[Interview]] = {}
    for one in db.session.scalars(query.order_by(Interview.token)):
        found.setdefault(one.goal_id, []).append(one)
    return {
        goal_id: Sides([one for one in every if one.told is Told.WORKED], [one for one in every if one.told is Told.DID_NOT])
        for goal_id, every in found.items()
    }


def agreed_with(goal: Goal, person: Person) -> Sequence[Interview]:
    """Those who said yes to this person about a goal, by name.

    Not those who were asked: who is asked and told of it by themselves before would be missing among them, and known by that.
    """
    query = select(Interview).where(Interview.goal_id == goal.id, Interview.asked_by_id == person.id)
    query = query.where(Interview.stage.in_((Stage.AGREED, Stage.APPROVED)))
    return db.session.scalars(query.join(Person, Person.id == Interview.person_id).order_by(Person.name)).all()


def waiting(person: Person) -> list[tuple[Interview, Goal]]:
    """What waits for this person: a question, or words to approve."""
    stages = (Stage.ASKED, Stage.AGREED)
    return [pair for pair in of_person(person) if pair[0].stage in stages and (pair[0].stage is Stage.ASKED or pair[0].has_words)]


def of_person(person: Person) -> list[tuple[Interview, Goal]]:
    """Everything of this person; for that person only."""
    query = select(Interview, Goal).join(Goal, Goal.id == Interview.goal_id).where(Interview.person_id == person.id)
    return [(one, goal) for one, goal in db.session.execute(query.order_by(Interview.id))]
