"""The table of interviews: what somebody says about one goal, for themselves."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, one_of
from people.models import Person

LONGEST = 2000


class Stage(enum.StrEnum):
    """How far it is. `DECLINED` is read by the person alone: for whoever asked, it looks like `ASKED`."""

    ASKED = "asked"
    DECLINED = "declined"
    AGREED = "agreed"  # words may be written; the two of them read them
    APPROVED = "approved"  # every colleague reads them


class Told(enum.StrEnum):
    """What the person says of it, for themselves; never said by anybody about them."""

    WORKED = "worked"
    DID_NOT = "did_not"


class Interview(Base):
    """One person about one goal."""

    __tablename__ = "evidence_interviews"
    __table_args__ = (
        UniqueConstraint("goal_id", "person_id"),
        CheckConstraint("(stage = 'approved') = (approved_on IS NOT NULL)", name="approved_on_a_day"),
        CheckConstraint("stage <> 'approved' OR told IS NOT NULL", name="approved_says_how_it_was"),
        Index("ix_evidence_interviews_goal", "goal_id", "stage"),  # what the page of a goal shows
        Index("ix_evidence_interviews_person", "person_id"),  # what waits for me, my data
        Index("ix_evidence_interviews_asked_by", "asked_by_id"),  # whom I asked
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"))
    told: Mapped[Told | None] = mapped_column(one_of(Told, "told"))
    named: Mapped[bool] = mapped_column(default=False)
    tried: Mapped[str] = mapped_column(Text, default="")
    happened: Mapped[str] = mapped_column(Text, default="")
    hindered: Mapped[str] = mapped_column(Text, default="")
    advice: Mapped[str] = mapped_column(Text, default="")
    token: Mapped[str] = mapped_column(String(40), unique=True)  # of exactly these words: another one as soon as they change
    approved_on: Mapped[date | None] = mapped_column(Date)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id], viewonly=True)

    @property
    def has_words(self) -> bool:
        return bool(self.tried or self.happened or self.hindered or self.advice)
