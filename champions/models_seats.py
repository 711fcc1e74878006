"""What a place at a meeting of two or three holds: the answer, as it came by calendar, by link or on a page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from database import UtcDateTime, one_of
from sessions.models import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a meeting's messages are known by: `asked_sequence` is the SEQUENCE that last asked everybody (RFC 5546 section 2.1.4)."""

    uid: str
    sequence: int
    asked_sequence: int


class CalendarSeat:
    """Columns of a table in which each row is one person at one meeting that stands in their calendar."""

    token: Mapped[str] = mapped_column(String(40), unique=True)  # of the answer address; see seats.py
    answer: Mapped[Answer] = mapped_column(one_of(Answer, "answer"), default=Answer.NEEDS_ACTION)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply_sequence: Mapped[int | None]  # of the calendar reply that counts (RFC 5546 section 2.1.5)
    reply_dtstamp: Mapped[datetime | None] = mapped_column(UtcDateTime)
