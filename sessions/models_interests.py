"""Tables of the interest list: who asked to be told of something like this, and the number of them that is shown."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, UtcDateTime


class Interest(Base):
    """One person's wish to be told. `topic`: `format:KEY`, or `session:ID` or `series:ID` of the first of a kind."""

    __tablename__ = "interests"
    __table_args__ = (
        UniqueConstraint("person_id", "topic"),
        Index("ix_interests_topic", "topic"),  # how many asked for this, and whom to invite
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class InterestFigure(Base):
    """How many asked, as planners are shown it: it moves in steps of five, so that nobody's own step is seen in it.

    Its row is locked before anybody asks or takes it back.
    """

    __tablename__ = "interest_figures"

    topic: Mapped[str] = mapped_column(String(80), primary_key=True)
    shown: Mapped[int | None]  # None: too few to say
