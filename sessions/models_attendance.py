"""Tables of who came. Seen by the hosts of the date and by the person, and by nobody else (promise 2)."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, UtcDateTime, one_of


class Presence(enum.StrEnum):
    """What is known of one person at one date. Of most nothing is: then there is no row."""

    HERE = "here"
    OPEN = "open"  # ticked, and the tick taken back
    MISSED = "missed"  # had a seat, and was not ticked when the host closed the check-in
    ERASED = "erased"  # the person had it taken out; stands only until no late tick can bring it back


class How(enum.StrEnum):
    """Who said that somebody is here."""

    HOST = "host"  # ticked on the list
    CODE = "code"  # the person, who had scanned the code in the room
    WALK_IN = "walk-in"  # added by the host: was on no list


class Attendance(Base):
    """One person at one date."""

    __tablename__ = "attendances"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        Index("ix_attendances_person", "person_id", "session_id"),  # a person's own page
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    presence: Mapped[Presence] = mapped_column(one_of(Presence, "presence"))
    how: Mapped[How | None] = mapped_column(one_of(How, "how"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)  # of the tick that counts, by the clock of who made it


class CheckIn(Base):
    """The check-in of one date, from when a host first said something about it as a whole."""

    __tablename__ = "check_ins"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # everybody who came is ticked
    guests: Mapped[int] = mapped_column(default=0)  # people without an account; no record of anybody
