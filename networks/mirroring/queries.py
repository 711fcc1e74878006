"""Reads for the pages of mirrors. Each page takes a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from database import db
from networks.mirroring.errors import MirrorMissing
from networks.mirroring.models import Act, ChangeState, Mirror, MirrorChange, MirrorRun, MirrorState, RunState
from people.models import Person

RUNS_SHOWN = 20
NAMES_SHOWN = 500


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run, with how many changes of each act were done, and how many are still to do."""

    run: MirrorRun
    done: dict[Act, int]
    waits: int


def runs_of(mirror: Mirror) -> list[RunLine]:
    """The newest first."""
    query = (
        select(MirrorRun)
        .where(MirrorRun.mirror_id == mirror.id)
        .options(joinedload(MirrorRun.by), joinedload(MirrorRun.undone_by))
    )
    runs = db.session.scalars(query.order_by(MirrorRun.id.desc()).limit(RUNS_SHOWN)).all()
    counts = (
        select(MirrorChange.run_id, MirrorChange.act, MirrorChange.state, func.count())
        .where(MirrorChange.run_id.in_([run.id for run in runs]))
        .group_by(MirrorChange.run_id, MirrorChange.act, MirrorChange.state)
    )
    done: dict[int, dict[Act, int]] = {run.id: {} for run in runs}
    waits = dict.fromkeys(done, 0)
    for run_id, act, state, count in db.session.execute(counts):
        if state is ChangeState.WAITS:
            waits[run_id] += count
        elif state is not ChangeState.PASSED_OVER:
            done[run_id][act] = done[run_id].get(act, 0) + count
    return [RunLine(run, done[run.id], waits[run.id]) for run in runs]


def run_of(mirror: Mirror, run_id: int) -> MirrorRun:
    """One of its runs. Raises MirrorMissing."""
    query = select(MirrorRun).where(MirrorRun.mirror_id == mirror.id, MirrorRun.id == run_id)
    run = db.session.scalar(query.options(joinedload(MirrorRun.by), joinedload(MirrorRun.undone_by)))
    if run is None:
        raise MirrorMissing("There is no such run.")
    return run


def changes_of(run: MirrorRun) -> Select[MirrorChange]:
    """Who came and went by it, in order of name. Who had decided for themselves before it was undone is not named: that is theirs."""
    query = select(MirrorChange).join(Person, Person.id == MirrorChange.person_id)
    query = query.where(MirrorChange.run_id == run.id, MirrorChange.state != ChangeState.STAYS)
    return query.order_by(Person.name, Person.id)


def people(person_ids: Sequence[int]) -> Sequence[Person]:
    """Some of these people, in order of name."""
    query = select(Person).where(Person.id.in_(person_ids[:NAMES_SHOWN]))
    return db.session.scalars(query.order_by(Person.name, Person.id)).all()


def due(*, now: datetime) -> Sequence[int]:
    """The mirrors whose turn it is to look by themselves, the longest overdue first: numbers."""
    query = select(Mirror.id).where(Mirror.state == MirrorState.ACTIVE, Mirror.next_look_at <= now)
    return db.session.scalars(query.order_by(Mirror.next_look_at, Mirror.id)).all()


def open_runs() -> Sequence[int]:
    """The runs that are still to be applied or undone, the oldest first: numbers."""
    query = select(MirrorRun.id).where(MirrorRun.state.in_((RunState.APPLYING, RunState.UNDOING)))
    return db.session.scalars(query.order_by(MirrorRun.id)).all()
