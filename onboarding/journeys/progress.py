"""How it goes, for the eyes of whoever follows a journey: what is done, what comes next, and since when.

Said by the person, or shown by a fact that is looked up now. There is no percentage and no count, and nothing is late.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from database import db
from onboarding import facts
from onboarding.journeys import conditions, following, texts
from onboarding.journeys.models import JourneyStep
from onboarding.journeys.models_following import Follower, MarkKind, StepMark
from onboarding.journeys.steps import opens_on
from onboarding.journeys.texts import Words


class StepState(enum.StrEnum):
    """How a step stands for one person."""

    OPEN = "open"
    DONE = "done"  # they said so
    SHOWN = "shown"  # a fact shows it
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step for one person. `words` are those of the day for what they did. `opens_on`: the first day of its week, for them."""

    step: JourneyStep
    words: Words
    state: StepState
    opens_on: date
    is_chosen: bool  # of a way they would like to try

    @property
    def is_open(self) -> bool:
        return self.state is StepState.OPEN

    @property
    def is_done(self) -> bool:
        return self.state in {StepState.DONE, StepState.SHOWN}


@dataclass(frozen=True, slots=True)
class Progress:
    """`steps` in order, as far as they are for this person; `next`: the one that is due, else the next to come; None: all is done."""

    follower: Follower
    steps: Sequence[StepProgress]
    next: StepProgress | None
    today: date

    @property
    def due(self) -> StepProgress | None:
        """The one step to offer now."""
        return self.next if self.next is not None and self.next.opens_on <= self.today else None

    @property
    def is_complete(self) -> bool:
        """Whether nothing they wanted to try is left; whoever only wanted to read is done when they have read."""
        return self.next is None


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read for all of them at once."""

    marks: Mapping[int, Mapping[int, StepMark]]
    groups: Mapping[int, set[int]]
    facts: Mapping[str, set[int]]


def of(follower: Follower, *, now: datetime) -> Progress:
    """For one person."""
    return of_many([follower], now=now)[follower.id]


def of_many(followers: Sequence[Follower], *, now: datetime) -> dict[int, Progress]:
    """For each of these followers, by number. As many queries as for one."""
    person_ids = {follower.person_id for follower in followers}
    names = {step.fact for follower in followers for step in follower.journey.current_steps if step.fact}
    known = _Known(
        marks=_marks([follower.id for follower in followers]),
        groups=conditions.groups_of(person_ids),
        facts=facts.true_for(names, person_ids),
    )
    return {follower.id: _progress(follower, known, following.today_of(follower.person, now)) for follower in followers}


def _progress(follower: Follower, known: _Known, today: date) -> Progress:
    steps = [_step(step, follower, known) for step in follower.journey.steps if _is_theirs(step, follower, known)]
    wanted = sorted((one for one in steps if one.is_open and one.is_chosen), key=lambda one: one.opens_on)
    return Progress(follower, steps, wanted[0] if wanted else None, today)


def _is_theirs(step: JourneyStep, follower: Follower, known: _Known) -> bool:
    """What they said something of stays, whatever became of the step."""
    if step.id in known.marks.get(follower.id, {}):
        return True
    groups = known.groups[follower.person_id]
    return step.retired_at is None and conditions.fits(conditions.of(step), follower.person, groups)


def _step(step: JourneyStep, follower: Follower, known: _Known) -> StepProgress:
    mark = known.marks.get(follower.id, {}).get(step.id)
    text = texts.of_step(step, texts.language_of(follower.person))
    state = _state(mark, shown=follower.person_id in known.facts.get(step.fact, set()))
    return StepProgress(
        step=step,
        words=Words(mark.words if mark is not None and state is StepState.DONE else text.title, text.why),
        state=state,
        opens_on=opens_on(step.week, follower.journey.day_on or follower.started_on),
        is_chosen=not follower.ways or step.way.value in follower.ways,
    )


def _state(mark: StepMark | None, *, shown: bool) -> StepState:
    """What the person says of it goes before what a fact shows."""
    if mark is not None:
        return StepState.DONE if mark.kind is MarkKind.DONE else StepState.SKIPPED
    return StepState.SHOWN if shown else StepState.OPEN


def _marks(follower_ids: Sequence[int]) -> dict[int, dict[int, StepMark]]:
    query = select(StepMark).where(StepMark.follower_id.in_(follower_ids))
    found: dict[int, dict[int, StepMark]] = {}
    for mark in db.session.scalars(query):
        found.setdefault(mark.follower_id, {})[mark.step_id] = mark
    return found
