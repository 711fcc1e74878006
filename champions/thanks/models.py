"""Table of thanks. There is no count of them anywhere: not here, and not on a page."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from networks.models import Group
from people.models import Person
from sessions.models import ScheduledSession

LONGEST_WORDS = 500


class ThanksState(enum.StrEnum):
    """What the thanked person said about others reading it."""

    WAITING = "waiting"  # nothing yet, which keeps it between the two
    SHARED = "shared"
    KEPT = "kept"


class Thanks(Base):
    """Words of one person to another, which the two read; others only once `to` said so.

    Others: who belongs to the group it is linked to, or every colleague when it is linked to none. Therefore it goes with its group:
    without the group, it would be read by more people than `to` agreed to.
    """

    __tablename__ = "thanks"
    __table_args__ = (
        Index("ix_thanks_shared", "group_id", "state", "decided_at"),  # what others read, of a group or of none
        Index("ix_thanks_to", "to_id", "thanked_at"),  # what I got; whom a community manager thanked lately
        Index("ix_thanks_by", "by_id", "thanked_at"),  # what I wrote, and how often within a day
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    to_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="SET NULL"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    thanked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[ThanksState] = mapped_column(one_of(ThanksState, "state"), default=ThanksState.WAITING)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by who looks after the page on which others read it
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="joined", innerjoin=True, viewonly=True)
    to: Mapped[Person] = relationship(foreign_keys=[to_id], lazy="joined", innerjoin=True, viewonly=True)
    session: Mapped[ScheduledSession | None] = relationship(viewonly=True)
    group: Mapped[Group | None] = relationship(viewonly=True)

    @property
    def is_shared(self) -> bool:
        """Whether others read it."""
        return self.state is ThanksState.SHARED and self.taken_off_at is None
