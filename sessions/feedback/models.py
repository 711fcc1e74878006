"""Tables of feedback. What was answered names nobody, and nothing beside it does: no person, no link, no moment, no order.

An answer stands for itself, one row a question, under a random key: the two or three of one person do not stand together. What a used
link leaves is the hash of its secret, which was never kept beside a person. Tables without row numbers, so that SQLite keeps rows in
the order of their keys; on PostgreSQL they are written anew in that order with each answer, and once more when the questions close
(`rewriting.py`).
"""

import enum
from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, one_of


class FeedbackState(enum.StrEnum):
    """Planned until people are asked; its answers are read when it is closed, all at once."""

    PLANNED = "planned"
    ASKING = "asking"
    CLOSED = "closed"


class Choice(enum.StrEnum):
    """An answer to a question that takes one press."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Feedback(Base):
    """The questions after one date. Its row is locked before an answer is taken."""

    __tablename__ = "feedbacks"
    __table_args__ = (Index("ix_feedbacks_state", "state", "closes_on"),)  # what closes today

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[FeedbackState] = mapped_column(one_of(FeedbackState, "state"), default=FeedbackState.PLANNED)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # `questions.Question`, in order
    closes_on: Mapped[date | None]  # the last day on which answers are taken
    asked: Mapped[int] = mapped_column(default=0)  # people: as many answers are taken, and no more
    answered: Mapped[int] = mapped_column(default=0)


class FeedbackAnswer(Base):
    """What somebody answered to one question."""

    __tablename__ = "feedback_answers"
    __table_args__ = (Index("ix_feedback_answers_session", "session_id", "question"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # random: no order in it
    session_id: Mapped[int] = mapped_column(ForeignKey("feedbacks.session_id", ondelete="CASCADE"))
    question: Mapped[int]  # its place among the questions
    choice: Mapped[Choice | None] = mapped_column(one_of(Choice, "choice"))
    text: Mapped[str] = mapped_column(Text, default="")


class SpentLink(Base):
    """A link that was used, by the hash of its secret; gone when the questions close."""

    __tablename__ = "feedback_spent_links"
    __table_args__ = {"sqlite_with_rowid": False}

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("feedbacks.session_id", ondelete="CASCADE"), index=True)
