"""Mails about channels, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select

from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from networks.channels import notices, words
from networks.channels.models import Channel
from networks.mails import rendering
from networks.mirroring.mails import steward_of
from networks.mirroring.models import MirrorState


def register() -> None:
    """The outbox knows who writes mails about channels."""
    renders(notices.STOPPED)(stopped)


def stopped(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """It has stopped, and asks. One query, and one more for each channel: they are few."""
    query = select(Channel).where(Channel.id.in_({mail.payload.get("channel_id") for mail in mails}))
    channels = {channel.id: channel for channel in db.session.scalars(query)}
    return [_stopped(mail, channels.get(mail.payload.get("channel_id", 0))) for mail in mails]


def _stopped(mail: OutgoingMail, channel: Channel | None) -> Rendering | None:
    if channel is None or channel.state is not MirrorState.STOPPED or channel.group.is_closed:
        return None
    person = steward_of(channel.group, mail.person_id)
    if person is None:
        return None
    with force_locale(person.language or settings().language):
        path = f"/groups/{channel.group_id}/channels/{channel.id}"
        return rendering(words.stopped(channel), person, path, None)
