"""Tables of discovery: what somebody handed over, as long as it takes to read it, and what was found in it until they have decided.

Nobody but who handed it over reads any of it. It is gone after thirty days.
"""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, UtcDateTime, one_of


class HandOverKind(enum.StrEnum):
    """How something was handed over."""

    FILE = "file"
    TEXT = "text"
    ADDRESS = "address"  # of a calendar, fetched once
    DIRECTORY = "directory"  # that is connected; its groups are looked at


class HandOverState(enum.StrEnum):
    """How far its reading is."""

    WAITING = "waiting"  # for the worker, or in its hands
    READ = "read"
    FAILED = "failed"


class HandOver(Base):
    """One calendar or list of one person. Its content stands in pieces until it is read; then there are only numbers."""

    __tablename__ = "hand_overs"
    __table_args__ = (
        Index("ix_hand_overs_person", "person_id", "id"),  # mine, the newest first
        Index("ix_hand_overs_waiting", "state", "claimed_at"),  # which is to be read next
        Index("ix_hand_overs_handed_at", "handed_at"),  # what is a month old
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[HandOverKind] = mapped_column(one_of(HandOverKind, "kind"))
    directory_id: Mapped[int | None] = mapped_column(ForeignKey("directories.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))  # of the file or the directory, or the host of the address
    sealed_address: Mapped[str] = mapped_column(Text, default="")  # a secret of theirs; "" once it was read
    state: Mapped[HandOverState] = mapped_column(one_of(HandOverState, "state"), default=HandOverState.WAITING)
    fault: Mapped[str] = mapped_column(String(40), default="")  # a Fault, when it could not be read
    handed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when a worker last said that it is at it
    attempts: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)  # in octets
    done: Mapped[int] = mapped_column(default=0)  # ... of which were given to the reader
    events: Mapped[int] = mapped_column(default=0)
    found: Mapped[int] = mapped_column(default=0)  # how many networks
    dropped: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # how many events were not looked at, by reason

    @property
    def waits(self) -> bool:
        return self.state is HandOverState.WAITING


class HandOverPiece(Base):
    """About a megabyte of what was handed over."""

    __tablename__ = "hand_over_pieces"
    __table_args__ = (UniqueConstraint("hand_over_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_overs.id", ondelete="CASCADE"))
    number: Mapped[int]
    octets: Mapped[bytes] = mapped_column(LargeBinary)


class FoundNetwork(Base):
    """A network that what was handed over shows. Its row is gone as soon as whoever handed it over has decided."""

    __tablename__ = "found_networks"
    __table_args__ = (UniqueConstraint("hand_over_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_overs.id", ondelete="CASCADE"))
    number: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)  # as networks.discovery.recognition writes them


class TopicList(Base):
    """Words of which none may stand in a title, as a community manager changed them. No row: as they come with Foyer."""

    __tablename__ = "topic_lists"

    id: Mapped[int] = mapped_column(primary_key=True)  # always 1
    words: Mapped[list[str]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
