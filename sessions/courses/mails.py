"""The mail about a make-up date, written when it leaves: only while there is a seat, and it is wanted."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from flask_babel import force_locale

from config import settings
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people import nudges
from sessions import copies
from sessions.copies import Copy
from sessions.courses import links, offering, words
from sessions.mails_letter import language_of
from sessions.notices import MAKE_UP


def offers(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language."""
    found = copies.copies_for(mails)
    return [_offer(found.get(mail.id), now) for mail in mails]


def _offer(copy: Copy | None, now: datetime) -> Rendering | None:
    if copy is None or not copy.is_current:
        return None
    place, member = copy.part, copy.home
    if place is None or member is None or member.series_id != place.course.id:  # who is a guest at one part is offered nothing
        return None
    found = offering.offers_for(copy.rsvp, now=now)
    if not found:
        return None
    person, base, language = copy.rsvp.person, settings().base_url, language_of(copy.rsvp.person)
    with force_locale(language):
        text = words.make_up(copy, found, place)
        context = {
            "words": text,
            "title": place.course.title,
            "person": person,
            "host": copy.host_name,
            "language": language,
            "url": base + links.page_path(member),
            "reminders_url": f"{base}/me#reminders",
            "pause_url": nudges.pause_url(person),
            "company": settings().company_name,
        }
        return Rendering(
            subject=text.subject,
            text=render_template("mails/make_up.txt", **context),
            html=render_template("mails/make_up.html", **context),
            from_name=copy.invitation.organizer_name,
            reply_to=copies.answer_address(copy.invitation),
            language=language,
        )


def register() -> None:
    """The outbox knows who writes it."""
    renders(MAKE_UP)(offers)
