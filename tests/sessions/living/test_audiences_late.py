"""A group that is followed after the last day to answer: nobody comes in any more, but whoever goes is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from networks import memberships
from sessions.living import audiences, queries
from sessions.living.setup import withdraw_people
from sessions.models import Invitation

HOUR = timedelta(hours=1)


@pytest.fixture
def late(meetup, group, clock, bo, ada, chen, now):
    """A session in two hours that was to be answered by yesterday, and the group that it follows: Ada and Chen."""
    starts_at = now + 48 * HOUR
    session = meetup(starts_at=starts_at, ends_at=starts_at + HOUR, rsvp_until=starts_at - 24 * HOUR)
    made = group(members=[ada, chen])
    with transaction():
        audiences.open_to(session.id, made, by=bo, now=now)
    clock.move_to(starts_at - 2 * HOUR)
    return session, made, starts_at - 2 * HOUR


def invited(session):
    db.session.rollback()
    query = select(Invitation).where(Invitation.calendar_object_id == session.calendar_object_id)
    standing = db.session.scalars(query.where(Invitation.withdrawn_at.is_(None)).execution_options(populate_existing=True))
    return sorted(invitation.person.name.split()[0] for invitation in standing)


def test_who_goes_is_withdrawn_and_nobody_comes(late, ada, dana):
    # given
    session, made, at = late

    # when
    with transaction():
        memberships.leave(made.id, ada, now=at)
        memberships.join(made.id, dana, now=at)

    # then
    assert invited(session) == ["Chen"]


def test_switching_off_withdraws(late, bo):
    # given
    session, _made, at = late
    (audience,) = queries.audiences_of(session)

    # when
    with transaction():
        audiences.switch_off(session.id, audience.id, withdraws=True, by=bo, now=at)
    withdraw_people()

    # then
    assert invited(session) == []
