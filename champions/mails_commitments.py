"""The mail that reminds somebody of what they set themselves, written when it leaves; not sent once something is said of the date."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from champions import commitments, reminders, words_commitments
from champions.mails import rendering
from champions.models_commitments import Commitment
from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people import nudges


def letters(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language; a constant number of queries."""
    query = select(Commitment).where(Commitment.id.in_({mail.payload.get("commitment_id") for mail in mails}))
    query = query.options(selectinload(Commitment.marks), selectinload(Commitment.shares))
    found = {commitment.id: commitment for commitment in db.session.scalars(query)}
    return [_letter(mail, found.get(mail.payload.get("commitment_id", 0)), now) for mail in mails]


def _letter(mail: OutgoingMail, commitment: Commitment | None, now: datetime) -> Rendering | None:
    if commitment is None or f":{commitment.token[:8]}:" not in mail.key or mail.payload.get("day") != str(commitment.due_on):
        return None
    if not reminders.is_true(commitment, now=now):
        return None
    person = commitment.person
    with force_locale(person.language or settings().language):
        path = commitments.path_of(commitment, commitment.due_on)
        return rendering(words_commitments.reminder(commitment), person, path, pause_url=nudges.pause_url(person))


def register() -> None:
    """The outbox knows who writes this mail."""
    renders(reminders.REMINDER)(letters)
