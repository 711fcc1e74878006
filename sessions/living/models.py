"""Tables of living audiences: which groups and teams are invited to what, and to whom an invitation stands on whose account."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from networks.models import Group


class Field(enum.StrEnum):
    """What people are chosen by."""

    DEPARTMENT = "department"
    FUNCTION = "function"
    LOCATION = "location"
    LANGUAGE = "language"


class LivingAudience(Base):
    """Whoever belongs to a group, or fits a filter (`values`), is invited: to a session or all dates of a series, or to a course."""

    __tablename__ = "living_audiences"
    __table_args__ = (
        UniqueConstraint("calendar_object_id", "group_id"),
        UniqueConstraint("course_id", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_object_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_objects.id", ondelete="CASCADE"))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), index=True
    )  # who comes or goes there
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ending_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    ending_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)  # switched off: its people are being withdrawn

    group: Mapped[Group | None] = relationship(lazy="joined", viewonly=True)
    values: Mapped[list["AudienceValue"]] = relationship(
        lazy="selectin", order_by="AudienceValue.id", cascade="all, delete-orphan", passive_deletes=True
    )


class AudienceValue(Base):
    """One value of a filter. Within one field any of them, between fields all of them, as where people are invited by team."""

    __tablename__ = "audience_values"
    __table_args__ = (
        UniqueConstraint("audience_id", "field", "value"),
        Index("ix_audience_values_match", "field", "value", "audience_id"),  # which audiences a person fits
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audience_id: Mapped[int] = mapped_column(ForeignKey("living_audiences.id", ondelete="CASCADE"))
    field: Mapped[Field] = mapped_column(one_of(Field, "field"))
    value: Mapped[str] = mapped_column(String(200))


class AudienceMove(Base):
    """Somebody said so: who has this value, and not what the filter names, has moved and is let go as anybody else who moves."""

    __tablename__ = "audience_moves"
    __table_args__ = (UniqueConstraint("audience_id", "field", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audience_id: Mapped[int] = mapped_column(ForeignKey("living_audiences.id", ondelete="CASCADE"))
    field: Mapped[Field] = mapped_column(one_of(Field, "field"))
    value: Mapped[str] = mapped_column(String(200))


class AudienceCheck(Base):
    """Somebody is new, is back or works elsewhere: which filters they fit is looked at again. Gone when that is done, within a minute."""

    __tablename__ = "audience_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)


class InvitationReason(Base):
    """Why an invitation stands: on account of an audience, or (`audience_id` None) by hand. One without any reason is by hand.

    An audience's reason that has ended stays, also when the audience goes: whoever left the group and comes back is invited again. Withdrawing by hand takes all of
    them away: no audience invites this person again. `ends_at`: they no longer fit the filter, and are let go then unless they fit again.
    """

    __tablename__ = "invitation_reasons"
    __table_args__ = (
        UniqueConstraint("invitation_id", "audience_id"),
        Index("ix_invitation_reasons_audience", "audience_id", "ended_at", "invitation_id"),  # whom switching off withdraws
        Index("ix_invitation_reasons_ends_at", "ends_at"),  # who is to be let go by now
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"))
    audience_id: Mapped[int | None] = mapped_column(ForeignKey("living_audiences.id", ondelete="CASCADE"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
