"""Tables of blind tokens: a key for each purpose, who had a signature of it, and which tokens were used. Nothing leads from one to another.

None holds a moment. A grant lies under a random key, in tables without row numbers, and is written anew together with its neighbours, so
that neither SQLite nor PostgreSQL's own bookkeeping (`xmin`, `ctid`) tells in which order people came.
"""

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database import Base

LONGEST_PURPOSE = 40


class BlindKey(Base):
    """The key of one purpose, e.g. "survey:3". Its row is locked before it signs."""

    __tablename__ = "blind_keys"

    purpose: Mapped[str] = mapped_column(String(LONGEST_PURPOSE), primary_key=True)
    modulus: Mapped[str] = mapped_column(Text)  # hexadecimal; the exponent is 65537
    sealed: Mapped[str] = mapped_column(Text)  # the private key, by people.sealing


class BlindGrant(Base):
    """This person has had their signature for this purpose. It does not say whether they used it, nor what for."""

    __tablename__ = "blind_grants"
    __table_args__ = (
        UniqueConstraint("person_id", "purpose"),
        Index("ix_blind_grants_purpose", "purpose", "id"),  # those that are written anew with a new one
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # random: no order in it
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(LONGEST_PURPOSE))
    # Of the blinded message: asked once more with the same one, after an answer that was lost on the way, the same signature is given.
    # A blinded message is a random number to everybody but the browser that made it (RFC 9474 section 7.2).
    blinded_hash: Mapped[str] = mapped_column(String(64))


class SpentToken(Base):
    """A token that was used, for one use of its purpose, by a hash."""

    __tablename__ = "blind_spent_tokens"
    __table_args__ = ({"sqlite_with_rowid": False},)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)  # of purpose, use and token
