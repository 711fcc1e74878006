"""Following a journey: beginning, choosing what to try, a pause, stopping, and having it forgotten. Each is the person's own word."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, select

from champions import signing
from database import db
from onboarding.journeys import conditions
from onboarding.journeys.errors import JourneyMissing
from onboarding.journeys.models import Journey, Way
from onboarding.journeys.models_following import Buddy, Follower, FollowerState, StepMark
from people.models import Person
from people.quiet_hours import zone_of


def today_of(person: Person, now: datetime) -> date:
    """The day it is for this person."""
    return now.astimezone(zone_of(person)).date()


def start(journey_id: int, person: Person, *, now: datetime) -> Follower:
    """This person follows the journey from today; who had stopped begins anew. Nothing changes for who follows it.

    Raises JourneyMissing for what is not offered to them.
    """
    follower = _locked_alone(journey_id, person)
    if follower is not None and follower.follows:
        return follower
    _guard_offered(journey_id, person)
    follower = follower or _new(journey_id, person, now=now)
    follower.state, follower.started_on = FollowerState.ACTIVE, today_of(person, now)
    db.session.add(follower)
    db.session.flush()
    db.session.refresh(follower)
    return follower


def decline(journey_id: int, person: Person, *, now: datetime) -> None:
    """It is not offered on the home page again; its page stays open to them. Raises JourneyMissing for what is not offered."""
    if _locked_alone(journey_id, person) is None:
        _guard_offered(journey_id, person)
        follower = _new(journey_id, person, now=now)
        follower.state = FollowerState.LEFT
        db.session.add(follower)
        db.session.flush()


def choose_ways(journey_id: int, person: Person, ways: Collection[Way]) -> None:
    """These are offered first; none: a bit of everything. It can be changed at any time, and says nothing about anybody."""
    own(journey_id, person).ways = [way.value for way in Way if way in ways]
    db.session.flush()


def pause(journey_id: int, person: Person, *, now: datetime) -> None:
    """No step is asked for until the person comes back. Who pauses already goes on pausing."""
    follower = own(journey_id, person)
    if follower.is_active:
        follower.state, follower.paused_on = FollowerState.PAUSED, today_of(person, now)
        db.session.flush()


def come_back(journey_id: int, person: Person, *, now: datetime) -> None:
    """It goes on where it stood: the pause counts for no week."""
    follower = own(journey_id, person)
    if follower.is_paused:
        away = today_of(person, now) - (follower.paused_on or today_of(person, now))
        follower.started_on += away
        follower.state, follower.paused_on = FollowerState.ACTIVE, None
        db.session.flush()


def leave(journey_id: int, person: Person) -> None:
    """The person follows it no more, and nothing of what they did is kept; only that it is not to be offered again. Nobody is told."""
    follower = own(journey_id, person)
    db.session.execute(delete(StepMark).where(StepMark.follower_id == follower.id))
    db.session.execute(delete(Buddy).where(Buddy.follower_id == follower.id))
    follower.state, follower.ways, follower.paused_on = FollowerState.LEFT, [], None
    follower.reminded_on = follower.looked_on = None
    follower.wants_reminders = True
    db.session.flush()


def forget(journey_id: int, person: Person) -> None:
    """Nothing is kept at all, also not that they followed it, or did not want to. Nothing happens where there is nothing."""
    db.session.execute(delete(Follower).where(Follower.journey_id == journey_id, Follower.person_id == person.id))
    db.session.expire_all()


def remind(journey_id: int, person: Person, *, wanted: bool) -> None:
    """Whether at most one mail a week says which step comes next."""
    own(journey_id, person).wants_reminders = wanted
    db.session.flush()


def offered(journey_id: int, person: Person) -> bool:
    """Whether this person could begin it."""
    journey = db.session.get(Journey, journey_id)
    if journey is None or not journey.is_open or not person.active:
        return False
    return conditions.fits(conditions.of(journey), person, conditions.groups_of([person.id])[person.id])


def own(journey_id: int, person: Person) -> Follower:
    """This person's own, for whoever changes it. Raises JourneyMissing for what they do not follow."""
    follower = _locked(journey_id, person)
    if follower is None or not follower.follows:
        raise JourneyMissing("You do not follow this journey.")
    return follower


def find(journey_id: int, person: Person) -> Follower | None:
    """How this person stands to the journey; None when it never came up. For their own eyes only."""
    return db.session.scalar(select(Follower).where(Follower.journey_id == journey_id, Follower.person_id == person.id))


def _locked(journey_id: int, person: Person) -> Follower | None:
    query = select(Follower).where(Follower.journey_id == journey_id, Follower.person_id == person.id)
    return db.session.scalar(query.with_for_update(of=Follower).execution_options(populate_existing=True))


def _locked_alone(journey_id: int, person: Person) -> Follower | None:
    """One at a time for each person, so that two presses make one row."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    return _locked(journey_id, person)


def _guard_offered(journey_id: int, person: Person) -> None:
    if not offered(journey_id, person):
        raise JourneyMissing("There is no such journey.")


def _new(journey_id: int, person: Person, *, now: datetime) -> Follower:
    return Follower(journey_id=journey_id, person_id=person.id, started_on=today_of(person, now), token=signing.new_token())
