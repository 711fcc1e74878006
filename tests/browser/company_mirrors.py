"""Mirrors of the company: one whose first plan waits, one that has stopped, one that works and has undone a run."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from networks import memberships
from networks.mirroring import mirrors, running
from networks.mirroring.mirrors import Terms
from networks.mirroring.models import Mirror, MirrorRun, Rule, SourceKind
from networks.models import Group
from people.models import Person
from tests.infra.mirroring import lists, press


def furnish_mirrors(people: Mapping[str, Person], crowd: Sequence[int], *, group: Callable, now: datetime) -> None:
    """All that pages of mirrors can show, through the rules."""
    ada, bo, dana = people["ada"], people["bo"], people["dana"]
    everybody = [ada, dana, *(db.session.get_one(Person, id_) for id_ in crowd)]

    def follow(name: str, rule: Rule, *, asks: bool = False) -> Mirror:
        source, here = group(name=f"{name}, the list", members=everybody, visibility="unlisted"), group(name=name, members=[bo])
        terms = Terms(SourceKind.GROUP, source.id, rule, is_automatic=not asks, basis="" if asks else "The rota, point 3")
        with transaction():
            return mirrors.set_up(here.id, terms, by=bo, now=now - timedelta(days=9))

    follow("Cyclists", Rule.SUGGEST, asks=True)
    stopped, works = follow("Late shift", Rule.AUTHORITATIVE), follow("Early shift", Rule.AUTHORITATIVE)
    for one in (stopped, works):
        press(one, bo, now=now - timedelta(days=8))
    lists(stopped, *everybody[3:], by=bo, now=now - timedelta(days=2))
    with transaction():
        running.run_by_itself(stopped.id, now=now - timedelta(days=1))
    with transaction():
        memberships.leave(works.group_id, ada, now=now - timedelta(days=7))
    lists(works, *everybody[:-1], by=bo, now=now - timedelta(days=2))
    run = press(works, bo, now=now - timedelta(hours=3))
    with transaction():
        running.undo(run.id, by=bo, now=now - timedelta(hours=2))


def mirrored(name: str) -> int:
    """The number of the group of this name."""
    return db.session.scalars(select(Group.id).where(Group.name == name)).one()


def runs_of(group_id: int) -> list[int]:
    """The runs of its mirror, the oldest first."""
    query = select(MirrorRun.id).join(Mirror, Mirror.id == MirrorRun.mirror_id).where(Mirror.group_id == group_id)
    return list(db.session.scalars(query.order_by(MirrorRun.id)))
