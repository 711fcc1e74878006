"""Days, weeks and quarters of the company."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from config import settings


def today(now: datetime) -> date:
    """The day in the company's zone."""
    return now.astimezone(ZoneInfo(settings().timezone)).date()


def beginning(now: datetime) -> datetime:
    """When this day began in the company's zone: all that is kept of a moment where a moment would tell who it was."""
    return datetime.combine(today(now), time(0), tzinfo=ZoneInfo(settings().timezone))


def quarter_of(day: date) -> str:
    """'2026-Q4'"""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def week_of(day: date) -> str:
    """'2026-W48' (ISO 8601)"""
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02d}"
