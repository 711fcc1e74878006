"""What a report says, in one language: the chapters of the goals as their pages say them, what is withheld by rule, and the data sheet.

It is computed from nothing but what the pages show at that moment, which moves in steps of five or not at all (`people.privacy`): a report
beside a later page or a later report tells what two looks at the page would have told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from config import settings
from onboarding.evidence import cases, chapters, queries, words
from onboarding.evidence.cases import Sight
from onboarding.evidence.chapters import Chapter
from onboarding.evidence.interviews import queries as interviews
from onboarding.evidence.reports import sheet
from onboarding.evidence.reports.sheet import Line
from onboarding.goals import standings
from onboarding.goals import words as goal_words
from people import privacy

LANGUAGES = ("en", "nl")


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report. `interviews`: of each goal by its number, the numbers of those that colleagues read that day."""

    title: str
    made_on: str
    chapters: Sequence[Chapter]
    unnamed: str
    rules: Sequence[str]
    sheet: Sequence[Line]
    interviews: Mapping[str, Sequence[int]]


def documents(*, now: datetime) -> dict[str, Any]:
    """The report of this moment, by language, as plain values."""
    found = cases.sights(queries.goals(), now=now)
    told = interviews.approved([sight.goal.id for sight in found])
    numbers = {str(goal_id): [one.id for one in (*sides.worked, *sides.did_not)] for goal_id, sides in told.items()}
    made: dict[str, Any] = {}
    for language in LANGUAGES:
        with force_locale(language):
            made[language] = asdict(_document(found, numbers, now))
    return made


def _document(found: Sequence[Sight], numbers: Mapping[str, Sequence[int]], now: datetime) -> Document:
    company = settings().company_name
    return Document(
        title=_("Does it help? Report of %(company)s", company=company) if company else _("Does it help? A report"),
        made_on=goal_words.on_words(standings.day_of(now)),
        chapters=[chapters.chapter(sight) for sight in found],
        unnamed=_unnamed(),
        rules=rules(),
        sheet=sheet.lines(),
        interviews=numbers,
    )


def _unnamed() -> str:
    """How many things serve no goal."""
    things = words.unnamed_words(queries.unnamed())
    return _("Activity only, as they name no goal: %(things)s.", things=things) if things else ""


def rules() -> list[str]:
    """What no report holds, and why."""
    return [
        _("Numbers about people below %(floor)s, and whatever would let one compute such a number: they would be about single people.", floor=privacy.FLOOR),
        _("What departments answered beside each other, and free words of surveys: they are read where they were asked, from %(floor)s texts on.", floor=privacy.COMMENTS_FLOOR),
        _("Who took part, answered, read or was asked for an interview: nobody is watched, and no report names anybody who did not say so themselves."),
        _("Numbers of people move in steps of five, also from one report to the next, so that one person who comes or leaves is never the difference."),
        _("How much the platform is used: it is no goal."),
    ]  # fmt: skip
