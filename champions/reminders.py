"""Reminders of commitments, to whoever made them and to nobody else: once a date, at their hour, counted with all other nudges."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from champions import commitments, rhythms
from champions.models_commitments import Commitment
from database import db
from mail import outbox
from people import nudges
from people.quiet_hours import after_quiet_hours, zone_of

REMINDER = "champions.commitment"
TOO_LATE_AFTER = timedelta(days=2)  # nobody is reminded of last month because a worker stood still
BATCH = 200


def post_due(*, now: datetime) -> int:
    """Reminders that are due are on their way, and dates that have passed make room for the next; returns how many reminders. Idempotent."""
    query = (
        select(Commitment)
        .where(Commitment.next_at <= now)
        .options(selectinload(Commitment.marks))
        .order_by(Commitment.next_at, Commitment.id)
        .limit(BATCH)
        .with_for_update(of=Commitment, skip_locked=True)
    )
    return sum(_look_at(commitment, now=now) for commitment in db.session.scalars(query).all())


def is_true(commitment: Commitment, *, now: datetime) -> bool:
    """Whether its reminder may leave: nothing is said of the date yet, and nudges are welcome."""
    return commitment.mark_of(commitment.due_on) is None and nudges.is_welcome(commitment.person, now=now)


def _look_at(commitment: Commitment, *, now: datetime) -> int:
    _move_on(commitment, now=now)
    posted = 0
    if _has_come(commitment, now=now):
        posted = _remind(commitment, now=now)
        commitment.reminded_on = commitment.due_on
    commitments.plan(commitment, commitment.person)
    return posted


def _move_on(commitment: Commitment, *, now: datetime) -> None:
    """A date of which nothing was said makes room when the next one begins to matter; nobody is asked why."""
    if commitment.every_weeks is None:
        return
    zone = zone_of(commitment.person)
    while True:
        after = rhythms.next_date(commitment.due_on, commitment.every_weeks, not_before=commitment.due_on)
        if rhythms.opens_at(after, commitment.reminder_days, commitment.reminder_hour, zone) > now:
            return
        commitment.due_on = after


def _has_come(commitment: Commitment, *, now: datetime) -> bool:
    return commitment.reminder_days is not None and commitment.reminded_on != commitment.due_on and _opens_at(commitment) <= now


def _remind(commitment: Commitment, *, now: datetime) -> int:
    in_time = now < _opens_at(commitment) + TOO_LATE_AFTER
    if not (in_time and is_true(commitment, now=now) and nudges.may_nudge(commitment.person, now=now)):
        return 0
    outbox.post(_post(commitment, now), now=now)
    nudges.record(commitment.person_id, REMINDER, now=now)
    return 1


def _opens_at(commitment: Commitment) -> datetime:
    zone = zone_of(commitment.person)
    return rhythms.opens_at(commitment.due_on, commitment.reminder_days, commitment.reminder_hour, zone)


def _post(commitment: Commitment, now: datetime) -> outbox.Post:
    day = commitment.due_on.isoformat()
    return outbox.Post(
        kind=REMINDER,
        topic="",  # a matter of the person alone: no page of mails shows it
        stream=f"{REMINDER}:{commitment.id}",
        person_id=commitment.person_id,
        recipient=commitment.person.email,
        key=f"{REMINDER}:{commitment.token[:8]}:{day}",
        payload={"commitment_id": commitment.id, "day": day},
        due_at=after_quiet_hours(now, commitment.person),
    )
