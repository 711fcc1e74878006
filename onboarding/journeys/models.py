"""Tables of journeys as they are planned: what they are for, their steps, whom they are offered to, and what planners read of them."""

import enum
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from networks.models import Group
from onboarding.goals.models import Programme

LONGEST_NAME, LONGEST_ABOUT, LONGEST_TITLE, LONGEST_WHY, LONGEST_ADDRESS = 120, 1000, 150, 500, 500
MOST_MINUTES = 10
LAST_WEEK = 52


class Way(enum.StrEnum):
    """Three ways to take part. A step has one; a person picks what they would like to try. Nobody is assigned any."""

    CONSUME = "consume"
    CONTRIBUTE = "contribute"
    CREATE = "create"


class Occasion(enum.StrEnum):
    """What the journey is for."""

    NEW_HERE = "new_here"  # somebody new at the company
    NEW_ON_PLATFORM = "new_on_platform"
    PROGRAMME = "programme"


class JourneyState(enum.StrEnum):
    """A draft is seen by planners; a closed journey takes nobody new, and who follows it goes on."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Conditional:
    """To whom something is offered: within a list any of the values, between them all; empty lists are for everybody.

    Department, place of work, language and group, and nothing else: what somebody thinks or how they do is no condition (promise 1).
    """

    departments: Mapped[list[str]] = mapped_column(JSON, default=list)
    locations: Mapped[list[str]] = mapped_column(JSON, default=list)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)

    @declared_attr
    @classmethod
    def group_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("groups.id"), index=True)


class Journey(Conditional, Base):
    """Steps that belong together. With `day_on` its weeks count from that day, otherwise from the day on which each person begins."""

    __tablename__ = "journeys"
    __table_args__ = (Index("ix_journeys_state", "state", "id"),)  # what is offered

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[JourneyState] = mapped_column(one_of(JourneyState, "state"), default=JourneyState.DRAFT)
    occasion: Mapped[Occasion] = mapped_column(one_of(Occasion, "occasion"))
    day_on: Mapped[date | None]
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id", ondelete="SET NULL"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    texts: Mapped[list["JourneyText"]] = relationship(
        lazy="selectin", order_by="JourneyText.language", cascade="all, delete-orphan", passive_deletes=True
    )
    steps: Mapped[list["JourneyStep"]] = relationship(
        lazy="selectin", order_by="JourneyStep.position, JourneyStep.id", cascade="all, delete-orphan", passive_deletes=True
    )
    group: Mapped[Group | None] = relationship(viewonly=True)
    programme: Mapped[Programme | None] = relationship(viewonly=True)

    @property
    def is_draft(self) -> bool:
        return self.state is JourneyState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state is JourneyState.OPEN

    @property
    def current_steps(self) -> list["JourneyStep"]:
        """The steps there are now, in order; what was taken out stays with those who did it."""
        return [step for step in self.steps if step.retired_at is None]


class JourneyText(Base):
    """What a journey is called and what it is for, in one language."""

    __tablename__ = "journey_texts"

    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    about: Mapped[str] = mapped_column(String(LONGEST_ABOUT), default="")


class JourneyStep(Conditional, Base):
    """Something of at most ten minutes. `week` 2: in the second week; -2, with a day: in the second week before it.

    `fact` names what shows that it is done ("": the person says so); `address` is where it is done.
    """

    __tablename__ = "journey_steps"
    __table_args__ = (
        CheckConstraint(f"minutes BETWEEN 1 AND {MOST_MINUTES}", name="minutes_are_few"),
        CheckConstraint(f"week BETWEEN -{LAST_WEEK} AND {LAST_WEEK} AND week <> 0", name="week_is_one"),
        Index("ix_journey_steps_journey", "journey_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id", ondelete="CASCADE"))
    position: Mapped[int]
    week: Mapped[int]
    minutes: Mapped[int]
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))
    fact: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    texts: Mapped[list["StepText"]] = relationship(
        lazy="selectin", order_by="StepText.language", cascade="all, delete-orphan", passive_deletes=True
    )
    group: Mapped[Group | None] = relationship(viewonly=True)


class StepText(Base):
    """What a step is, and why, in one language."""

    __tablename__ = "journey_step_texts"

    step_id: Mapped[int] = mapped_column(ForeignKey("journey_steps.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")


class JourneyFigure(Base):
    """A number that planners were shown: how many follow (no step), or how many finished a step. Kept, so that the next one hides
    whoever came in between (`figures.py`).
    """

    __tablename__ = "journey_figures"
    __table_args__ = (UniqueConstraint("journey_id", "step_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id", ondelete="CASCADE"))
    step_id: Mapped[int | None] = mapped_column(ForeignKey("journey_steps.id", ondelete="CASCADE"), index=True)
    people: Mapped[int]
