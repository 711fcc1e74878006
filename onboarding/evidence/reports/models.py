"""Tables of reports: what was said on a day, in both languages, and the links by which others read it without an account."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UtcDateTime
from onboarding.evidence.models import LONGEST_NAME
from people.models import Person


class Report(Base):
    """A dated snapshot. It holds what the pages said then, nothing more, and no person: interviews stand in it by number alone, and are
    read anew each time, so that what somebody takes back is gone from it.
    """

    __tablename__ = "evidence_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    contents: Mapped[dict[str, Any]] = mapped_column(JSON)  # by language: `documents.Document`

    made_by: Mapped[Person | None] = relationship(viewonly=True)
    shares: Mapped[list["ReportShare"]] = relationship(viewonly=True, order_by="ReportShare.id.desc()")


class ReportShare(Base):
    """A link to one report, for one reader outside, until a day or until it is taken back. That it is opened is kept nowhere."""

    __tablename__ = "evidence_report_shares"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("evidence_reports.id", ondelete="CASCADE"), index=True)
    for_whom: Mapped[str] = mapped_column(String(LONGEST_NAME))
    token: Mapped[str] = mapped_column(String(40), unique=True)
    language: Mapped[str] = mapped_column(String(8))
    expires_on: Mapped[date] = mapped_column(Date)  # the last day
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)

    report: Mapped[Report] = relationship(viewonly=True, lazy="joined", innerjoin=True)

    def is_open(self, today: date) -> bool:
        """Whether it still leads to the report."""
        return self.revoked_at is None and today <= self.expires_on
