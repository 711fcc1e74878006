"""Tables of date polls: the poll, its dates, who is asked, and what each person marked at each date."""

import enum
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person
from sessions.models import SessionKind


class PollState(enum.StrEnum):
    """A draft is told to nobody; a closed poll takes no more marks, whether a date was chosen or not."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Mark(enum.StrEnum):
    """What a person says about one date."""

    YES = "yes"
    IF_NEED_BE = "if-need-be"
    NO = "no"


class Poll(Base):
    """What is planned but for its date. Its row is locked before anything about it changes: one choice, one session."""

    __tablename__ = "polls"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes_are_positive"),
        Index("ix_polls_host", "host_id", "state", "id"),  # what somebody looks after
        Index("ix_polls_state", "state", "id"),  # reminders, everything there is for who manages
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[SessionKind] = mapped_column(one_of(SessionKind, "kind"), default=SessionKind.MEETUP)
    description: Mapped[str] = mapped_column(Text, default="")  # Markdown
    place: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    online_url: Mapped[str] = mapped_column(String(500), default="")
    timezone: Mapped[str] = mapped_column(String(64))  # of the place; wall-clock time is meant in it
    minutes: Mapped[int]  # how long each of the dates would last
    host_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))  # asks, chooses, and hosts the session
    shows_marks: Mapped[bool] = mapped_column(default=False)  # whether those who are asked see each other's marks
    answer_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: until it is closed
    state: Mapped[PollState] = mapped_column(one_of(PollState, "state"), default=PollState.DRAFT)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closing_word: Mapped[str] = mapped_column(Text, default="")  # Markdown: why no date was chosen
    chosen_starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="SET NULL"), index=True)

    host: Mapped[Person] = relationship(foreign_keys=[host_id], lazy="joined", innerjoin=True)
    dates: Mapped[list["PollDate"]] = relationship(
        lazy="selectin", order_by="PollDate.starts_at", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def topic(self) -> str:
        """How mails name this poll."""
        return f"poll:{self.id}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_open(self) -> bool:
        return self.state is PollState.OPEN

    @property
    def last_moment_to_answer(self) -> datetime | None:
        """For words: midnight at the end of Friday is read as Friday."""
        return self.answer_until - timedelta(microseconds=1) if self.answer_until else None

    def end_of(self, starts_at: datetime) -> datetime:
        return starts_at + timedelta(minutes=self.minutes)

    def ahead(self, now: datetime) -> list["PollDate"]:
        """The dates that have not begun, in order."""
        return [date for date in self.dates if date.starts_at > now]

    def takes_marks(self, now: datetime) -> bool:
        """Whether those who are asked can say something now."""
        return self.is_open and (self.answer_until is None or now < self.answer_until) and bool(self.ahead(now))


class PollDate(Base):
    """One of the dates to choose from."""

    __tablename__ = "poll_dates"
    __table_args__ = (UniqueConstraint("poll_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PollPerson(Base):
    """One person who is asked, with a link of their own."""

    __tablename__ = "poll_people"
    __table_args__ = (
        UniqueConstraint("poll_id", "person_id"),
        Index("ix_poll_people_person", "person_id", "poll_id"),  # home: which polls wait for me
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    token: Mapped[str] = mapped_column(String(40), unique=True)  # unguessable; part of the signed link
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    comment: Mapped[str] = mapped_column(Text, default="")  # for the host
    asked_again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a date was added after they had answered
    nudged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    poll: Mapped[Poll] = relationship(lazy="joined", innerjoin=True)

    @property
    def stream(self) -> str:
        """Mails to one person about one poll leave in order, and a newer one takes the place of one that has not left."""
        return f"poll:{self.poll_id}:person:{self.person_id}"


class PollMark(Base):
    """What one person marked at one date. Nothing marked is no row."""

    __tablename__ = "poll_marks"
    __table_args__ = (UniqueConstraint("poll_person_id", "date_id"), Index("ix_poll_marks_date", "date_id", "mark"))

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_person_id: Mapped[int] = mapped_column(ForeignKey("poll_people.id", ondelete="CASCADE"))
    date_id: Mapped[int] = mapped_column(ForeignKey("poll_dates.id", ondelete="CASCADE"))
    mark: Mapped[Mark] = mapped_column(one_of(Mark, "mark"))
