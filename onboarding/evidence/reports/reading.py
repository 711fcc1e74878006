"""A report as one reads it: what was kept of its day, with the interviews that may still be read. For the web page and for the PDF."""

from collections.abc import Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from config import settings
from onboarding.evidence.interviews import words as interview_words
from onboarding.evidence.interviews.interviews import PROMPTS
from onboarding.evidence.interviews.models import Interview, Told
from onboarding.evidence.interviews.queries import Sides
from onboarding.evidence.reports import documents, queries
from onboarding.evidence.reports.models import Report
from onboarding.goals import standings


def read(report: Report, language: str) -> dict[str, Any]:
    """Everything that stands in it, as plain values in this language."""
    language = language if language in documents.LANGUAGES else documents.LANGUAGES[0]
    kept = report.contents[language]
    told = queries.interviews_of(kept, standings.day_of(report.made_at))
    with force_locale(language):
        return {
            **kept,
            "language": language,
            "company": settings().company_name or "Foyer",
            "words": _headings(),
            "intro": _("One sentence for each goal, as strong as what was measured and no stronger. That something does not help, or that nobody knows, is said as plainly."),
            "sheet_intro": _("Everything that is stored, who reads it, and how long. Whoever is stored reads all of it under “What Foyer knows about me”."),
            "chapters": [_chapter(one, told.get(one["goal_id"], Sides())) for one in kept["chapters"]],
        }  # fmt: skip


def _headings() -> dict[str, str]:
    return {
        "first": _("In short"),
        "others": _("What else may be said"),
        "figures": _("What it rests on"),
        "events": _("What happened meanwhile"),
        "next": _("What would allow a stronger sentence"),
        "withheld": _("What is not shown, and why"),
        "interviews": _("Interviews, side by side"),
        "rules": _("What no report holds, and why"),
        "sheet": _("Data protection sheet"),
        "what": _("What is stored"),
        "who": _("Who reads it"),
        "how_long": _("How long"),
    }


def _chapter(kept: dict[str, Any], sides: Sides) -> dict[str, Any]:
    steps = kept["steps"]
    place = next(number for number, step in enumerate(steps) if step["is_strongest"])
    above = steps[place + 1] if place + 1 < len(steps) else None
    return {
        **kept,
        "others": [step for step in steps[1:] if step["is_reached"] and not step["is_strongest"]],
        "next": {**above, "lacks": " ".join(above["lacks"])} if above else None,
        "balance": interview_words.balance_words(sides),
        "sides": [_side(Told.WORKED, sides.worked), _side(Told.DID_NOT, sides.did_not)],
    }


def _side(told: Told, interviews: Sequence[Interview]) -> dict[str, Any]:
    return {
        "name": interview_words.side_words(told),
        "interviews": [
            {
                "who": one.person.name if one.named else _("A colleague, without a name"),
                "said": [
                    [interview_words.prompt_words(prompt), getattr(one, prompt)] for prompt in PROMPTS if getattr(one, prompt)
                ],
            }
            for one in interviews
        ],
    }
