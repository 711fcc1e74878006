"""Evidence of the company: a goal that is measured beside a waiting list, interviews of Ada and Bo, a report and its link."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from onboarding.evidence import measuring
from onboarding.evidence.interviews import interviews
from onboarding.evidence.interviews.interviews import Words
from onboarding.evidence.interviews.models import Interview, Told
from onboarding.evidence.models import MeasuredGroup, Side
from onboarding.evidence.reports import reports
from onboarding.evidence.reports.models import Report, ReportShare
from people.models import Person
from tests.browser.company_goals import goal

COMPARED = "Answers in 4 h"


def furnish_evidence(people: Mapping[str, Person], *, now: datetime) -> None:
    """All that pages of evidence can show, through the rules."""
    monday = now.date() - timedelta(days=now.weekday())
    with transaction():
        number, today = goal(COMPARED), now.date()
        ada, bo, chen = (db.session.get_one(Person, people[name].id) for name in ("ada", "bo", "chen"))
        first = measuring.name_group(number, "First round", Side.STARTED, starts_on=monday - timedelta(weeks=8))
        waits = measuring.name_group(number, "Waits", Side.WAITS)
        for group, falls in ((first, 6), (waits, 0)):
            weeks = [
                (monday - timedelta(weeks=18 - week), 48 + week * 7 % 4 / 2 - (falls if week >= 10 else 0)) for week in range(18)
            ]
            measuring.enter(group.id, "\n".join(f"{on};{value};30" for on, value in weeks), now=now)
        told = interviews.open_own(number, by=bo)
        interviews.write(told.id, Words("Searched by number.", "Found it."), by=bo, now=now)
        interviews.approve(told.id, told.token, Told.WORKED, named=True, by=bo, today=today)
        interviews.ask(number, ada, by=chen, now=now)
        report = reports.make(by=chen, now=now)
        reports.share(report.id, "The works council", "en", today + timedelta(days=30), by=chen, today=today)


def interview_of(person: Person) -> int:
    return db.session.scalars(select(Interview.id).where(Interview.person_id == person.id)).one()


def group_named(name: str) -> int:
    return db.session.scalars(select(MeasuredGroup.id).where(MeasuredGroup.name == name)).one()


def the_report() -> int:
    return db.session.scalars(select(Report.id)).one()


def shared_token() -> str:
    return reports.path_of(db.session.scalars(select(ReportShare)).one()).rpartition("/")[2]
