"""Tables of `champions`: who is an ambassador and what they offer, who thought of whom, and how each came to it."""

import enum
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person


class Standing(enum.StrEnum):
    """How somebody stands to being an ambassador."""

    INTERESTED = "interested"  # said so themselves; a community manager welcomes them
    INVITED = "invited"  # asked by a community manager, or thought of by a colleague; the person decides
    ACTIVE = "active"
    RESTING = "resting"  # takes nobody new for now
    FORMER = "former"


class AmbassadorStep(enum.StrEnum):
    """What happened, in the history that the person reads."""

    VOLUNTEERED = "volunteered"
    TOOK_BACK = "took_back"
    INVITED = "invited"
    SUGGESTED = "suggested"
    SAID_YES = "said_yes"
    SAID_NO = "said_no"
    WELCOMED = "welcomed"
    RESTED = "rested"
    CAME_BACK = "came_back"
    LEFT = "left"


class Ambassador(Base):
    """A colleague who helps others with the platform, would like to, or was asked to. Nothing here says how much anybody does."""

    __tablename__ = "ambassadors"
    __table_args__ = (
        CheckConstraint("capacity BETWEEN 0 AND 20", name="capacity_is_few"),
        Index("ix_ambassadors_standing", "standing", "since", "id"),  # who is active, who waits to be welcomed
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    standing: Mapped[Standing] = mapped_column(one_of(Standing, "standing"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)  # of this standing
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    places: Mapped[list[str]] = mapped_column(JSON, default=list)
    times: Mapped[list[int]] = mapped_column(JSON, default=list)  # parts of the week, see weeks.py
    capacity: Mapped[int] = mapped_column(default=2)  # colleagues at a time; 0 is fine
    about: Mapped[str] = mapped_column(Text, default="")
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True, viewonly=True)
    invited_by: Mapped[Person | None] = relationship(foreign_keys=[invited_by_id], viewonly=True)
    suggestions: Mapped[list["AmbassadorSuggestion"]] = relationship(
        order_by="AmbassadorSuggestion.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_asked(self) -> bool:
        return self.standing is Standing.INVITED

    @property
    def helps(self) -> bool:
        """Whether this person is an ambassador now, resting ones included."""
        return self.standing in {Standing.ACTIVE, Standing.RESTING}

    @property
    def stream(self) -> str:
        """Mails to this person about being an ambassador leave in order; a newer one takes the place of one that has not left."""
        return f"ambassador:{self.person_id}"


class AmbassadorSuggestion(Base):
    """A colleague thought of this person, and says why. The person reads it and by whom; nobody else does."""

    __tablename__ = "ambassador_suggestions"
    __table_args__ = (UniqueConstraint("ambassador_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ambassador_id: Mapped[int] = mapped_column(ForeignKey("ambassadors.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(String(1000))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class AmbassadorRecord(Base):
    """How somebody came to be an ambassador, or did not. Shown to the person; it outlives a no, so that nobody is asked again at once."""

    __tablename__ = "ambassador_records"
    __table_args__ = (
        Index("ix_ambassador_records_person", "person_id", "id"),
        Index("ix_ambassador_records_by", "by_id", "step", "at"),  # how often a colleague has thought of others lately
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    step: Mapped[AmbassadorStep] = mapped_column(one_of(AmbassadorStep, "step"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id], viewonly=True)
