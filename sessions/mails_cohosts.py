"""Mails about hosting, written when they leave: the question to who is asked, and to who asked what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from config import settings
from look import time_words
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people.models import Person
from sessions import cohosts, links_cohosts, queries_cohosts, reminders
from sessions.mails_letter import language_of
from sessions.models import ScheduledSession, SessionState
from sessions.models_cohosts import HostAnswer, HostRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The parts of a mail. `dates` stand one under the other; `button` leads to `url`."""

    subject: str
    preheader: str
    paragraphs: tuple[str, ...]
    dates: tuple[str, ...]
    button: str
    url: str


def letters(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language. What is not asked any more, or was answered, is not asked again."""
    return [_letter(mail, cohosts.of_token(str(mail.payload.get("token", ""))), now) for mail in mails]


def _letter(mail: OutgoingMail, requests: Sequence[HostRequest], now: datetime) -> Rendering | None:
    ahead = [one for one in requests if one.session.ends_at > now and one.session.state is not SessionState.CANCELLED]
    if not ahead:
        return None
    if mail.kind == cohosts.HOST_REQUEST:
        waits = [one for one in ahead if one.answer is HostAnswer.OPEN]
        return _rendering(waits, waits[0].person, waits[0].asked_by, is_question=True) if waits else None
    asker = ahead[0].asked_by
    return _rendering(ahead, asker, ahead[0].person, is_question=False) if asker is not None else None


def _rendering(requests: Sequence[HostRequest], to: Person, by: Person | None, *, is_question: bool) -> Rendering | None:
    if not to.active:
        return None
    language = language_of(to)
    with force_locale(language):
        words = _question(requests, to, by) if is_question else _outcome(requests, to)
        context = {
            "words": words,
            "title": queries_cohosts.title_of(requests[0].session),
            "person": to,
            "is_question": is_question,
            "reader": by.name if by else "",
            "language": language,
            "company": settings().company_name,
        }
        return Rendering(
            subject=words.subject,
            text=render_template("mails/hosting.txt", **context),
            html=render_template("mails/hosting.html", **context),
            from_name=by.name if by and is_question else "",
            reply_to=by.email if by and by.active else "",
            language=language,
        )


def _question(requests: Sequence[HostRequest], to: Person, by: Person | None) -> Words:
    title = queries_cohosts.title_of(requests[0].session)
    first = (
        _("%(name)s would like you to host “%(title)s” together with them.", name=by.name, title=title)
        if by and requests[0].session.is_hosted_by(by)
        else _("You are asked to host “%(title)s”.", title=title)
    )
    return Words(
        subject=_("Would you host? %(title)s", title=title),
        preheader=_("Yes or no, without signing in. A no needs no reason."),
        paragraphs=(
            first,
            _("Nothing is settled yet: only your yes makes you host. A no needs no reason, and nobody asks again."),
        ),
        dates=tuple(_when(one.session, to) for one in requests),
        button=_("Say yes or no"),
        url=settings().base_url + links_cohosts.path_of(requests[0]),
    )


def _outcome(requests: Sequence[HostRequest], to: Person) -> Words:
    title, name = queries_cohosts.title_of(requests[0].session), requests[0].person.name
    lines = {
        HostAnswer.YES: _("%(name)s hosts it: %(when)s"),
        HostAnswer.NO: _("%(name)s cannot: %(when)s"),
        HostAnswer.OPEN: _("Not answered yet: %(when)s"),
    }
    return Words(
        subject=_("Who hosts: %(title)s", title=title),
        preheader=_("There is an answer to your question."),
        paragraphs=(_("You asked who would host “%(title)s” with you. Here is the answer.", title=title),),
        dates=tuple(lines[one.answer] % {"name": name, "when": _when(one.session, to)} for one in requests),
        button=_("See who hosts"),
        url=f"{settings().base_url}/sessions/{requests[0].session_id}/hosts",
    )


def _when(session: ScheduledSession, reader: Person) -> str:
    when = time_words(session.starts_at, session.ends_at, session.timezone, reminders.zone_of(reader))
    return f"{when}, {session.place}" if session.place else when


def register() -> None:
    """The outbox knows who writes them."""
    renders(cohosts.HOST_REQUEST, cohosts.HOST_ANSWER)(letters)
