"""What pages and mails say of goals, in the reader's language."""

from datetime import UTC, date, datetime, time

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import gettext as _

from champions.words import Words
from look import date_words, language
from onboarding.goals.happenings import Happening, Kind
from onboarding.goals.models import Direction, Goal, Measurement, Outcome, Part, Plan, Source, Step
from sessions.home_parts import Waiting


def on_words(day: date, *, year: bool = True) -> str:
    """'Tuesday 1 December 2026'"""
    return date_words(datetime.combine(day, time(12), tzinfo=UTC), "UTC", year=year)


def value_words(goal: Goal, value: float) -> str:
    """'4.5 h'"""
    return f"{number_words(value)}\u00a0{goal.unit}" if goal.unit else number_words(value)


def number_words(value: float) -> str:
    """4.5, or 4,5 in Dutch."""
    return str(format_decimal(value, format="#,##0.####", locale=language()))


def typed(value: float | None) -> str:
    """As somebody would type it again."""
    return "" if value is None else f"{value:.10f}".rstrip("0").rstrip(".")


def direction_words(direction: Direction) -> str:
    """Which way is better."""
    return {Direction.LOWER: _("Lower is better"), Direction.HIGHER: _("Higher is better")}[direction]


def part_words(part: Part) -> str:
    """Where it belongs."""
    return {Part.PROCESS: _("The process"), Part.CULTURE: _("Plan for the culture"), Part.PLATFORM: _("Plan for the platform")}[
        part
    ]


def outcome_words(outcome: Outcome) -> str:
    """How it ended."""
    return {
        Outcome.REACHED: _("Reached"),
        Outcome.NOT_REACHED: _("Not reached"),
        Outcome.NOT_MEASURED: _("Not measured"),
    }[outcome]


def source_words(source: Source) -> str:
    """Where a measurement comes from."""
    return {
        Source.HAND: _("by hand"),
        Source.IMPORT: _("from a file"),
        Source.API: _("by another program"),
        Source.SURVEY: _("computed from a survey"),
    }[source]


def field_words(field: str) -> str:
    """What a field of a goal is called; for what is missing, and for what was changed."""
    return {
        "owner": _("an owner who said yes"),
        "name": _("What becomes better"),
        "why": _("Why, and for whom"),
        "unit": _("Unit"),
        "direction": _("Direction"),
        "baseline": _("Baseline"),
        "baseline_how": _("How the baseline was measured"),
        "baseline_on": _("Day of the baseline"),
        "target": _("Target"),
        "due_on": _("By when"),
        "says_not": _("What the figure does not say"),
        "outcome": _("Outcome"),
        "last_sentence": _("The last sentence"),
    }[field]


def step_words(step: Step) -> str:
    """What happened to a goal."""
    return {
        Step.MADE: _("Put down"),
        Step.CHANGED: _("Changed"),
        Step.TAKEN_UP: _("Taken up"),
        Step.HANDED_OVER: _("Handed over to another owner"),
        Step.CLOSED: _("Closed"),
        Step.REOPENED: _("Opened again"),
    }[step]


def happening_words(one: Happening) -> str:
    """What happened; without a title where the reader may not know it."""
    if not one.title:
        return {
            Kind.START: _("The programme started"),
            Kind.SESSION: _("A session"),
            Kind.SERIES: _("A series began"),
            Kind.ROUND: _("Training groups"),
            Kind.GROUP: _("A group began"),
            Kind.SURVEY: _("A survey began"),
            Kind.EVENT: "",
        }[one.kind]
    return {
        Kind.START: "%(title)s",
        Kind.SESSION: _("Session: %(title)s"),
        Kind.SERIES: _("A series began: %(title)s"),
        Kind.ROUND: _("Training groups: %(title)s"),
        Kind.GROUP: _("A group began: %(title)s"),
        Kind.SURVEY: _("A survey began: %(title)s"),
        Kind.EVENT: "%(title)s",
    }[one.kind].replace("%(title)s", one.title)


def from_to_words(goal: Goal) -> str:
    """'from 48 h to 4 h by 31 March 2027', as far as it is known."""
    parts = []
    if goal.baseline is not None:
        parts.append(_("from %(value)s", value=value_words(goal, goal.baseline)))
    if goal.target is not None:
        parts.append(_("to %(value)s", value=value_words(goal, goal.target)))
    if goal.due_on is not None:
        parts.append(_("by %(day)s", day=on_words(goal.due_on)))
    return " ".join(parts)


def standing_words(goal: Goal, last: Measurement | None) -> str:
    """Where it stands, as strong as what was measured and no stronger."""
    if last is None:
        return _("Nothing has been measured since the baseline.")
    values = {"value": value_words(goal, last.value), "day": on_words(last.on)}
    if goal.target is not None and goal.is_better(last.value, goal.target):
        return _("%(value)s on %(day)s: at the target.", **values)
    if goal.baseline is None or last.value == goal.baseline:
        return (
            _("%(value)s on %(day)s: as it was.", **values) if goal.baseline is not None else _("%(value)s on %(day)s.", **values)
        )
    if goal.is_better(last.value, goal.baseline):
        return _("%(value)s on %(day)s: better than the baseline, not at the target yet.", **values)
    return _("%(value)s on %(day)s: worse than the baseline.", **values)


def asked(owned: Goal | Plan) -> Words:
    """Would you own it?"""
    by = owned.heir_by.name if owned.heir_by else _("A colleague")
    name = owned.name if isinstance(owned, Goal) else f"{part_words(owned.kind)}, {owned.programme.name}"
    return Words(
        subject=_("Would you answer for “%(goal)s”?", goal=name),
        preheader=_("Yes or no. A no needs no reason."),
        heading=name,
        paragraphs=(
            _("%(name)s asks whether you would be its owner.", name=by),
            _(
                "The owner says how it is measured and enters what was measured, or has it entered. Every colleague reads who it is."
            ),
            _("Until you say yes all stays as it is, and a no needs no reason."),
        ),
        button=_("Look, and answer"),
    )


def choice_words(value: str) -> str:
    """A direction or an outcome, as it was kept."""
    if value in set(Direction):
        return direction_words(Direction(value))
    return outcome_words(Outcome(value)) if value in set(Outcome) else value


def waiting(title: str, url: str) -> Waiting:
    """A line of the home page: a goal or a plan looks for its owner."""
    return Waiting(title=title, about=_("You are asked whether you would answer for it"), action=_("Look, and answer"), url=url)


def short_words(day: date) -> str:
    """'1 Dec 2026', for the ends of a picture."""
    return str(format_date(day, "d MMM y", locale=language()))
