"""A group of colleagues in front of each test: `group(members=[ada, ...])`, and where everybody stands with it in one line."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from networks import groups, memberships
from networks.models import Group, GroupKind, JoinRule, Membership, MembershipRecord, Origin, PeopleShown, Visibility
from networks.notices import ABOUT_GROUPS
from people.models import Person


@pytest.fixture
def group(bo: Person, now: datetime) -> Callable[..., Group]:
    """The lunch walkers, looked after by Bo, who is no member of it; `group(join_rule="request")` changes a field."""

    def build(
        *,
        members: Sequence[Person] = (),
        origin: Origin = Origin.JOINED,
        name: str = "Lunch walkers",
        kind: str = "network",
        stewards: Sequence[Person] = (),
        visibility: str = "listed",
        join_rule: str = "open",
        shows_people: str = "members",
    ) -> Group:
        with transaction():
            made = groups.create(
                name,
                "A walk at noon, whatever the weather.",
                GroupKind(kind),
                [person.id for person in stewards],
                Visibility(visibility),
                JoinRule(join_rule),
                by=bo,
                now=now,
                shows_people=PeopleShown(shows_people),
            )
            memberships.add(made, [person.id for person in members], origin, by=bo, now=now)
        return made

    return build


@pytest.fixture
def standing() -> Callable[..., tuple[str, str]]:
    """Where a person stands with a group: state, and origin of the membership or how it ended; ("", "") when nowhere."""

    def read(made: Group, person: Person) -> tuple[str, str]:
        found = membership_of(made, person)
        if found is None:
            return "", ""
        detail = found.ending or (found.origin if found.is_member else None)
        return found.state.value, detail.value if detail else ""

    return read


@pytest.fixture
def steps() -> Callable[..., list[str]]:
    """What happened between a person and a group, in order."""

    def read(made: Group, person: Person) -> list[str]:
        query = select(MembershipRecord).where(MembershipRecord.group_id == made.id, MembershipRecord.person_id == person.id)
        return [record.step.value for record in db.session.scalars(query.order_by(MembershipRecord.id))]

    return read


@pytest.fixture
def group_mails() -> Callable[[Group], list[tuple[str, str, str]]]:
    """Every message about a group: kind, who to (local part), state; in the order posted."""

    def read(made: Group) -> list[tuple[str, str, str]]:
        db.session.expire_all()
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind.in_(ABOUT_GROUPS)).order_by(OutgoingMail.id))
        return [
            (row.kind.removeprefix("networks."), row.recipient.partition("@")[0], row.state.value)
            for row in rows
            if row.payload["group_id"] == made.id
        ]

    return read


def membership_of(made: Group, person: Person) -> Membership | None:
    """The row of this person in this group, as it is now."""
    db.session.rollback()
    query = select(Membership).where(Membership.group_id == made.id, Membership.person_id == person.id)
    return db.session.scalar(query.execution_options(populate_existing=True))
