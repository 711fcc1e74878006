"""The demo's journeys: a newcomer's first four weeks, with Lotte half-way and Ada at its beginning; and one before a launch, a draft."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from onboarding.goals.models import Programme
from onboarding.journeys import buddies, figures, following, marks, plans, ready_made
from onboarding.journeys.models import Journey, Way
from onboarding.journeys.models_following import MarkKind
from people.models import Person

FOLLOW_TOO = 14  # of the colleagues
READ_IT = 7  # of those, so many have read what their group is for


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who."""
    with transaction():
        newcomer = _open("newcomer", ids, now=now - timedelta(days=30))
        draft = _open("before-launch", ids, now=now - timedelta(days=3), opens=False)
        db.session.get_one(Journey, draft).programme_id = db.session.scalars(select(Programme.id).order_by(Programme.id)).first()
    with transaction():
        _half_way(newcomer, ids, now=now)
    with transaction():
        _others(newcomer, ids, now=now)
        figures.refresh(now=now)


def _open(key: str, ids: Mapping[str, int], *, now: datetime, opens: bool = True) -> int:
    chen = _person(ids, "chen")
    journey = ready_made.copy(key, by=chen, today=following.today_of(chen, now), now=now)
    if opens:
        plans.open_(journey.id, now=now)
    return journey.id


def _half_way(journey_id: int, ids: Mapping[str, int], *, now: datetime) -> None:
    """Lotte began two weeks ago, has read and joined, skipped one, and Bo goes along."""
    lotte, began = _person(ids, "lotte.smit"), now - timedelta(days=15)
    follower = following.start(journey_id, lotte, now=began)
    following.choose_ways(journey_id, lotte, [Way.CONSUME, Way.CONTRIBUTE])
    steps = follower.journey.current_steps
    marks.mark(journey_id, steps[1].id, MarkKind.DONE, by=lotte, now=began + timedelta(days=1))
    marks.mark(journey_id, steps[2].id, MarkKind.DONE, by=lotte, now=began + timedelta(days=8))
    marks.mark(journey_id, steps[3].id, MarkKind.SKIPPED, by=lotte, now=began + timedelta(days=9))
    bo = _person(ids, "bo")
    buddy = buddies.ask(journey_id, bo, by=lotte, now=began)
    buddies.answer(buddy.id, says_yes=True, by=bo, now=began + timedelta(days=1))


def _others(journey_id: int, ids: Mapping[str, int], *, now: datetime) -> None:
    """Ada began yesterday; some colleagues follow too."""
    following.start(journey_id, _person(ids, "ada"), now=now - timedelta(days=1))
    others = [key for key in ids if "." in key and key != "lotte.smit"][:FOLLOW_TOO]
    for number, key in enumerate(others):
        person, began = _person(ids, key), now - timedelta(days=20)
        follower = following.start(journey_id, person, now=began)
        if number < READ_IT:
            marks.mark(journey_id, follower.journey.current_steps[1].id, MarkKind.DONE, by=person, now=began + timedelta(days=2))


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
