"""'This presses us too': somebody asks for a goal that waits. Nobody is listed; a number is shown from five upwards, in steps of five.

The order of the queue goes by the number that is shown, so that it tells no more than that.
"""

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from database import db
from onboarding.goals import standings
from onboarding.goals.errors import NotPossible
from onboarding.goals.models import Goal, GoalAsk, GoalState, Part
from people import privacy
from people.models import Person


def ask(goal_id: int, *, by: Person) -> None:
    """It presses `by` too; saying it twice is saying it once. Raises GoalMissing, NotPossible for what does not wait in the queue."""
    goal = standings.lock(goal_id)
    if goal.state is not GoalState.QUEUED or goal.part is not Part.PROCESS:
        raise NotPossible("This goal does not wait in the queue any more.")
    if not asks_for(goal.id, by):
        db.session.add(GoalAsk(goal_id=goal.id, person_id=by.id))
        db.session.flush()
    count(goal)


def take_back(goal_id: int, *, by: Person) -> None:
    """It does not press `by` any more, and nobody is told. Raises GoalMissing."""
    goal = standings.lock(goal_id)
    db.session.execute(delete(GoalAsk).where(GoalAsk.goal_id == goal.id, GoalAsk.person_id == by.id))
    count(goal)


def count(goal: Goal) -> None:
    """The number that is shown follows, as far as it may move."""
    number = db.session.scalar(select(func.count()).where(GoalAsk.goal_id == goal.id)) or 0
    goal.asks_shown = privacy.step(goal.asks_shown, number)
    db.session.flush()


def asks_for(goal_id: int, person: Person) -> bool:
    """Whether this person said so; for that person alone."""
    query = select(GoalAsk.id).where(GoalAsk.goal_id == goal_id, GoalAsk.person_id == person.id)
    return db.session.scalar(query) is not None


def mine(goal_ids: Sequence[int], person: Person) -> set[int]:
    """For which of these goals this person asked; for that person alone."""
    query = select(GoalAsk.goal_id).where(GoalAsk.goal_id.in_(goal_ids), GoalAsk.person_id == person.id)
    return set(db.session.scalars(query))
