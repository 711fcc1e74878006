"""The demo's evidence, a real mix: a comparison that points to an effect, one figure before and after, one that got worse, help that
people report, and activity only; interviews on both sides, and a report that the works council reads. Written through the rules.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from onboarding.evidence import measuring
from onboarding.evidence.interviews import interviews
from onboarding.evidence.interviews.interviews import Words
from onboarding.evidence.interviews.models import Told
from onboarding.evidence.models import Side
from onboarding.evidence.reports import reports
from onboarding.goals import events, goals, measurements, owners, serving, standings
from onboarding.goals.goals import Details
from onboarding.goals.models import Direction, Goal, GoalState, Part, Programme
from people.models import Person
from people.serving import Thing
from sessions.models import ScheduledSession

WOBBLE = (0.6, -0.9, 0.2, 1.1, -0.4, -1.2, 0.8, 0.1, -0.7, 0.9, -0.2, 0.5)  # what a week adds that nobody explains
OTHER_WOBBLE = (-0.3, 0.7, -1.0, 0.4, 0.9, -0.6, -0.1, 1.0, 0.3, -0.8, 0.6, -0.5)
DRAWING = Details(
    name="A fitter finds the right drawing in 10 minutes, not half an hour",
    why="Half an hour at the computer in the hall is half an hour in which the oven of a baker stands open.",
    unit="min",
    direction=Direction.LOWER,
    baseline=31.0,
    baseline_how="Mean of what fitters wrote on the job sheet, of all jobs of a week in which a drawing was needed.",
    target=10.0,
    says_not="Whether the drawing was the newest one.",
)
PASSING_ON = Details(
    name="Team leads pass on fewer mails by hand",
    unit="h",
    direction=Direction.LOWER,
    baseline=3.0,
    baseline_how="Team leads wrote down a week long how many hours they spent on it; mean of eleven of them.",
    target=1.0,
    says_not="Whether the mails were needed at all.",
)
SAID: Mapping[str, Sequence[tuple[str, Told, bool, Words]]] = {
    DRAWING.name: (
        ("fatima.el", Told.WORKED, True, Words(
            "I put the number of the oven in the search, not the name.",
            "I find it while I walk to the hall.",
            "",
            "Show people their own job, not an example.",
        )),
        ("bo", Told.WORKED, False, Words("I asked in the group of Works.", "Somebody sent me the drawing within ten minutes.", "", "")),
        ("ada", Told.DID_NOT, False, Words(
            "I came to two of the four dates and tried it on the phone.",
            "In the hall there is no network, so I go to the computer as before.",
            "The network, and gloves.",
            "First the network in the hall, then a training.",
        )),
    ),
}  # fmt: skip


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who."""
    with transaction():
        programme_id = db.session.scalars(select(Programme.id).order_by(Programme.id)).first() or 0
        drawing = _goal(programme_id, DRAWING, "bo", ids, now=now - timedelta(weeks=24))
        passing = _goal(programme_id, PASSING_ON, "rosa.meulenbelt", ids, now=now - timedelta(weeks=17))
    _by_group(drawing, now=now)
    _got_worse(passing, ids, now=now)
    _before_the_start(ids, now=now)
    _activity_only(ids, now=now)
    _interviews(ids, now=now)
    with transaction():
        chen = _person(ids, "chen")
        report = reports.make(by=chen, now=now - timedelta(days=1))
        day = standings.day_of(now)
        reports.share(report.id, "The works council", "en", day + timedelta(days=60), by=chen, today=day)


def _goal(programme_id: int, details: Details, owner: str, ids: Mapping[str, int], *, now: datetime) -> Goal:
    whole = replace(details, baseline_on=standings.day_of(now), due_on=standings.day_of(now + timedelta(weeks=52)))
    made = goals.put_down(programme_id, Part.PLATFORM, whole, _person(ids, owner), by=_person(ids, "chen"), now=now)
    owners.answer(standings.lock(made.id), yes=True, by=_person(ids, owner), now=now)
    goals.take_up(made.id, by=_person(ids, owner), now=now)
    return made


