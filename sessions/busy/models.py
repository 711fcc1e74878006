"""Tables of connected calendars: where each is read, and when its owner is busy."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, UtcDateTime


class BusySource(Base):
    """The one calendar a person connected. Its address is a secret of theirs, kept encrypted."""

    __tablename__ = "busy_sources"
    __table_args__ = (Index("ix_busy_sources_due", "checked_at"),)  # whose turn it is

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    sealed_address: Mapped[str] = mapped_column(Text)
    connected_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: not yet
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it was last read well: as of then are its times
    error: Mapped[str] = mapped_column(String(40), default="")  # a Fault; "": it could be read


class BusyTime(Base):
    """When a person is busy, and nothing of with what. Times that touch are one."""

    __tablename__ = "busy_times"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        Index("ix_busy_times_person", "person_id", "starts_at"),  # when is this person busy
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Gone with its source, at once.
    person_id: Mapped[int] = mapped_column(ForeignKey("busy_sources.person_id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
