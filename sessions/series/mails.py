"""Mails about a whole series, written when they leave: one REQUEST or CANCEL that says all of it, as it stands then."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale

from calendars import invitations as format_
from config import settings
from mail.models import OutgoingMail
from mail.rendering import Rendering, renders
from sessions import mails_letter, notices
from sessions import words as date_words
from sessions.copies import Copy
from sessions.series import copies, links, words
from sessions.series.copies import SeriesCopy
from sessions.words import Words


def about_series(mails: Sequence[OutgoingMail], *, now: datetime) -> list[Rendering | None]:
    """What stands in the calendar is told, or taken out of it: a message that has become untrue says what is true instead."""
    found = copies.copies_for(mails)
    gone = [copy for copy in found.values() if not copy.is_current]
    told = copies.ever_left(gone, but_not=[mail.id for mail in mails]) if gone else set()
    return [_series_mail(mail, found.get(mail.id), told, now) for mail in mails]


def _series_mail(mail: OutgoingMail, copy: SeriesCopy | None, told: set[int], now: datetime) -> Rendering | None:
    if copy is None or not copy.is_heard:
        return None
    with force_locale(mails_letter.language_of(copy.answer.person)):
        if copy.is_current:
            return _request(mail, copy, now) if copy.ahead(now) or mail.payload.get("why") != "invited" else None
        return _cancel(mail, copy, now) if copy.invitation.id in told else None


def _request(mail: OutgoingMail, copy: SeriesCopy, now: datetime) -> Rendering:
    text = _said(mail, copy, now)
    calendar = format_.request(*events(copy, now=now))
    return rendering(text, copy, next_date(copy, now) or copy.dates[0], calendar=calendar, method="REQUEST", now=now)


def events(copy: SeriesCopy, *, now: datetime) -> list[format_.Event]:
    """All of this person's series as it stands now, under its newest SEQUENCE."""
    base, page = f"{settings().base_url}/sessions/", _page(copy)
    return copies.whole(
        copy,
        sequence=copy.invitation.calendar_object.sequence,
        page=page,
        base=base,
        words=words.description(copy, page),
        now=now,
        describe=date_words.event_description,
    )


def _said(mail: OutgoingMail, copy: SeriesCopy, now: datetime) -> Words:
    if copy.was_never_told:
        return words.invitation(copy, now)
    why, fields = str(mail.payload.get("why", "")), set(mail.payload.get("changed", ()))
    dates = {int(id_) for id_ in mail.payload.get("dates", ())}
    if why == "ended" and (next_one := copies.successor(copy)) is not None:
        return words.ended(copy, next_one, now)
    if why in {"changed", "ended"} or (why == "cancelled" and copy.is_current):
        return words.changed(copy, fields, dates, now)
    if why == "invited":
        return words.invitation(copy, now)
    return words.answered(copy, why, dates, now)


def _cancel(mail: OutgoingMail, copy: SeriesCopy, now: datetime) -> Rendering | None:
    """To one person who is not invited any more it goes without STATUS (RFC 5546 section 4.2.10)."""
    withdrawn = copy.invitation.withdrawn_at is not None
    date = next_date(copy, now)
    if date is None:
        return None
    gone = words.withdrawal(copy) if withdrawn else words.cancellation(copy)
    text = gone if copy.dates else words.replaced(copy)
    event = copies.cancelled(
        copy,
        sequence=max(mail.revision, copy.invitation.calendar_object.sequence),
        url=_page(copy),
        now=now,
        reason="" if withdrawn else copy.series.cancel_reason,
    )
    return rendering(text, copy, date, calendar=format_.cancel(event, whole_event=not withdrawn), method="CANCEL", now=now)


def rendering(text: Words, copy: SeriesCopy, date: Copy, *, calendar: bytes, method: str, now: datetime) -> Rendering:
    """The mail around the words: its doorway shows the next `date`."""
    page = mails_letter.Page(
        title=copy.series.title,
        url=_page(copy),
        answer_url=settings().base_url + links.answer_path(copy.answer),
        asked=copy.series.question((date.session for date in copy.live), now=now),
    )
    return mails_letter.rendering(text, date, calendar=calendar, method=method, page=page)


def next_date(copy: SeriesCopy, now: datetime) -> Copy | None:
    """The date that comes next; of a series that is over or off its first; of one that went on as another the first of that."""
    return next(iter([*copy.ahead(now), *copy.dates]), None) or copies.successor(copy)


def instead(copy: SeriesCopy, text: Words, date: Copy, *, now: datetime) -> Rendering:
    """For a calendar that a single date would spoil: the words about that date, and all of the series to replace what it has.

    Without any date left the whole of it is taken out.
    """
    if copy.live:
        return mails_letter.rendering(text, date, calendar=format_.request(*events(copy, now=now)), method="REQUEST")
    sequence, reason = copy.invitation.calendar_object.sequence, date.session.cancel_reason
    event = copies.cancelled(copy, sequence=sequence, url=_page(copy), now=now, reason=reason)
    return mails_letter.rendering(text, date, calendar=format_.cancel(event, whole_event=True), method="CANCEL")


def _page(copy: SeriesCopy) -> str:
    return f"{settings().base_url}/series/{copy.series.id}"


def register() -> None:
    """The outbox knows who writes messages about series."""
    renders(notices.SERIES)(about_series)
