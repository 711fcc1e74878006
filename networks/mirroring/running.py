"""A run of a mirror: decided on as a whole, applied in steps, undone as a whole.

The changes of a run are rows before the first of them is applied. Each step is one transaction and looks again where its people stand:
killed in between, the next worker goes on, nothing is done twice, and who decided for themselves meanwhile is passed over.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update

from database import db
from jobs import wake
from networks import groups
from networks.mirroring import applying, notices, sides, signing, undoing
from networks.mirroring.errors import Braked, MirrorBusy, MirrorMissing, PlanOutdated, SourceFailed
from networks.mirroring.models import Act, Brake, ChangeState, Mirror, MirrorChange, MirrorRun, MirrorState, Rule, RunState
from networks.mirroring.plan import HARD, WEEK, Line, too_many
from networks.mirroring.sides import Look
from people.models import Person

JOB = "networks.mirrors"
STEP = 200  # people in one transaction; as many as are invited at once
LOOKS_EVERY = timedelta(days=1)


def signed(mirror: Mirror, look: Look) -> str:
    """The plan as its reader saw it: what comes back with their press."""
    return signing.sign("mirror", mirror.id, look.fingerprint)


def apply(mirror_id: int, plan: str, *, despite: Brake | None, by: Person, now: datetime) -> MirrorRun:
    """What was looked at is decided on, and its first step taken; the worker takes the others, and looks by itself from now on.

    `plan`: as `signed` gave it. `despite`: the brake that whoever presses has read of. Raises MirrorMissing, MirrorBusy, GroupClosed,
    SourceFailed, PlanOutdated when either side is another one by now, Braked.
    """
    mirror = lock(mirror_id)
    groups.guard_not_closed(groups.lock(mirror.group_id))
    guard_at_rest(mirror)
    look = sides.look(mirror, lock=True)
    if signing.fingerprint_in(plan, "mirror", mirror.id) != look.fingerprint:
        raise PlanOutdated("Something has changed since you looked. Nothing was done; here is how it is now.")
    if look.brake is not None and (look.brake in HARD or look.brake is not despite):
        raise Braked("A brake holds this mirror. Read what it says first.")
    mirror.state, mirror.brake, mirror.next_look_at = MirrorState.ACTIVE, None, now + LOOKS_EVERY
    return _begin(mirror, look, by=by, now=now)


def run_by_itself(mirror_id: int, *, now: datetime) -> None:
    """The mirror looks as its turn has come, and does what its rule lets it do; a brake stops it, and asks."""
    mirror = lock(mirror_id)
    if not is_due(mirror, now=now) or has_open_run(mirror):
        return
    mirror.next_look_at = now + LOOKS_EVERY
    if groups.lock(mirror.group_id).is_closed:
        return
    try:
        look = sides.look(mirror, lock=True)
    except SourceFailed:
        _stop(mirror, Brake.FAILING, now=now)
        return
    brake = look.brake or (Brake.NOBODY if applying.acting_for(mirror) is None else _drained(mirror, look, now=now))
    if brake is not None:
        _stop(mirror, brake, now=now)
    elif mirror.rule is Rule.SUGGEST:
        note_drift(mirror, look, now=now)
    else:
        _begin(mirror, look, by=None, now=now)


def _drained(mirror: Mirror, look: Look, *, now: datetime) -> Brake | None:
    """Whether too many would have gone within a week, day by day, since somebody looked at the names last."""
    going = len(look.plan.of(Act.REMOVE))
    if not going:
        return None
    of_mine = MirrorRun.mirror_id == mirror.id
    pressed = db.session.scalar(select(func.max(MirrorRun.id)).where(of_mine, MirrorRun.by_id.is_not(None))) or 0
    query = select(func.count()).select_from(MirrorChange).join(MirrorRun, MirrorRun.id == MirrorChange.run_id)
    query = query.where(of_mine, MirrorRun.id > pressed, MirrorRun.began_at > now - WEEK)
    gone = db.session.scalar(query.where(MirrorChange.act == Act.REMOVE, MirrorChange.state == ChangeState.DONE)) or 0
    return Brake.REMOVALS if too_many(gone + going, gone + look.plan.owned, mirror.most_removed) else None


def is_due(mirror: Mirror, *, now: datetime) -> bool:
    """Whether it is to look by itself."""
    return mirror.state is MirrorState.ACTIVE and mirror.next_look_at <= now


def note_drift(mirror: Mirror, look: Look, *, now: datetime) -> None:
    """What would change is said at the mirror, until it looks again."""
    counts = {act: len(look.plan.of(act)) for act in (Act.ADD, Act.INVITE, Act.REMOVE)}
    mirror.drift = {act.value: count for act, count in counts.items() if count}
    mirror.looked_at = now
    db.session.flush()


def _begin(mirror: Mirror, look: Look, *, by: Person | None, now: datetime) -> MirrorRun:
    changes = look.plan.changes
    run = MirrorRun(mirror_id=mirror.id, by_id=by.id if by else None, began_at=now, state=RunState.APPLYING)
    mirror.drift, mirror.looked_at = {}, now
    if by is None and not changes:
        run.state, run.ended_at = RunState.DONE, now
        db.session.flush()
        return run  # a look that found nothing to do is no line of the log
    db.session.add(run)
    db.session.flush()
    if changes:
        db.session.execute(insert(MirrorChange), [_row(run, line) for line in changes])
    step(run.id, now=now)
    return run


def _row(run: MirrorRun, line: Line) -> dict[str, object]:
    ids = {"run_id": run.id, "mirror_id": run.mirror_id, "person_id": line.person_id}
    return {**ids, "act": line.act, "reason": line.reason, "state": ChangeState.WAITS}


def undo(run_id: int, *, by: Person, now: datetime) -> MirrorRun:
    """What this run did is taken back, but for what people decided themselves since; the mirror pauses, or it would do it again.

    Raises MirrorMissing, MirrorBusy, and PlanOutdated when it is undone already.
    """
    run = db.session.get(MirrorRun, run_id)
    if run is None:
        raise MirrorMissing("There is no such run.")
    mirror = lock(run.mirror_id)
    db.session.refresh(run)
    guard_at_rest(mirror)
    if run.state is not RunState.DONE:
        raise PlanOutdated("This run is undone already.")
    run.state, run.undone_by_id, run.undone_at = RunState.UNDOING, by.id, now
    mirror.state, mirror.brake = MirrorState.PAUSED, None
    step(run.id, now=now)
    return run


def step(run_id: int, *, now: datetime) -> bool:
    """Some more changes of this run are applied, or undone; whether there may be more to do."""
    run = db.session.get_one(MirrorRun, run_id)
    mirror = lock(run.mirror_id)
    db.session.refresh(run)
    if not run.is_open:
        return False
    state = ChangeState.WAITS if run.state is RunState.APPLYING else ChangeState.DONE
    query = select(MirrorChange).where(MirrorChange.run_id == run.id, MirrorChange.state == state)
    some = list(db.session.scalars(query.order_by(MirrorChange.id).limit(STEP).execution_options(populate_existing=True)))
    if some:
        _take(run, mirror, some, now=now)
    if len(some) < STEP:
        _end(run, now=now)
        return False
    db.session.flush()
    wake(JOB)
    return True


def _take(run: MirrorRun, mirror: Mirror, some: Sequence[MirrorChange], *, now: datetime) -> None:
    work = applying.apply_some if run.state is RunState.APPLYING else undoing.undo_some
    by_id = run.by_id if run.state is RunState.APPLYING else run.undone_by_id
    by = applying.acting_for(mirror, by_id)
    if by is None:  # everybody who could act has left: what waits is passed over, and the mirror asks
        for change in some:
            change.state = ChangeState.PASSED_OVER if run.state is RunState.APPLYING else ChangeState.STAYS
        return
    work(mirror, some, by=by, now=now)
    db.session.flush()


def _end(run: MirrorRun, *, now: datetime) -> None:
    if run.state is RunState.APPLYING:
        run.state, run.ended_at = RunState.DONE, now
    else:
        run.state = RunState.UNDONE
    db.session.flush()


def break_off(mirror: Mirror, *, now: datetime) -> None:
    """What a run of it has not done yet it does not do. One that is being undone is undone to its end."""
    query = select(MirrorRun).where(MirrorRun.mirror_id == mirror.id, MirrorRun.state == RunState.APPLYING)
    for run in db.session.scalars(query.execution_options(populate_existing=True)):
        waits = (MirrorChange.run_id == run.id, MirrorChange.state == ChangeState.WAITS)
        db.session.execute(update(MirrorChange).where(*waits).values(state=ChangeState.PASSED_OVER, at=now))
        _end(run, now=now)


def _stop(mirror: Mirror, brake: Brake, *, now: datetime) -> None:
    mirror.state, mirror.brake, mirror.looked_at, mirror.drift = MirrorState.STOPPED, brake, None, {}
    db.session.flush()
    notices.stopped(mirror, now=now)


def lock(mirror_id: int) -> Mirror:
    """The mirror as it is now; nobody else runs or changes it until the transaction ends. Raises MirrorMissing."""
    query = select(Mirror).where(Mirror.id == mirror_id).with_for_update(of=Mirror)
    mirror = db.session.scalar(query.execution_options(populate_existing=True))
    if mirror is None:
        raise MirrorMissing("This group follows nothing any more.")
    return mirror


def guard_at_rest(mirror: Mirror) -> None:
    """Raises MirrorBusy while a run is being applied or undone."""
    if has_open_run(mirror):
        raise MirrorBusy("A run is still at work. Look again in a minute.")


def has_open_run(mirror: Mirror) -> bool:
    """Whether a run of it is being applied or undone."""
    query = select(MirrorRun.id).where(
        MirrorRun.mirror_id == mirror.id, MirrorRun.state.in_((RunState.APPLYING, RunState.UNDOING))
    )
    return db.session.scalar(query.limit(1)) is not None
