"""The reminder of a next step: at most one mail a week to a person, within what nudges may be (promise 5), and none after one press."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from champions import signing
from database import db
from mail import outbox
from onboarding.journeys import following, progress
from onboarding.journeys.models_following import Follower, FollowerState
from onboarding.journeys.progress import Progress
from people import nudges
from people.models import Person
from people.quiet_hours import after_quiet_hours

REMINDER = "onboarding.step"
WEEK = timedelta(days=7)
BATCH = 200


def post_due(*, now: datetime) -> int:
    """Who has a step that is due, and wants it, is reminded of that one; returns how many. Each is looked at once a day. Idempotent."""
    followers = list(db.session.scalars(_to_look_at(now)))
    states = progress.of_many(followers, now=now)
    reminded: set[int] = set()
    for follower in followers:
        today = follower.looked_on = following.today_of(follower.person, now)
        if follower.person_id in reminded or states[follower.id].due is None or not nudges.may_nudge(follower.person, now=now):
            continue
        follower.reminded_on = today
        outbox.post(_post(follower, states[follower.id], now), now=now)
        nudges.record(follower.person_id, REMINDER, now=now)
        reminded.add(follower.person_id)
    db.session.flush()
    return len(reminded)


def is_true(state: Progress, step_id: int, *, now: datetime) -> bool:
    """Whether the reminder of this step may leave: it is still the next one, and mails are welcome."""
    follower = state.follower
    wanted = follower.is_active and follower.wants_reminders and nudges.is_welcome(follower.person, now=now)
    return wanted and state.due is not None and state.due.step.id == step_id


def _to_look_at(now: datetime) -> Select[Follower]:
    """Whoever began a week ago or earlier and was not reminded of anything within one, in no particular order."""
    today = now.date()
    other = aliased(Follower)
    lately = (
        select(func.max(other.reminded_on)).where(other.person_id == Follower.person_id).correlate(Follower).scalar_subquery()
    )
    return (
        select(Follower)
        .join(Person, Person.id == Follower.person_id)
        .where(
            Follower.state == FollowerState.ACTIVE,
            Follower.wants_reminders,
            Follower.started_on <= today - WEEK,
            or_(Follower.looked_on.is_(None), Follower.looked_on < today),
            or_(lately.is_(None), lately <= today - WEEK),
            nudges.allowed(now),
        )
        .order_by(Follower.id)
        .limit(BATCH)
        .with_for_update(of=Follower, skip_locked=True)
    )


def _post(follower: Follower, state: Progress, now: datetime) -> outbox.Post:
    due = state.due
    return outbox.Post(
        kind=REMINDER,
        topic="",  # a matter of the person alone: no page of mails shows it
        stream=f"{REMINDER}:{follower.person_id}",
        person_id=follower.person_id,
        recipient=follower.person.email,
        key=f"{REMINDER}:{follower.token[: signing.START]}:{state.today.isoformat()}",
        payload={"follower_id": follower.id, "step_id": due.step.id if due else 0},
        due_at=after_quiet_hours(now, follower.person),
    )
