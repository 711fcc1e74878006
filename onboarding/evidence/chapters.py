"""What is said about one goal, in the language that is set: the page of its evidence and the report hold the same words and figures.

A chapter is made of plain text and numbers, so that a report can keep it as it stood.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from onboarding.evidence import pictures, sentences, words
from onboarding.evidence.cases import Sight
from onboarding.evidence.claims import Remedy, Rung, Standing, moved_before
from onboarding.evidence.models import Side
from onboarding.evidence.pictures import FRAME, Series
from onboarding.goals import words as goal_words
from onboarding.goals.models import Goal


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: `says`, where it is reached, or what it lacks. `todo`: what would allow it."""

    name: str
    means: str
    limit: str
    is_reached: bool
    is_strongest: bool = False
    says: str = ""
    lacks: Sequence[str] = ()
    todo: Sequence[str] = ()
    remedies: Sequence[str] = ()  # their names, for links


@dataclass(frozen=True, slots=True)
class Figures:
    """The picture and the table beside it; `drawing` is None where there is too little to draw. `lines`: one name for each."""

    caption: str
    spoken: str
    lines: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    drawing: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A goal with its sentence. `events`: what happened meanwhile, numbered as in the picture; `withheld`: what is not said, and why."""

    goal_id: int
    name: str
    aim: str
    sentence: str
    rung: str
    finding: str
    people: str
    limit: str
    steps: Sequence[Step]
    figures: Figures | None
    events: Sequence[str] = ()
    withheld: Sequence[str] = field(default_factory=list)

    @property
    def next_step(self) -> Step | None:
        """The rung above the strongest; None at the top."""
        place = next(number for number, step in enumerate(self.steps) if step.is_strongest)
        return self.steps[place + 1] if place + 1 < len(self.steps) else None


def chapter(sight: Sight) -> Chapter:
    """What is said about this goal now."""
    claim = sight.claim
    lines = pictures.series(sight)
    by_people = claim.rung >= Rung.BEFORE_AFTER  # reported help has said its number
    return Chapter(
        goal_id=sight.goal.id,
        name=sight.goal.name,
        aim=goal_words.from_to_words(sight.goal),
        sentence=sentences.sentence(sight),
        rung=words.rung_words(claim.rung),
        finding=words.finding_words(claim.finding),
        people=sentences.people_words(min((line.people for line in lines if line.people), default=None)) if by_people else "",
        limit=_limit(sight, claim.rung),
        steps=[_step(sight, rung, standing) for rung, standing in sight.rungs.items()],
        figures=_figures(sight, lines) if lines else None,
        events=[f"{goal_words.on_words(event.on)}: {event.what}" for event in sight.events],
        withheld=_withheld(sight),
    )


def _limit(sight: Sight, rung: Rung) -> str:
    """What the rung does not say; of a figure that went the same way before the start, that it did."""
    estimate, way = sight.rungs[rung].estimate, moved_before(sight.case)
    if rung is not Rung.BEFORE_AFTER or estimate is None or not way or (estimate.value > 0) != (way > 0):
        return words.limit_words(rung)
    return " ".join([_("It went that way before the start already."), words.limit_words(rung)])


def _step(sight: Sight, rung: Rung, standing: Standing) -> Step:
    remedies: list[Remedy] = standing.remedies
    return Step(
        name=words.rung_words(rung),
        means=words.meaning_words(rung),
        limit=_limit(sight, rung),
        is_reached=standing.is_reached,
        is_strongest=rung is sight.claim.rung,
        says=sentences.of_rung(sight, rung) if standing.is_reached else "",
        lacks=[words.lack_words(lack) for lack in standing.lacking],
        todo=[words.remedy_words(remedy) for remedy in remedies],
        remedies=[remedy.value for remedy in remedies],
    )


def _figures(sight: Sight, lines: Sequence[Series]) -> Figures:
    names = [_name(line, sight.titles) for line in lines]
    drawn = pictures.draw(lines, [event.on for event in sight.events])
    unit = sight.goal.unit
    caption = _("By week (%(unit)s).", unit=unit) if unit else _("By week.")
    if sight.starts_on is not None:
        start = _("The upright line is the start on %(day)s.", day=goal_words.on_words(sight.starts_on))
        caption = f"{caption} {start}"
    return Figures(
        caption=caption,
        spoken=f"{sight.goal.name}. {sentences.sentence(sight)}",
        lines=names,
        columns=[_("Week of"), *names],
        rows=_rows(sight.goal, lines),
        drawing=_drawn(drawn) if drawn is not None else None,
    )


def _name(line: Series, titles: Mapping[str, tuple[Side, str]]) -> str:
    """Which groups, since when, of how many people."""
    people = _("at least %(number)s people", number=line.people) if line.people else ""
    named = ", ".join(words.group_words(name, titles) for name in line.names if name) or _("Measured")
    return f"{named} ({people})" if people else named


def _rows(goal: Goal, lines: Sequence[Series]) -> list[list[str]]:
    """The newest week first."""
    weeks = sorted({on for line in lines for on in line.weeks}, reverse=True)
    return [[goal_words.short_words(on), *[_cell(goal, line, on) for line in lines]] for on in weeks]


def _cell(goal: Goal, line: Series, on: date) -> str:
    return goal_words.value_words(goal, round(line.weeks[on].value, 4)) if on in line.weeks else "–"


def _drawn(drawing: pictures.Drawing) -> dict[str, object]:
    return {
        **FRAME,
        "lines": [[list(point) for point in line.points] for line in drawing.lines],
        "ticks": [[height, goal_words.number_words(value)] for height, value in drawing.ticks],
        "starts": list(drawing.starts),
        "marks": [list(mark) for mark in drawing.marks],
        "first": goal_words.short_words(drawing.first),
        "last": goal_words.short_words(drawing.last),
    }


def _withheld(sight: Sight) -> list[str]:
    """What somebody could have expected to read here."""
    found = []
    if sight.reported is not None and sight.reported.helped is None:
        found.append(
            _(
                "How many say that it helped: too few answered, or too few answers changed since the time before, so that a number would be about single people."
            )
        )
    elif sight.reported is not None:
        found.append(
            _(
                "The exact number of people who say that it helped, and what each department said: only fives of more than half are told."
            )
        )
    if sight.is_by_group:
        found.append(
            _(
                "How many people are in each group, week by week: only fives are told. Weeks of fewer than five people are not kept."
            )
        )
    return found
