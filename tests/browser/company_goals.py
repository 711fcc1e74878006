"""Goals of the company: one under way that is measured, one that waits for Ada's word, one closed, and a programme that has not started."""

import io
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from onboarding.goals import events, goals, imports, measurements, owners, programmes, serving
from onboarding.goals.models import Goal, Outcome, Part, Plan, Programme
from people.models import Person
from people.serving import Thing
from tests.infra.goals import details

FILE = b"day,value\n2026-11-02,20\n2026-11-09,1.500\n2026-09-07,39\n"


def furnish_goals(people: Mapping[str, Person], session_id: int, group_id: int, *, now: datetime) -> None:
    """All that pages of goals can show, through the rules. The session and the group name the goal under way."""
    with transaction():
        chen, ada, admin = (db.session.get_one(Person, people[name].id) for name in ("chen", "ada", "admin"))
        programmes.make("Nothing chosen yet", "", by=chen, now=now)
        programme = programmes.make("Answers within a morning", "Somebody knows.", by=chen, now=now)
        first = goals.put_down(programme.id, Part.PROCESS, details("Questions are written down"), chen, by=chen, now=now)
        programmes.start(programme.id, first.id, by=chen, now=now)
        goals.close(first.id, Outcome.NOT_MEASURED, "Nobody counted.", by=chen, now=now)
        answers = goals.put_down(programme.id, Part.PROCESS, details("Answers in 4 h"), chen, by=chen, now=now)
        goals.take_up(answers.id, by=chen, now=now)
        for week, value in enumerate((40.0, 44.0, 31.0, 12.5)):
            measurements.enter(answers.id, date(2026, 9, 7) + timedelta(weeks=week), value, by=chen, now=now, note="as before")
        measurements.enter(answers.id, date(2026, 9, 7), 41.0, by=chen, now=now)
        events.note(answers.id, date(2026, 9, 16), "The new search is on", by=chen)
        goals.put_down(programme.id, Part.PROCESS, details("Parts found in a day", target=None), ada, by=chen, now=now)
        goals.put_down(programme.id, Part.CULTURE, details("Answers across departments"), chen, by=chen, now=now)
        owners.name(owners.lock_plan(programme.plan(Part.CULTURE).id), ada, by=chen, now=now)
        owners.name(owners.lock_plan(programme.plan(Part.PLATFORM).id), chen, by=chen, now=now)
        programmes.write_plan(programme.plan(Part.PLATFORM), "Who knows what is found in a minute.")
        serving.serve(Thing.SESSION, session_id, answers.id, by=chen, now=now)
        serving.serve(Thing.GROUP, group_id, answers.id, by=admin, now=now)
        imports.start(goal("Answers across departments"), io.BytesIO(FILE), "tickets.csv", by=chen, now=now)


def goal(name: str) -> int:
    """The number of the goal of this name."""
    return db.session.scalars(select(Goal.id).where(Goal.name == name)).one()


def programme(name: str) -> int:
    """The number of the programme of this name."""
    return db.session.scalars(select(Programme.id).where(Programme.name == name)).one()


def plan(of: int, kind: Part) -> int:
    """The number of a plan of this programme."""
    return db.session.scalars(select(Plan.id).where(Plan.programme_id == of, Plan.kind == kind)).one()
