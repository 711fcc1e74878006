"""Evidence in front of each test: a programme with goals, through the rules."""

from datetime import timedelta

import pytest

from database import db, transaction
from onboarding.evidence import cases, chapters, measuring
from onboarding.evidence.models import Side
from onboarding.goals import programmes
from onboarding.goals.models import Direction, Goal, GoalState, Part
from people.models import Person

MONDAY = timedelta(days=7)


@pytest.fixture
def goal(app, now, chen):
    """`goal("Answers")`: the number of a goal under way, owned by Chen."""

    def make(name="Answers in 4 h", *, unit="h", direction=Direction.LOWER, owner=chen, part=Part.CULTURE):
        with transaction():
            programme = programmes.make("Faster", "", by=db.session.get_one(Person, owner.id), now=now)
            made = Goal(
                programme_id=programme.id,
                part=part,
                name=name,
                unit=unit,
                direction=direction,
                state=GoalState.UNDER_WAY,
                baseline=48,
                baseline_how="Forty tickets.",
                baseline_on=now.date() - timedelta(days=300),
                target=4,
                due_on=now.date() + timedelta(days=300),
                made_at=now,
                owner_id=owner.id,
            )
            db.session.add(made)
            db.session.flush()
            return made.id

    return make


@pytest.fixture
def do(app, clock):
    """`do(measuring.enter, ...)`: one rule in a transaction of its own; people are read anew."""

    def fresh(value):
        return db.session.get_one(Person, value.id) if isinstance(value, Person) else value

    def run(rule, *args, **more):
        with transaction():
            return rule(*map(fresh, args), **{name: fresh(value) for name, value in more.items()})

    return run


@pytest.fixture
def weeks(now):
    """`weeks(20, lambda number: 48)`: lines of so many weeks up to last week; `people` as well by number."""

    def lines(count, value, people=lambda _number: 30):
        monday = now.date() - timedelta(days=now.weekday())
        days = [monday - (count - number) * MONDAY for number in range(count)]
        return "\n".join(f"{on};{value(number):.1f};{people(number)}" for number, on in enumerate(days))

    return lines


@pytest.fixture
def compared(do, goal, weeks, now):
    """The number of a goal that is measured of a round and of those who wait for it: six hours less since ten weeks."""
    number = goal()
    start = now.date() - timedelta(days=now.weekday()) - 10 * MONDAY
    round_ = do(measuring.name_group, number, "First round", Side.STARTED, starts_on=start).id
    waits = do(measuring.name_group, number, "Waits", Side.WAITS).id
    do(measuring.enter, round_, weeks(22, lambda week: 48 + week * 7 % 3 / 2 - (6 if week >= 12 else 0)), now=now)
    do(measuring.enter, waits, weeks(22, lambda week: 47 + week * 5 % 4 / 2), now=now)
    return number


@pytest.fixture
def chapter_of(app, now):
    """`chapter_of(goal)`: what its page says."""

    def read(goal_id):
        db.session.rollback()
        with app.test_request_context():
            return chapters.chapter(cases.sights([db.session.get_one(Goal, goal_id)], now=now)[0])

    return read
