"""Which answer counts: a decision without a database, tested as a table.

Sources: RFC 5546 section 2.1.5 (highest SEQUENCE, then latest DTSTAMP), and what clients were measured to send.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from calendars.replies import CalendarMessage, ReplyEvent
from sessions.models import Answer, Outcome
from sessions.trust import is_one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarReply:
    """What a REPLY says about itself. `received_at` is when the message reached us: the deadline is kept by it, not by their clock."""

    sequence: int
    dtstamp: datetime
    received_at: datetime
    prodid: str = ""
    guests: int = 0
    incoming_mail_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What counts so far for one person and date, and what that person was told."""

    answer: Answer
    answered_at: datetime | None
    reply_sequence: int | None  # None when the last answer came by another door
    reply_dtstamp: datetime | None
    asked_sequence: int  # the revision that last asked everybody again
    sequence: int  # the highest we ever sent
    told_sequence: int | None
    told_at: datetime | None
    invited_at: datetime | None = None


def newest(
    events: Iterable[tuple[CalendarMessage, ReplyEvent]], emails: Collection[str]
) -> list[tuple[CalendarMessage, ReplyEvent]]:
    """Of the events of one mail the one that counts for each date: highest SEQUENCE, then latest DTSTAMP, then the last.

    One that leaves the answer open overtakes none. What speaks of somebody else than the person with `emails` is kept apart: it may wait for the host.
    """
    found: dict[tuple[object, ...], tuple[tuple[object, ...], CalendarMessage, ReplyEvent]] = {}
    for calendar, event in events:
        hers = [attendee for attendee in event.attendees if is_one_of(attendee.address, emails)]
        key = (calendar.method, event.uid, event.recurrence_id, event.is_date, event.recurrence_wall, bool(hers))
        is_open = all(attendee.partstat in {"", "NEEDS-ACTION"} for attendee in hers or event.attendees)
        weight = (not is_open, event.sequence, event.dtstamp or datetime.min.replace(tzinfo=UTC))
        if key not in found or weight >= found[key][0]:
            found[key] = (weight, calendar, event)
    return [(calendar, event) for _weight, calendar, event in found.values()]


def judge(reply: CalendarReply, answer: Answer, standing: Standing) -> Outcome | None:
    """What becomes of a calendar reply: APPLIED, EARLIER, or None for a mere repeat of what counts already."""
    sequence = revision_answered(reply, standing)
    if sequence < standing.asked_sequence or _answers_a_withdrawn_invitation(reply, sequence, standing):
        return Outcome.EARLIER
    if standing.answered_at is None:
        return Outcome.APPLIED
    if standing.reply_dtstamp is None:
        # Last answered on the page, by link or by the host. DTSTAMP has whole seconds; what waited in our inbox then was sent before.
        later = reply.dtstamp >= standing.answered_at.replace(microsecond=0) and reply.received_at >= standing.answered_at
        return Outcome.APPLIED if later else Outcome.EARLIER
    key, counted = (sequence, reply.dtstamp), (standing.reply_sequence or 0, standing.reply_dtstamp)
    if key == counted:
        return None if answer is standing.answer else Outcome.APPLIED  # two presses within a second: the later arrival
    return Outcome.APPLIED if key > counted else Outcome.EARLIER


def revision_answered(reply: CalendarReply, standing: Standing) -> int:
    """The SEQUENCE this reply is about.

    One above ours is nobody's, and is clamped. A lower one that was stamped after the current revision had left answers that
    revision: sabre stamps the first VEVENT's on all, and a second device may not have the newest copy.
    """
    sequence = min(reply.sequence, standing.sequence)
    if standing.told_sequence is None or standing.told_at is None:
        return sequence
    return max(sequence, standing.told_sequence) if reply.dtstamp > standing.told_at else sequence


def _answers_a_withdrawn_invitation(reply: CalendarReply, sequence: int, standing: Standing) -> bool:
    """Who was withdrawn and is asked anew answers the new invitation; what was pressed before that comes too late for the old one."""
    if standing.invited_at is None or standing.told_sequence is None:
        return False
    return sequence < standing.told_sequence and reply.dtstamp < standing.invited_at.replace(microsecond=0)
