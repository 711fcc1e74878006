"""Tables of formats: what a company made of one that is shipped, or made by itself. What nobody touched has no row."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, UtcDateTime, one_of
from sessions.models import SessionKind


class Format(Base):
    """A format that the company changed, made, or put away. `key` is that of the shipped one, or one of its own."""

    __tablename__ = "formats"
    __table_args__ = (
        CheckConstraint("dates > 0", name="dates_are_positive"),
        CheckConstraint("seats IS NULL OR seats > 0", name="seats_are_positive"),
    )

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[SessionKind] = mapped_column(one_of(SessionKind, "kind"), default=SessionKind.MEETUP)
    seats: Mapped[int | None]  # how many it is good for
    dates: Mapped[int] = mapped_column(default=1)  # how often it usually meets
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    put_away_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FormatText(Base):
    """What a format says in one language, as the company says it."""

    __tablename__ = "format_texts"
    __table_args__ = (UniqueConstraint("format_key", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    format_key: Mapped[str] = mapped_column(ForeignKey("formats.key", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")  # Markdown, as all that follow but the agenda
    agenda: Mapped[str] = mapped_column(Text, default="")  # lines of minutes and words
    preparation: Mapped[str] = mapped_column(Text, default="")
    materials: Mapped[str] = mapped_column(Text, default="")
    first_time: Mapped[str] = mapped_column(Text, default="")
    follow_up: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
