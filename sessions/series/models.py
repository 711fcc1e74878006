"""Tables of series: what its dates have in common, one person's answer for all of them, and where a date stood before."""

import enum
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person
from sessions.models import Answer, CalendarObject, Invitation, ScheduledSession, Seat, SessionKind, SessionState, Via


class SeriesForm(enum.StrEnum):
    """A rhythm under one UID, or a fixed set of dates with an invitation each."""

    SERIES = "series"
    COURSE = "course"


class Series(Base):
    """Dates that belong together. Each is a `ScheduledSession`; what they have in common stands here as well.

    Its calendar object is locked before seats of the group are counted.
    """

    __tablename__ = "series"
    __table_args__ = (
        CheckConstraint("(form = 'series') = (calendar_object_id IS NOT NULL)", name="a_series_has_one_uid"),
        CheckConstraint("group_capacity IS NULL OR group_capacity > 0", name="group_capacity_is_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[SeriesForm] = mapped_column(one_of(SeriesForm, "form"), default=SeriesForm.SERIES)
    calendar_object_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_objects.id"), unique=True)
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"), index=True)  # RELATED-TO
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"), index=True)  # parallel groups
    recur: Mapped[str] = mapped_column(String(120), default="")  # RRULE without its end (RFC 5545 section 3.3.10)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)  # the first and the last date the rhythm has: DTSTART and UNTIL
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int]  # how long a date lasts
    timezone: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[SessionKind] = mapped_column(one_of(SessionKind, "kind"), default=SessionKind.MEETUP)
    description: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    online_url: Mapped[str] = mapped_column(String(500), default="")
    keeps_group: Mapped[bool] = mapped_column(default=False)  # the same people all along: seats are those of the group
    group_capacity: Mapped[int | None]
    format_key: Mapped[str] = mapped_column(
        String(60), default="", server_default=""
    )  # what it was planned from; see sessions.kits
    like_topic: Mapped[str] = mapped_column(String(80), default="", server_default="")  # of the series it goes on from
    minimum_dates: Mapped[int | None]  # of a course: how many dates make it whole
    last_waiting_number: Mapped[int] = mapped_column(default=0)
    asked_sequence: Mapped[int] = mapped_column(default=0)  # the SEQUENCE that last asked about the whole series
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[SessionState] = mapped_column(one_of(SessionState, "state"), default=SessionState.DRAFT)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    edit_number: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    calendar_object: Mapped[CalendarObject | None] = relationship(lazy="joined")
    continues: Mapped["Series | None"] = relationship(foreign_keys=[continues_id], remote_side="Series.id")

    @property
    def topic(self) -> str:
        """How mails name this series."""
        return f"series:{self.id}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def question(self, dates: Iterable[ScheduledSession], *, now: datetime) -> int:
        """The revision that last asked about any of these dates that lies ahead: an answer given on an older page is about others."""
        ahead = (session.asked_sequence for session in dates if session.is_published and session.starts_at > now)
        return max((self.asked_sequence, *ahead))

    @property
    def is_course(self) -> bool:
        return self.form is SeriesForm.COURSE

    @property
    def is_published(self) -> bool:
        return self.state is SessionState.PUBLISHED


class SeriesRsvp(Base):
    """One person's answer for a whole series: it counts for each date that has no answer of its own.

    In a series that keeps its group the seat stands here, and each date follows.
    """

    __tablename__ = "series_rsvps"
    __table_args__ = (
        UniqueConstraint("series_id", "person_id"),
        UniqueConstraint("series_id", "waiting_number"),
        CheckConstraint("(seat = 'waiting') = (waiting_number IS NOT NULL)", name="waiting_has_a_number"),
        Index("ix_series_rsvps_seats", "series_id", "seat", "waiting_number"),  # counting the group, the first in line
        Index("ix_series_rsvps_person", "person_id", "series_id"),  # my series
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), unique=True)
    answer: Mapped[Answer] = mapped_column(one_of(Answer, "answer"), default=Answer.NEEDS_ACTION)
    seat: Mapped[Seat] = mapped_column(one_of(Seat, "seat"), default=Seat.NONE)
    waiting_number: Mapped[int | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    via: Mapped[Via | None] = mapped_column(one_of(Via, "via"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply_sequence: Mapped[int | None]  # of the calendar reply that counts (RFC 5546 section 2.1.5)
    reply_dtstamp: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    invitation: Mapped[Invitation | None] = relationship(lazy="joined")
    series: Mapped[Series] = relationship(lazy="joined", innerjoin=True)


class SeriesDelegation(Base):
    """Somebody comes in another's place all along: to every date of the series that the other had not answered by itself.

    What became of each date stands with the date (`Delegation`); this lasts until the other answers for all of it again, or the delegate
    has declined.
    """

    __tablename__ = "series_delegations"

    id: Mapped[int] = mapped_column(primary_key=True)
    delegator_id: Mapped[int] = mapped_column(ForeignKey("series_rsvps.id", ondelete="CASCADE"), unique=True)
    delegate_id: Mapped[int] = mapped_column(ForeignKey("series_rsvps.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    delegator: Mapped[SeriesRsvp] = relationship(foreign_keys=[delegator_id], lazy="joined", innerjoin=True, viewonly=True)
    delegate: Mapped[SeriesRsvp] = relationship(foreign_keys=[delegate_id], lazy="joined", innerjoin=True, viewonly=True)


class FormerDate(Base):
    """Where a date stood in a calendar before it moved with its series: an answer under way still finds it."""

    __tablename__ = "former_dates"
    __table_args__ = (UniqueConstraint("calendar_object_id", "recurrence_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_object_id: Mapped[int] = mapped_column(ForeignKey("calendar_objects.id", ondelete="CASCADE"))
    recurrence_id: Mapped[datetime] = mapped_column(UtcDateTime)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
