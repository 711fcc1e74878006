"""Mails about sessions, written when they leave: the words of `words.py`, each person's own copy of the event, the answer links.

Batch renderers of the outbox; a message that has become untrue or needless is not sent (None), nor is any to a person who has left.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import force_locale

from calendars import invitations as format_
from database import db
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from people.models import Person
from sessions import copies, notices, reminders, words
from sessions.copies import Copy
from sessions.mails_letter import language_of, page_of, rendering
from sessions.models import SessionState
from sessions.series import copies as series_copies
from sessions.series import mails as series_mails
from sessions.series import single_dates
from sessions.series.copies import SeriesCopy
from sessions.series.single_dates import FormerCopy
from sessions.words import Words

Copies = Mapping[int, Sequence[Copy]]  # by invitation id
REQUESTS = (notices.INVITATION, notices.UPDATE, notices.SEAT, notices.LATE)
CANCELS = (notices.CANCELLATION, notices.WITHDRAWAL)
ASIDES = (notices.REMINDER, notices.NUDGE)


def requests(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """REQUESTs: to whoever is invited to a session that lies ahead. After a CANCEL no older REQUEST ever leaves."""
    found = copies.copies_for(mails)
    whole = series_copies.instead_of_dates(found.values())
    beside = single_dates.beside(found.values(), whole)
    return [_request(mail, found.get(mail.id), whole, beside, now) for mail in mails]


def cancels(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """CANCELs: to whoever was ever told; nobody else needs one."""
    found = copies.copies_for(mails)
    told = copies.ever_left([copy.invitation for copy in found.values()])
    whole = series_copies.instead_of_dates(found.values())
    beside = single_dates.beside(found.values(), whole)
    return [_cancel(mail, found.get(mail.id), told, whole, beside, now) for mail in mails]


def moved_on(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """CANCELs of single dates that stand in another entry since, or are off."""
    found = single_dates.former_copies(mails)
    told = copies.ever_left([former.invitation for former in found.values()])
    return [_moved_on(mail, found.get(mail.id), told, now) for mail in mails]


def asides(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """Reminders and nudges: only while they are true."""
    found = copies.copies_for(mails)
    return [_aside(mail, found.get(mail.id), now) for mail in mails]


def bounce_notes(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:  # noqa: ARG001
    """To the host: a mail came back."""
    found = copies.copies_for(mails)
    readers = {mail.id: db.session.get(Person, mail.person_id) for mail in mails if mail.person_id}
    return [_bounce_note(mail, found.get(mail.id), readers.get(mail.id)) for mail in mails]


def _request(
    mail: OutgoingMail, copy: Copy | None, whole: Mapping[int, SeriesCopy], beside: Copies, now: datetime
) -> Rendering | None:
    if copy is None or not copy.is_current or not copy.is_heard or copy.session.is_over(now) or copy.is_outdated(mail.revision):
        return None
    with force_locale(language_of(copy.rsvp.person)):
        # Who was never told of the session is invited, whatever made the newest message due.
        text = words.invitation(copy) if copy.was_never_told else _said(mail, copy)
        if copy.invitation.id in whole:
            return series_mails.instead(whole[copy.invitation.id], text, copy, now=now)
        calendar = format_.request(*_events(beside.get(copy.invitation.id) or [copy], copy.sequence(mail.revision), now=now))
        return rendering(text, copy, calendar=calendar, method="REQUEST")


def _events(dates: Sequence[Copy], sequence: int, *, now: datetime) -> list[format_.Event]:
    """Each of them as it should stand in the calendar."""
    pages = [(copy, page_of(copy)) for copy in dates]
    return [
        copies.event(copy, sequence=sequence, url=page, description=words.event_description(copy, page), now=now)
        for copy, page in pages
    ]


def _said(mail: OutgoingMail, copy: Copy) -> Words:
    changed, known = set(mail.payload.get("changed", ())), notices.known_time(mail.payload)
    if mail.kind == notices.UPDATE:
        return words.update(copy, changed, known)
    if mail.kind == notices.SEAT:
        why = "promoted" if "seat" in changed else str(mail.payload.get("why", ""))
        return words.with_news(words.seat(copy, why), copy, changed, known)
    if mail.kind == notices.LATE:
        return words.with_news(words.late(copy), copy, changed, known)
    return words.invitation(copy)


def _cancel(
    mail: OutgoingMail,
    copy: Copy | None,
    told: set[int],
    whole: Mapping[int, SeriesCopy],
    beside: Copies,
    now: datetime,
) -> Rendering | None:
    if copy is None or copy.invitation.id not in told or not copy.is_heard or copy.session.is_over(now):
        return None
    is_off = mail.kind == notices.CANCELLATION
    if copy.is_outdated(mail.revision) or not (is_off or copy.rsvp.is_withdrawn):
        return None
    with force_locale(language_of(copy.rsvp.person)):
        text = words.cancellation(copy) if is_off else words.withdrawal(copy)
        if copy.invitation.id in whole:
            return series_mails.instead(whole[copy.invitation.id], text, copy, now=now)
        page, reason = page_of(copy), copy.session.cancel_reason if is_off else ""
        sequence = copy.sequence(mail.revision)
        if others := beside.get(copy.invitation.id):
            return rendering(text, copy, calendar=format_.request(*_events(others, sequence, now=now)), method="REQUEST")
        event = copies.event(copy, sequence=sequence, url=page, description="", now=now, comment=reason)
        return rendering(text, copy, calendar=format_.cancel(event, whole_event=is_off), method="CANCEL")


def _moved_on(mail: OutgoingMail, former: FormerCopy | None, told: set[int], now: datetime) -> Rendering | None:
    """From a calendar that takes what it gets for all of it, the other dates of that UID are sent instead."""
    if former is None or former.invitation.id not in told or not former.copy.is_heard:
        return None
    copy = former.copy
    with force_locale(language_of(copy.rsvp.person)):
        is_off = copy.session.state is SessionState.CANCELLED
        text = words.cancellation(copy) if is_off else words.new_entry(copy)
        event = former.event(mail, url=page_of(copy), now=now)
        if former.others:
            calendar = format_.request(*_events(former.others, event.sequence, now=now))
            return rendering(text, copy, calendar=calendar, method="REQUEST")
        return rendering(text, copy, calendar=format_.cancel(event, whole_event=is_off), method="CANCEL")


def _aside(mail: OutgoingMail, copy: Copy | None, now: datetime) -> Rendering | None:
    if copy is None or not copy.is_current or not copy.is_heard:
        return None
    is_still_true = reminders.may_remind if mail.kind == notices.REMINDER else reminders.may_nudge
    if not is_still_true(copy.rsvp, now=now):
        return None
    with force_locale(language_of(copy.rsvp.person)):
        is_nudge = mail.kind == notices.NUDGE
        return rendering(words.nudge(copy) if is_nudge else words.reminder(copy), copy, is_nudge=is_nudge)


def _bounce_note(mail: OutgoingMail, copy: Copy | None, reader: Person | None) -> Rendering | None:
    if copy is None or reader is None or not reader.active:
        return None
    with force_locale(language_of(reader)):
        text = words.bounce_note(copy, str(mail.payload.get("recipient", "")), str(mail.payload.get("error", "")))
        return rendering(text, copy, reader=reader)


def register() -> None:
    """The outbox knows who writes which message of ours."""
    renders(*REQUESTS)(requests)
    renders(*CANCELS)(cancels)
    renders(notices.MOVED_ON)(moved_on)
    renders(*ASIDES)(asides)
    renders(notices.BOUNCE_NOTE)(bounce_notes)
    series_mails.register()
