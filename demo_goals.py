"""The demo's goals: answers in four hours, with twelve weeks of measurements, two plans, and what waits behind it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from networks.models import Group
from onboarding.goals import asks, events, goals, measurements, owners, programmes, serving, standings
from onboarding.goals.goals import Details
from onboarding.goals.models import Direction, Goal, Part
from people.models import Person
from people.serving import Thing
from sessions.models import ScheduledSession
from sessions.rounds.models import Round
from sessions.series.models import Series

HOURS = (46.5, 47.0, 41.5, 44.0, 36.0, 29.5, 31.0, 24.0, 18.5, 20.0, 13.5, 11.0)
NOTES = {3: "The fair in Hannover: half of the service desk was away.", 9: "Two tickets waited for a supplier."}
ANSWERS = Details(
    name="A customer question finds its answer in 4 hours, not 2 days",
    why=(
        "A customer whose oven stands still loses a day of bread. The answer is in the house nearly always, with somebody in another "
        "department whom the service desk does not know. Better for the customers who wait, for the desk that has to put them off, and "
        "for the engineers who are asked the same thing five times."
    ),
    unit="h",
    direction=Direction.LOWER,
    baseline=48.0,
    baseline_how=(
        "Median time from question to answer of all tickets of one week with more than one department in them (63 tickets), read from "
        "the ticket system by the service desk. Questions that the first person answers at once are left out."
    ),
    target=4.0,
    says_not="Whether the answer was right, and what became of questions that nobody wrote down as a ticket.",
)


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who."""
    begins = now - timedelta(weeks=13)
    with transaction():
        programme = programmes.make(
            "Answers within a morning",
            "Somebody in the house knows. We want whoever asks to find them: the customer first, and us among each other.",
            by=_person(ids, "chen"),
            now=begins,
        )
        answers = _put_down(programme.id, ANSWERS, "emily.clarke", ids, now=begins, due=now + timedelta(weeks=14))
        programmes.start(programme.id, answers.id, by=_person(ids, "chen"), now=begins + timedelta(days=2))
    with transaction():
        _measure(answers, HOURS, "emily.clarke", ids, now=now)
        events.note(
            answers.id, _day(now, 11), "The service desk writes down who knew the answer", by=_person(ids, "emily.clarke")
        )
        events.note(answers.id, _day(now, 6), "The Square opened for the service desk and Engineering", by=_person(ids, "chen"))
        _serve(answers, ids, now=now)
    _plans(programme.id, ids, now=now)
    _queue(programme.id, ids, now=now)


def _put_down(
    programme_id: int,
    details: Details,
    owner: str,
    ids: Mapping[str, int],
    *,
    now: datetime,
    due: datetime,
    part: Part = Part.PROCESS,
) -> Goal:
    """Put down by Chen; whoever is to own it says yes."""
    whole = replace(details, baseline_on=standings.day_of(now), due_on=standings.day_of(due))
    made = goals.put_down(programme_id, part, whole, _person(ids, owner), by=_person(ids, "chen"), now=now)
    owners.answer(standings.lock(made.id), yes=True, by=_person(ids, owner), now=now)
    return made


def _measure(goal: Goal, values: tuple[float, ...], by: str, ids: Mapping[str, int], *, now: datetime) -> None:
    """One a week, the last one this week."""
    for number, value in enumerate(values):
        day = _day(now, len(values) - 1 - number)
        measurements.enter(
            goal.id, day, value, by=_person(ids, by), now=now, note=NOTES.get(number, "") if goal.unit == "h" else ""
        )


def _day(now: datetime, weeks_ago: int) -> date:
    return standings.day_of(now - timedelta(weeks=weeks_ago))


