"""Tables of participation: ready figures, as they may be shown, and which week came when. Nothing here is about a person.

What is withheld was never written: a figure that is None here is nowhere.
"""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, UtcDateTime, one_of


class Level(enum.StrEnum):
    """Three ways to take part. In a week, a person's is the one furthest down this list that they did."""

    CONSUME = "consume"  # reads, follows, watches
    CONTRIBUTE = "contribute"  # answers, reacts, shares
    CREATE = "create"  # begins something: a post, a question, a page


class Kind(enum.StrEnum):
    """What a segment is of. In this order it is decided what may be shown: what stands further down is withheld first."""

    WHOLE = "whole"  # the company; its name is ""
    DEPARTMENT = "department"
    TOOK_PART = "took_part"  # in a round, whose number is the name; everybody in one round, the first one
    WAITING = "waiting"  # signed up for a round, took part in none so far
    FUNCTION = "function"
    PLACE = "place"
    GROUP = "group"  # of the platform: who was seen in it that week


class What(enum.StrEnum):
    """What was sent of a week."""

    EVENTS = "events"  # who did what on which day, added up on arrival
    TOTALS = "totals"  # how many people, added up by the platform


class Door(enum.StrEnum):
    """Through which it came."""

    FILE = "file"
    API = "api"


class ParticipationWeek(Base):
    """A week of which figures have come. They stay as they were first shown, unless many people more came with a later sending."""

    __tablename__ = "participation_weeks"

    on: Mapped[date] = mapped_column(Date, primary_key=True)  # its Monday
    what: Mapped[What] = mapped_column(one_of(What, "what"))
    door: Mapped[Door] = mapped_column(one_of(Door, "door"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)  # who sent it
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it was last sent anew, and stayed as it was
    whole_only: Mapped[bool] = mapped_column(default=False)  # corrected: its segments are never shown again


class ParticipationFigure(Base):
    """A segment in a week, as it may be shown. None: withheld, of all that is not None before it too where `people` is.

    `people`: in the segment; `took_part`: of these, who were seen. The three levels add up to it; where only `consume` is known, what is
    left is of the other two. `across`: of the contacts of a group, how many of a hundred were of two departments, in fives;
    `has_contacts`: whether any were told, so that None means withheld.
    """

    __tablename__ = "participation_figures"
    __table_args__ = (
        CheckConstraint("people IS NOT NULL OR took_part IS NULL", name="part_of_people"),
        CheckConstraint("took_part IS NOT NULL OR consume IS NULL", name="levels_of_part"),
        CheckConstraint("consume IS NOT NULL OR contribute IS NULL", name="levels_in_order"),
        CheckConstraint('(contribute IS NULL) = ("create" IS NULL)', name="levels_together"),
        Index("ix_participation_figures_week", "on", "kind", "name"),  # a week; a span of weeks of one kind
    )

    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"), primary_key=True)  # the key serves the series of a segment
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    on: Mapped[date] = mapped_column(ForeignKey("participation_weeks.on", ondelete="CASCADE"), primary_key=True)
    people: Mapped[int | None]
    took_part: Mapped[int | None]
    consume: Mapped[int | None]
    contribute: Mapped[int | None]
    create: Mapped[int | None] = mapped_column("create", Integer)
    across: Mapped[int | None]
    has_contacts: Mapped[bool] = mapped_column(default=False)

    @property
    def more(self) -> int | None:
        """Who contributed or created."""
        return self.took_part - self.consume if self.took_part is not None and self.consume is not None else None


class ParticipationImport(Base):
    """What a file would show, added up already, and why lines of it are refused: it waits for a yes. The file itself is gone. One for each
    person; a new one takes its place.
    """

    __tablename__ = "participation_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[What] = mapped_column(one_of(What, "what"))
    lines: Mapped[int]
    weeks: Mapped[list[Any]] = mapped_column(JSON)  # as `keeping.py` writes them
    refused: Mapped[list[Any]] = mapped_column(
        JSON
    )  # the first: line number, field, message and its values, none of them of the line
    refused_lines: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ParticipationReaders(Base):
    """What readers answered in a wave to the question whether it was useful, as it may be shown; read from the survey when the wave closed."""

    __tablename__ = "participation_readers"

    wave_id: Mapped[int] = mapped_column(ForeignKey("survey_waves.id", ondelete="CASCADE"), primary_key=True)
    closes_on: Mapped[date] = mapped_column(Date, index=True)  # the last ones
    total: Mapped[int | None]
    yes: Mapped[int | None]
    between: Mapped[int | None]
    no: Mapped[int | None]
    most: Mapped[bool | None]  # whether more than half said yes, where no other figure can be shown
