"""Tables of rounds: what is offered, who signed up and how they can come, the groups that are proposed, who is in which."""

import enum
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from people.models import Person


class RoundState(enum.StrEnum):
    """Nobody hears anything of a draft; nobody hears of a proposal before it is confirmed."""

    DRAFT = "draft"
    OPEN = "open"  # people sign up
    COMPOSING = "composing"  # the worker puts groups together
    PROPOSED = "proposed"  # the community manager looks and adjusts
    ASKED = "asked"  # each person was asked whether their place suits
    PUBLISHED = "published"  # groups and series exist
    CANCELLED = "cancelled"


class PlaceAnswer(enum.StrEnum):
    """What a person says about the place in a group that is proposed to them. A no is no row: they are re-placed."""

    NONE = "none"
    YES = "yes"


class Round(Base):
    """Training groups in the making. Its row is locked before anything about it changes."""

    __tablename__ = "rounds"
    __table_args__ = (
        CheckConstraint("smallest > 0 AND smallest <= largest", name="sizes_fit"),
        CheckConstraint("minutes > 0 AND dates > 0", name="dates_last"),
        Index("ix_rounds_state", "state", "id"),  # which are open, which the worker composes
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text, default="")  # Markdown
    timezone: Mapped[str] = mapped_column(String(64))
    token: Mapped[str] = mapped_column(String(40), unique=True)  # of the poster; part of every signed link
    smallest: Mapped[int] = mapped_column(default=6)
    largest: Mapped[int] = mapped_column(default=10)
    most_groups: Mapped[int | None]
    first_on: Mapped[date] = mapped_column(Date)  # groups begin in the week from this day on
    minutes: Mapped[int]  # how long a date of a group lasts
    dates: Mapped[int]  # how many dates a group has
    every_weeks: Mapped[int] = mapped_column(default=1)
    sign_up_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: until the manager closes it
    state: Mapped[RoundState] = mapped_column(one_of(RoundState, "state"), default=RoundState.DRAFT)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # published, and over: nobody is placed any more
    # How the proposal was, or is to be, made.
    resemblance: Mapped[int] = mapped_column(default=60)  # of a hundred; the rest goes to other departments
    keeps_pairs: Mapped[bool] = mapped_column(default=True)
    seed: Mapped[int] = mapped_column(default=1)
    compose_began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    compose_error: Mapped[str] = mapped_column(String(200), default="")
    figures: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict
    )  # of the proposal as composed, and what it is compared with

    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id])
    times: Mapped[list["RoundTime"]] = relationship(
        lazy="selectin", order_by="RoundTime.weekday, RoundTime.starts", cascade="all, delete-orphan", passive_deletes=True
    )
    places: Mapped[list["RoundPlace"]] = relationship(
        lazy="selectin", order_by="RoundPlace.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def topic(self) -> str:
        """How mails to many name this round. Mails to one who signed up name none: the mail page is read by more than need to know."""
        return f"round:{self.id}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def last_moment_to_sign_up(self) -> datetime | None:
        """For words: midnight at the end of Friday is read as Friday."""
        return self.sign_up_until - timedelta(microseconds=1) if self.sign_up_until else None

    @property
    def is_closed(self) -> bool:
        """Whether it was published and is over."""
        return self.closed_at is not None

    @property
    def standing(self) -> str:
        """Where it stands, in one word: its state, or `closed`."""
        return "closed" if self.is_closed else self.state.value

    @property
    def asks(self) -> bool:
        """Whether a place in a group may be proposed to somebody: before groups exist, and to who waits for one after that."""
        return self.state is RoundState.ASKED or (self.state is RoundState.PUBLISHED and not self.is_closed)

    def takes_sign_ups(self, now: datetime) -> bool:
        """Whether somebody new can sign up."""
        return self.state is RoundState.OPEN and (self.sign_up_until is None or now < self.sign_up_until)

    def takes_changes(self) -> bool:
        """Whether who signed up can still change what they said, or withdraw."""
        return self.state in {RoundState.OPEN, RoundState.COMPOSING, RoundState.PROPOSED, RoundState.ASKED}


class RoundTime(Base):
    """A weekday and a time at which groups can meet, on the clock of the round's zone."""

    __tablename__ = "round_times"
    __table_args__ = (
        UniqueConstraint("round_id", "weekday", "starts"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_is_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    weekday: Mapped[int]  # Monday is 0
    starts: Mapped[time] = mapped_column(Time)


class RoundPlace(Base):
    """Where groups can meet."""

    __tablename__ = "round_places"
    __table_args__ = (UniqueConstraint("round_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300), default="")


class RoundHost(Base):
    """Who can look after groups, when and where."""

    __tablename__ = "round_hosts"
    __table_args__ = (UniqueConstraint("round_id", "person_id"), Index("ix_round_hosts_person", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    most_groups: Mapped[int] = mapped_column(default=1)
    languages: Mapped[list[str]] = mapped_column(JSON)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class HostTime(Base):
    """A time at which a host can."""

    __tablename__ = "round_host_times"
    __table_args__ = (Index("ix_round_host_times_time", "time_id"),)

    host_id: Mapped[int] = mapped_column(ForeignKey("round_hosts.id", ondelete="CASCADE"), primary_key=True)
    time_id: Mapped[int] = mapped_column(ForeignKey("round_times.id", ondelete="CASCADE"), primary_key=True)


class HostPlace(Base):
    """A place where a host can be."""

    __tablename__ = "round_host_places"
    __table_args__ = (Index("ix_round_host_places_place", "place_id"),)

    host_id: Mapped[int] = mapped_column(ForeignKey("round_hosts.id", ondelete="CASCADE"), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("round_places.id", ondelete="CASCADE"), primary_key=True)


class RoundGroup(Base):
    """A group that is proposed; published, it has a series and a group of people."""

    __tablename__ = "round_groups"
    __table_args__ = (UniqueConstraint("round_id", "number"), Index("ix_round_groups_host", "host_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    number: Mapped[int]
    time_id: Mapped[int] = mapped_column(ForeignKey("round_times.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("round_places.id", ondelete="CASCADE"), index=True)
    host_id: Mapped[int | None] = mapped_column(ForeignKey("round_hosts.id", ondelete="SET NULL"))
    language: Mapped[str] = mapped_column(String(8))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"), index=True)
    formed_group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="SET NULL"), index=True)

    time: Mapped[RoundTime] = relationship(lazy="joined", innerjoin=True)
    place: Mapped[RoundPlace] = relationship(lazy="joined", innerjoin=True)
    host: Mapped[RoundHost | None] = relationship(lazy="joined")


class SignUp(Base):
    """One person in one round: what they said. Withdrawn is no row."""

    __tablename__ = "sign_ups"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        Index("ix_sign_ups_person", "person_id", "round_id"),  # my rounds
        Index("ix_sign_ups_group", "group_id"),  # who is in a group
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    signed_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    wish: Mapped[str] = mapped_column(Text, default="")  # what they would like to be able to do; read by the host of their group
    languages: Mapped[list[str]] = mapped_column(JSON)
    manager_welcome: Mapped[bool] = mapped_column(
        default=False
    )  # may be in a group with whom they report to, or who reports to them
    # The proposal: where they are, and why, in terms that `words.py` puts into a sentence.
    group_id: Mapped[int | None] = mapped_column(ForeignKey("round_groups.id", ondelete="SET NULL"))
    answer: Mapped[PlaceAnswer] = mapped_column(one_of(PlaceAnswer, "answer"), default=PlaceAnswer.NONE)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # about the place they are in now
    with_ambassador: Mapped[bool] = mapped_column(
        default=False, server_default="0"
    )  # would rather come with who accompanies them
    why_unplaced: Mapped[str] = mapped_column(String(24), default="")  # as composed
    remedies: Mapped[list[int]] = mapped_column(JSON, default=list)  # which of the round's `figures["remedies"]` would place them

    round: Mapped[Round] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    group: Mapped[RoundGroup | None] = relationship(lazy="joined")

    @property
    def is_offered(self) -> bool:
        """Whether a place is proposed to this person that they are not in: a yes or a no is due."""
        if self.group_id is None or self.asked_at is None or not self.round.asks:
            return False
        if self.round.published_at is None:
            return True  # nobody is in a group yet, also who said yes
        return self.answer is PlaceAnswer.NONE and self.asked_at > self.round.published_at

    @property
    def waits(self) -> bool:
        """Whether the groups exist and this person is in none."""
        return self.round.state is RoundState.PUBLISHED and (self.group_id is None or self.is_offered)

    @property
    def takes_changes(self) -> bool:
        """Whether this person can change what they said: before the groups exist, and while they wait for a place in one."""
        return self.round.takes_changes() or (self.waits and not self.round.is_closed)


class SignUpTime(Base):
    """A time at which somebody can."""

    __tablename__ = "sign_up_times"
    __table_args__ = (Index("ix_sign_up_times_time", "time_id"),)

    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id", ondelete="CASCADE"), primary_key=True)
    time_id: Mapped[int] = mapped_column(ForeignKey("round_times.id", ondelete="CASCADE"), primary_key=True)


class SignUpPlace(Base):
    """A place where somebody can come to."""

    __tablename__ = "sign_up_places"
    __table_args__ = (Index("ix_sign_up_places_place", "place_id"),)

    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id", ondelete="CASCADE"), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("round_places.id", ondelete="CASCADE"), primary_key=True)


class Companion(Base):
    """With whom somebody would like to come. It counts once both have said so."""

    __tablename__ = "sign_up_companions"
    __table_args__ = (Index("ix_sign_up_companions_person", "person_id"),)

    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)


class KeptApart(Base):
    """With whom somebody would rather not be in one group. Read by the composer, and by whoever said so; by nobody else."""

    __tablename__ = "sign_up_kept_apart"
    __table_args__ = (Index("ix_sign_up_kept_apart_person", "person_id"),)

    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)


class DeclinedGroup(Base):
    """A group to which somebody said no: it is not proposed to them again. No reason is asked."""

    __tablename__ = "sign_up_declined"
    __table_args__ = (Index("ix_sign_up_declined_group", "group_id"),)

    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("round_groups.id", ondelete="CASCADE"), primary_key=True)


class RoundMove(Base):
    """Somebody was moved by hand: what the next undo takes back."""

    __tablename__ = "round_moves"
    __table_args__ = (Index("ix_round_moves_round", "round_id", "id"), Index("ix_round_moves_sign_up", "sign_up_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id", ondelete="CASCADE"))
    from_group_id: Mapped[int | None] = mapped_column(ForeignKey("round_groups.id", ondelete="CASCADE"))
    to_group_id: Mapped[int | None] = mapped_column(ForeignKey("round_groups.id", ondelete="CASCADE"))
