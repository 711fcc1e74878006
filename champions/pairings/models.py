"""Tables of pairing rounds: what the worker is asked to find, and what it found, until the pairs are asked."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person


class PairingState(enum.StrEnum):
    """How far a round is. One that is thrown away is no row."""

    FINDING = "finding"  # the worker's turn
    FOUND = "found"  # the community manager looks; nobody was told
    FAILED = "failed"
    ASKED = "asked"  # the pairs are proposals now; of the round only figures are kept


class PairingRound(Base):
    """A community manager has pairs looked for. `figures` hold no person."""

    __tablename__ = "pairing_rounds"
    __table_args__ = (
        CheckConstraint("resemblance BETWEEN 0 AND 100", name="resemblance_is_a_dial"),
        Index("ix_pairing_rounds_state", "state", "id"),  # which ones the worker is to do, and which one is open
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[PairingState] = mapped_column(one_of(PairingState, "state"), default=PairingState.FINDING)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    resemblance: Mapped[int]  # 100: the same function; 0: another department. Who said what they prefer keeps that
    seed: Mapped[int]  # decides between equals, so that a round that is looked at again is the same one
    steps_done: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id], viewonly=True)

    @property
    def is_settled(self) -> bool:
        return self.state is PairingState.ASKED


class PairingLine(Base):
    """Somebody who asked, with the ambassador who was found for them, if any. Kept until the pairs are asked.

    Why there is none is kept of nobody: beside what ambassadors offer it could tell whom somebody asked to be kept apart from.
    """

    __tablename__ = "pairing_lines"
    __table_args__ = (
        UniqueConstraint("round_id", "mentee_id"),
        Index("ix_pairing_lines_page", "round_id", "fit", "id"),  # pairs, least in common first; and who has none
        Index("ix_pairing_lines_mentee", "mentee_id"),
        Index("ix_pairing_lines_ambassador", "ambassador_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("pairing_rounds.id", ondelete="CASCADE"))
    mentee_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    ambassador_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))  # None: nobody was found
    fit: Mapped[int] = mapped_column(default=0)  # of the two, from 0 to 1000; for the order on the page
    is_out: Mapped[bool] = mapped_column(default=False)  # the community manager took this pair out

    mentee: Mapped[Person] = relationship(foreign_keys=[mentee_id], lazy="joined", innerjoin=True, viewonly=True)
    ambassador: Mapped[Person | None] = relationship(foreign_keys=[ambassador_id], lazy="joined", viewonly=True)
