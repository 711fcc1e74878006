"""What planners read: nothing below five, nothing of all but a few, and nothing by taking one number from another."""

import pytest

from database import db
from onboarding.journeys import figures, following, steps
from onboarding.journeys.figures import Figures
from onboarding.journeys.models import Journey
from tests.onboarding.journeys.conftest import step


@pytest.fixture
def told(do, now):
    """`told(number)`: what planners read after a look."""

    def read(number):
        do(figures.refresh)
        db.session.rollback()
        found = figures.of(db.session.get_one(Journey, number))
        return Figures(found.follow, {id_: count for id_, count in found.finished.items() if count})

    return read


@pytest.mark.parametrize(
    ("follow", "did", "told_follow", "told_did"),
    [
        pytest.param(4, 4, None, None, id="too few follow"),
        pytest.param(12, 4, 10, None, id="too few did it"),
        pytest.param(14, 6, 10, 5, id="in fives"),
        pytest.param(12, 9, 10, 5, id="never of all but a few"),
        pytest.param(9, 9, 5, None, id="all of them"),
    ],
)
def test_numbers_are_of_five_people_and_leave_five(journey, everybody, said, step_of, told, follow, did, told_follow, told_did):
    # given
    number = journey()
    for person in everybody(number, follow)[:did]:
        said(number, "Read", "done", person)

    # then
    assert told(number) == Figures(told_follow, {step_of(number, "Read"): told_did} if told_did else {})


def test_number_stays_until_five_more_came(do, journey, everybody, said, step_of, told):
    # given
    number = journey()
    people = everybody(number, 20)
    seen = []

    # when: one by one
    for count, person in enumerate(people[:12], start=1):
        said(number, "Read", "done", person)
        if count >= 5:
            seen.append(told(number).finished.get(step_of(number, "Read")))

    # then
    assert seen == [5, 5, 5, 5, 5, 10, 10, 10]


def test_who_stops_or_skips_is_counted_nowhere(do, journey, everybody, said, told):
    number = journey()
    people = everybody(number, 9)
    for person in people[:5]:
        do(following.leave, number, person, clockless=True)
    for person in people[5:]:
        said(number, "Read", "skipped", person)
    assert told(number) == Figures(None, {})


def test_facts_count_and_not_for_me_goes_before_them(do, journey, everybody, said, step_of, told, add_person):
    # given: everybody's profile is filled
    number = journey()
    do(steps.add, number, step("Be found", fact="people.profile"), clockless=True)
    people = [add_person(f"Ina{each} Bos", department="Planning", function="Planner", location="Zwolle") for each in range(12)]
    for person in people:
        do(following.start, number, person)
    everybody(number, 8)
    for person in people[:6]:
        said(number, "Be found", "skipped", person)

    # then
    assert told(number).finished == {step_of(number, "Be found"): 5}
