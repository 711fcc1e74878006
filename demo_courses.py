"""The demo's course: four afternoons that belong together, and the same four with another group. Written only through the rules."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from database import db, transaction
from people.models import Person
from sessions.courses import answers, members, plans
from sessions.details import SessionDetails
from sessions.models import Answer, ScheduledSession, Via
from sessions.series.models import Series

ZONE = ZoneInfo("Europe/Amsterdam")
HALF_PAST_THREE, FIVE = time(15, 30), time(17)
TITLES = ("Finding people", "Asking the first question", "Keeping it going", "Looking back together")
FIRST, SECOND = (15, 23, 30, 45), (17, 25, 36, 50)  # days from this week's Monday: never the same distance
YES, MAYBE, NO = Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED
SAID: Mapping[str, Sequence[Answer]] = {
    "ada": (YES, NO),  # the second part is there once more in the other group
    "wanjiru.kamau": (YES, YES, YES, YES),
    "lotte.smit": (YES, YES, MAYBE, YES),
    "koen.verbruggen": (NO, YES, YES),
}
SILENT = ("ines.carvalho",)
OTHERS = ("ravi.patel", "chiara.conti", "abel.tesfaye")


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """Chen's course with Bo as host; invited three days ago, answered in part. `ids`: who is who."""
    at = now - timedelta(days=3)
    with transaction():
        chen = db.session.get_one(Person, ids["chen"])
        first = plans.draft(_plan(ids, FIRST, now), by=chen, now=at)
        second = plans.draft(_plan(ids, SECOND, now), by=chen, now=at, like=first)
        for course, keys in ((first, (*SAID, *SILENT)), (second, OTHERS)):
            members.invite(course.id, [ids[key] for key in keys], by=chen, now=at)
            plans.publish(course.id, by=chen, now=at)
        numbers, course_id = _numbers(first), first.id
    for step, (key, said) in enumerate(SAID.items(), start=1):
        with transaction():
            said_at = at + timedelta(hours=2 * step)
            answers.record(course_id, ids[key], dict(zip(numbers, said, strict=False)), via=Via.LINK, now=said_at)


def _plan(ids: Mapping[str, int], days: Sequence[int], now: datetime) -> plans.CoursePlan:
    parts = [
        plans.PartPlan(number=number, starts_at=_at(now, day, HALF_PAST_THREE), ends_at=_at(now, day, FIVE), title=title)
        for number, (day, title) in enumerate(zip(days, TITLES, strict=True), start=1)
    ]
    common = SessionDetails(
        title="Your own lunch",
        description="From a first idea to a table where people come back: four afternoons, and something to try in between.",
        starts_at=parts[0].starts_at,
        ends_at=parts[0].ends_at,
        timezone=str(ZONE),
        host_ids=(ids["bo"],),
        place="Training room",
        capacity=8,
    )
    return plans.CoursePlan(common=common, parts=tuple(parts), minimum_dates=3)


def _numbers(course: Series) -> list[int]:
    query = select(ScheduledSession.id).where(ScheduledSession.series_id == course.id).order_by(ScheduledSession.part)
    return list(db.session.scalars(query))


def _at(now: datetime, days: int, at: time) -> datetime:
    """That many days from this week's Monday, in the plant's zone."""
    local = now.astimezone(ZONE).date()
    return datetime.combine(local + timedelta(days=days - local.weekday()), at, tzinfo=ZONE).astimezone(UTC)
