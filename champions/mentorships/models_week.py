"""The table of weekly mails: who would like one about the colleagues they accompany, and when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime
from people.models import Person


class WeeklyMail(Base):
    """An ambassador chose a mail a week, at this hour of this weekday on their own clock. No row: none."""

    __tablename__ = "weekly_mails"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_is_one"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour_is_one"),
        Index("ix_weekly_mails_next_at", "next_at", "id"),  # what the worker has to do
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    weekday: Mapped[int]  # Monday is 0
    hour: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when it is looked at again whether there is something to write

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)
