"""Tables of directories: where one is and what opens it, the groups in it that were registered as networks, and who is in those now.

Of people who are not in Foyer nothing is kept, and of groups that nobody registered nothing either.
"""

import enum
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime, one_of


class DirectoryKind(enum.StrEnum):
    """How it is asked."""

    LDAP = "ldap"
    SCIM = "scim"


class Directory(Base):
    """One directory. Its password or token is sealed, and shown to nobody again."""

    __tablename__ = "directories"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DirectoryKind] = mapped_column(one_of(DirectoryKind, "kind"))
    name: Mapped[str] = mapped_column(String(200), unique=True)
    address: Mapped[str] = mapped_column(String(500))  # ldaps://, ldap:// (with STARTTLS), https://
    account: Mapped[str] = mapped_column(String(500), default="")  # LDAP: the DN that signs in
    base: Mapped[str] = mapped_column(String(500), default="")  # LDAP: the DN below which people and groups stand
    group_filter: Mapped[str] = mapped_column(String(1000), default="")  # LDAP, RFC 4515; "" is every group
    authority: Mapped[str] = mapped_column(Text, default="")  # PEM of whoever signed its certificate; "" is who everybody trusts
    sealed_secret: Mapped[str] = mapped_column(Text)
    connected_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    findings: Mapped[list[list[str]]] = mapped_column(JSON, default=list)  # of the last test: step, why not ("" works), detail


class DirectoryGroup(Base):
    """A group in a directory that somebody registered as a network. Its people are read only while a group here follows it."""

    __tablename__ = "directory_groups"
    __table_args__ = (
        UniqueConstraint("directory_id", "key"),
        Index("ix_directory_groups_followed", "is_followed", "tried_at"),  # which ones the worker reads
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    directory_id: Mapped[int] = mapped_column(ForeignKey("directories.id", ondelete="CASCADE"))
    network_id: Mapped[int] = mapped_column(ForeignKey("offline_networks.id", ondelete="CASCADE"), unique=True)
    key: Mapped[str] = mapped_column(String(600))  # the same whatever it is called or wherever it is moved
    name: Mapped[str] = mapped_column(String(200))
    is_followed: Mapped[bool] = mapped_column(default=False)
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when its people were read last
    fault: Mapped[str] = mapped_column(String(40), default="")  # a Why: what stands in its list is not known to be true
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    directory: Mapped[Directory] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class DirectoryGroupPerson(Base):
    """Somebody in Foyer who is in a group of a directory that a group here follows."""

    __tablename__ = "directory_group_people"
    __table_args__ = (Index("ix_directory_group_people_person", "person_id"),)  # what is kept about me

    group_id: Mapped[int] = mapped_column(ForeignKey("directory_groups.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
