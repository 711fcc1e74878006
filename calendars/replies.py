"""What comes back: mails with iTIP objects, read into plain values. Nothing here decides or trusts anything."""

from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from itertools import islice

from calendars import mime
from calendars.absences import is_absence_note
from calendars.addresses import same_address
from calendars.deliveries import DeliveryStatus, read_status
from calendars.mime import Unreadable
from calendars.objects import MOST_EVENTS, CalendarMessage, ReplyAttendee, ReplyEvent, read_calendar

CALENDAR_TYPES = {"text/calendar", "application/ics", "text/x-vcalendar"}
MOST_CALENDARS = 5  # different ones in one mail
MOST_RESULTS, LONGEST_RESULT = 20, 5_000


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A mail as it came in. `unreadable` says why calendar parts could not be read; the others are there.

    `is_sender_clear`: From and Reply-To hold nothing but these addresses, their names and comments.
    """

    from_addresses: tuple[str, ...]
    sender_addresses: tuple[str, ...]
    reply_to: tuple[str, ...]
    is_sender_clear: bool
    subject: str
    message_id: str
    date: datetime | None
    is_automatic: bool
    authentication_results: tuple[str, ...]
    calendars: tuple[CalendarMessage, ...]
    text: str
    delivery_status: DeliveryStatus | None
    unreadable: tuple[str, ...]


def read_mail(raw: bytes) -> InboundMessage:
    """The mail in its parts. Raises Unreadable, and nothing else, whatever the bytes."""
    try:
        return _read(raw)
    except Unreadable:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError, AssertionError) as error:
        raise Unreadable("It is not a mail that could be taken apart.") from error


def _read(raw: bytes) -> InboundMessage:
    message = mime.parse(raw)
    calendars, unreadable = _calendars(message)
    subject, text = mime.header(message, "Subject"), "" if calendars else mime.plain_text(message)
    results = islice(mime.as_written(message, "Authentication-Results"), MOST_RESULTS)
    return InboundMessage(
        from_addresses=mime.addresses(message, "From"),
        sender_addresses=mime.addresses(message, "Sender"),
        reply_to=mime.addresses(message, "Reply-To"),
        is_sender_clear=mime.is_clear(message, "From") and mime.is_clear(message, "Reply-To"),
        subject=subject,
        message_id=mime.header(message, "Message-ID"),
        date=mime.sent_at(message),
        is_automatic=mime.is_automatic(message) or (not calendars and is_absence_note(subject, text)),
        authentication_results=tuple(" ".join(result[:LONGEST_RESULT].split()) for result in results),
        calendars=tuple(calendars),
        text=text,
        delivery_status=read_status(message),
        unreadable=tuple(dict.fromkeys(unreadable)),
    )


def _calendars(message: Message) -> tuple[list[CalendarMessage], list[str]]:
    """Every iCalendar object, each once: Google and Thunderbird put the same one in twice."""
    found: list[CalendarMessage] = []
    unreadable: list[str] = []
    seen: set[str] = set()
    for part in mime.parts(message):
        if not _holds_a_calendar(part):
            continue
        text = mime.decoded(part)
        key = text.replace("\r\n", "\n").strip()
        if key in seen:
            continue
        seen.add(key)
        if len(seen) > MOST_CALENDARS:
            raise Unreadable("It holds more calendar entries than any answer needs.")
        try:
            found += read_calendar(text, str(part.get_param("method") or ""))
        except Unreadable as error:
            unreadable.append(str(error))
    if sum(len(calendar.components) for calendar in found) > MOST_EVENTS:
        raise Unreadable("Its calendar entry has more events than any answer needs.")
    return found, unreadable


def _holds_a_calendar(part: Message) -> bool:
    if part.get_content_type() in CALENDAR_TYPES:
        return True
    return part.get_content_maintype() == "application" and str(part.get_filename() or "").lower().endswith(".ics")


__all__ = [
    "CalendarMessage",
    "DeliveryStatus",
    "InboundMessage",
    "ReplyAttendee",
    "ReplyEvent",
    "Unreadable",
    "read_calendar",
    "read_mail",
    "same_address",
]
