"""Days, weeks and quarters of the company, as far as wishes and concerns go by them."""

from datetime import date

from onboarding.days import quarter_of, today, week_of

__all__ = ["purpose_of", "quarter_of", "today", "week_of"]


def purpose_of(day: date) -> str:
    """What a token is for that says something on this day, or agrees with what was said on it: 'voices:2026-Q4'.

    One token a quarter and person, not one for each wish: that somebody had a signature says that they opened the page, and neither
    whether nor with what they agree.
    """
    return f"voices:{quarter_of(day)}"
