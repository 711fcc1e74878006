"""A run of a channel: pressed, checked against the room once more, decided on as a whole, and applied some people at a time.

The changes of a run are rows before the first call. Before each call its rows say that it is being made, after it what came of it: killed
in between, the next worker reads the room and goes on. No call is made in here.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select

from database import db
from jobs import wake
from networks import groups
from networks.channels import claims, looks, sides
from networks.channels.comparing import HARD, OWNED, Compared, Deed, Line, Ours, Row, undoing
from networks.channels.errors import ChannelBraked, ChannelBusy, ChannelMissing, LookOutdated
from networks.channels.models import (
    Became,
    Channel,
    ChannelChange,
    ChannelPerson,
    ChannelRun,
    LookState,
    RunState,
    Stands,
    Stop,
)
from networks.mirroring import signing
from networks.mirroring.models import Act, MirrorState, Rule
from networks.mirroring.plan import WEEK, too_many
from people.models import Person

LOOKS_EVERY = timedelta(days=1)


def press(channel_id: int, plan: str, *, despite: Stop | None, by: Person, now: datetime) -> ChannelRun:
    """What was looked at is to be done: the worker reads the room once more, and does it if nothing has changed.

    `plan`: as `looks.signed` gave it. `despite`: the brake that whoever presses has read of. Raises ChannelMissing, ChannelBusy, GroupClosed,
    LookOutdated, ChannelBraked.
    """
    channel = claims.lock(channel_id)
    groups.guard_not_closed(groups.lock(channel.group_id))
    guard_at_rest(channel)
    look = claims.look_of(channel)
    signed = signing.fingerprint_in(plan, "channel", channel.id)
    if look is None or look.state is not LookState.READY or not signed or signed != look.fingerprint:
        raise LookOutdated("Something has changed since you looked. Nothing was done; look once more.")
    if look.brake is not None and (look.brake in HARD or look.brake is not despite):
        raise ChannelBraked("A brake holds this. Read what it says first.")
    channel.run_by_id, channel.retry_at = by.id, None
    return _begin(ChannelRun(channel_id=channel.id, by_id=by.id, fingerprint=signed, despite=despite, began_at=now))


def undo(run_id: int, *, by: Person, now: datetime) -> ChannelRun:
    """What this run did is to be taken back, but for what people decided themselves since; the channel pauses, or it would do it again.

    Raises ChannelMissing, ChannelBusy, and LookOutdated when it is undone already, or undoes one itself.
    """
    run = db.session.get(ChannelRun, run_id)
    if run is None:
        raise ChannelMissing("There is no such run.")
    channel = claims.lock(run.channel_id)
    db.session.refresh(run)
    guard_at_rest(channel)
    if run.state is not RunState.DONE or run.undoes_id is not None:
        raise LookOutdated("This run is undone already.")
    channel.state, channel.brake, channel.retry_at = MirrorState.PAUSED, None, None
    return _begin(ChannelRun(channel_id=channel.id, by_id=by.id, undoes_id=run.id, began_at=now))


def _begin(run: ChannelRun) -> ChannelRun:
    run.state = RunState.CHECKING
    db.session.add(run)
    db.session.flush()
    wake(claims.JOB)
    return run


def guard_at_rest(channel: Channel) -> None:
    """Raises ChannelBusy while a run waits, is being applied, or is held."""
    if claims.open_run(channel) is not None or claims.held_run(channel) is not None:
        raise ChannelBusy("A run is still at work. Look again in a minute.")


def by_itself(channel: Channel, *, now: datetime) -> ChannelRun | None:
    """The run of a channel whose turn it is to look; None when it is not, or the group is closed. A brake stops it, and asks."""
    if channel.state is not MirrorState.ACTIVE or channel.next_look_at > now:
        return None
    channel.next_look_at = now + LOOKS_EVERY
    if channel.group.is_closed:
        return None
    if channel.group.is_orphaned:
        claims.stop(channel, Stop.NOBODY, now=now)
        return None
    return _begin(ChannelRun(channel_id=channel.id, began_at=now))


def decide(channel: Channel, run: ChannelRun, ours: Ours, compared: Compared, *, now: datetime) -> bool:
    """The room was read: the changes of the run are rows now, or it ends here. Whether there is anything to apply.

    A run that goes on after its worker was killed learns from the room what became of the calls that were being made.
    """
    resumes = run.state is RunState.APPLYING
    claims.went_well(channel)
    if not resumes and run.undoes_id is None and not _may_go_on(channel, run, compared, now=now):
        return False
    lines = [] if resumes else _lines(run, ours, compared)
    sides.keep(channel, compared.rows, now=now)
    if resumes:
        _learn(run, compared, now=now)
        return True
    return _write(channel, run, lines, compared, now=now)


def _may_go_on(channel: Channel, run: ChannelRun, compared: Compared, *, now: datetime) -> bool:
    if channel.group.is_closed:
        claims.break_off(run, now=now)
        return False
    if run.by_id is None and not run.fingerprint:
        return _may_by_itself(channel, run, compared, now=now)
    if compared.fingerprint == run.fingerprint and compared.stop in {None, run.despite}:
        return True
    run.state, run.ended_at = RunState.OUTDATED, now
    looks.keep(channel, compared, now=now)
    return False


def _may_by_itself(channel: Channel, run: ChannelRun, compared: Compared, *, now: datetime) -> bool:
    """As the rule lets it. A look that found nothing to do is no line of the log."""
    stop = compared.stop or (_drained(channel, compared, now=now) if channel.rule is not Rule.SUGGEST else None)
    if stop is None and channel.rule is not Rule.SUGGEST and compared.changes(pressed=False):
        return True
    db.session.delete(run)
    db.session.flush()
    if stop is not None:
        claims.stop(channel, stop, now=now)
        return False
    sides.keep(channel, compared.rows, now=now)
    note_drift(channel, compared, pressed=True, now=now)
    return False


def _drained(channel: Channel, compared: Compared, *, now: datetime) -> Stop | None:
    """Whether too many would have gone within a week, day by day, since somebody looked at the names last."""
    going = sum(line.act is Act.REMOVE for line in compared.changes(pressed=False))
    if not going:
        return None
    of_mine = ChannelRun.channel_id == channel.id
    pressed = db.session.scalar(select(func.max(ChannelRun.id)).where(of_mine, ChannelRun.by_id.is_not(None))) or 0
    query = select(func.count()).select_from(ChannelChange).join(ChannelRun, ChannelRun.id == ChannelChange.run_id)
    query = query.where(of_mine, ChannelRun.id > pressed, ChannelRun.began_at > now - WEEK)
    gone = db.session.scalar(query.where(ChannelChange.act == Act.REMOVE, ChannelChange.state == Became.DONE)) or 0
    owned = sum(row is not None and row.stands in OWNED for row in compared.rows.values())
    return Stop.REMOVALS if too_many(gone + going, gone + owned, channel.most_removed) else None


def note_drift(channel: Channel, compared: Compared, *, pressed: bool, now: datetime) -> None:
    """What would change is said at the channel, until it looks again."""
    changes = compared.changes(pressed=pressed)
    counts = {act: sum(line.act is act for line in changes) for act in (Act.ADD, Act.REMOVE)}
    channel.drift = {act.value: count for act, count in counts.items() if count}
    channel.looked_at = now
    db.session.flush()


def _lines(run: ChannelRun, ours: Ours, compared: Compared) -> list[Line]:
    if run.undoes_id is not None:
        return undoing(compared.rows, _deeds(run), ours.wanted)
    return compared.changes(pressed=bool(run.fingerprint))


def _deeds(run: ChannelRun) -> dict[int, Deed]:
    """What the run that is undone did, and whether the channel has had to do with these people since."""
    query = (
        select(ChannelChange.person_id, ChannelChange.act, ChannelChange.state, ChannelPerson.run_id)
        .outerjoin(
            ChannelPerson,
            (ChannelPerson.person_id == ChannelChange.person_id) & (ChannelPerson.channel_id == run.channel_id),
        )
        .where(ChannelChange.run_id == run.undoes_id, ChannelChange.state.in_((Became.DONE, Became.ASKED)))
    )
    rows = db.session.execute(query)
    return {id_: Deed(act, state is Became.ASKED, last_run == run.undoes_id) for id_, act, state, last_run in rows}


def _write(channel: Channel, run: ChannelRun, lines: Sequence[Line], compared: Compared, *, now: datetime) -> bool:
    run.state = RunState.APPLYING
    looks.forget(channel)
    channel.drift, channel.looked_at = {}, now
    if run.undoes_id is None:
        channel.state, channel.brake, channel.next_look_at = MirrorState.ACTIVE, None, now + LOOKS_EVERY
        if run.by_id is None:
            unsure = len(compared.changes(pressed=True)) - len(lines)
            channel.drift = {Act.REMOVE.value: unsure} if unsure else {}
    rows = [{"run_id": run.id, "state": _first(row["act"]), "calls": 0, "said": "", **row} for row in sides.line_rows(lines)]
    if rows:
        db.session.execute(insert(ChannelChange), rows)
    db.session.flush()
    return True


def _first(act: Act) -> Became:
    return Became.PASSED_OVER if act is Act.KEEP else Became.WAITS


def _learn(run: ChannelRun, compared: Compared, *, now: datetime) -> None:
    """Calls whose answers were lost: what the room says now. Who is not where they should be is asked for again."""
    query = select(ChannelChange).where(ChannelChange.run_id == run.id, ChannelChange.state == Became.CALLED)
    for change in db.session.scalars(query):
        change.state = _became(change, compared.rows.get(change.person_id))
        change.at = None if change.state is Became.WAITS else now
    db.session.flush()


def _became(change: ChannelChange, row: Row | None) -> Became:
    stands = row.stands if row is not None else None
    if change.act is Act.REMOVE:
        return Became.DONE if stands in {Stands.OUT, Stands.LEFT} else Became.WAITS
    if stands is Stands.UNSURE:
        return Became.UNSURE
    return Became.WAITS if stands in {None, Stands.OUT} else Became.PASSED_OVER


def end(channel: Channel, run: ChannelRun, *, now: datetime) -> None:
    """Nothing of it waits any more. One that somebody broke off by pausing has ended already."""
    if not run.is_open:
        return
    run.state, run.ended_at = RunState.DONE, now
    undone = db.session.get(ChannelRun, run.undoes_id) if run.undoes_id is not None else None
    if undone is not None:
        undone.state = RunState.UNDONE
    claims.went_well(channel)
    db.session.flush()
