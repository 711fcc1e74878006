"""The weekly mail of an ambassador: only to who chose it, at their hour, and only in a week in which something needs a thought."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from champions import queries as ambassadors
from champions.errors import WrongStanding
from champions.mentorships import notices, queries, suggestions
from champions.mentorships.models_week import WeeklyMail
from champions.mentorships.queries import Accompanied
from database import db
from mail import outbox
from people import nudges
from people.models import Person
from people.quiet_hours import after_quiet_hours, zone_of

BATCH = 200
TOO_LATE_AFTER = timedelta(hours=24)  # nobody hears of Monday's week on Thursday because a worker stood still
WEEK = timedelta(days=7)


def of(person_id: int) -> WeeklyMail | None:
    """What they chose; None: no mail."""
    return db.session.scalar(select(WeeklyMail).where(WeeklyMail.person_id == person_id))


def choose(person: Person, weekday: int, hour: int, *, now: datetime) -> WeeklyMail:
    """From now on they get a mail a week, Monday is 0, at this hour on their own clock. Raises WrongStanding for who is no ambassador."""
    ambassador = ambassadors.mine(person.id)
    if ambassador is None or not ambassador.helps:
        raise WrongStanding("You are not an ambassador.")
    query = select(WeeklyMail).where(WeeklyMail.person_id == person.id).with_for_update(of=WeeklyMail)
    chosen = db.session.scalar(query) or WeeklyMail(person_id=person.id)
    chosen.weekday, chosen.hour = weekday % 7, hour % 24
    chosen.next_at = next_time(chosen.weekday, chosen.hour, zone_of(person), after=now)
    db.session.add(chosen)
    db.session.flush()
    return chosen


def stop(person_id: int) -> None:
    """No weekly mail any more."""
    db.session.execute(delete(WeeklyMail).where(WeeklyMail.person_id == person_id))


def post_due(*, now: datetime) -> int:
    """Mails that are due are on their way; returns how many. One a week and person, whatever runs twice. A constant number of queries."""
    query = select(WeeklyMail).where(WeeklyMail.next_at <= now).order_by(WeeklyMail.next_at, WeeklyMail.id).limit(BATCH)
    due = db.session.scalars(query.with_for_update(of=WeeklyMail, skip_locked=True)).all()
    mentees = queries.of_ambassadors([one.person_id for one in due])
    posts = [post for one in due if (post := _post(one, mentees[one.person_id], now=now))]
    for one in due:
        one.next_at = next_time(one.weekday, one.hour, zone_of(one.person), after=now)
    db.session.flush()
    return outbox.post_many(posts, now=now)


def _post(chosen: WeeklyMail, mentees: Sequence[Accompanied], *, now: datetime) -> outbox.Post | None:
    person = chosen.person
    at = latest_time(chosen.weekday, chosen.hour, zone_of(person), until=now)
    if now >= at + TOO_LATE_AFTER or not worth_a_thought(person, mentees, now=now):
        return None
    week = at.astimezone(zone_of(person)).strftime("%G-W%V")
    return notices.weekly(person, week, due_at=after_quiet_hours(now, person))


def worth_a_thought(person: Person, mentees: Sequence[Accompanied], *, now: datetime) -> list[Accompanied]:
    """Whom this week is about. Nobody while the person is not here, or has paused what is not asked of them (promise 5)."""
    if not person.active or nudges.is_paused(person, now=now):
        return []
    today = now.astimezone(zone_of(person)).date()
    return [one for one in mentees if suggestions.needs_a_thought(one, today=today, now=now)]


def next_time(weekday: int, hour: int, zone: ZoneInfo, *, after: datetime) -> datetime:
    """The first moment after this one when it is that hour of that weekday on the clock there, in UTC.

    An hour that the clocks leave out is the one after it; of one that comes twice it is the first.
    """
    local = after.astimezone(zone)
    day = local.date() + timedelta(days=(weekday - local.weekday()) % 7)
    at = datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
    return at if at > after else datetime.combine(day + WEEK, time(hour), tzinfo=zone).astimezone(UTC)


def latest_time(weekday: int, hour: int, zone: ZoneInfo, *, until: datetime) -> datetime:
    """The same, at or before this moment."""
    local = until.astimezone(zone)
    day = local.date() - timedelta(days=(local.weekday() - weekday) % 7)
    at = datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
    return at if at <= until else datetime.combine(day - WEEK, time(hour), tzinfo=zone).astimezone(UTC)
