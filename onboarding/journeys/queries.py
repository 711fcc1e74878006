"""Reads for pages of journeys."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from database import db
from onboarding.goals.models import Programme
from onboarding.journeys import conditions, progress
from onboarding.journeys.models import Journey, JourneyState, Occasion
from onboarding.journeys.models_following import Follower, FollowerState
from onboarding.journeys.progress import Progress
from people.models import Person

NEW_FOR = timedelta(days=60)  # after that, an arrival is over


def mine(person: Person, *, now: datetime) -> list[Progress]:
    """What this person follows, the newest first. For their own eyes only."""
    query = select(Follower).where(Follower.person_id == person.id, Follower.state != FollowerState.LEFT)
    followers = db.session.scalars(query.order_by(Follower.id.desc())).all()
    found = progress.of_many(followers, now=now)
    return [found[follower.id] for follower in followers]


def open_to(person: Person) -> list[Journey]:
    """What this person could begin, and does not follow."""
    follows = select(Follower.journey_id).where(Follower.person_id == person.id, Follower.state != FollowerState.LEFT)
    return _fitting(person, select(Journey).where(Journey.state == JourneyState.OPEN, Journey.id.not_in(follows)))


def of_programme(programme_id: int, person: Person) -> list[Journey]:
    """What this programme offers to this person, whether they follow it or not."""
    return _fitting(person, select(Journey).where(Journey.state == JourneyState.OPEN, Journey.programme_id == programme_id))


def programmes() -> Sequence[Programme]:
    """Every programme that a journey can be for, by name."""
    return db.session.scalars(select(Programme).order_by(Programme.name, Programme.id)).all()


def to_offer(person: Person, *, now: datetime) -> Journey | None:
    """The one journey to offer on the home page: for who has arrived lately, or of a programme; not what they stopped or did not want."""
    known = select(Follower.journey_id).where(Follower.person_id == person.id)
    found = _fitting(person, select(Journey).where(Journey.state == JourneyState.OPEN, Journey.id.not_in(known)))
    is_new = person.created_at > now - NEW_FOR
    return next((one for one in found if is_new or one.occasion is Occasion.PROGRAMME), None)


def at_home(person: Person, *, now: datetime) -> tuple[Progress | None, Journey | None]:
    """The journey whose step is due first; for who follows none, one to offer. Never both, and often neither."""
    followed = mine(person, now=now)
    if not followed:
        return None, to_offer(person, now=now)
    due = [one for one in followed if one.follower.is_active and one.due is not None]
    return min(due, key=lambda one: one.next.opens_on if one.next else now.date(), default=None), None


def all_of_them() -> Sequence[Journey]:
    """Every journey, for planners: drafts first, closed ones last."""
    order = {JourneyState.DRAFT: 0, JourneyState.OPEN: 1, JourneyState.CLOSED: 2}
    return sorted(db.session.scalars(select(Journey).order_by(Journey.id.desc())), key=lambda one: order[one.state])


def _fitting(person: Person, query: Select[Journey]) -> list[Journey]:
    journeys = db.session.scalars(query.order_by(Journey.id)).all()
    groups = conditions.groups_of([person.id])[person.id] if journeys else set()
    return [one for one in journeys if conditions.fits(conditions.of(one), person, groups)]
