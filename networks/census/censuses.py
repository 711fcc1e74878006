"""A census: two weeks in which everybody is asked, on posters, which networks there are; and who is reminded of what they were asked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from config import settings
from database import alone, db
from networks.census.errors import NetworkInvalid, NetworkMissing
from networks.census.models import Census
from networks.memberships import new_token
from people.models import Person

TWO_WEEKS = timedelta(days=13)  # from the first day to the last
LONGEST = timedelta(days=41)
FARTHEST = timedelta(days=365)
REMINDERS_AFTER = timedelta(days=7)  # half-way through the shortest ones
LONGEST_WORDS = 1_000


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the guide: from this day on, until the next one begins."""

    name: str
    on: date


def plan(starts_on: date, ends_on: date, words: str, *, by: Person, now: datetime) -> Census:
    """There is a census; nothing is sent by that. Raises NetworkInvalid naming the field."""
    alone("networks.census")
    _check(starts_on, ends_on, words, None, now=now)
    census = Census(starts_on=starts_on, ends_on=ends_on, words=words.strip(), made_by_id=by.id, made_at=now, token=new_token())
    db.session.add(census)
    db.session.flush()
    return census


def change(census_id: int, starts_on: date, ends_on: date, words: str, *, now: datetime) -> Census:
    """It lasts from and until these days; the last day may be today, or any before, which ends it. Raises NetworkMissing, NetworkInvalid."""
    alone("networks.census")
    census = get(census_id)
    _check(starts_on, ends_on, words, census, now=now)
    census.starts_on, census.ends_on, census.words = starts_on, ends_on, words.strip()
    db.session.flush()
    return census


def discard(census_id: int, *, now: datetime) -> None:
    """It never was: only before it begins, when no poster has led anybody anywhere. Raises NetworkMissing, NetworkInvalid."""
    census = get(census_id)
    if census.starts_on <= today(now):
        raise NetworkInvalid("It has begun. Say an earlier last day instead.", field="ends_on")
    db.session.delete(census)
    db.session.flush()


def get(census_id: int) -> Census:
    """The census. Raises NetworkMissing."""
    census = db.session.get(Census, census_id)
    if census is None:
        raise NetworkMissing("There is no such census.")
    return census


def of_poster(token: str) -> Census:
    """What a poster belongs to. Raises NetworkMissing."""
    census = db.session.scalar(select(Census).where(Census.token == token))
    if census is None:
        raise NetworkMissing("This poster belongs to nothing any more.")
    return census


def under_way(*, now: datetime) -> Census | None:
    """The one that goes on today, if any."""
    day = today(now)
    return db.session.scalar(select(Census).where(Census.starts_on <= day, Census.ends_on >= day).limit(1))


def steps(census: Census) -> list[Step]:
    """What is to be done when, the first first: hang posters, walk around, remind, look at what is left, read the map."""
    days = (census.ends_on - census.starts_on).days + 1
    middle = census.starts_on + min(REMINDERS_AFTER, timedelta(days=days // 2))
    last = max(middle, census.ends_on - timedelta(days=2))
    return [
        Step("posters", census.starts_on - timedelta(days=3)),
        Step("walk", census.starts_on),
        Step("reminders", middle),
        Step("unconfirmed", last),
        Step("map", census.ends_on + timedelta(days=1)),
    ]


def reminders_on(census: Census) -> date:
    """From which day on those who have not answered are reminded."""
    return next(step.on for step in steps(census) if step.name == "reminders")


def step_now(census: Census, *, now: datetime) -> int:
    """The place of the step that is at hand, from 0; -1 before the first."""
    return sum(1 for step in steps(census) if step.on <= today(now)) - 1


def today(now: datetime) -> date:
    """The day it is at the company."""
    return now.astimezone(ZoneInfo(settings().timezone)).date()


def _check(starts_on: date, ends_on: date, words: str, census: Census | None, *, now: datetime) -> None:
    if len(words.strip()) > LONGEST_WORDS:
        raise NetworkInvalid("Too long: at most %(longest)s characters.", field="words", longest=LONGEST_WORDS)
    if census is not None and census.starts_on <= today(now) and starts_on != census.starts_on:
        raise NetworkInvalid("It has begun: the first day stays.", field="starts_on")
    if (census is None and starts_on < today(now)) or starts_on > today(now) + FARTHEST:
        raise NetworkInvalid("Choose a first day from today on, within a year.", field="starts_on")
    if not starts_on <= ends_on <= starts_on + LONGEST:
        raise NetworkInvalid("Choose a last day after the first: two weeks are good, six the most.", field="ends_on")
    query = select(Census.id).where(Census.starts_on <= ends_on, Census.ends_on >= starts_on)
    if db.session.scalar(query.where(Census.id != (census.id if census else 0)).limit(1)) is not None:
        raise NetworkInvalid("There is a census in these days already.", field="starts_on")
