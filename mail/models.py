"""Tables of `mail`: what has to leave, what came in, and the demo's postbox."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from database import Base, UtcDateTime, one_of


def storable(text: str, most: int) -> str:
    """As much of a text as a column takes, the way databases take it: PostgreSQL has no NUL, and nobody has half characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:most]


class OutgoingState(enum.StrEnum):
    """Where a message is. `sent` means handed to the mail server: whether it arrived we cannot know."""

    QUEUED = "queued"
    SENDING = "sending"  # claimed by a worker until `lease_until`
    SENT = "sent"
    FAILED = "failed"  # permanent; stops and shows
    BOUNCED = "bounced"  # came back after it was sent
    REPLACED = "replaced"  # a newer message for the same person and calendar object took its place before it left
    DROPPED = "dropped"  # not needed any more: nobody had been told yet


class OutgoingMail(Base):
    """One message to one person. Written in the transaction that makes it necessary; rendered when it leaves."""

    __tablename__ = "outgoing_mails"
    __table_args__ = (
        Index("ix_outgoing_mails_due", "state", "due_at", "id"),  # the worker's claim
        Index("ix_outgoing_mails_stream", "stream", "state", "id"),  # order per person and UID, replacing
        Index("ix_outgoing_mails_topic", "topic", "id", "state"),  # totals and list per session, newest first
        Index("ix_outgoing_mails_person", "person_id", "topic", "id"),  # what was sent to you
        Index(  # leases that ran out; nearly every message has none
            "ix_outgoing_mails_lease",
            "state",
            "lease_until",
            sqlite_where=text("lease_until IS NOT NULL"),
            postgresql_where=text("lease_until IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))  # names the renderer, e.g. "sessions.invitation"
    topic: Mapped[str] = mapped_column(String(60))  # what it is about: "session:12"; "" for none
    stream: Mapped[str] = mapped_column(String(80))  # strictly in order within: "calendar:12:person:5"
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    recipient: Mapped[str] = mapped_column(String(254))
    slot: Mapped[str] = mapped_column(String(40), default="")  # the part of the stream it is about, "" for all of it
    revision: Mapped[int] = mapped_column(default=0)  # the SEQUENCE it tells (RFC 5546 section 2.1.4)
    replaceable: Mapped[bool] = mapped_column(default=True)  # a newer one in the stream makes it unnecessary
    key: Mapped[str] = mapped_column(String(160), unique=True)  # posting the same thing twice is one message
    token: Mapped[str] = mapped_column(String(40), unique=True)  # bounce address (VERP); hashed, Message-ID; stable over retries
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # small facts the renderer cannot look up later
    state: Mapped[OutgoingState] = mapped_column(one_of(OutgoingState, "state"), default=OutgoingState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(Text)  # in plain words, with the server's own line
    subject: Mapped[str | None] = mapped_column(String(300))  # as it left


class IncomingState(enum.StrEnum):
    """What became of a message that came in."""

    RECEIVED = "received"  # stored, not yet looked at
    APPLIED = "applied"
    IGNORED = "ignored"  # nothing to do: an absence note, a repeat
    WAITING = "waiting"  # waits for a person to decide
    UNREADABLE = "unreadable"  # kept; waits for a person
    CLOSED = "closed"  # a person decided


class IncomingMail(Base):
    """One message as it came in, raw, before anything is made of it."""

    __tablename__ = "incoming_mails"
    __table_args__ = (
        Index("ix_incoming_mails_queue", "state", "id"),  # what waits, and what is still to be looked at
        Index("ix_incoming_mails_topic", "topic", "state", "id"),  # a host's own queue
        Index("ix_incoming_mails_sender", "sender"),  # what Foyer keeps of somebody's mails
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # of bytes and recipients: a repeat is stored once
    raw: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    door: Mapped[str] = mapped_column(String(20))  # lmtp, imap, postbox
    envelope_from: Mapped[str] = mapped_column(String(320))  # "" is the null sender
    recipients: Mapped[list[str]] = mapped_column(JSON)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[IncomingState] = mapped_column(one_of(IncomingState, "state"), default=IncomingState.RECEIVED)
    attempts: Mapped[int] = mapped_column(default=0)
    processed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    topic: Mapped[str] = mapped_column(String(60), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    sender: Mapped[str] = mapped_column(String(320), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # a code of `mail.reasons` or plain words, why it waits
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what a decision needs: answer, uid, address
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PostboxMail(Base):
    """Demo only: a message that would have left, kept so that a newcomer can open it as its recipient."""

    __tablename__ = "postbox_mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    raw: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
