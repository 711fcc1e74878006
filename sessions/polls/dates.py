"""The dates of a poll come and go, also while it is open."""

from datetime import datetime

from sqlalchemy import or_, select

from database import db
from people.models import Person
from sessions.errors import DetailsInvalid
from sessions.polls import notices, polls
from sessions.polls.errors import PollClosed, PollMissing
from sessions.polls.models import Poll, PollDate, PollPerson
from sessions.polls.polls import LEAST_DATES, MOST_DATES


def add(poll_id: int, starts_at: datetime, *, now: datetime) -> int:
    """The poll has this date too; returns how many people are asked again: those who had answered, once until they answer anew.

    Raises PollClosed, and DetailsInvalid naming `starts_at` for a date that has passed, is there already, or is one too many.
    """
    poll = polls.lock(poll_id)
    polls.guard_not_closed(poll)
    if starts_at <= now:
        raise DetailsInvalid("starts_at", "This date lies in the past.")
    if any(date.starts_at == starts_at for date in poll.dates):
        raise DetailsInvalid("starts_at", "This date is on the list already.")
    if len(poll.dates) >= MOST_DATES:
        raise DetailsInvalid("starts_at", "Twenty dates are enough. Take one away first.")
    poll.dates.append(PollDate(starts_at=starts_at))
    db.session.flush()
    return _ask_again(poll, now=now) if poll.is_open else 0


def remove(poll_id: int, date_id: int, *, now: datetime) -> datetime:
    """The date is gone, with what people marked at it; nobody is told. Returns when it would have been.

    Raises PollMissing, and PollClosed when it is closed, or open and fewer than two dates that lie ahead would be left.
    """
    poll = polls.lock(poll_id)
    polls.guard_not_closed(poll)
    date = next((date for date in poll.dates if date.id == date_id), None)
    if date is None:
        raise PollMissing("This date is not on the list any more.")
    if poll.is_open and len([other for other in poll.ahead(now) if other is not date]) < LEAST_DATES:
        raise PollClosed("An open poll keeps two dates. Add another one first, or choose a date, or close the poll.")
    poll.dates.remove(date)
    db.session.flush()
    return date.starts_at


def would_ask_again(poll: Poll) -> list[PollPerson]:
    """Who would be asked again when a date is added now."""
    once = or_(PollPerson.asked_again_at.is_(None), PollPerson.asked_again_at < PollPerson.answered_at)
    query = select(PollPerson).join(PollPerson.person).where(PollPerson.poll_id == poll.id, Person.active)
    return list(db.session.scalars(query.where(PollPerson.answered_at.is_not(None), once).order_by(PollPerson.id)))


def _ask_again(poll: Poll, *, now: datetime) -> int:
    people = would_ask_again(poll)
    for asked in people:
        asked.asked_again_at = now
    db.session.flush()
    return notices.more_dates(poll, people, now=now)
