"""Mails about mirrors, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select

from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from networks.mails import rendering
from networks.mirroring import notices, sources, words
from networks.mirroring.models import Mirror, MirrorState
from networks.models import Group
from people.models import Person


def register() -> None:
    """The outbox knows who writes mails about mirrors."""
    renders(notices.STOPPED)(stopped)


def stopped(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """It has stopped, and asks. One query, and one more for each mirror: they are few."""
    query = select(Mirror).where(Mirror.id.in_({mail.payload.get("mirror_id") for mail in mails}))
    mirrors = {mirror.id: mirror for mirror in db.session.scalars(query)}
    return [_stopped(mail, mirrors.get(mail.payload.get("mirror_id", 0))) for mail in mails]


def _stopped(mail: OutgoingMail, mirror: Mirror | None) -> Rendering | None:
    if mirror is None or mirror.state is not MirrorState.STOPPED or mirror.group.is_closed:
        return None
    person = steward_of(mirror.group, mail.person_id)
    if person is None:
        return None
    with force_locale(person.language or settings().language):
        return rendering(words.stopped(mirror, sources.name_of(mirror)), person, f"/groups/{mirror.group_id}/mirror", None)


def steward_of(group: Group, person_id: int | None) -> Person | None:
    """Who looks after the group still."""
    stewards = (steward.person for steward in group.stewards)
    return next((person for person in stewards if person.id == person_id and person.active), None)
