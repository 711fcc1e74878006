"""Table of backing: an ambassador asked their line manager for it. Nobody else reads that, or what was answered."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from champions.models import Ambassador
from database import Base, UtcDateTime, one_of
from people.models import Person


class BackingAnswer(enum.StrEnum):
    """What a line manager said."""

    OPEN = "open"
    YES = "yes"
    NOT_NOW = "not_now"


class Backing(Base):
    """One question to one line manager; a new one takes its place."""

    __tablename__ = "ambassador_backings"

    id: Mapped[int] = mapped_column(primary_key=True)
    ambassador_id: Mapped[int] = mapped_column(ForeignKey("ambassadors.id", ondelete="CASCADE"), unique=True)
    manager_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[BackingAnswer] = mapped_column(one_of(BackingAnswer, "answer"), default=BackingAnswer.OPEN)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link

    ambassador: Mapped[Ambassador] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    manager: Mapped[Person] = relationship(foreign_keys=[manager_id], lazy="joined", innerjoin=True, viewonly=True)

    @property
    def person(self) -> Person:
        """Who asks."""
        return self.ambassador.person
