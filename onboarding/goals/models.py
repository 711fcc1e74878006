"""Tables of goals: programmes and their two plans, goals, what was measured, what serves which goal, and who asks for which.

A programme is started by a row that names its first goal: without one it cannot exist as started.
"""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, Float, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person


class Part(enum.StrEnum):
    """Where in a programme something is measured: the process it is about, or one of its two plans."""

    CULTURE = "culture"
    PLATFORM = "platform"
    PROCESS = "process"


class Direction(enum.StrEnum):
    """Which way is better."""

    LOWER = "lower"
    HIGHER = "higher"


class GoalState(enum.StrEnum):
    """A goal waits in the queue, is worked on, or has its last sentence."""

    QUEUED = "queued"
    UNDER_WAY = "under_way"
    CLOSED = "closed"


class Outcome(enum.StrEnum):
    """How a goal ended."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    NOT_MEASURED = "not_measured"


class Source(enum.StrEnum):
    """Where a measurement comes from."""

    HAND = "hand"
    IMPORT = "import"
    API = "api"
    SURVEY = "survey"  # computed from one; `source_number` is its number


class Step(enum.StrEnum):
    """What happened to a goal."""

    MADE = "made"
    CHANGED = "changed"
    TAKEN_UP = "taken_up"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"
    REOPENED = "reopened"


class Owned:
    """Somebody answers for it, by their own word; whoever is asked to has not said so yet."""

    @declared_attr
    def owner_id(cls) -> Mapped[int | None]:  # noqa: N805
        return mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)

    @declared_attr
    def heir_id(cls) -> Mapped[int | None]:  # noqa: N805
        return mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)

    @declared_attr
    def heir_by_id(cls) -> Mapped[int | None]:  # noqa: N805
        return mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)

    @declared_attr
    def owner(cls: Any) -> Mapped[Person | None]:  # noqa: N805
        return relationship(foreign_keys=f"{cls.__name__}.owner_id", viewonly=True)

    @declared_attr
    def heir(cls: Any) -> Mapped[Person | None]:  # noqa: N805
        return relationship(foreign_keys=f"{cls.__name__}.heir_id", viewonly=True)

    @declared_attr
    def heir_by(cls: Any) -> Mapped[Person | None]:  # noqa: N805
        return relationship(foreign_keys=f"{cls.__name__}.heir_by_id", viewonly=True)

    @property
    def owner_here(self) -> Person | None:
        """Who owns it and still works here."""
        return self.owner if self.owner is not None and self.owner.active else None


class Programme(Base):
    """What the organisation sets out to make better, one process at a time. Its row is locked before a goal of it moves."""

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text, default="")  # Markdown
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    plans: Mapped[list["Plan"]] = relationship(lazy="selectin", order_by="Plan.id", viewonly=True)
    start: Mapped["ProgrammeStart | None"] = relationship(lazy="selectin", viewonly=True, uselist=False)

    def plan(self, kind: Part) -> "Plan":
        """One of its two plans."""
        return next(plan for plan in self.plans if plan.kind is kind)

    @property
    def has_started(self) -> bool:
        return self.start is not None


class Plan(Owned, Base):
    """The plan for the culture, or for the platform: linked by their programme, each with an owner and measures of its own."""

    __tablename__ = "programme_plans"
    __table_args__ = (
        UniqueConstraint("programme_id", "kind"),
        CheckConstraint("kind <> 'process'", name="kind_is_a_plan"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"))
    kind: Mapped[Part] = mapped_column(one_of(Part, "kind"))
    words: Mapped[str] = mapped_column(Text, default="")  # Markdown

    programme: Mapped[Programme] = relationship(viewonly=True)


class Goal(Owned, Base):
    """One thing that is to become better for many at once: how much, from where, by when. Its row is locked before it changes."""

    __tablename__ = "goals"
    __table_args__ = (
        CheckConstraint(
            "state = 'queued' OR (baseline IS NOT NULL AND baseline_how <> '' AND baseline_on IS NOT NULL AND target IS NOT NULL"
            " AND due_on IS NOT NULL)",
            name="under_way_is_measured",
        ),
        CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="closed_has_an_outcome"),
        CheckConstraint("due_on IS NULL OR baseline_on IS NULL OR due_on > baseline_on", name="due_after_its_baseline"),
        Index("ix_goals_programme", "programme_id", "part", "state"),  # the page of a programme, its queue
        Index(
            "ix_goals_one_under_way",
            "programme_id",
            unique=True,  # of the process: one at a time
            sqlite_where=text("state = 'under_way' AND part = 'process'"),
            postgresql_where=text("state = 'under_way' AND part = 'process'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"))
    part: Mapped[Part] = mapped_column(one_of(Part, "part"), default=Part.PROCESS)
    name: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text, default="")  # Markdown: what hurts now, and for whom it becomes better
    unit: Mapped[str] = mapped_column(String(40), default="")
    direction: Mapped[Direction] = mapped_column(one_of(Direction, "direction"))
    baseline: Mapped[float | None] = mapped_column(Float)
    baseline_how: Mapped[str] = mapped_column(Text, default="")
    baseline_on: Mapped[date | None] = mapped_column(Date)
    target: Mapped[float | None] = mapped_column(Float)
    due_on: Mapped[date | None] = mapped_column(Date)
    says_not: Mapped[str] = mapped_column(Text, default="")  # what the figure does not say
    state: Mapped[GoalState] = mapped_column(one_of(GoalState, "state"), default=GoalState.QUEUED)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome"))
    last_sentence: Mapped[str] = mapped_column(Text, default="")
    asks_shown: Mapped[int | None]  # how many ask for it, as last shown (people.privacy.step)

    programme: Mapped[Programme] = relationship(viewonly=True)

    @property
    def is_under_way(self) -> bool:
        return self.state is GoalState.UNDER_WAY

    @property
    def is_closed(self) -> bool:
        return self.state is GoalState.CLOSED

    def is_better(self, value: float, than: float) -> bool:
        """Whether one value is better than another, or the same."""
        return value <= than if self.direction is Direction.LOWER else value >= than


class ProgrammeStart(Base):
    """A programme has started, with this goal."""

    __tablename__ = "programme_starts"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"), unique=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id"), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)


class GoalRecord(Base):
    """What happened to a goal, in order. `before` holds fields as they were, by name."""

    __tablename__ = "goal_records"
    __table_args__ = (Index("ix_goal_records_goal", "goal_id", "id"),)  # the history of a goal

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"))
    step: Mapped[Step] = mapped_column(one_of(Step, "step"))
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[Person | None] = relationship(viewonly=True)


class GoalAsk(Base):
    """This presses somebody too. Nobody else reads who, and when is not kept."""

    __tablename__ = "goal_asks"
    __table_args__ = (UniqueConstraint("goal_id", "person_id"), Index("ix_goal_asks_person", "person_id"))  # which ones I ask for

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))


class Measurement(Base):
    """What was measured on a day, as it stands now."""

    __tablename__ = "measurements"
    __table_args__ = (UniqueConstraint("goal_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"))
    on: Mapped[date] = mapped_column(Date)
    value: Mapped[float] = mapped_column(Float)
    note: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[Source] = mapped_column(one_of(Source, "source"))
    source_number: Mapped[int | None]


class MeasurementRecord(Base):
    """Every time a measurement was entered, corrected or taken back (no value), in order."""

    __tablename__ = "measurement_records"
    __table_args__ = (Index("ix_measurement_records_goal", "goal_id", "id"),)  # the history of a goal

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"))
    on: Mapped[date] = mapped_column(Date)
    value: Mapped[float | None] = mapped_column(Float)
    note: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[Source] = mapped_column(one_of(Source, "source"))
    source_number: Mapped[int | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[Person | None] = relationship(viewonly=True)


class MeasurementImport(Base):
    """A file of measurements that waits for a yes: its cells, line by line. One for each goal; a new file takes its place."""

    __tablename__ = "measurement_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"), unique=True)
    file_name: Mapped[str] = mapped_column(String(200))
    rows: Mapped[list[Any]] = mapped_column(JSON)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class GoalEvent(Base):
    """Something that happened and may explain the figures: a launch, a move, a storm. Written by hand."""

    __tablename__ = "goal_events"
    __table_args__ = (Index("ix_goal_events_goal", "goal_id", "on"),)  # the events of a goal

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"))
    on: Mapped[date] = mapped_column(Date)
    what: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)


class GoalLink(Base):
    """What serves a goal: one thing each, of a package below. It goes with the thing, and with the goal.

    Without a goal: a date, a series or a group that serves none, whatever what it belongs to says.
    """

    __tablename__ = "goal_links"
    __table_args__ = (
        CheckConstraint(
            "session_id IS NOT NULL OR series_id IS NOT NULL OR round_id IS NOT NULL OR group_id IS NOT NULL OR thanks_id IS NOT NULL "
            "OR story_id IS NOT NULL",
            name="names_something",
        ),
        CheckConstraint(
            "goal_id IS NOT NULL OR session_id IS NOT NULL OR series_id IS NOT NULL OR group_id IS NOT NULL",
            name="none_is_said_of",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), unique=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), unique=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), unique=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), unique=True)
    thanks_id: Mapped[int | None] = mapped_column(ForeignKey("thanks.id", ondelete="CASCADE"), unique=True)
    story_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    goal: Mapped[Goal | None] = relationship(viewonly=True)
