"""The mail that says that the time stays (DECLINECOUNTER): to who proposed another one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from calendars import invitations as format_
from look import time_words
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from sessions import copies, notices, reminders, words
from sessions.copies import Copy
from sessions.mails_letter import language_of, page_of, rendering
from sessions.words import Words


def declined(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """To whoever is still invited to a session that lies ahead."""
    found = copies.copies_for(mails)
    return [_declined(mail, found.get(mail.id), now) for mail in mails]


def _declined(mail: OutgoingMail, copy: Copy | None, now: datetime) -> Rendering | None:
    if copy is None or not copy.is_current or not copy.is_heard or copy.session.is_over(now):
        return None
    with force_locale(language_of(copy.rsvp.person)):
        comment = str(mail.payload.get("comment", ""))
        page = page_of(copy)
        # The SEQUENCE of the COUNTER, echoed: what their program knows the proposal by.
        sequence = int(mail.payload.get("sequence", 0))
        event = copies.event(copy, sequence=sequence, url=page, description="", now=now, comment=comment)
        if mail.payload.get("whole"):
            event = replace(event, recurrence_id=None)
        return rendering(_words(mail, copy, comment), copy, calendar=format_.declined_counter(event), method="DECLINECOUNTER")


def _words(mail: OutgoingMail, copy: Copy, comment: str) -> Words:
    session = copy.session
    start, end = [datetime.fromisoformat(at) if at else None for at in mail.payload.get("proposed", ("", ""))]
    first = _("It stays at %(when)s.", when=words.when(copy))
    if start is not None:
        reader = str(reminders.zone_of(copy.rsvp.person))
        proposed = time_words(start, end or start, session.timezone, reader)
        first = _("Thank you for proposing %(proposed)s. It stays at %(when)s.", proposed=proposed, when=words.when(copy))
    return Words(
        subject=_("The time stays: %(title)s, %(day)s", title=session.title, day=words.day(copy)),
        preheader=first,
        paragraphs=(first, _("Your answer stands as maybe; a press changes it."))
        if copy.rsvp.answer == "tentative"
        else (first,),
        quotes=comment,
        door=words.door(copy),
        asks=True,
        facts=words.facts(copy),
    )


def register() -> None:
    """The outbox knows who writes it."""
    renders(notices.PROPOSAL_DECLINED)(declined)
