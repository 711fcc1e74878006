"""Tables of commitments: what somebody promised of their own accord, what became of each date, and whom they show it to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime
from people.models import Person


class Commitment(Base):
    """In the person's own words, once or every so many weeks. Nobody gives it to them, and only whom they choose sees it."""

    __tablename__ = "commitments"
    __table_args__ = (
        CheckConstraint("every_weeks BETWEEN 1 AND 26", name="rhythm_is_weeks"),
        Index("ix_commitments_next_at", "next_at", "id"),  # what the worker has to do
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(String(300))
    every_weeks: Mapped[int | None]  # None: once
    due_on: Mapped[date]  # the date at hand, on the person's own calendar
    reminder_days: Mapped[int | None]  # before the date; None: no reminder
    reminder_hour: Mapped[int]
    reminded_on: Mapped[date | None]  # the date the last reminder was about
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a reminder, or the next date; None when nothing is to come
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True, viewonly=True)
    marks: Mapped[list["CommitmentMark"]] = relationship(
        order_by="CommitmentMark.due_on.desc()", cascade="all, delete-orphan", passive_deletes=True
    )
    shares: Mapped[list["CommitmentShare"]] = relationship(
        order_by="CommitmentShare.id", cascade="all, delete-orphan", passive_deletes=True
    )

    def mark_of(self, day: date) -> "CommitmentMark | None":
        """What became of this date; None while nothing is said."""
        return next((mark for mark in self.marks if mark.due_on == day), None)

    @property
    def is_over(self) -> bool:
        """Whether there is no further date: it was for once, and something is said of it."""
        return self.every_weeks is None and self.mark_of(self.due_on) is not None


class CommitmentMark(Base):
    """What the person says of one date: kept, or not. The later word counts."""

    __tablename__ = "commitment_marks"
    __table_args__ = (UniqueConstraint("commitment_id", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id", ondelete="CASCADE"))
    due_on: Mapped[date]
    kept: Mapped[bool]
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CommitmentShare(Base):
    """Somebody may see a commitment, until either of the two ends it."""

    __tablename__ = "commitment_shares"
    __table_args__ = (UniqueConstraint("commitment_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    shared_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)
