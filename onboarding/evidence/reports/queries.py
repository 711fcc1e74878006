"""Reads for the pages of reports."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from database import db
from onboarding.evidence.interviews.models import Interview, Stage, Told
from onboarding.evidence.interviews.queries import Sides
from onboarding.evidence.reports.models import Report
from people.models import Person

LONGEST = 100


def reports() -> Sequence[Report]:
    """The newest first."""
    return db.session.scalars(select(Report).order_by(Report.id.desc()).limit(LONGEST)).all()


def made_by(person: Person) -> Sequence[Report]:
    """The reports that this person made."""
    return db.session.scalars(select(Report).where(Report.made_by_id == person.id).order_by(Report.id)).all()


def interviews_of(document: dict[str, Any], on: date) -> dict[int, Sides]:
    """Of each goal, the interviews of the day of the report that may still be read, in words that were approved by then: what somebody took
    back and tells anew later was never in it.
    """
    numbers = {number for every in document["interviews"].values() for number in every}
    query = select(Interview).where(Interview.id.in_(numbers), Interview.stage == Stage.APPROVED, Interview.approved_on <= on)
    found: dict[int, list[Interview]] = {}
    for one in db.session.scalars(query.order_by(Interview.token)):
        found.setdefault(one.goal_id, []).append(one)
    return {
        goal_id: Sides([one for one in every if one.told is Told.WORKED], [one for one in every if one.told is not Told.WORKED])
        for goal_id, every in found.items()
    }
