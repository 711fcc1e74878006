"""Table of those who are asked to host a date, and what they said. Only a yes makes somebody a host."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person
from sessions.models import ScheduledSession


class HostAnswer(enum.StrEnum):
    """What somebody said who was asked to host."""

    OPEN = "open"
    YES = "yes"
    NO = "no"


class HostRequest(Base):
    """One person is asked to host one date. Dates that were asked about together share their token, one mail and one page."""

    __tablename__ = "host_requests"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        Index("ix_host_requests_token", "token"),  # the page behind the link
        Index("ix_host_requests_person", "person_id", "answer"),  # home: what waits for me
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    token: Mapped[str] = mapped_column(String(40))
    answer: Mapped[HostAnswer] = mapped_column(one_of(HostAnswer, "answer"), default=HostAnswer.OPEN)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True, viewonly=True)
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id], lazy="joined", viewonly=True)
    session: Mapped[ScheduledSession] = relationship(lazy="joined", innerjoin=True, viewonly=True)
