"""Tables of `sessions`.

A `CalendarObject` is what a calendar knows by one UID: its SEQUENCE counts here. A `ScheduledSession` is one date of it, with its own
seats, hosts and waiting list; a single session is its only date (`recurrence_id` is None), a series has many. An `Invitation` is one
person's copy of the calendar object, an `Rsvp` that person's answer for one date. They name each other by id; relationships only read
(`viewonly`), or each flush would look after all of them.
"""

import enum
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person


class SessionKind(enum.StrEnum):
    """What people come together for."""

    TRAINING = "training"
    MEETUP = "meetup"


class SessionState(enum.StrEnum):
    """A draft is told to nobody; a cancelled session stays visible with its reason."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Answer(enum.StrEnum):
    """RFC 5545 PARTSTAT, as far as Foyer's own doors give it."""

    NEEDS_ACTION = "needs-action"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class Seat(enum.StrEnum):
    """Whether a person has a place in the room."""

    NONE = "none"
    SEATED = "seated"
    WAITING = "waiting"


class Via(enum.StrEnum):
    """The door an answer came through."""

    CALENDAR = "calendar"
    LINK = "link"
    WEB = "web"
    API = "api"
    HOST = "host"
    SYSTEM = "system"  # a seat freed, a date moved: nobody answered, the state changed


class Outcome(enum.StrEnum):
    """What became of an answer that was given."""

    APPLIED = "applied"
    EARLIER = "earlier"  # answered an earlier version, or overtaken by a later answer: kept, not applied
    LATE = "late"  # after the deadline or the start
    REVERTED = "reverted"  # a host took it back


