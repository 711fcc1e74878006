"""Tables of calendars to subscribe to that are nobody's own."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, UtcDateTime


class CompanyCalendar(Base):
    """The secret address of the calendar of all sessions. There is one, from when an administrator first made it."""

    __tablename__ = "company_calendars"
    __table_args__ = (CheckConstraint("id = 1", name="there_is_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    token: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