def _serve(goal: Goal, ids: Mapping[str, int], *, now: datetime) -> None:
    """What names the goal: not everything does."""
    by = _person(ids, "chen")
    named = (
        (Thing.SESSION, select(ScheduledSession.id).where(ScheduledSession.title.startswith("Profile clinic"))),
        (Thing.SESSION, select(ScheduledSession.id).where(ScheduledSession.title.startswith("Lunch and learn"))),
        (Thing.SERIES, select(Series.id).order_by(Series.id)),
        (Thing.ROUND, select(Round.id).order_by(Round.id)),
        (Thing.GROUP, select(Group.id).order_by(Group.id)),
    )
    for thing, query in named:
        number = db.session.scalar(query.limit(1))
        if number is not None:
            serving.serve(thing, number, goal.id, by=by, now=now)


def _plans(programme_id: int, ids: Mapping[str, int], *, now: datetime) -> None:
    begins = now - timedelta(weeks=12)
    with transaction():
        _plan(
            programme_id,
            Part.CULTURE,
            "rosa.meulenbelt",
            "Asking another department is a normal thing to do, and so is saying “I do not know, but she does”. Team leads ask one "
            "question a week where everybody can read it.",
            ids,
            now=begins,
        )
        _plan(
            programme_id,
            Part.PLATFORM,
            "ravi.patel",
            "Who knows what can be found by a word a fitter would use, on the phone in the hall, in under a minute.",
            ids,
            now=begins,
        )
    with transaction():
        across = Details(
            name="Answers that come from another department",
            unit="of 10",
            direction=Direction.HIGHER,
            baseline=2.0,
            baseline_how="Ten tickets drawn each month; who gave the answer, as the ticket says.",
            target=5.0,
            says_not="Whether people dare to ask, or are only sent on.",
        )
        found = Details(
            name="Searches for a person that end with one",
            unit="of 100",
            direction=Direction.HIGHER,
            baseline=41.0,
            baseline_how="Share of a hundred searches in which a profile was opened, counted by the platform without names.",
            target=70.0,
            says_not="Whether the person who was found could help.",
        )
        for part, details, owner, values in (
            (Part.CULTURE, across, "rosa.meulenbelt", (2.0, 3.0, 3.0)),
            (Part.PLATFORM, found, "ravi.patel", (44.0, 52.0, 61.0, 58.0)),
        ):
            goal = _put_down(programme_id, details, owner, ids, now=begins, due=now + timedelta(weeks=20), part=part)
            goals.take_up(goal.id, by=_person(ids, owner), now=begins)
            _measure(goal, values, owner, ids, now=now)


def _plan(programme_id: int, kind: Part, owner: str, words: str, ids: Mapping[str, int], *, now: datetime) -> None:
    plan = owners.lock_plan(standings.programme(programme_id).plan(kind).id)
    owners.name(plan, _person(ids, owner), by=_person(ids, "chen"), now=now)
    owners.answer(plan, yes=True, by=_person(ids, owner), now=now)
    programmes.write_plan(plan, words)


def _queue(programme_id: int, ids: Mapping[str, int], *, now: datetime) -> None:
    """Two that wait: one that is not measured yet, and one that presses many, whose owner has not said yes."""
    chen = _person(ids, "chen")
    with transaction():
        later = Details(name="A new colleague knows whom to ask after one week, not six", direction=Direction.LOWER, unit="weeks")
        goals.put_down(programme_id, Part.PROCESS, later, None, by=_person(ids, "chen"), now=now - timedelta(weeks=4))
        parts = Details(
            name="A missing part is found the same day",
            why="Half a shift waits while somebody walks the warehouse.",
            direction=Direction.LOWER,
            unit="h",
            baseline=20.0,
            baseline_on=standings.day_of(now - timedelta(weeks=3)),
            baseline_how="Median of the 22 searches that Planning wrote down in October.",
            target=4.0,
            due_on=standings.day_of(now + timedelta(weeks=40)),
        )
        wanted = goals.put_down(
            programme_id, Part.PROCESS, parts, _person(ids, "ada"), by=_person(ids, "chen"), now=now - timedelta(weeks=3)
        )
        for person_id in [number for number in ids.values() if number != chen.id][:7]:
            asks.ask(wanted.id, by=db.session.get_one(Person, person_id))


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
