"""Mails about rounds, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_babel import force_locale
from sqlalchemy import select

from config import settings
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people.models import Person
from sessions.rounds import links, notices, seating, signing_up, words
from sessions.rounds.models import Round, RoundGroup, RoundHost, RoundState, SignUp
from sessions.rounds.words import Letter

RUNS = {RoundState.OPEN, RoundState.COMPOSING, RoundState.PROPOSED, RoundState.ASKED}


@dataclass(frozen=True, slots=True)
class _About:
    """What a letter is about: the round, whose letter it is, and what they said if they did."""

    round: Round
    person: Person
    kept: SignUp | None
    hosts: Sequence[RoundGroup]


def letters(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language; a constant number of queries, but for letters about companions."""
    round_ids, person_ids = {mail.payload.get("round_id") for mail in mails}, {mail.person_id for mail in mails}
    rounds = {one.id: one for one in db.session.scalars(select(Round).where(Round.id.in_(round_ids)))}
    people = {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(person_ids)))}
    said = select(SignUp).where(SignUp.round_id.in_(round_ids), SignUp.person_id.in_(person_ids))
    kept = {(one.round_id, one.person_id): one for one in db.session.scalars(said)}
    hosted = _hosted(mails, round_ids)
    found: list[Rendering | None] = []
    for mail in mails:
        round_, person = rounds.get(mail.payload.get("round_id", 0)), people.get(mail.person_id or 0)
        # A row that was deleted and a new one may share a number on SQLite: the key names the token too.
        if round_ is None or person is None or not person.active or f":{round_.token[:8]}:" not in mail.key:
            found.append(None)
            continue
        place = (round_.id, person.id)
        about = _About(round_, person, kept.get(place), hosted.get(place, ()))
        found.append(_in_their_language(mail.kind, about, now))
    return found


def _hosted(mails: Sequence[OutgoingMail], round_ids: set[object]) -> dict[tuple[int, int], list[RoundGroup]]:
    if all(mail.kind != notices.HOST for mail in mails):
        return {}
    query = select(RoundGroup).join(RoundHost, RoundHost.id == RoundGroup.host_id).where(RoundGroup.round_id.in_(round_ids))
    found: dict[tuple[int, int], list[RoundGroup]] = {}
    for group in db.session.scalars(query.where(RoundGroup.series_id.is_not(None)).order_by(RoundGroup.number)):
        if group.host:
            found.setdefault((group.round_id, group.host.person_id), []).append(group)
    return found


def _in_their_language(kind: str, about: _About, now: datetime) -> Rendering | None:
    with force_locale(about.person.language or settings().language):
        letter = _of_offer(kind, about, now) or _of_sign_up(kind, about, now)
        return _rendering(kind, letter, about) if letter else None


def _of_offer(kind: str, about: _About, now: datetime) -> Letter | None:
    """What goes to people whether they signed up or not."""
    found, kept = about.round, about.kept
    if kind == notices.TOLD:
        return words.invitation(found) if kept is None and found.takes_sign_ups(now) else None
    if kind == notices.LINK:
        return words.own_link(found) if kept is not None or found.takes_sign_ups(now) else None
    if kind == notices.WITHDRAWN:
        return words.withdrawn(found) if kept is None else None
    if kind == notices.HOST:
        return words.host(found, about.hosts) if about.hosts else None
    return None


def _of_sign_up(kind: str, about: _About, now: datetime) -> Letter | None:
    """What goes to those who signed up and have not withdrawn since."""
    found, kept = about.round, about.kept
    if kept is None:
        return None
    if kind == notices.SIGNED_UP:
        return words.signed_up(found) if found.state in RUNS else None
    if kind == notices.COMPANION:
        names = ", ".join(person.name for person in signing_up.wish_to_come_with(kept))
        return words.companion(found, names) if names and found.state in RUNS else None
    if kind == notices.PLACE:
        return _of_place(kept, now)
    if kind == notices.NO_PLACE:
        return words.no_place(found) if found.state is RoundState.PUBLISHED and kept.group_id is None else None
    return words.cancelled(found) if kind == notices.CANCELLED and found.state is RoundState.CANCELLED else None


def _of_place(kept: SignUp, now: datetime) -> Letter | None:
    if not kept.is_offered or kept.group is None:
        return None
    return words.place(kept.round, kept.group, next_at=seating.next_date(kept.group, now=now))


def _rendering(kind: str, letter: Letter, about: _About) -> Rendering:
    base, language = settings().base_url, about.person.language or settings().language
    manager = about.round.created_by if about.round.created_by and about.round.created_by.active else None
    of_host = kind == notices.HOST
    context = {
        "letter": letter,
        "round": about.round,
        "person": about.person,
        "manager": manager,
        "language": language,
        "url": f"{base}/rounds/{about.round.id}/hosted" if of_host else base + links.path_of(about.round, about.person),
        "is_own_link": not of_host,
        "company": settings().company_name,
    }
    return Rendering(
        subject=letter.subject,
        text=render_template("mails/round.txt", **context),
        html=render_template("mails/round.html", **context),
        from_name=manager.name if manager else "",
        reply_to=manager.email if manager else "",
        language=language,
    )


def register() -> None:
    """The outbox knows who writes mails about rounds."""
    renders(*notices.ABOUT_ROUNDS)(letters)
