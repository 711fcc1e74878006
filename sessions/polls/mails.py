"""Mails about polls, written when they leave; what has become untrue or needless by then is not sent (None)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask import render_template
from flask_babel import force_locale
from sqlalchemy import select

from config import settings
from database import db
from mail.models import OutgoingMail, OutgoingState
from mail.rendering import Rendering, renders
from people import nudges
from sessions.polls import links, notices, reminders, words
from sessions.polls.models import PollPerson, PollState
from sessions.polls.words import Words


def letters(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language; a constant number of queries."""
    query = select(PollPerson).where(PollPerson.id.in_({mail.payload.get("asked_id") for mail in mails}))
    found = {asked.id: asked for asked in db.session.scalars(query)}
    told = _ever_told(found.values())
    return [_letter(mail, found.get(mail.payload.get("asked_id", 0)), told, now) for mail in mails]


def _letter(mail: OutgoingMail, asked: PollPerson | None, told: set[str], now: datetime) -> Rendering | None:
    # A row that was deleted and a new one may share a number on SQLite: the key names the token too.
    if asked is None or not asked.person.active or f":{asked.id}:{asked.token[:8]}:" not in mail.key:
        return None
    with force_locale(asked.person.language or settings().language):
        text = _words(mail.kind, asked, was_told=asked.stream in told, now=now)
        return _rendering(text, asked, is_nudge=mail.kind == notices.REMINDER) if text else None


def _words(kind: str, asked: PollPerson, *, was_told: bool, now: datetime) -> Words | None:
    poll = asked.poll
    if kind == notices.CLOSED:
        is_off = poll.state is PollState.CLOSED and poll.chosen_starts_at is None
        return words.closed(asked) if is_off and (was_told or asked.answered_at) else None
    if not poll.takes_marks(now):
        return None
    if kind == notices.MORE_DATES:
        is_news = asked.answered_at is None or (asked.asked_again_at is not None and asked.answered_at <= asked.asked_again_at)
        return words.more_dates(asked, now=now) if is_news else None
    if asked.answered_at is not None:
        return None
    if kind == notices.REMINDER and was_told:
        return words.reminder(asked, now=now) if reminders.may_nudge(asked, now=now) else None
    return words.ask(asked, now=now)


def _rendering(text: Words, asked: PollPerson, *, is_nudge: bool) -> Rendering:
    base, language = settings().base_url, asked.person.language or settings().language
    context = {
        "words": text,
        "asked": asked,
        "person": asked.person,
        "language": language,
        "url": base + links.path_of(asked),
        "reminders_url": f"{base}/me#reminders",
        "pause_url": nudges.pause_url(asked.person) if is_nudge else "",
        "company": settings().company_name,
    }
    return Rendering(
        subject=text.subject,
        text=render_template("mails/poll.txt", **context),
        html=render_template("mails/poll.html", **context),
        from_name=asked.poll.host.name,
        reply_to=asked.poll.host.email,
        language=language,
    )


def _ever_told(people: Iterable[PollPerson]) -> set[str]:
    """The streams in which a mail has left."""
    streams = [asked.stream for asked in people]
    left = OutgoingMail.state.in_((OutgoingState.SENT, OutgoingState.BOUNCED))
    return set(db.session.scalars(select(OutgoingMail.stream).where(OutgoingMail.stream.in_(streams), left)))


def register() -> None:
    """The outbox knows who writes mails about polls."""
    renders(*notices.ABOUT_POLLS)(letters)
