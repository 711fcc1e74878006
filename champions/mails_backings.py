"""The mail that asks a line manager for backing, written when it leaves; a question that was answered or taken back is not sent."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select

from champions import backings, signing, words_backings
from champions.mails import rendering
from champions.models_backings import Backing, BackingAnswer
from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders


def letters(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """Each in its reader's language. One query."""
    query = select(Backing).where(Backing.id.in_({mail.payload.get("backing_id") for mail in mails}))
    found = {backing.id: backing for backing in db.session.scalars(query)}
    return [_letter(mail, found.get(mail.payload.get("backing_id", 0))) for mail in mails]


def _letter(mail: OutgoingMail, backing: Backing | None) -> Rendering | None:
    if backing is None or not mail.key.endswith(f":{backing.token[: signing.START]}"):
        return None  # a new row may have the number of one that is gone
    if backing.answer is not BackingAnswer.OPEN or not backings.is_open(backing):
        return None
    with force_locale(backing.manager.language or settings().language):
        return rendering(words_backings.asked(backing), backing.manager, backings.path_of(backing))


def register() -> None:
    """The outbox knows who writes this mail."""
    renders(backings.ASKED)(letters)
