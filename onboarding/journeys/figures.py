"""What planners read of a journey: how many follow it, and how many finished which step. Never who, and never a small number (promise 3).

A number moves only when five people more are in it, or five fewer (`privacy.step`), so that two days beside each other tell of nobody.
It is said in fives, and never of all but a few (`privacy.at_least`): steps are no parts of a whole, and whoever takes one number
from another could otherwise be left with somebody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from database import db
from onboarding import facts
from onboarding.journeys.models import Journey, JourneyFigure, JourneyState, JourneyStep
from onboarding.journeys.models_following import Follower, FollowerState, MarkKind, StepMark
from people import privacy
from people.models import Person


@dataclass(frozen=True, slots=True)
class Figures:
    """So many at least; None: too few to say, or all but a few. `finished` by step."""

    follow: int | None
    finished: Mapping[int, int | None]


def of(journey: Journey) -> Figures:
    """What may be said now. It is what `refresh` kept."""
    rows = db.session.scalars(select(JourneyFigure).where(JourneyFigure.journey_id == journey.id))
    kept = {row.step_id: row.people for row in rows}
    follow = kept.get(None, 0)
    steps = [step.id for step in journey.steps]
    return Figures(
        follow=follow - follow % privacy.FLOOR or None,
        finished={id_: privacy.at_least(kept[id_], of=follow) if id_ in kept else None for id_ in steps},
    )


def refresh(*, now: datetime) -> None:  # noqa: ARG001  (rules of a timer are given the moment)
    """What is kept is as new as it may be."""
    query = select(Journey).where(Journey.state != JourneyState.DRAFT).order_by(Journey.id)
    for journey in db.session.scalars(query).all():
        _refresh(journey)


def _refresh(journey: Journey) -> None:
    followers = _followers(journey)
    rows = db.session.scalars(select(JourneyFigure).where(JourneyFigure.journey_id == journey.id).with_for_update())
    kept = {row.step_id: row for row in rows}
    _move(kept, journey, None, len(followers))
    for step, finished in _finished(journey.steps, followers).items():
        _move(kept, journey, step, finished)
    db.session.flush()


def _move(kept: dict[int | None, JourneyFigure], journey: Journey, step_id: int | None, count: int) -> None:
    row = kept.get(step_id)
    shown = privacy.step(row.people if row else None, count)
    if row is not None and shown is not None:
        row.people = shown
    elif shown is not None:
        db.session.add(JourneyFigure(journey_id=journey.id, step_id=step_id, people=shown))


def _followers(journey: Journey) -> dict[int, int]:
    """Who follows it: person by number of the follower."""
    query = (
        select(Follower.id, Follower.person_id)
        .join(Person, Person.id == Follower.person_id)
        .where(Follower.journey_id == journey.id, Follower.state != FollowerState.LEFT, Person.active)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _finished(steps: Sequence[JourneyStep], followers: Mapping[int, int]) -> dict[int, int]:
    """How many of them, by step: they said so, or a fact shows it and they did not say "not for me"."""
    marks = select(StepMark.step_id, StepMark.follower_id, StepMark.kind).where(StepMark.step_id.in_([step.id for step in steps]))
    said: dict[int, dict[int, MarkKind]] = {step.id: {} for step in steps}
    for step_id, follower_id, kind in db.session.execute(marks):
        said[step_id][follower_id] = kind
    shown = facts.true_for({step.fact for step in steps if step.fact}, followers.values())
    return {step.id: _count(said[step.id], shown.get(step.fact, set()), followers) for step in steps}


def _count(said: Mapping[int, MarkKind], shown: set[int], followers: Mapping[int, int]) -> int:
    done = sum(1 for id_ in followers if said.get(id_) is MarkKind.DONE)
    return done + sum(1 for id_, person_id in followers.items() if id_ not in said and person_id in shown)
