"""Who answers for a goal or a plan: by their own word only. Whoever is named is asked, and until they say yes all stays as it was."""

from datetime import datetime

from sqlalchemy import select

from database import db
from onboarding.goals import notices, standings
from onboarding.goals.errors import GoalInvalid, GoalMissing, NotPossible
from onboarding.goals.models import Goal, Plan, Step
from people.models import Person

TWO_OWNERS = "Culture and platform have two owners: whoever owns one plan does not own the other."


def name(owned: Goal | Plan, person: Person, *, by: Person, now: datetime) -> None:
    """`person` owns it when they say so themselves, and is asked by mail otherwise. Its row must be held. Raises GoalInvalid.

    Naming somebody else takes back the question to whoever was asked before.
    """
    if not person.active:
        raise GoalInvalid("%(name)s does not work here any more.", field="owner", name=person.name)
    guard_two_owners(owned, person)
    if person.id == by.id:
        _take(owned, person, now=now)
    elif owned.owner_id == person.id:
        owned.heir_id = owned.heir_by_id = None
    else:
        owned.heir_id, owned.heir_by_id = person.id, by.id
        db.session.flush()
        notices.asked(owned, person, now=now)
    db.session.flush()


def answer(owned: Goal | Plan, *, yes: bool, by: Person, now: datetime) -> None:
    """Whoever is asked owns it, or does not; a no needs no reason. Its row must be held. Raises NotPossible for everybody else."""
    if owned.heir_id != by.id:
        raise NotPossible("You are not asked any more. Nothing is expected of you.")
    if yes:
        guard_two_owners(owned, by)
        _take(owned, by, now=now)
    else:
        owned.heir_id = owned.heir_by_id = None
    db.session.flush()


def lock_plan(plan_id: int) -> Plan:
    """The plan, its programme's row held. Raises GoalMissing."""
    programme_id = db.session.scalar(select(Plan.programme_id).where(Plan.id == plan_id))
    if programme_id is None:
        raise GoalMissing("There is no such plan.")
    standings.lock_programme(programme_id)
    return db.session.get_one(Plan, plan_id, populate_existing=True)


def guard_two_owners(owned: Goal | Plan, person: Person) -> None:
    """Raises GoalInvalid when this person owns the other plan already."""
    if isinstance(owned, Goal):
        return
    others = select(Plan.owner_id).where(Plan.programme_id == owned.programme_id, Plan.kind != owned.kind)
    if db.session.scalar(others) == person.id:
        raise GoalInvalid(TWO_OWNERS, field="owner")


def _take(owned: Goal | Plan, person: Person, *, now: datetime) -> None:
    handed = owned.owner_id not in {None, person.id}
    owned.owner_id, owned.heir_id, owned.heir_by_id = person.id, None, None
    db.session.flush()
    db.session.refresh(owned)
    if isinstance(owned, Goal) and handed:
        standings.keep(owned, Step.HANDED_OVER, by=person, now=now)
