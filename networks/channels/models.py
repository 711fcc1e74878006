"""Tables of channels: where a group stands outside, whom Foyer brought in there, each run with its changes, and what is said in the room."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from networks.mirroring.models import Act, MirrorState, Rule
from networks.models import Group
from networks.platforms.models import PlatformConnection
from people.models import Person


class Why(enum.StrEnum):
    """Why somebody comes, stays or goes. Up to `out` as a mirror says it."""

    LISTED = "listed"
    BOTH = "both"
    BY_HAND = "by_hand"  # there by themselves, or by somebody else's hand
    ONLY_ADDS = "only_adds"
    INVITED = "invited"
    NOT_LISTED = "not_listed"
    INVITED_ONLY = "invited_only"
    OUT = "out"
    UNSURE = "unsure"  # not in the group any more; who brought them in is not known, since an answer was lost: only a press takes them out
    NO_ACCOUNT = "no_account"
    UNDOING = "undoing"  # a run is undone
    DECIDED = "decided"  # the same; they had decided for themselves by then


class Stop(enum.StrEnum):
    """What stops a channel and asks."""

    FAILING = "failing"  # the platform refuses, or has been away for long
    ACCESS = "access"  # what opens it has expired, or lacks a right
    ROOM = "room"  # the room is not there any more
    EMPTY = "empty"
    NOBODY = "nobody"
    RENAMED = "renamed"
    REMOVALS = "removals"
    EMPTIED = "emptied"  # many of those who were brought in are gone from the room at once
    PUBLIC = "public"  # the group is not listed any more, and everybody finds the room


class Stands(enum.StrEnum):
    """Where somebody of the group stands with the room, as far as the channel has to know: whom it may take out, whom it leaves alone."""

    COMING = "coming"  # the call was about to be made; what came of it is not known yet
    AGAIN = "again"  # the same, for who was taken out by the channel before
    IN = "in"  # in by the channel
    ASKED = "asked"  # the platform asked them, for the channel
    UNSURE = "unsure"  # in, and an answer was lost: by the channel or not
    GOING = "going"  # the call to take them out was about to be made
    OUT = "out"  # taken out by the channel; may come again
    THERE = "there"  # in by themselves, or by others
    LEFT = "left"  # left there: nobody asks them again


class Became(enum.StrEnum):
    """What became of one change."""

    WAITS = "waits"
    CALLED = "called"  # the platform was asked; no answer yet, or it was lost
    DONE = "done"
    ASKED = "asked"
    ALREADY = "already"
    UNSURE = "unsure"
    REFUSED = "refused"
    PASSED_OVER = "passed_over"


class RunState(enum.StrEnum):
    """How far a run is."""

    CHECKING = "checking"  # the room is read (again)
    APPLYING = "applying"
    HELD = "held"  # the platform stopped it in the middle
    DONE = "done"
    OUTDATED = "outdated"  # something had changed since the look: nothing was done
    BROKEN_OFF = "broken_off"  # before anything was done
    UNDONE = "undone"


class LookState(enum.StrEnum):
    """How far a look is."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class News(enum.StrEnum):
    """What is said in the room about dates."""

    SET = "set"
    MOVED = "moved"
    CANCELLED = "cancelled"


class Saying(enum.StrEnum):
    """How far an announcement is."""

    WAITS = "waits"
    SAID = "said"
    DROPPED = "dropped"  # not true, or not needed, any more
    FAILED = "failed"


