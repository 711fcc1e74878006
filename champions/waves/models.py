"""Tables of waves: who raised a hand, what is tried when, and who was asked. Nothing here comes from watching anybody."""

import enum
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person


class Hand(enum.StrEnum):
    """How somebody stands to trying new things first."""

    RAISED = "raised"
    ASKED = "asked"  # from a list; the person decides
    DOWN = "down"  # taken down, or never raised: kept so that nobody asks again at once, and shown to the person alone


class WaveState(enum.StrEnum):
    """How far a wave is."""

    DRAFT = "draft"
    ASKED = "asked"
    RUNNING = "running"
    CLOSED = "closed"


class WaveAnswer(enum.StrEnum):
    """What somebody says to a wave."""

    OPEN = "open"
    YES = "yes"
    NO = "no"


class EarlyAdopter(Base):
    """A person who likes to try new things first, said so or was asked whether they would."""

    __tablename__ = "early_adopters"
    __table_args__ = (Index("ix_early_adopters_standing", "standing", "since", "id"),)  # whose hand is raised

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    standing: Mapped[Hand] = mapped_column(one_of(Hand, "standing"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)  # of this standing
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True, viewonly=True)
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id], viewonly=True)


class Wave(Base):
    """Something new, tried by a few people between two days."""

    __tablename__ = "waves"
    __table_args__ = (Index("ix_waves_state", "state", "ends_on", "id"),)  # which are to be closed

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    questions: Mapped[list[str]] = mapped_column(JSON, default=list)  # answered in a sentence each
    state: Mapped[WaveState] = mapped_column(one_of(WaveState, "state"), default=WaveState.DRAFT)
    thanks: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id], viewonly=True)


class WavePerson(Base):
    """Somebody was asked for a wave. A no is shown to that person alone; feedback carries their name, as they are told."""

    __tablename__ = "wave_people"
    __table_args__ = (
        UniqueConstraint("wave_id", "person_id"),
        Index("ix_wave_people_person", "person_id", "asked_at"),  # when somebody was asked last
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[WaveAnswer] = mapped_column(one_of(WaveAnswer, "answer"), default=WaveAnswer.OPEN)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    feedback: Mapped[list[str]] = mapped_column(JSON, default=list)  # an answer for each question
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link

    wave: Mapped[Wave] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Each question with what they say to it."""
        return list(zip(self.wave.questions, self.feedback, strict=False))

    @property
    def has_said_something(self) -> bool:
        """Whether there is feedback of theirs."""
        return any(self.feedback)
