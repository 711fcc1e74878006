"""The demo's series: a soup lunch every second week, with a date skipped here and there and one that moved. Written through the rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from database import db, transaction
from people.models import Person
from sessions import invitations, rsvps, scheduling
from sessions.details import SessionDetails, details_of
from sessions.models import Answer, ScheduledSession, SessionKind, Via
from sessions.series import answers, plans
from sessions.series.rhythms import Every, Rhythm

ZONE = ZoneInfo("Europe/Amsterdam")
NOON, ONE = time(12, 15), time(13)
SAID: Mapping[str, tuple[Answer, Via]] = {
    "ada": (Answer.ACCEPTED, Via.LINK),
    "elif.demir": (Answer.ACCEPTED, Via.LINK),
    "hanneke.bos": (Answer.ACCEPTED, Via.WEB),
    "tomasz.zielinski": (Answer.TENTATIVE, Via.LINK),
    "grace.mensah": (Answer.DECLINED, Via.LINK),
}
SKIPPED = {"ada": 1, "hanneke.bos": 2}  # which of the dates
SILENT = ("mateo.ruiz", "noor.jansen", "yusuf.kaya")


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """Bo's lunch, six Wednesdays; planned five days ago, answered since. `ids`: who is who."""
    planned_at = now - timedelta(days=5)
    with transaction():
        chen = db.session.get_one(Person, ids["chen"])
        series = plans.draft(_plan(ids, now), by=chen, now=planned_at)
        query = select(ScheduledSession).where(ScheduledSession.series_id == series.id).order_by(ScheduledSession.starts_at)
        dates = [one.id for one in db.session.scalars(query).unique()]
        invitations.invite(dates[0], [ids[key] for key in (*SAID, *SILENT)], by=chen, now=planned_at)
        plans.publish(series.id, by=chen, now=planned_at)
        series_id = series.id
    for step, (key, (answer, via)) in enumerate(SAID.items(), start=1):
        at = planned_at + timedelta(hours=3 * step)
        with transaction():
            answers.record_answer(series_id, ids[key], answer, via=via, now=at)
        if key in SKIPPED:
            with transaction():
                rsvps.record_answer(dates[SKIPPED[key]], ids[key], Answer.DECLINED, via=Via.WEB, now=at + timedelta(hours=1))
    with transaction():
        chen = db.session.get_one(Person, ids["chen"])
        _move(dates[3], by=chen, now=now - timedelta(days=1))


def _plan(ids: Mapping[str, int], now: datetime) -> plans.SeriesPlan:
    first = _wednesday(now)
    details = SessionDetails(
        title="Soup and a question",
        kind=SessionKind.MEETUP,
        description="One pot of soup, and one question that somebody brings along.",
        starts_at=_at(first, NOON),
        ends_at=_at(first, ONE),
        timezone=str(ZONE),
        place="Test kitchen",
        capacity=12,
        host_ids=(ids["bo"],),
    )
    return plans.SeriesPlan(first=details, rhythm=Rhythm(every=Every.WEEK, between=2, weekdays=(2,), count=6))


def _move(session_id: int, *, by: Person, now: datetime) -> None:
    """To the day after: the kitchen is taken."""
    details = details_of(scheduling.lock(session_id))
    day = timedelta(days=1)
    moved = replace(details, starts_at=details.starts_at + day, ends_at=details.ends_at + day)
    scheduling.change(session_id, moved, by=by, now=now)


def _wednesday(now: datetime) -> date:
    """That of the week after next."""
    today = now.astimezone(ZONE).date()
    return today + timedelta(days=14 - today.weekday() + 2)


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=ZONE).astimezone(UTC)
