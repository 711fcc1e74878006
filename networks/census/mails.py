"""Mails about networks, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from networks.census import links, notices, still_so, words
from networks.census.models import KeeperAsk, Network, NetworkPerson
from networks.mails import rendering
from people import nudges
from people.models import Person


def register() -> None:
    """The outbox knows who writes mails about networks."""
    renders(notices.KEEPER, notices.REMINDER)(to_keepers)
    renders(notices.NAMED)(to_named)
    renders(notices.STILL)(still_asked)


def to_keepers(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language; a constant number of queries."""
    ids = {mail.payload.get("ask_id") for mail in mails}
    query = (
        select(KeeperAsk)
        .options(joinedload(KeeperAsk.network).options(joinedload(Network.keeper)), joinedload(KeeperAsk.asked_by))
        .where(KeeperAsk.id.in_(ids))
    )
    found = {asked.id: asked for asked in db.session.scalars(query)}
    return [_to_keeper(mail, found.get(mail.payload.get("ask_id", 0)), now) for mail in mails]


def _to_keeper(mail: OutgoingMail, asked: KeeperAsk | None, now: datetime) -> Rendering | None:
    # A row that was deleted and a new one may share a number on SQLite: the key names the token too.
    if asked is None or f":{asked.token[:8]}:" not in mail.key or not asked.person.active or not asked.waits:
        return None
    if not asked.network.goes_on or (mail.kind == notices.REMINDER and not nudges.is_welcome(asked.person, now=now)):
        return None
    with force_locale(asked.person.language or settings().language):
        path = links.keeper_path(asked)
        if mail.kind == notices.KEEPER:
            return rendering(words.keeper_asked(asked), asked.person, path, _here(asked.asked_by))
        return rendering(words.keeper_reminded(asked), asked.person, path, None, pause_url=nudges.pause_url(asked.person))


def to_named(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """Each in its reader's language; a constant number of queries."""
    ids = {mail.payload.get("row_id") for mail in mails}
    query = select(NetworkPerson).options(joinedload(NetworkPerson.network).options(joinedload(Network.keeper)))
    found = {row.id: row for row in db.session.scalars(query.where(NetworkPerson.id.in_(ids)))}
    by = _people({row.named_by_id for row in found.values()})
    return [_to_named(mail, found.get(mail.payload.get("row_id", 0)), by) for mail in mails]


def _to_named(mail: OutgoingMail, row: NetworkPerson | None, by: dict[int, Person]) -> Rendering | None:
    if row is None or not mail.key.endswith(f":{row.token[:8]}") or not row.person.active:
        return None
    if not row.is_listed or row.own_word or not row.network.goes_on:
        return None
    namer = _here(by.get(row.named_by_id or 0))
    with force_locale(row.person.language or settings().language):
        who = namer.name if namer else _("A colleague")
        return rendering(words.named(row, who), row.person, links.list_path(row), namer)


def still_asked(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language. One query, and one more for each mail: a person has one in a month."""
    found = _people({mail.person_id for mail in mails})
    return [_still_asked(mail, found.get(mail.person_id or 0), now) for mail in mails]


def _still_asked(mail: OutgoingMail, person: Person | None, now: datetime) -> Rendering | None:
    if person is None or not nudges.is_welcome(person, now=now):
        return None
    asked = still_so.of_person(person, datetime.fromisoformat(mail.payload["asked_at"]))
    if not asked.open:
        return None
    with force_locale(person.language or settings().language):
        return rendering(words.still_asked(asked), person, links.still_path(asked), None, pause_url=nudges.pause_url(person))


def _people(ids: set[int | None]) -> dict[int, Person]:
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}


def _here(person: Person | None) -> Person | None:
    return person if person is not None and person.active else None
