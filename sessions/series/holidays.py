"""Public holidays of the places people work at, by the day, in the reader's language as far as they have a name in it. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

NONE = "none"
LANGUAGES = {"en": "en_US"}


def places(setting: str) -> tuple[str, ...]:
    """The places a setting names: 'NL', or 'NL, DE-BY' with the part of the country; 'none' names none."""
    named = tuple(part.strip().upper() for part in setting.split(",") if part.strip())
    return () if named == (NONE.upper(),) else named


def named(days: Iterable[date], of: Sequence[str], *, language: str) -> dict[date, str]:
    """The holidays among these days; the name is that of the first place which has one."""
    wanted = sorted(set(days))
    years = {day.year for day in wanted}
    found: dict[date, str] = {}
    for place in reversed(of):
        for year in years:
            known = _of_year(place, year, language)
            found |= {day: known[day] for day in wanted if day in known}
    return found


@cache
def _of_year(place: str, year: int, language: str) -> dict[date, str]:
    import holidays  # it weighs much, and few processes plan

    country, _dash, part = place.partition("-")
    days = holidays.country_holidays(country, subdiv=part or None, years=year, language=LANGUAGES.get(language, language))
    # The day before and after it may be written down under another year: only this one was asked for.
    return {day: name for day, name in days.items() if day.year == year}
