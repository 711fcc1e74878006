"""The letter around the words of a mail about a session: its templates, its links, whose answer it takes."""

from dataclasses import dataclass
from typing import Any

from flask import render_template

from config import settings
from mail.rendering import Rendering
from people import nudges
from people.models import Person
from sessions import copies, links
from sessions.copies import Copy
from sessions.courses import links as course_links
from sessions.living.words import why_in_mail
from sessions.words import Words, part_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a mail leads to, if not to the page of one session: its title and address, where answers go, what was asked."""

    title: str
    url: str
    answer_url: str
    asked: int


def rendering(
    text: Words,
    copy: Copy,
    *,
    calendar: bytes | None = None,
    method: str | None = None,
    reader: Person | None = None,
    page: Page | None = None,
    is_nudge: bool = False,
) -> Rendering:
    """The mail around the words, for the invited person or another `reader`. A nudge leads to where nudges are paused."""
    base = settings().base_url
    page = page or Page(
        title=copy.session.title,
        url=page_of(copy),
        answer_url=base + links.answer_path(copy.rsvp),
        asked=copy.session.asked_sequence,
    )
    context: dict[str, Any] = {
        "words": text,
        "copy": copy,
        "person": reader or copy.rsvp.person,
        "language": language_of(reader or copy.rsvp.person),
        "day": copy.session.starts_at.astimezone(copy.session.zone),
        "title": page.title,
        "answer_url": page.answer_url,
        "asked": page.asked,
        "page_url": page.url,
        "reminders_url": f"{base}/me#reminders",
        "pause_url": nudges.pause_url(copy.rsvp.person) if is_nudge else "",
        "company": settings().company_name,
        "why": why_in_mail(copy.whys, copy.rsvp.person) if text.says_why and reader is None else None,
        "base_url": base,
        **_course(copy, is_reader=reader is None),
    }
    return Rendering(
        subject=text.subject,
        text=render_template("mails/session.txt", **context),
        html=render_template("mails/session.html", **context),
        calendar=calendar,
        method=method,
        from_name=copy.invitation.organizer_name if reader is None else "",
        reply_to=copies.answer_address(copy.invitation) if reader is None else "",
        references=(copy.invitation.first_message_token,) if copy.invitation.first_message_token and reader is None else (),
        language=context["language"],
    )


def _course(copy: Copy, *, is_reader: bool) -> dict[str, str]:
    """Which part of a course it is, and the reader's own page of all parts; of a single session nothing."""
    if copy.part is None:
        return {"part_of": "", "course_url": ""}
    home = copy.home if is_reader else None
    return {"part_of": part_of(copy.part), "course_url": settings().base_url + course_links.page_path(home) if home else ""}


def page_of(copy: Copy) -> str:
    """The address of the page of this session."""
    return f"{settings().base_url}/sessions/{copy.session.id}"


def language_of(person: Person) -> str:
    """The language in which this person reads."""
    return person.language or settings().language
