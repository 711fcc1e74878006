"""Tables of mirrors: what a group follows, each run, and every change of a run with its cause."""

import enum
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of
from networks.models import Group
from people.models import Person


class Rule(enum.StrEnum):
    """How far a mirror goes by itself."""

    SUGGEST = "suggest"  # it says what it would do, and somebody presses
    ADD = "add"
    AUTHORITATIVE = "authoritative"


class Act(enum.StrEnum):
    """What becomes of one person."""

    ADD = "add"
    INVITE = "invite"
    KEEP = "keep"
    REMOVE = "remove"
    CONFLICT = "conflict"  # left alone, whatever the source says


class Reason(enum.StrEnum):
    """Why."""

    LISTED = "listed"  # the source has them, the group does not
    ASKED = "asked"  # they asked to come in, and the source has them
    BOTH = "both"
    BY_HAND = "by_hand"  # the source does not have them; they belong by hand
    ONLY_ADDS = "only_adds"  # the source does not have them any more; this mirror removes nobody
    INVITED = "invited"  # they have not answered yet
    NOT_LISTED = "not_listed"  # the source does not have them any more
    INVITED_ONLY = "invited_only"  # the same, and they have not answered yet
    OUT = "out"


class Brake(enum.StrEnum):
    """What stops a mirror and asks. The first three cannot be overruled by a press."""

    FAILING = "failing"
    EMPTY = "empty"
    NOBODY = "nobody"  # nobody who runs it, or looks after the group, is left to act for
    RENAMED = "renamed"
    REMOVALS = "removals"


class SourceKind(enum.StrEnum):
    """What a group follows."""

    NETWORK = "network"  # the roll of an offline network
    GROUP = "group"  # another group here
    DIRECTORY = "directory"  # a group in a directory (LDAP, SCIM)


class MirrorState(enum.StrEnum):
    """Whether a mirror looks by itself."""

    ACTIVE = "active"
    STOPPED = "stopped"  # by a brake; it asks
    PAUSED = "paused"  # by a person, or because a run was undone


class RunState(enum.StrEnum):
    """How far a run is."""

    APPLYING = "applying"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class ChangeState(enum.StrEnum):
    """What became of one change."""

    WAITS = "waits"
    DONE = "done"
    PASSED_OVER = "passed_over"  # by the time its turn came it was not so any more
    UNDONE = "undone"
    STAYS = "stays"  # the run was undone; they had decided themselves meanwhile


class Mirror(Base):
    """A group follows who belongs to something else. One group follows one thing: each membership has one owner."""

    __tablename__ = "mirrors"
    __table_args__ = (
        CheckConstraint("most_removed BETWEEN 0 AND 100", name="most_removed_is_per_cent"),
        CheckConstraint("(state = 'stopped') = (brake IS NOT NULL)", name="stopped_has_a_brake"),
        CheckConstraint("basis <> '' OR NOT is_automatic", name="automatic_has_a_basis"),
        Index("ix_mirrors_due", "state", "next_look_at", "id"),  # which ones the worker looks at now
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), unique=True)
    source_kind: Mapped[SourceKind] = mapped_column(one_of(SourceKind, "source_kind"))
    source_network_id: Mapped[int | None] = mapped_column(ForeignKey("offline_networks.id", ondelete="SET NULL"), index=True)
    source_group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="SET NULL"), index=True)
    source_directory_group_id: Mapped[int | None] = mapped_column(
        ForeignKey("directory_groups.id", ondelete="SET NULL"), index=True
    )
    rule: Mapped[Rule] = mapped_column(one_of(Rule, "rule"), default=Rule.SUGGEST)
    is_automatic: Mapped[bool] = mapped_column(default=False)  # the source's own rules make its people members: nobody is asked
    basis: Mapped[str] = mapped_column(String(300), default="")  # where those rules stand, for members to read
    most_removed: Mapped[int] = mapped_column(default=20)  # per cent of those it brought in that may go in one run unasked
    state: Mapped[MirrorState] = mapped_column(one_of(MirrorState, "state"), default=MirrorState.ACTIVE)
    brake: Mapped[Brake | None] = mapped_column(one_of(Brake, "brake"))
    run_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_look_at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    drift: Mapped[dict[str, int]] = mapped_column(
        JSON, default=dict
    )  # how many lines of each act were not applied at the last look

    group: Mapped[Group] = relationship(foreign_keys=[group_id], lazy="joined", innerjoin=True, viewonly=True)
    run_by: Mapped[Person | None] = relationship(foreign_keys=[run_by_id], lazy="joined", viewonly=True)

    @property
    def source_id(self) -> int | None:
        """The number of what it follows; None when that is not there any more."""
        numbers = {SourceKind.NETWORK: self.source_network_id, SourceKind.GROUP: self.source_group_id}
        return numbers.get(self.source_kind, self.source_directory_group_id)

    def follow(self, kind: SourceKind, source_id: int) -> None:
        """This is what it follows."""
        self.source_kind = kind
        self.source_network_id = source_id if kind is SourceKind.NETWORK else None
        self.source_group_id = source_id if kind is SourceKind.GROUP else None
        self.source_directory_group_id = source_id if kind is SourceKind.DIRECTORY else None


class MirrorRun(Base):
    """Changes that were decided on at one moment, applied step by step, and undone together if need be."""

    __tablename__ = "mirror_runs"
    __table_args__ = (
        Index("ix_mirror_runs_mirror", "mirror_id", "id"),  # the log of a mirror
        Index("ix_mirror_runs_state", "state", "id"),  # which ones the worker goes on with
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mirror_id: Mapped[int] = mapped_column(ForeignKey("mirrors.id", ondelete="CASCADE"))
    state: Mapped[RunState] = mapped_column(one_of(RunState, "state"), default=RunState.APPLYING)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)  # None: by itself
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id], viewonly=True)
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id], viewonly=True)
    mirror: Mapped[Mirror] = relationship(viewonly=True)

    @property
    def is_open(self) -> bool:
        """Whether the worker still has to do with it."""
        return self.state in {RunState.APPLYING, RunState.UNDOING}


class MirrorChange(Base):
    """What a run does with one person, and why."""

    __tablename__ = "mirror_changes"
    __table_args__ = (
        UniqueConstraint("run_id", "person_id"),
        Index("ix_mirror_changes_run", "run_id", "state", "id"),  # what is still to do
        Index("ix_mirror_changes_mirror", "mirror_id", "person_id", "id"),  # whom the mirror brought in, whom it took back
        Index("ix_mirror_changes_person", "person_id", "id"),  # what is kept about me
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("mirror_runs.id", ondelete="CASCADE"))
    mirror_id: Mapped[int] = mapped_column(ForeignKey("mirrors.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    act: Mapped[Act] = mapped_column(one_of(Act, "act"))
    reason: Mapped[Reason] = mapped_column(one_of(Reason, "reason"))
    state: Mapped[ChangeState] = mapped_column(one_of(ChangeState, "state"), default=ChangeState.WAITS)
    at: Mapped[datetime | None] = mapped_column(
        UtcDateTime
    )  # when it was done, or undone; the same moment stands at the membership

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, viewonly=True)
