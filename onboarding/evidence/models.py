"""Tables of evidence: groups of people of whom a goal is measured by week, those weeks, and which groups an event touched.

No person stands here: a week of a group is one figure and of how many people it is.
"""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, Date, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, one_of
from sessions.rounds.models import Round

LONGEST_NAME = 80


class Side(enum.StrEnum):
    """What the people of a group have to do with what serves the goal."""

    STARTED = "started"  # took part, or will from a day on
    WAITS = "waits"  # asked for the same and has no day yet
    OTHERS = "others"  # neither


class MeasuredGroup(Base):
    """Some people of whom a goal is measured. What it is stands before its first figure does, and stays."""

    __tablename__ = "evidence_groups"
    __table_args__ = (
        UniqueConstraint("goal_id", "name"),  # finds the groups of a goal, too
        CheckConstraint("side <> 'started' OR round_id IS NOT NULL OR starts_on IS NOT NULL", name="a_start_has_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    side: Mapped[Side] = mapped_column(one_of(Side, "side"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date | None] = mapped_column(Date)  # where no round says it

    round: Mapped[Round | None] = relationship(viewonly=True)
    weeks: Mapped[list["MeasuredWeek"]] = relationship(viewonly=True, order_by="MeasuredWeek.on")


class MeasuredWeek(Base):
    """The figure of a group in the week that begins on this Monday: the mean of so many people, or of what they had to do with."""

    __tablename__ = "evidence_weeks"
    __table_args__ = (CheckConstraint("people > 0", name="of_people"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("evidence_groups.id", ondelete="CASCADE"), primary_key=True)
    on: Mapped[date] = mapped_column(Date, primary_key=True)
    value: Mapped[float] = mapped_column(Float)
    people: Mapped[int]


class FigureSource(Base):
    """The goal is measured by a figure of participation, of the rounds that serve it: chosen once, before its effect is looked at."""

    __tablename__ = "evidence_sources"

    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(24))  # `participation.queries.Indicator`


class TouchedGroup(Base):
    """An event touched this group. An event of which nothing is said touched everybody alike."""

    __tablename__ = "evidence_touched"
    __table_args__ = (Index("ix_evidence_touched_group", "group_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("goal_events.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("evidence_groups.id", ondelete="CASCADE"), primary_key=True)
