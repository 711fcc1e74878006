"""The mail to who missed a date, written when it leaves: of the next one, only while it is true, wanted, and still there."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from database import db
from look import date_words
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people import nudges
from sessions import copies, missed, queries_roster, reminders
from sessions.copies import Copy
from sessions.mails_letter import language_of, rendering
from sessions.models import Answer, Rsvp, ScheduledSession, Seat
from sessions.notices import NEXT_DATE
from sessions.words import Words, facts, when


def next_dates(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Each in its reader's language."""
    found = copies.copies_for(mails)
    return [_next_date(mail, found.get(mail.id), now) for mail in mails]


def _next_date(mail: OutgoingMail, copy: Copy | None, now: datetime) -> Rendering | None:
    session = db.session.get(ScheduledSession, mail.payload.get("missed_id"))
    rsvp = queries_roster.rsvp_of(session, copy.rsvp.person_id) if session and copy else None
    if copy is None or rsvp is None or not _is_true(rsvp, copy, now):
        return None
    with force_locale(language_of(rsvp.person)):
        return rendering(_words(rsvp, copy), copy, is_nudge=True)


def _is_true(rsvp: Rsvp, copy: Copy, now: datetime) -> bool:
    ahead = copy.is_current and copy.rsvp.answer is not Answer.DECLINED and now < copy.session.starts_at
    return ahead and missed.is_missed(rsvp) and not missed.said_so(rsvp) and nudges.is_welcome(rsvp.person, now=now)


def _words(rsvp: Rsvp, copy: Copy) -> Words:
    day = date_words(rsvp.session.starts_at, reminders.zone_of(rsvp.person))
    has_seat = copy.rsvp.seat is Seat.SEATED
    first = _(
        "We missed you at %(title)s on %(day)s. Things come up, and no reason is needed.", title=rsvp.session.title, day=day
    )
    ahead = _("The next date is %(when)s.", when=when(copy))
    stands = _("You have a seat there.") if has_seat else _("If it suits you, you are welcome.")
    return Words(
        subject=_("The next date: %(title)s", title=copy.session.title),
        preheader=ahead,
        paragraphs=(first, f"{ahead} {stands}"),
        door="in" if has_seat else "waits",
        asks=True,
        facts=facts(copy),
    )


def register() -> None:
    """The outbox knows who writes it."""
    renders(NEXT_DATE)(next_dates)
