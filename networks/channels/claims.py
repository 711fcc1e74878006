"""One worker is at a channel at a time, says so as it goes, and a fault of the platform is no end: it goes on by itself, or stops and asks."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from database import db
from networks.channels import notices
from networks.channels.errors import ChannelMissing, ClaimLost
from networks.channels.models import (
    Became,
    Channel,
    ChannelChange,
    ChannelLook,
    ChannelRun,
    LookState,
    RunState,
    Stop,
)
from networks.mirroring.models import MirrorState
from networks.platforms.protocol import AccessDenied, PlatformFault, RoomMissing, Unavailable

JOB = "networks.channels"
CLAIMED_FOR = timedelta(minutes=10)  # a worker that says nothing for so long has died: one call may take two minutes
MOST_ATTEMPTS = 20  # about a day and a half
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=2)
OPEN = (RunState.CHECKING, RunState.APPLYING)


def lock(channel_id: int) -> Channel:
    """The channel as it is now; nobody else runs or changes it until the transaction ends. Raises ChannelMissing."""
    query = select(Channel).where(Channel.id == channel_id).with_for_update(of=Channel)
    channel = db.session.scalar(query.execution_options(populate_existing=True))
    if channel is None:
        raise ChannelMissing("The group does not stand there any more.")
    return channel


def due(*, now: datetime) -> list[int]:
    """The channels a worker has something to do for now, numbers, the longest overdue first."""
    looks = select(ChannelLook.channel_id).where(ChannelLook.state == LookState.WAITING)
    runs = select(ChannelRun.channel_id).where(ChannelRun.state.in_(OPEN))
    by_itself = (Channel.state == MirrorState.ACTIVE) & (Channel.next_look_at <= now)
    query = select(Channel.id).where(or_(Channel.id.in_(looks), Channel.id.in_(runs), by_itself), *_is_free(now))
    return list(db.session.scalars(query.order_by(Channel.next_look_at, Channel.id)))


def _is_free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        or_(Channel.claimed_until.is_(None), Channel.claimed_until <= now),
        or_(Channel.retry_at.is_(None), Channel.retry_at <= now),
    )


def back_soon(*, now: datetime, within: timedelta) -> datetime | None:
    """When the first channel with an open run, whose platform asked to wait for a moment only, goes on; None when none does."""
    runs = select(ChannelRun.channel_id).where(ChannelRun.state.in_(OPEN))
    soon = (Channel.retry_at > now, Channel.retry_at <= now + within, Channel.claimed_until.is_(None))
    return db.session.scalar(select(func.min(Channel.retry_at)).where(Channel.id.in_(runs), *soon))


def claim(channel_id: int, *, now: datetime) -> str | None:
    """This worker's word for the channel, to be said with everything it writes; None when another one is at it, or it is not its turn."""
    query = select(Channel).where(Channel.id == channel_id, *_is_free(now)).with_for_update(of=Channel, skip_locked=True)
    channel = db.session.scalar(query.execution_options(populate_existing=True))
    if channel is None:
        return None
    channel.claim, channel.claimed_until = secrets.token_hex(16), now + CLAIMED_FOR
    db.session.flush()
    return channel.claim


def held(channel_id: int, word: str, *, now: datetime) -> Channel:
    """The channel, locked, and this worker's for another while. Raises ClaimLost, ChannelMissing."""
    channel = lock(channel_id)
    if channel.claim != word:
        raise ClaimLost("Another worker goes on with this channel.")
    channel.claimed_until = now + CLAIMED_FOR
    return channel


def let_go(channel_id: int, word: str) -> None:
    """Whoever comes next may begin at once."""
    channel = db.session.get(Channel, channel_id, populate_existing=True, with_for_update={"of": Channel})
    if channel is not None and channel.claim == word:
        channel.claim, channel.claimed_until = "", None
        db.session.flush()


def went_well(channel: Channel) -> None:
    """The platform answered: faults are counted anew."""
    channel.attempts, channel.retry_at, channel.told = 0, None, ""


def fault(channel: Channel, error: PlatformFault, *, now: datetime) -> None:
    """What may work later is tried again by itself; anything else, and what has not worked for long, stops the channel, and asks."""
    channel.told, channel.attempts = str(error), channel.attempts + 1
    if isinstance(error, Unavailable) and channel.attempts < MOST_ATTEMPTS:
        pause = min(FIRST_PAUSE * 2 ** min(channel.attempts - 1, 10), LONGEST_PAUSE)
        channel.retry_at = now + (pause if error.retry_after is None else timedelta(seconds=error.retry_after))
        db.session.flush()
        return
    channel.attempts, channel.retry_at = 0, None
    _hold_run(channel, now=now)
    look = look_of(channel)
    if look is not None and look.state is LookState.WAITING:
        look.state = LookState.FAILED
    stop(channel, _stop_of(error), now=now)


def _stop_of(error: PlatformFault) -> Stop:
    if isinstance(error, AccessDenied):
        return Stop.ACCESS
    return Stop.ROOM if isinstance(error, RoomMissing) else Stop.FAILING


def _hold_run(channel: Channel, *, now: datetime) -> None:
    run = open_run(channel)
    if run is None:
        return
    if run.state is RunState.APPLYING:
        run.state = RunState.HELD
        db.session.flush()
    else:
        break_off(run, now=now)


def stop(channel: Channel, why: Stop, *, now: datetime) -> None:
    """It does nothing more by itself, and asks those who look after the group."""
    was = channel.brake
    channel.state, channel.brake, channel.looked_at, channel.drift = MirrorState.STOPPED, why, None, {}
    db.session.flush()
    if was is not why:
        notices.stopped(channel, now=now)


def open_run(channel: Channel) -> ChannelRun | None:
    """The run of it that the worker goes on with."""
    query = select(ChannelRun).where(ChannelRun.channel_id == channel.id, ChannelRun.state.in_(OPEN)).order_by(ChannelRun.id)
    return db.session.scalar(query.limit(1).execution_options(populate_existing=True))


def held_run(channel: Channel) -> ChannelRun | None:
    """The run that the platform stopped in the middle."""
    query = select(ChannelRun).where(ChannelRun.channel_id == channel.id, ChannelRun.state == RunState.HELD)
    return db.session.scalar(query.order_by(ChannelRun.id).limit(1))


def look_of(channel: Channel) -> ChannelLook | None:
    """The one look of the channel, whatever its state."""
    query = select(ChannelLook).where(ChannelLook.channel_id == channel.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def break_off(run: ChannelRun, *, now: datetime) -> None:
    """The run ends as it is: what it has not done yet it does not do. One that nobody pressed and that did nothing is no line of the log."""
    if run.state is not RunState.CHECKING:
        _pass_over(run, now=now)
        run.state, run.ended_at = RunState.DONE, now
    elif run.by_id is None:
        db.session.delete(run)
    else:
        run.state, run.ended_at = RunState.BROKEN_OFF, now
    db.session.flush()


def _pass_over(run: ChannelRun, *, now: datetime) -> None:
    for change in db.session.scalars(
        select(ChannelChange).where(ChannelChange.run_id == run.id, ChannelChange.state == Became.WAITS)
    ):
        change.state, change.at = Became.PASSED_OVER, now
    db.session.flush()
