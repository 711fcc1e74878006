"""Mails about being an ambassador, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from champions import links, notices, queries, words
from champions.models import Ambassador, AmbassadorSuggestion, Standing
from champions.words import Words
from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people.models import Person


def letters(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """Each in its reader's language; a constant number of queries."""
    query = select(Ambassador).where(Ambassador.id.in_({mail.payload.get("ambassador_id") for mail in mails}))
    query = query.options(
        selectinload(Ambassador.suggestions).joinedload(AmbassadorSuggestion.by), selectinload(Ambassador.invited_by)
    )
    found = {ambassador.id: ambassador for ambassador in db.session.scalars(query)}
    return [_letter(mail, found.get(mail.payload.get("ambassador_id", 0))) for mail in mails]


def to_managers(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """Who waits to be welcomed, to community managers."""
    query = select(Person).where(Person.id.in_({mail.person_id for mail in mails}), Person.active)
    managers = {person.id: person for person in db.session.scalars(query) if person.may_manage}
    waiting = [ambassador.person.name for ambassador in queries.waiting_for_a_welcome()]
    return [_to_manager(managers.get(mail.person_id or 0), waiting) for mail in mails]


def _to_manager(manager: Person | None, waiting: list[str]) -> Rendering | None:
    if manager is None or not waiting:
        return None
    with force_locale(manager.language or settings().language):
        return rendering(words.volunteered(waiting), manager, "/ambassadors/register")


def _letter(mail: OutgoingMail, ambassador: Ambassador | None) -> Rendering | None:
    # A row that was deleted and a new one may share a number on SQLite: the key names the token too.
    if ambassador is None or not ambassador.person.active or f":{ambassador.token[:8]}:" not in mail.key:
        return None
    with force_locale(ambassador.person.language or settings().language):
        if mail.kind == notices.ASKED and ambassador.is_asked:
            return rendering(words.asked(ambassador), ambassador.person, links.path_of(ambassador))
        if mail.kind == notices.WELCOMED and ambassador.standing is Standing.ACTIVE:
            return rendering(words.welcomed(), ambassador.person, "/me/ambassador")
    return None


def rendering(text: Words, person: Person, path: str, *, pause_url: str = "") -> Rendering:
    """The letter in its layout, in the language of the moment; `path` is where its button leads. `pause_url` stands in nudges."""
    context = {
        "words": text,
        "person": person,
        "language": person.language or settings().language,
        "url": settings().base_url + path,
        "pause_url": pause_url,
        "company": settings().company_name,
    }
    return Rendering(
        subject=text.subject,
        text=render_template("mails/ambassador.txt", **context),
        html=render_template("mails/ambassador.html", **context),
        language=person.language or settings().language,
    )


def register() -> None:
    """The outbox knows who writes these mails."""
    renders(notices.ASKED, notices.WELCOMED)(letters)
    renders(notices.VOLUNTEERED)(to_managers)
