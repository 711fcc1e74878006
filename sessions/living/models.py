"""Tables of living audiences: which group a session or series invites, and to whom an invitation stands on whose account."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime
from networks.models import Group


class LivingAudience(Base):
    """A group that is invited to a calendar object: a session, or all dates of a series."""

    __tablename__ = "living_audiences"
    __table_args__ = (UniqueConstraint("calendar_object_id", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_object_id: Mapped[int] = mapped_column(ForeignKey("calendar_objects.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)  # who comes or goes there
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ending_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    ending_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)  # switched off: its people are being withdrawn

    group: Mapped[Group] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class InvitationReason(Base):
    """Why an invitation stands: on account of an audience, or (`audience_id` None) by hand. One without any reason is by hand.

    An audience's reason that has ended stays: whoever left the group and comes back is invited again. Withdrawing by hand takes all of
    them away: no audience invites this person again.
    """

    __tablename__ = "invitation_reasons"
    __table_args__ = (
        UniqueConstraint("invitation_id", "audience_id"),
        Index("ix_invitation_reasons_audience", "audience_id", "ended_at", "invitation_id"),  # whom switching off withdraws
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"))
    audience_id: Mapped[int | None] = mapped_column(ForeignKey("living_audiences.id", ondelete="CASCADE"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
