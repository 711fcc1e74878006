"""Tables of coffee: circles, who takes part in one, each turn in which pairs are made, the coffees that come of it and who has one."""

import enum
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from champions.models_seats import CalendarSeat, Revision
from database import Base, UtcDateTime, one_of
from people.models import Person
from sessions.models import Answer


class CircleState(enum.StrEnum):
    """People can join a circle before it is started and while it is paused; no pairs are made then."""

    OPEN = "open"  # set up, not started yet
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class CoffeeCircle(Base):
    """Colleagues who like to have a coffee with somebody new every few weeks."""

    __tablename__ = "coffee_circles"
    __table_args__ = (
        CheckConstraint("every_weeks BETWEEN 1 AND 12", name="weeks_are_few"),
        CheckConstraint("minutes BETWEEN 1 AND 120", name="coffee_is_short"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_is_one"),
        Index("ix_coffee_circles_due", "state", "next_on"),  # which make pairs today
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    every_weeks: Mapped[int]
    minutes: Mapped[int]  # how long a coffee is
    weekday: Mapped[int]  # on which pairs are made; Monday is 0
    timezone: Mapped[str] = mapped_column(String(64))  # of the circle's days
    state: Mapped[CircleState] = mapped_column(one_of(CircleState, "state"), default=CircleState.OPEN)
    next_on: Mapped[date | None] = mapped_column(Date)  # when pairs are made next; None while it does not run
    last_number: Mapped[int] = mapped_column(default=0)  # of the newest turn
    shown_count: Mapped[int | None]  # how many take part, as it was told last: see people.privacy.step
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_over(self) -> bool:
        return self.state is CircleState.ENDED


class CoffeeTurn(Base):
    """One time that pairs are made. `pairing_asked_at` stands as long as the worker has to pair: at first, and when somebody is free again."""

    __tablename__ = "coffee_turns"
    __table_args__ = (
        UniqueConstraint("circle_id", "began_on"),
        UniqueConstraint("circle_id", "number"),
        Index("ix_coffee_turns_pairing", "pairing_asked_at"),  # what the worker has to pair
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("coffee_circles.id", ondelete="CASCADE"))
    number: Mapped[int]
    began_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)  # the last day on which one of its coffees can be
    pairing_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    circle: Mapped[CoffeeCircle] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class CoffeeGuest(Base):
    """Somebody takes part in a circle, because they said so. Stopped is no row."""

    __tablename__ = "coffee_guests"
    __table_args__ = (
        UniqueConstraint("circle_id", "person_id"),
        Index("ix_coffee_guests_person", "person_id", "circle_id"),  # my circles
        Index("ix_coffee_guests_seeking", "seeks_in_id"),  # who has nobody yet in this turn
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("coffee_circles.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    languages: Mapped[list[str]] = mapped_column(JSON)
    times: Mapped[list[int]] = mapped_column(JSON)  # parts of the week, see weeks.py; none: in working hours
    pauses_until: Mapped[date | None] = mapped_column(Date)  # is paired again from this day on
    comes_first: Mapped[bool] = mapped_column(default=False)  # found nobody last time
    seeks_in_id: Mapped[int | None] = mapped_column(ForeignKey("coffee_turns.id", ondelete="SET NULL"))

    circle: Mapped[CoffeeCircle] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class CoffeeMeeting(Base):
    """A coffee of two or three. One UID in their calendars; its SEQUENCE counts here (RFC 5546 section 2.1.4)."""

    __tablename__ = "coffee_meetings"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        Index("ix_coffee_meetings_turn", "turn_id", "id"),
        Index("ix_coffee_meetings_ended", "ends_at"),  # whom to ask whether they met
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey("coffee_turns.id", ondelete="CASCADE"))
    uid: Mapped[str] = mapped_column(String(120), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    asked_sequence: Mapped[int] = mapped_column(default=0)  # the SEQUENCE of the time that was last proposed
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tried: Mapped[list[int]] = mapped_column(JSON, default=list)  # slots that did not suit: see coffee_times.py
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    met_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    turn: Mapped[CoffeeTurn] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    seats: Mapped[list["CoffeeSeat"]] = relationship(
        lazy="selectin", order_by="CoffeeSeat.id", back_populates="meeting", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def revision(self) -> Revision:
        """What its messages are known by."""
        return Revision(uid=self.uid, sequence=self.sequence, asked_sequence=self.asked_sequence)

    @property
    def coming(self) -> list["CoffeeSeat"]:
        """Who has not said no."""
        return [seat for seat in self.seats if seat.answer is not Answer.DECLINED]

    def is_open(self, now: datetime) -> bool:
        """Whether it takes place, and answers still change something."""
        return self.cancelled_at is None and now < self.starts_at


class CoffeeSeat(CalendarSeat, Base):
    """One person at one coffee: their answer, and whether they met, in their words alone."""

    __tablename__ = "coffee_seats"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_coffee_seats_person", "person_id", "id"),  # my coffees
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("coffee_meetings.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    met: Mapped[bool | None]  # what this person said; read by them, and by the next pairing

    meeting: Mapped[CoffeeMeeting] = relationship(lazy="joined", innerjoin=True, back_populates="seats")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)

    @property
    def stream(self) -> str:
        """Mails to one person about one coffee leave strictly in order."""
        return f"coffee:{self.meeting_id}:person:{self.person_id}"

    @property
    def others(self) -> list["CoffeeSeat"]:
        """With whom the coffee is, but for who said no."""
        return [seat for seat in self.meeting.coming if seat.id != self.id]
