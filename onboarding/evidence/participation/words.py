"""What pages say of participation, in the reader's language."""

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _

from look import language
from onboarding.errors import OnboardingError
from onboarding.evidence.participation.comparing import Mean
from onboarding.evidence.participation.models import Kind, ParticipationReaders


def kind_words(kind: Kind) -> str:
    """What a segment is of."""
    return {
        Kind.WHOLE: _("The whole company"),
        Kind.DEPARTMENT: _("Department"),
        Kind.TOOK_PART: _("Took part in a round"),
        Kind.WAITING: _("Waits for a round"),
        Kind.FUNCTION: _("Function"),
        Kind.PLACE: _("Place"),
        Kind.GROUP: _("Group of the platform"),
    }[kind]


def segment_words(kind: Kind, name: str, titles: Mapping[str, str]) -> str:
    """What a segment is called. `titles`: of rounds, by number."""
    if kind is Kind.TOOK_PART:
        return _("Took part in “%(title)s”", title=titles.get(name, name))
    if kind is Kind.WAITING:
        return _("Waits for “%(title)s”", title=titles.get(name, name))
    return name or _("The whole company")


def part_words(part: str) -> str:
    """What a part of a bar stands for."""
    return {
        "create": _("began something"),
        "contribute": _("answered or shared"),
        "more": _("answered, shared or began something"),
        "consume": _("read"),
        "part": _("took part"),
    }[part]


def count_words(count: int | None) -> str:
    """The number, or that it is withheld."""
    return str(count) if count is not None else _("withheld")


def percent_words(share: float | None) -> str:
    """'34 %', or that it is withheld."""
    return f"{share:.0f}\u00a0%" if share is not None else _("withheld")


def mean_words(mean: Mean, share: float | None) -> str:
    """'34 %', or why there is none."""
    return percent_words(share) if mean.weeks else _("no figures")


def week_words(monday: date) -> str:
    """'week 48 of 2026'"""
    year, week, _day = monday.isocalendar()
    return _("week %(week)s of %(year)s", week=week, year=year)


def day_words(day: date) -> str:
    """'23 November 2026'"""
    return str(format_date(day, format="d MMMM yyyy", locale=language()))


def readers_words(found: ParticipationReaders) -> str:
    """What readers answered, as far as it may be said."""
    if found.yes is not None and found.total:
        return _(
            "Of about %(total)s who answered, about %(yes)s say that what they read was useful.", total=found.total, yes=found.yes
        )
    if found.most is not None:
        return (
            _("More than half of those who answered say that what they read was useful.")
            if found.most
            else _("Not more than half of those who answered say that what they read was useful.")
        )
    return _("Too few answered to say anything.")


def in_words(error: OnboardingError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)
