"""A group that follows another one: `mirror(members=[ada, ...])`, and a press of the plan in one line."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from networks import memberships
from networks.mirroring import mirrors, running, sides
from networks.mirroring.mirrors import Terms
from networks.mirroring.models import Brake, Mirror, MirrorChange, MirrorRun, Rule, SourceKind
from networks.mirroring.notices import STOPPED
from networks.models import Group, Origin
from people.models import Person


@pytest.fixture
def mirror(group: Callable[..., Group], bo: Person, now: datetime) -> Callable[..., Mirror]:
    """The Square corner follows the soup table; both are looked after by Bo. Nobody has come by it yet."""

    def build(*, members: Sequence[Person] = (), already: Sequence[Person] = (), asks: bool = False, **terms: object) -> Mirror:
        source = group(name="Soup table", members=members)
        follows = group(name="Square corner", members=already, join_rule="request")
        basis = {} if asks else {"is_automatic": True, "basis": "The rota of the kitchen"}
        with transaction():
            return mirrors.set_up(
                follows.id,
                Terms(SourceKind.GROUP, source.id, **{"rule": Rule.AUTHORITATIVE, **basis, **terms}),
                by=bo,
                now=now,
            )

    return build


@pytest.fixture
def crowd(add_person: Callable[..., Person]) -> list[Person]:
    """Ten colleagues."""
    return [add_person(f"Number{number} Colleague") for number in range(10)]


@pytest.fixture
def mirror_mails() -> Callable[[], list[str]]:
    """Who is told that a mirror has stopped: local parts."""

    def read() -> list[str]:
        db.session.rollback()
        query = select(OutgoingMail.recipient).where(OutgoingMail.kind == STOPPED).order_by(OutgoingMail.id)
        return [recipient.partition("@")[0] for recipient in db.session.scalars(query)]

    return read


def press(mirror: Mirror, by: Person, *, now: datetime, despite: Brake | None = None) -> MirrorRun:
    """The plan is looked at and let go ahead."""
    plan = plan_of(mirror)
    with transaction():
        return running.apply(mirror.id, plan, despite=despite, by=by, now=now)


def plan_of(mirror: Mirror) -> str:
    """The plan of this moment, signed."""
    look = sides.look(mirror)
    db.session.rollback()
    return running.signed(mirror, look)


def lists(mirror: Mirror, *people: Person, by: Person, now: datetime) -> None:
    """The source has exactly these people."""
    with transaction():
        source = db.session.get_one(Group, mirror.source_id)
        wanted = {person.id for person in people}
        gone = sides.sources.source_of(mirror).members() - wanted
        memberships.add(source, sorted(wanted), Origin.JOINED, by=by, now=now)
        for person_id in gone:
            memberships.remove(source.id, person_id, by=by, now=now)


def log_of(run: MirrorRun) -> list[tuple[int, str, str, str]]:
    """Person, act, reason, what became of it."""
    db.session.expire_all()
    rows = db.session.scalars(select(MirrorChange).where(MirrorChange.run_id == run.id).order_by(MirrorChange.person_id))
    return [(row.person_id, row.act.value, row.reason.value, row.state.value) for row in rows]