class Channel(Base):
    """A group stands on a platform. `key` is the room's for ever; `room_id` is "" until the first run has opened it."""

    __tablename__ = "channels"
    __table_args__ = (
        UniqueConstraint("group_id", "platform_id"),
        CheckConstraint("most_removed BETWEEN 0 AND 100", name="most_removed_is_per_cent"),
        CheckConstraint("(state = 'stopped') = (brake IS NOT NULL)", name="stopped_has_a_brake"),
        Index("ix_channels_due", "state", "next_look_at", "id"),  # which ones look by themselves now
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    room_id: Mapped[str] = mapped_column(String(500), default="")
    room_url: Mapped[str] = mapped_column(String(1000), default="")
    rule: Mapped[Rule] = mapped_column(one_of(Rule, "rule"), default=Rule.SUGGEST)
    most_removed: Mapped[int] = mapped_column(default=20)  # per cent of those it brought in that may go in one run unasked
    state: Mapped[MirrorState] = mapped_column(one_of(MirrorState, "state"), default=MirrorState.PAUSED)
    brake: Mapped[Stop | None] = mapped_column(one_of(Stop, "brake"))
    told: Mapped[str] = mapped_column(Text, default="")  # what the platform said at the last fault
    attempts: Mapped[int] = mapped_column(default=0)  # faults in a row
    retry_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # not before: the platform asked to wait, or had a fault
    claim: Mapped[str] = mapped_column(String(32), default="")  # of the worker that is at it
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    run_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_look_at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    drift: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # lines of each act that were not applied at the last look
    announces: Mapped[bool] = mapped_column(default=False)  # says in the room when a date is set, moved or cancelled
    language: Mapped[str] = mapped_column(String(8), default="")  # in which it says so; "" is the company's

    group: Mapped[Group] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    platform: Mapped[PlatformConnection] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    run_by: Mapped[Person | None] = relationship(foreign_keys=[run_by_id], lazy="joined", viewonly=True)


class ChannelPerson(Base):
    """Where one person stands with one room. Who never had to do with it has no row."""

    __tablename__ = "channel_people"
    __table_args__ = (
        UniqueConstraint("channel_id", "person_id"),
        Index("ix_channel_people_person", "person_id", "channel_id"),  # my own row
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    account: Mapped[str] = mapped_column(String(500))
    stands: Mapped[Stands] = mapped_column(one_of(Stands, "stands"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    run_id: Mapped[int | None] = mapped_column(
        ForeignKey("channel_runs.id", ondelete="SET NULL"), index=True
    )  # that did this, if one did


class ChannelDeparture(Base):
    """Somebody left the room, and the group was taken off the platform later: they stay out of the next one, should it come back."""

    __tablename__ = "channel_departures"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id", ondelete="CASCADE"), primary_key=True, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    account: Mapped[str] = mapped_column(String(500))
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class PlaceDeparture(Base):
    """The same for a platform that was cut off, and is another one here when it is connected again. `place`: its kind and address."""

    __tablename__ = "place_departures"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[str] = mapped_column(String(600), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    account: Mapped[str] = mapped_column(String(500))
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class ChannelLook(Base):
    """Both sides compared for somebody to look at. One for each channel; the worker reads the room for it."""

    __tablename__ = "channel_looks"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"), unique=True)
    state: Mapped[LookState] = mapped_column(one_of(LookState, "state"), default=LookState.WAITING, index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read: Mapped[int] = mapped_column(default=0)  # accounts of the room so far
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    brake: Mapped[Stop | None] = mapped_column(one_of(Stop, "brake"))
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # who stays, is left alone, is there beside the group


class ChannelLookLine(Base):
    """One person of a look who would come or go, or has no account."""

    __tablename__ = "channel_look_lines"
    __table_args__ = (UniqueConstraint("look_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    look_id: Mapped[int] = mapped_column(ForeignKey("channel_looks.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    account: Mapped[str] = mapped_column(String(500), default="")
    act: Mapped[Act] = mapped_column(one_of(Act, "act"))
    why: Mapped[Why] = mapped_column(one_of(Why, "why"))


class ChannelRun(Base):
    """Changes that were decided on at one moment. What undoes one is a run itself."""

    __tablename__ = "channel_runs"
    __table_args__ = (
        Index("ix_channel_runs_channel", "channel_id", "id"),  # the log of a channel
        Index("ix_channel_runs_state", "state", "id"),  # which ones the worker goes on with
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"))
    state: Mapped[RunState] = mapped_column(one_of(RunState, "state"), default=RunState.CHECKING)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")  # of what was looked at; "" when nobody pressed
    despite: Mapped[Stop | None] = mapped_column(one_of(Stop, "despite"))  # the brake that whoever pressed had read of
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("channel_runs.id", ondelete="SET NULL"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)  # None: by itself
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id], viewonly=True)

    @property
    def is_open(self) -> bool:
        """Whether the worker still has to do with it."""
        return self.state in {RunState.CHECKING, RunState.APPLYING}


class ChannelChange(Base):
    """What a run does with one person, and why."""

    __tablename__ = "channel_changes"
    __table_args__ = (
        UniqueConstraint("run_id", "person_id"),
        Index("ix_channel_changes_run", "run_id", "state", "act", "id"),  # what is still to do
        Index("ix_channel_changes_person", "person_id", "id"),  # what is kept about me
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("channel_runs.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    account: Mapped[str] = mapped_column(String(500))
    act: Mapped[Act] = mapped_column(one_of(Act, "act"))
    why: Mapped[Why] = mapped_column(one_of(Why, "why"))
    state: Mapped[Became] = mapped_column(one_of(Became, "state"), default=Became.WAITS)
    calls: Mapped[int] = mapped_column(default=0)  # more than one: an answer was lost
    said: Mapped[str] = mapped_column(Text, default="")  # the platform's own words when it refused
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class Announcement(Base):
    """What the room is told about dates, written in the transaction that makes it true and said once."""

    __tablename__ = "channel_announcements"
    __table_args__ = (
        UniqueConstraint("channel_id", "key"),
        Index("ix_channel_announcements_due", "state", "due_at", "id"),  # what the worker says now
        Index("ix_channel_announcements_about", "channel_id", "about", "state"),  # what a newer one takes the place of
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(60))  # "session:12"
    news: Mapped[News] = mapped_column(one_of(News, "news"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)  # title, zone, place, path, dates
    state: Mapped[Saying] = mapped_column(one_of(Saying, "state"), default=Saying.WAITS)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told: Mapped[str] = mapped_column(Text, default="")  # what the platform said when it did not go
