"""Days, weeks and quarters of the company, as far as wishes and concerns go by them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from config import settings


def today(now: datetime) -> date:
    """The day in the company's zone."""
    return now.astimezone(ZoneInfo(settings().timezone)).date()


def quarter_of(day: date) -> str:
    """'2026-Q4'"""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def week_of(day: date) -> str:
    """'2026-W48' (ISO 8601)"""
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02d}"


def purpose_of(day: date) -> str:
    """What a token is for that says something on this day, or agrees with what was said on it: 'voices:2026-Q4'.

    One token a quarter and person, not one for each wish: that somebody had a signature says that they opened the page, and neither
    whether nor with what they agree.
    """
    return f"voices:{quarter_of(day)}"