class CalendarObject(Base):
    """One UID in everybody's calendar. `sequence` is the one counter of RFC 5546 section 2.1.4."""

    __tablename__ = "calendar_objects"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(120), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ScheduledSession(Base):
    """One date at which people meet. Its row is locked before seats are counted."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("calendar_object_id", "recurrence_id"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_is_positive"),
        Index("ix_sessions_calendar", "starts_at", "id"),  # month, agenda, coming up
        Index("ix_sessions_state", "state", "starts_at"),  # reminders, lists of drafts
        Index("ix_sessions_series", "series_id", "starts_at"),  # the row of dates
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_object_id: Mapped[int] = mapped_column(ForeignKey("calendar_objects.id"), index=True)
    recurrence_id: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the instant the series gave it (RFC 5545 3.8.4.4)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))  # the series or course it belongs to
    part: Mapped[int | None]  # of a course: which part of its programme this date is
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[SessionKind] = mapped_column(one_of(SessionKind, "kind"), default=SessionKind.TRAINING)
    description: Mapped[str] = mapped_column(Text, default="")  # Markdown
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    timezone: Mapped[str] = mapped_column(String(64))  # the zone of the place; wall-clock time is meant in it
    place: Mapped[str] = mapped_column(String(200), default="")  # room
    address: Mapped[str] = mapped_column(String(300), default="")  # how to get there
    online_url: Mapped[str] = mapped_column(String(500), default="")
    capacity: Mapped[int | None]  # None: as many as come
    rsvp_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: until it starts
    shows_who_comes: Mapped[bool] = mapped_column(default=False)
    listed: Mapped[bool] = mapped_column(default=False)  # everybody may see title, time and place in the calendar of all sessions
    format_key: Mapped[str] = mapped_column(
        String(60), default="", server_default=""
    )  # what it was planned from; see sessions.kits
    like_topic: Mapped[str] = mapped_column(
        String(80), default="", server_default=""
    )  # of the first of its kind, when it is a copy
    state: Mapped[SessionState] = mapped_column(one_of(SessionState, "state"), default=SessionState.DRAFT)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    last_waiting_number: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when anything people see last changed
    asked_sequence: Mapped[int] = mapped_column(default=0)  # the SEQUENCE that last asked everybody again
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # ... and when
    edit_number: Mapped[int] = mapped_column(default=0)  # two people who change it at once are told so
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    calendar_object: Mapped[CalendarObject] = relationship(lazy="joined", innerjoin=True)
    hosts: Mapped[list["Host"]] = relationship(lazy="selectin", order_by="Host.id", cascade="all, delete-orphan")

    @property
    def topic(self) -> str:
        """How mails and incoming messages name this session."""
        return f"session:{self.id}"

    @property
    def slot(self) -> str:
        """The part of its calendar object it is, for the order of mails: "" when it is all of it."""
        return f"date:{self.id}" if self.recurrence_id is not None else ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def answers_until(self) -> datetime:
        """The instant up to which people answer for themselves."""
        return min(self.rsvp_until, self.starts_at) if self.rsvp_until else self.starts_at

    @property
    def last_moment_to_answer(self) -> datetime | None:
        """For words: midnight at the end of Friday is read as Friday."""
        return self.rsvp_until - timedelta(microseconds=1) if self.rsvp_until else None

    @property
    def is_published(self) -> bool:
        return self.state is SessionState.PUBLISHED

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now

    def is_hosted_by(self, person: Person) -> bool:
        return any(host.person_id == person.id for host in self.hosts)


class Host(Base):
    """Who welcomes people at a session. The first one signs the invitation."""

    __tablename__ = "hosts"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class Invitation(Base):
    """One person's copy of a calendar object: the answer address, and what their calendar was last told."""

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("calendar_object_id", "person_id"),
        Index("ix_invitations_person", "person_id", "calendar_object_id"),  # home, feed
        Index(  # roster: all of a session but these few
            "ix_invitations_withdrawn",
            "calendar_object_id",
            sqlite_where=text("withdrawn_at IS NOT NULL"),
            postgresql_where=text("withdrawn_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_object_id: Mapped[int] = mapped_column(ForeignKey("calendar_objects.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    token: Mapped[str] = mapped_column(String(40), unique=True)  # rsvp+TOKEN@domain; lower-case base32, unguessable
    # The name and address of ORGANIZER never change for a person and UID (cyrus-imapd#3965).
    organizer_name: Mapped[str] = mapped_column(String(200))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_message_token: Mapped[str | None] = mapped_column(String(40))  # what later mails refer to (References)
    told_sequence: Mapped[int | None]  # the SEQUENCE that last left for this person; None: nothing has left
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when that SEQUENCE first left
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when anything for this calendar last left

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True, viewonly=True)
    calendar_object: Mapped[CalendarObject] = relationship(lazy="joined", innerjoin=True, viewonly=True)

    @property
    def stream(self) -> str:
        """Mails to one person about one UID leave strictly in order."""
        return f"calendar:{self.calendar_object_id}:person:{self.person_id}"


class Rsvp(Base):
    """One person's answer for one date, and the seat that follows from it."""

    __tablename__ = "rsvps"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        UniqueConstraint("session_id", "waiting_number"),
        CheckConstraint("(seat = 'waiting') = (waiting_number IS NOT NULL)", name="waiting_has_a_number"),
        Index("ix_rsvps_seats", "session_id", "seat", "waiting_number"),  # counting seats, the first in line
        Index("ix_rsvps_answers", "session_id", "answer"),  # who has not answered, totals
        Index("ix_rsvps_person", "person_id", "answer", "session_id"),  # home: what waits for me
        Index("ix_rsvps_invitation", "invitation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"))
    answer: Mapped[Answer] = mapped_column(one_of(Answer, "answer"), default=Answer.NEEDS_ACTION)
    seat: Mapped[Seat] = mapped_column(one_of(Seat, "seat"), default=Seat.NONE)
    waiting_number: Mapped[int | None]  # order of arrival on the waiting list
    comment: Mapped[str] = mapped_column(Text, default="")
    guests: Mapped[int] = mapped_column(default=0)  # X-NUM-GUESTS: noted, takes no seat
    stands_alone: Mapped[bool] = mapped_column(default=False)  # answered for this date itself: beats the answer for its series
    via: Mapped[Via | None] = mapped_column(one_of(Via, "via"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply_sequence: Mapped[int | None]  # of the calendar reply that counts (RFC 5546 section 2.1.5)
    reply_dtstamp: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply_prodid: Mapped[str] = mapped_column(String(200), default="")  # which client answered last
    shows_name: Mapped[bool] = mapped_column(default=False)  # the person's own consent to be named among those who come
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    nudged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Who comes only together with them: both have a seat or both wait. It stands with both (`companions.py`).
    comes_with_id: Mapped[int | None] = mapped_column(ForeignKey("rsvps.id", ondelete="SET NULL"), index=True)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    invitation: Mapped[Invitation] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    session: Mapped[ScheduledSession] = relationship(lazy="joined", innerjoin=True, viewonly=True)

    @property
    def is_withdrawn(self) -> bool:
        return self.invitation.withdrawn_at is not None


def _of_some(table: str, column: str) -> Index:
    """Only of the rows that have it."""
    has_it = text(f"{column} IS NOT NULL")
    return Index(f"ix_{table}_{column}", column, sqlite_where=has_it, postgresql_where=has_it)


class AnswerRecord(Base):
    """Every answer and every change of a seat, in the order it happened: what a host can read and take back."""

    __tablename__ = "answer_records"
    __table_args__ = (
        Index("ix_answer_records_rsvp", "rsvp_id", "id"),  # one person's history
        Index("ix_answer_records_session", "session_id", "id"),  # the roster's history
        # Whose row goes is looked for here; most answers are people's own, and many come by no mail.
        _of_some("answer_records", "recorded_by_id"),
        _of_some("answer_records", "incoming_mail_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvps.id", ondelete="CASCADE"))
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    via: Mapped[Via] = mapped_column(one_of(Via, "via"))
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome, "outcome"), default=Outcome.APPLIED)
    answer: Mapped[Answer] = mapped_column(one_of(Answer, "answer"))
    answer_before: Mapped[Answer] = mapped_column(one_of(Answer, "answer_before"))
    seat: Mapped[Seat] = mapped_column(one_of(Seat, "seat"))
    seat_before: Mapped[Seat] = mapped_column(one_of(Seat, "seat_before"))
    comment: Mapped[str] = mapped_column(Text, default="")
    sequence: Mapped[int | None]
    dtstamp: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    incoming_mail_id: Mapped[int | None] = mapped_column(ForeignKey("incoming_mails.id", ondelete="SET NULL"))


class Delegation(Base):
    """Somebody comes in another's place, on one date (PARTSTAT=DELEGATED, RFC 5545 section 3.2.12): the seat went with it.

    When the delegate declines, it goes back (RFC 5546 section 4.2.5).
    """

    __tablename__ = "delegations"

    id: Mapped[int] = mapped_column(primary_key=True)
    delegator_rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvps.id", ondelete="CASCADE"), index=True)
    delegate_rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvps.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
