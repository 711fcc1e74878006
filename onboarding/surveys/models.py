"""Tables of surveys. What was answered names nobody, and nothing beside it does: no person, no token, no moment, no order.

An answer stands for itself, one row a question, under a random key: those of one person do not stand together. Tables without row
numbers, so that SQLite keeps rows in the order of their keys; on PostgreSQL they are written anew with their neighbours (`rewriting.py`).
Who was asked is a list of its own; who had a token stands with the tokens (`people.models_blind`), and neither knows what was answered.
"""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from onboarding.goals.models import Goal

LONGEST_NAME, LONGEST_STATEMENT, LONGEST_COMMENT = 120, 200, 1500


class SurveyState(enum.StrEnum):
    """A draft asks nobody; once it runs its questions stay as they are."""

    DRAFT = "draft"
    RUNNING = "running"
    ENDED = "ended"


class Audience(enum.StrEnum):
    """Whom it asks."""

    EVERYBODY = "everybody"
    DEPARTMENT = "department"
    GROUP = "group"
    SESSION = "session"  # who came to it
    ROUND = "round"  # who came to a date of it


class Measure(enum.StrEnum):
    """What of the first question with steps becomes a measurement of the goal."""

    NONE = "none"
    SHARE = "share"  # of those who say so, in per cent
    MEDIAN = "median"  # the step in the middle


class Told(enum.StrEnum):
    """Which mail somebody got about a wave."""

    WAITS = "waits"
    NOTHING = "nothing"
    ASKED = "asked"
    REMINDED = "reminded"


class Survey(Base):
    """Its questions, whom it asks and how often. Its row is locked before it changes or a wave begins."""

    __tablename__ = "surveys"
    __table_args__ = (
        CheckConstraint("every_weeks IS NULL OR days < every_weeks * 7", name="waves_do_not_overlap"),
        Index("ix_surveys_next", "state", "next_on"),  # what begins today
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goals.id", ondelete="SET NULL"), index=True)
    measures: Mapped[Measure] = mapped_column(one_of(Measure, "measures"), default=Measure.NONE)
    audience: Mapped[Audience] = mapped_column(one_of(Audience, "audience"), default=Audience.EVERYBODY)
    department: Mapped[str] = mapped_column(String(200), default="")
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="SET NULL"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="SET NULL"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id", ondelete="SET NULL"), index=True)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # `questions.Question`, in order
    every_weeks: Mapped[int | None]  # None: once
    days: Mapped[int]
    state: Mapped[SurveyState] = mapped_column(one_of(SurveyState, "state"), default=SurveyState.DRAFT)
    next_on: Mapped[date | None] = mapped_column(Date)  # when the next wave begins
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    goal: Mapped[Goal | None] = relationship(viewonly=True)
    waves: Mapped[list["SurveyWave"]] = relationship(viewonly=True, order_by="SurveyWave.number")

    @property
    def is_draft(self) -> bool:
        return self.state is SurveyState.DRAFT

    @property
    def is_running(self) -> bool:
        return self.state is SurveyState.RUNNING


class SurveyWave(Base):
    """One time of asking. Its row is locked before an answer is taken; its answers are read when it is closed, all at once."""

    __tablename__ = "survey_waves"
    __table_args__ = (
        UniqueConstraint("survey_id", "number"),
        Index("ix_survey_waves_open", "closed", "closes_on"),  # what closes today, what is open
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    number: Mapped[int]
    begins_on: Mapped[date] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)  # the last day on which answers are taken
    closed: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[int] = mapped_column(default=0)  # people
    answered: Mapped[int] = mapped_column(default=0)  # tokens

    survey: Mapped[Survey] = relationship(lazy="joined", innerjoin=True, viewonly=True)

    @property
    def purpose(self) -> str:
        """What a token is for that answers in this wave, and in no other."""
        return f"survey:{self.id}"


class SurveyAsked(Base):
    """Whom a wave asks, since it began."""

    __tablename__ = "survey_asked"
    __table_args__ = (
        Index("ix_survey_asked_person", "person_id", "wave_id"),  # what asks me
        Index("ix_survey_asked_told", "wave_id", "told", "person_id"),  # who is to get a mail
    )

    wave_id: Mapped[int] = mapped_column(ForeignKey("survey_waves.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    told: Mapped[Told] = mapped_column(one_of(Told, "told"), default=Told.WAITS)


class SurveyStop(Base):
    """This survey asks this person no more, by their press. It looks the same for whoever answered and whoever did not."""

    __tablename__ = "survey_stops"
    __table_args__ = (Index("ix_survey_stops_person", "person_id"),)  # my data

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)


class SurveyAnswer(Base):
    """What somebody answered to one question: a step, or words. Words stand without a department."""

    __tablename__ = "survey_answers"
    __table_args__ = (
        CheckConstraint("(step IS NULL) <> (words = '')", name="step_or_words"),
        Index("ix_survey_answers_wave", "wave_id", "id"),  # its results; those that are written anew together
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # random: no order in it
    wave_id: Mapped[int] = mapped_column(ForeignKey("survey_waves.id", ondelete="CASCADE"))
    question: Mapped[int]  # its place among the questions
    step: Mapped[int | None]
    words: Mapped[str] = mapped_column(Text, default="")
    department: Mapped[str] = mapped_column(String(200), default="")  # "": not said, or too few of it