def _by_group(goal: Goal, *, now: datetime) -> None:
    """Works started ten weeks ago; Assembly asked for the same and waits."""
    today = standings.day_of(now)
    start = today - timedelta(days=today.weekday()) - timedelta(weeks=10)
    with transaction():
        first = measuring.name_group(goal.id, "Works, first round", Side.STARTED, starts_on=start)
        second = measuring.name_group(goal.id, "Assembly, waits for the second round", Side.WAITS)
    weeks = [start + timedelta(weeks=number) for number in range(-12, 10)]
    with transaction():
        measuring.enter(first.id, _lines(weeks, WOBBLE, 31, lambda on: -9.5 if on >= start else 0.0, 26), now=now)
        measuring.enter(second.id, _lines(weeks, OTHER_WOBBLE, 32, lambda _on: 0.0, 31), now=now)


def _lines(weeks: Sequence[date], wobble: Sequence[float], level: float, moved: Callable[[date], float], people: int) -> str:
    return "\n".join(
        f"{on.isoformat()};{level + 1.4 * wobble[number % len(wobble)] + moved(on):.1f};{people}"
        for number, on in enumerate(weeks)
    )


def _got_worse(goal: Goal, ids: Mapping[str, int], *, now: datetime) -> None:
    """The lunches that were to spare mails began nine weeks ago."""
    by = _person(ids, "rosa.meulenbelt")
    with transaction():
        number = _session("First hour on the Square")
        if number is not None:
            serving.serve(Thing.SESSION, number, goal.id, by=_person(ids, "chen"), now=now)
        for week in range(16):
            day = standings.day_of(now - timedelta(weeks=15 - week))
            value = 3.0 + 0.18 * WOBBLE[week % len(WOBBLE)] + (0.8 if week >= 10 else 0.0)
            measurements.enter(goal.id, day, round(value, 1), by=by, now=now)
        events.note(goal.id, standings.day_of(now - timedelta(weeks=4)), "The newsletter goes to team leads alone", by=by)


def _before_the_start(ids: Mapping[str, int], *, now: datetime) -> None:
    """The service desk had kept its figures of the summer, from before anything was done about them."""
    with transaction():
        goal = db.session.scalars(select(Goal).where(Goal.state == GoalState.UNDER_WAY, Goal.part == Part.PROCESS)).first()
        if goal is None:
            return
        by = _person(ids, "emily.clarke")
        for week in range(13, 22):
            day = standings.day_of(now - timedelta(weeks=week))
            measurements.enter(goal.id, day, 47.5 + 1.5 * WOBBLE[week % len(WOBBLE)], by=by, now=now)


def _activity_only(ids: Mapping[str, int], *, now: datetime) -> None:
    """Something is done for a goal that nobody has measured yet."""
    with transaction():
        goal = db.session.scalars(select(Goal).where(Goal.state == GoalState.QUEUED).order_by(Goal.id)).first()
        number = _session("Lunch and learn: asking out loud")
        if goal is not None and number is not None:
            serving.serve(Thing.SESSION, number, goal.id, by=_person(ids, "chen"), now=now)


def _interviews(ids: Mapping[str, int], *, now: datetime) -> None:
    for name, every in SAID.items():
        for key, told, named, words in every:
            with transaction():
                goal_id = db.session.scalars(select(Goal.id).where(Goal.name == name)).one()
                person = _person(ids, key)
                made = interviews.open_own(goal_id, by=person)
                interviews.write(made.id, words, by=person, now=now)
                interviews.approve(
                    made.id, made.token, told, named=named, by=person, today=standings.day_of(now - timedelta(days=3))
                )


def _session(title: str) -> int | None:
    return db.session.scalars(
        select(ScheduledSession.id).where(ScheduledSession.title.startswith(title)).order_by(ScheduledSession.starts_at)
    ).first()


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
