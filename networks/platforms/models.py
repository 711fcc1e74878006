"""The table of platforms: where groups can stand outside Foyer, and what opens each of them. Nothing of it is about people."""

import enum
from datetime import datetime

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, UtcDateTime, one_of


class PlatformKind(enum.StrEnum):
    """Which adapter."""

    SCIM = "scim"
    MATRIX = "matrix"
    MATTERMOST = "mattermost"
    SLACK = "slack"
    DISCOURSE = "discourse"
    GRAPH = "graph"  # Microsoft 365 and Teams


class PlatformConnection(Base):
    """One platform that an administrator connected."""

    __tablename__ = "platforms"
    __table_args__ = (Index("ix_platforms_test_asked_at", "test_asked_at"),)  # which ones the worker tests now

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PlatformKind] = mapped_column(one_of(PlatformKind, "kind"))
    name: Mapped[str] = mapped_column(String(200), unique=True)
    base_url: Mapped[str] = mapped_column(String(500))
    sealed_secrets: Mapped[str] = mapped_column(Text)  # an object of all of them, sealed (people/sealing.py)
    options: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    test_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the worker has still to do it
    tested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    findings: Mapped[list[dict[str, str | bool]]] = mapped_column(JSON, default=list)  # of the last test: what, works, missing

    @property
    def is_being_tested(self) -> bool:
        return self.test_asked_at is not None

    @property
    def works(self) -> bool:
        """As far as its last test says."""
        return bool(self.findings) and all(one["works"] for one in self.findings)
