"""Mails about trying new things, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from champions.mails import rendering
from champions.waves import adopters, notices, waves, words
from champions.waves.models import EarlyAdopter, Hand, Wave, WaveAnswer, WavePerson, WaveState
from champions.words import Words
from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders

WORDS: Mapping[str, Callable[[WavePerson], Words]] = {
    notices.ASKED: words.asked,
    notices.BEGINS: words.begins,
    notices.THANKS: words.thanks,
}
WHEN = {notices.BEGINS: WaveState.RUNNING, notices.THANKS: WaveState.CLOSED}


def questions(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """Would you like to try new things first? A constant number of queries."""
    query = select(EarlyAdopter).where(EarlyAdopter.id.in_({mail.payload.get("row_id") for mail in mails}))
    found = {one.id: one for one in db.session.scalars(query.options(selectinload(EarlyAdopter.asked_by)))}
    return [_question(mail, found.get(mail.payload.get("row_id", 0))) for mail in mails]


def letters(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """Asked, it begins, thanks. A constant number of queries."""
    query = select(WavePerson).where(WavePerson.id.in_({mail.payload.get("row_id") for mail in mails}))
    query = query.options(joinedload(WavePerson.wave).selectinload(Wave.created_by))
    found = {one.id: one for one in db.session.scalars(query)}
    return [_letter(mail, found.get(mail.payload.get("row_id", 0))) for mail in mails]


def _question(mail: OutgoingMail, adopter: EarlyAdopter | None) -> Rendering | None:
    if adopter is None or not _is_of(mail, adopter.token) or adopter.standing is not Hand.ASKED or not adopter.person.active:
        return None
    with force_locale(adopter.person.language or settings().language):
        return rendering(words.would_you(adopter), adopter.person, adopters.path_of(adopter))


def _letter(mail: OutgoingMail, one: WavePerson | None) -> Rendering | None:
    if one is None or not _is_of(mail, one.token) or not one.person.active:
        return None
    if mail.kind == notices.ASKED:
        is_true = one.answer is WaveAnswer.OPEN and one.wave.state in waves.OPEN_TO_ANSWERS
    else:
        is_true = one.answer is WaveAnswer.YES and one.wave.state is WHEN[mail.kind]
    if not is_true:
        return None
    with force_locale(one.person.language or settings().language):
        return rendering(WORDS[mail.kind](one), one.person, waves.path_of(one))


def _is_of(mail: OutgoingMail, token: str) -> bool:
    return f":{token[: notices.START]}:" in mail.key


def register() -> None:
    """The outbox knows who writes these mails."""
    renders(notices.WOULD_YOU)(questions)
    renders(*notices.OF_A_WAVE)(letters)
