"""What tests of living audiences say in one line: a group is followed, somebody comes, somebody goes, who is invited."""

import pytest
from sqlalchemy import select

from database import db, transaction
from networks import memberships
from people import people
from people.directory import Filter
from people.models import Person
from people.people import Details
from sessions.living import audiences, following
from sessions.models import Invitation


@pytest.fixture
def follow(bo, now):
    """`follow(session, group)`: Bo invites the group, as a living audience."""

    def open_to(session, made):
        with transaction():
            return audiences.open_to(session.id, made, by=bo, now=now)

    return open_to


@pytest.fixture
def invited():
    """The first names of who holds an invitation that stands."""

    def read(session):
        db.session.rollback()
        query = select(Invitation).where(Invitation.calendar_object_id == session.calendar_object_id)
        standing = db.session.scalars(query.where(Invitation.withdrawn_at.is_(None)).execution_options(populate_existing=True))
        return sorted(invitation.person.name.split()[0] for invitation in standing)

    return read


@pytest.fixture
def come(now):
    """`come(group, dana)`: she joins; `at` says when."""

    def join(made, person, *, at=None):
        with transaction():
            memberships.join(made.id, person, now=at or now)

    return join


@pytest.fixture
def go(now):
    """`go(group, ada)`: she leaves."""

    def leave(made, person, *, at=None):
        with transaction():
            memberships.leave(made.id, person, now=at or now)

    return leave


@pytest.fixture
def follow_filter(bo, now):
    """`follow_filter(session, departments=("Purchasing",))`: Bo invites whoever fits, as a living audience."""

    def open_to(session, **lists):
        with transaction():
            return audiences.open_to(session.id, Filter(**lists), by=bo, now=now)

    return open_to


@pytest.fixture
def moves(now):
    """`moves(dana, department="Planning")`: it holds, and has stood for a day; the worker has looked at whoever changed, then and now."""

    def change(person, **details):
        with transaction():
            people.update_person(db.session.get_one(Person, person.id), Details(**details))
        with transaction():
            following.check_some(now=now)
        with transaction():
            following.check_some(now=now + following.STANDS)

    return change
