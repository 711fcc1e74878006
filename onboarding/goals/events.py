"""What happened around a goal and may explain its figures, written by hand: a launch, a move, a storm."""

from datetime import date

from database import db
from onboarding.goals import standings
from onboarding.goals.errors import GoalInvalid, GoalMissing
from onboarding.goals.measurements import EARLIEST
from onboarding.goals.models import GoalEvent
from people.models import Person
from people.plain_text import can_be_seen, one_line

LONGEST = 200


def note(goal_id: int, on: date, what: str, *, by: Person) -> GoalEvent:
    """It stands in the picture and beside the figures. Raises GoalMissing, GoalClosed, GoalInvalid naming the field."""
    goal, what = standings.lock_open(goal_id), one_line(what)
    if not can_be_seen(what):
        raise GoalInvalid("Say in a few words what happened.", field="what")
    if len(what) > LONGEST:
        raise GoalInvalid("Too long: at most %(longest)s characters.", field="what", longest=LONGEST)
    if on < EARLIEST:
        raise GoalInvalid("That is too long ago to be meant.", field="on")
    event = GoalEvent(goal_id=goal.id, on=on, what=what, by_id=by.id)
    db.session.add(event)
    db.session.flush()
    return event


def remove(goal_id: int, event_id: int) -> None:
    """It is gone. Raises GoalMissing."""
    standings.lock_open(goal_id)
    event = db.session.get(GoalEvent, event_id)
    if event is None or event.goal_id != goal_id:
        raise GoalMissing("There is no such event.")
    db.session.delete(event)
    db.session.flush()
