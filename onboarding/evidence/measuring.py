"""A goal measured group by group: who they are is said first and stays, then their figures come, week by week.

A group of which there are figures is not taken out or made another one: leaving out what does not suit would be picking (promise 6).
Weeks of fewer than five people are refused at the door and kept nowhere (promise 3).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from database import db
from onboarding.errors import OnboardingError
from onboarding.evidence.errors import EvidenceInvalid, EvidenceMissing, at_line
from onboarding.evidence.models import LONGEST_NAME, FigureSource, MeasuredGroup, MeasuredWeek, Side, TouchedGroup
from onboarding.evidence.participation.queries import Indicator
from onboarding.goals import measurements, reading, standings
from onboarding.goals.models import Direction, Goal, GoalEvent
from people.plain_text import can_be_seen, one_line
from people.privacy import FLOOR
from sessions.rounds.models import Round

MOST_GROUPS = 40
MOST_LINES = 400
MOST_PEOPLE = 10_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One week as it was written."""

    on: date
    value: float
    people: int


def name_group(
    goal_id: int, name: str, side: Side, *, round_id: int | None = None, starts_on: date | None = None
) -> MeasuredGroup:
    """The goal is measured of this group, too. Raises GoalMissing, GoalClosed, EvidenceInvalid naming the field."""
    goal, name = standings.lock_open(goal_id), one_line(name)
    _guard_name(goal.id, name)
    if round_id is not None and db.session.get(Round, round_id) is None:
        raise EvidenceInvalid("There is no such round.", field="round")
    if side is Side.STARTED and round_id is None and starts_on is None:
        raise EvidenceInvalid("Say when they start: choose the round, or a day.", field="starts_on")
    of_round = round_id if side is not Side.OTHERS else None
    day = starts_on if side is Side.STARTED and of_round is None else None
    made = MeasuredGroup(goal_id=goal.id, name=name, side=side, round_id=of_round, starts_on=day)
    db.session.add(made)
    db.session.flush()
    return made


def _guard_name(goal_id: int, name: str) -> None:
    if not can_be_seen(name) or len(name) > LONGEST_NAME:
        raise EvidenceInvalid("Give it a name of at most %(longest)s characters.", field="name", longest=LONGEST_NAME)
    there = db.session.scalars(select(MeasuredGroup.name).where(MeasuredGroup.goal_id == goal_id)).all()
    if name in there:
        raise EvidenceInvalid("There is a group of this name already.", field="name")
    if len(there) >= MOST_GROUPS:
        raise EvidenceInvalid("At most %(most)s groups: put small ones together.", field="name", most=MOST_GROUPS)


def set_out(group_id: int, on: date) -> None:
    """Who waited starts on this day. Raises EvidenceMissing, EvidenceInvalid."""
    group = lock_group(group_id)
    if group.side is not Side.WAITS or group.starts_on is not None:
        raise EvidenceInvalid("They do not wait any more.", field="starts_on")
    group.starts_on = on


def take_out(group_id: int) -> None:
    """The group is gone, as long as nothing was measured of it. Raises EvidenceMissing, EvidenceInvalid."""
    group = lock_group(group_id)
    if group.weeks:
        raise EvidenceInvalid("There are figures of it. Leaving out a group that was measured would be picking.", field="name")
    db.session.execute(delete(MeasuredGroup).where(MeasuredGroup.id == group.id))


def lock_group(group_id: int) -> MeasuredGroup:
    """The group, of a goal that is not closed, its goal's row held. Raises EvidenceMissing, GoalClosed."""
    goal_id = db.session.scalar(select(MeasuredGroup.goal_id).where(MeasuredGroup.id == group_id))
    if goal_id is None:
        raise EvidenceMissing("There is no such group.")
    standings.lock_open(goal_id)
    return db.session.scalars(
        select(MeasuredGroup).where(MeasuredGroup.id == group_id).execution_options(populate_existing=True)
    ).one()


