"""A look: both sides compared for somebody to read. Nobody comes or goes by it; the worker reads the room."""

from datetime import datetime

from sqlalchemy import delete, insert

from database import db
from jobs import wake
from networks.channels import claims, sides
from networks.channels.comparing import Compared
from networks.channels.models import Channel, ChannelLook, ChannelLookLine, LookState, Why
from networks.mirroring import signing
from networks.mirroring.models import Act

READ_EVERY = 500  # accounts, before a reader hears how far it is


def ask(channel_id: int, *, now: datetime) -> ChannelLook:
    """The room is read soon. Whoever asks while one is at work gets that one. Raises ChannelMissing."""
    channel = claims.lock(channel_id)
    look = claims.look_of(channel)
    if look is None:
        look = ChannelLook(channel_id=channel.id, counts={})
        db.session.add(look)
    elif look.state is LookState.WAITING:
        return look
    look.state, look.asked_at, look.ready_at, look.read = LookState.WAITING, now, None, 0
    channel.retry_at = None
    db.session.flush()
    wake(claims.JOB)
    return look


def say_progress(channel: Channel, read: int) -> None:
    """So many accounts of the room were read."""
    look = claims.look_of(channel)
    if look is not None and look.state is LookState.WAITING:
        look.read = read
        db.session.flush()


def keep(channel: Channel, compared: Compared, *, now: datetime) -> None:
    """What was found is there to be read."""
    look = claims.look_of(channel)
    if look is None:
        look = ChannelLook(channel_id=channel.id, asked_at=now)
        db.session.add(look)
    look.state, look.ready_at, look.fingerprint, look.brake = LookState.READY, now, compared.fingerprint, compared.stop
    look.counts = {act.value: count for act, count in compared.counts.items()} | {"strangers": compared.strangers}
    db.session.flush()
    db.session.execute(delete(ChannelLookLine).where(ChannelLookLine.look_id == look.id))
    shown = [line for line in compared.lines if line.act in {Act.ADD, Act.REMOVE} or line.why is Why.NO_ACCOUNT]
    rows = [{"look_id": look.id, **row} for row in sides.line_rows(shown)]
    if rows:
        db.session.execute(insert(ChannelLookLine), rows)
    db.session.flush()


def forget(channel: Channel) -> None:
    """What it said has been done, or is not true any more. One that waits is still to be taken."""
    done = (ChannelLook.channel_id == channel.id, ChannelLook.state != LookState.WAITING)
    db.session.execute(delete(ChannelLook).where(*done))


def signed(channel: Channel, look: ChannelLook) -> str:
    """The look as its reader saw it: what comes back with their press."""
    return signing.sign("channel", channel.id, look.fingerprint)
