"""The table of who is at the next meeting of a mentorship. The meeting itself stands in the row of the mentorship."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from champions.mentorships.models import Mentorship
from champions.models_seats import CalendarSeat, Revision
from database import Base
from people.models import Person


class MeetingSeat(CalendarSeat, Base):
    """One of the two at the meeting that was arranged last. Each meeting has seats of its own, and with them new answer addresses."""

    __tablename__ = "mentorship_meeting_seats"
    __table_args__ = (UniqueConstraint("mentorship_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorships.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)

    mentorship: Mapped[Mentorship] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)

    @property
    def stream(self) -> str:
        """Mails to one person about one meeting leave strictly in order."""
        return f"meeting:{self.token}"

    @property
    def other(self) -> Person | None:
        """Whom they meet."""
        mentorship = self.mentorship
        return mentorship.ambassador if self.person_id == mentorship.mentee_id else mentorship.mentee


def is_ahead(mentorship: Mentorship, now: datetime) -> bool:
    """Whether the two have a meeting in their calendars that has not begun."""
    at = mentorship.next_meeting_at
    return mentorship.goes_on and mentorship.meeting_uid is not None and at is not None and at > now


def revision_of(mentorship: Mentorship) -> Revision:
    """What the messages about its meeting are known by."""
    return Revision(
        uid=mentorship.meeting_uid or "", sequence=mentorship.meeting_sequence, asked_sequence=mentorship.meeting_asked_sequence
    )