def enter(group_id: int, text: str, *, now: datetime) -> int:
    """What the lines say stands there for their weeks; how many. All lines or none.

    Raises EvidenceMissing, GoalClosed, EvidenceInvalid that names the line.
    """
    group, lines = lock_group(group_id), read(text, today=standings.day_of(now))
    for line in lines:
        db.session.merge(MeasuredWeek(group_id=group.id, on=line.on, value=line.value, people=line.people))
    db.session.flush()
    return len(lines)


def read(text: str, *, today: date) -> list[Line]:
    """Lines of "day; figure; people", each for the week of its day. Raises EvidenceInvalid that names the line."""
    written = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not written:
        raise EvidenceInvalid("Write one line for each week.", field="lines")
    if len(written) > MOST_LINES:
        raise EvidenceInvalid("At most %(most)s lines at once.", field="lines", most=MOST_LINES)
    lines = [_line(number, line, today) for number, line in written]
    if len({line.on for line in lines}) < len(lines):
        raise EvidenceInvalid("One line for each week: a week stands there twice.", field="lines")
    return lines


def _line(number: int, text: str, today: date) -> Line:
    cells = [cell.strip() for cell in text.replace("\t", ";").split(";")]
    try:
        if len(cells) != 3:
            raise EvidenceInvalid("A line has three parts: the day, the figure, and of how many people it is.")
        on, value = reading.day(cells[0]), reading.number(cells[1])
        measurements.guard(on, value, "", today=today)
        return Line(on - timedelta(days=on.weekday()), value, _people(cells[2]))
    except OnboardingError as error:
        raise at_line(number, error) from error


def _people(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= MOST_PEOPLE and len(text) <= 8):
        raise EvidenceInvalid("How many people it is of is a whole number.")
    if int(text) < FLOOR:
        raise EvidenceInvalid("A figure of fewer than five people is not taken: it would be about each of them.")
    return int(text)


def take_from_platform(goal_id: int, indicator: Indicator) -> None:
    """The goal is measured by this figure of the platform's statistics, of the rounds that serve it. It is chosen once: another one after
    the first was looked at would be picking. Raises GoalMissing, GoalClosed, EvidenceInvalid.
    """
    goal = standings.lock_open(goal_id)
    if not fits_platform(goal):
        raise EvidenceInvalid(
            "Figures of the platform are per cent, and more is better: this goal is measured otherwise.", field="indicator"
        )
    if db.session.get(FigureSource, goal_id) is not None:
        raise EvidenceInvalid(
            "Its figure is chosen already. Another one after looking at the first would be picking.", field="indicator"
        )
    db.session.add(FigureSource(goal_id=goal_id, indicator=indicator.value))
    db.session.flush()


def fits_platform(goal: Goal) -> bool:
    """Whether it is measured in per cent of people, and more is better."""
    return goal.unit == "%" and goal.direction is Direction.HIGHER


def touch(goal_id: int, event_id: int, group_ids: Collection[int]) -> None:
    """The event touched these groups and no others; none or all of them: everybody alike. Raises GoalMissing, GoalClosed, EvidenceMissing."""
    standings.lock_open(goal_id)
    event = db.session.get(GoalEvent, event_id)
    if event is None or event.goal_id != goal_id:
        raise EvidenceMissing("There is no such event.")
    mine = [group.id for group in groups_of(goal_id)]
    db.session.execute(delete(TouchedGroup).where(TouchedGroup.event_id == event_id))
    touched = [number for number in mine if number in set(group_ids)]
    if len(touched) < len(mine):
        db.session.add_all(TouchedGroup(event_id=event_id, group_id=number) for number in touched)
    db.session.flush()


def groups_of(goal_id: int) -> Sequence[MeasuredGroup]:
    """The groups of a goal, in the order in which they were named."""
    return db.session.scalars(select(MeasuredGroup).where(MeasuredGroup.goal_id == goal_id).order_by(MeasuredGroup.id)).all()
