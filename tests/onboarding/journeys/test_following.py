"""Following: what is done and by what, what comes next, pausing, stopping, and what nobody is made to do."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from onboarding import facts
from onboarding.journeys import following, marks, progress, queries, steps
from onboarding.journeys.conditions import Conditions
from onboarding.journeys.errors import JourneyMissing
from onboarding.journeys.models import Occasion, Way
from onboarding.journeys.models_following import Follower, StepMark
from people.erasing import erase
from people.models import Person
from people.profile_parts import data_of
from sessions.models import SessionKind
from tests.onboarding.journeys.conftest import DAY, step


def test_steps_come_one_after_the_other_each_in_its_week(do, journey, seen, said, ada, now):
    # given
    number = journey()
    follower = do(following.start, number, ada)

    # when
    said(number, "Read", "done", ada)
    states, next_ = seen(number, ada)
    dues = [progress.of(db.session.get_one(Follower, follower.id), now=now + days * DAY).due for days in (6, 7)]

    # then
    assert (states, next_) == ({"Read": "done", "Ask": "open", "Share": "open"}, "Ask")
    assert [due and due.words.title for due in dues] == [None, "Ask"]


@pytest.mark.parametrize(
    ("week", "opens"),
    [(1, date(2026, 12, 14)), (2, date(2026, 12, 21)), (-1, date(2026, 12, 7)), (-4, date(2026, 11, 16))],
    ids=["its week", "the one after", "the one before", "four before"],
)
def test_weeks_count_from_the_day_of_the_journey(week, opens):
    assert steps.opens_on(week, date(2026, 12, 14)) == opens


def test_skipping_needs_no_reason_and_can_be_taken_back(do, journey, seen, said, step_of, ada):
    # given
    number = journey()
    do(following.start, number, ada)

    # when
    said(number, "Read", "skipped", ada)
    skipped = seen(number, ada)
    do(marks.take_back, number, step_of(number, "Read"), by=ada, clockless=True)

    # then
    assert skipped == ({"Read": "skipped", "Ask": "open", "Share": "open"}, "Ask")
    assert seen(number, ada)[1] == "Read"


def test_whoever_only_reads_is_done_when_they_have_read(do, journey, seen, said, ada):
    number = journey()
    do(following.start, number, ada)
    do(following.choose_ways, number, ada, [Way.CONSUME], clockless=True)
    said(number, "Read", "done", ada)
    assert seen(number, ada) == ({"Read": "done", "Ask": "open", "Share": "open"}, None)


def test_fact_shows_a_step_as_done_and_nothing_is_kept(do, journey, seen, ada, meetup, say, ticks):
    # given
    number = journey()
    for title, fact in (("Come", "sessions.meetup"), ("Train", "sessions.training"), ("Be found", "people.profile")):
        do(steps.add, number, step(title, fact=fact), clockless=True)
    do(following.start, number, ada)

    # when
    table = meetup(invited=[ada], kind=SessionKind.MEETUP)
    say(table, ada, "accepted")
    ticks(table, ada)

    # then
    states, _next = seen(number, ada)
    assert {name: states[name] for name in ("Come", "Train", "Be found")} == {
        "Come": "shown",
        "Train": "open",
        "Be found": "shown",
    }
    assert db.session.query(StepMark).count() == 0


def test_group_is_a_fact(do, journey, seen, group, ada, dana):
    number = journey()
    do(steps.add, number, step("Join", fact="networks.member"), clockless=True)
    group(members=[ada])
    for person in (ada, dana):
        do(following.start, number, person)
    assert (seen(number, ada)[0]["Join"], seen(number, dana)[0]["Join"]) == ("shown", "open")


def test_later_packages_register_facts_of_their_own(do, journey, seen, ada, monkeypatch):
    # given
    monkeypatch.setattr(facts, "_facts", dict(facts._facts))
    facts.register_fact("questions.asked", lambda ids: set(ids))
    number = journey()
    do(steps.add, number, step("Ask away", fact="questions.asked"), clockless=True)
    do(following.start, number, ada)

    # when
    shown = seen(number, ada)[0]["Ask away"]
    monkeypatch.setattr(facts, "_facts", {})

    # then: a fact that is gone shows nothing, and breaks nothing
    assert (shown, seen(number, ada)[0]["Ask away"]) == ("shown", "open")


def test_step_is_offered_to_whom_it_fits(do, journey, seen, ada, dana):
    number = journey()
    do(steps.add, number, step("Hall 2", conditions=Conditions(locations=("Zwolle",))), clockless=True)
    for person in (ada, dana):
        do(following.start, number, person)
    assert ("Hall 2" in seen(number, ada)[0], "Hall 2" in seen(number, dana)[0]) == (False, True)


def test_pause_counts_for_no_week(do, journey, ada, now):
    # given
    number = journey()
    do(following.start, number, ada)

    # when
    do(following.pause, number, ada, at=now + 3 * DAY)
    do(following.pause, number, ada, at=now + 5 * DAY)
    do(following.come_back, number, ada, at=now + 13 * DAY)

    # then
    follower = following.find(number, ada)
    assert (follower.started_on, follower.state.value) == (now.date() + 10 * DAY, "active")


def test_stopping_forgets_what_was_done_and_is_not_offered_again(do, journey, said, ada, now):
    # given
    number = journey()
    do(following.start, number, ada)
    said(number, "Read", "done", ada)

    # when
    do(following.leave, number, ada, clockless=True)

    # then
    assert db.session.query(StepMark).count() == 0
    assert queries.at_home(ada, now=now) == (None, None)
    assert [one.id for one in queries.open_to(ada)] == [number]


def test_erasing_a_journey_leaves_nothing_and_the_whole_person_neither(do, journey, said, followers, ada, bo, now):
    # given
    number = journey()
    for person in (ada, bo):
        do(following.start, number, person)
        said(number, "Read", "done", person)

    # when
    do(following.forget, number, ada, clockless=True)
    after_one = followers()
    with transaction():
        erase(db.session.get_one(Person, bo.id), now=now)

    # then
    assert (after_one, followers(), db.session.query(StepMark).count()) == (1, 0, 0)


@pytest.mark.parametrize("who", ["dana", "chen", "admin"])
def test_nobody_says_anything_of_somebody_elses_steps(request, do, journey, said, who, ada):
    number = journey()
    do(following.start, number, ada)
    with pytest.raises(JourneyMissing):
        said(number, "Read", "done", request.getfixturevalue(who))
    assert db.session.scalars(select(StepMark)).all() == []


@pytest.mark.parametrize(
    ("occasion", "days", "offered"),
    [
        pytest.param(Occasion.NEW_HERE, 0, True, id="newcomer"),
        pytest.param(Occasion.NEW_HERE, 90, False, id="here for long"),
        pytest.param(Occasion.PROGRAMME, 90, True, id="a programme concerns everybody"),
    ],
)
def test_home_offers_a_journey_to_whom_it_is_for(journey, ada, now, occasion, days, offered):
    number = journey(occasion=occasion)
    found = queries.at_home(ada, now=now + timedelta(days=days))
    assert found[0] is None
    assert (found[1].id if found[1] else None) == (number if offered else None)


def test_home_has_one_step_at_most(do, journey, ada, now):
    for number in (journey(), journey()):
        do(following.start, number, ada)
    found, offered = queries.at_home(ada, now=now)
    assert (found.due.words.title, offered) == ("Read", None)


def test_who_declined_is_not_offered_it_again_and_may_still_begin(do, journey, ada, now):
    number = journey()
    do(following.decline, number, ada)
    assert queries.at_home(ada, now=now) == (None, None)
    assert do(following.start, number, ada).follows


def test_my_data_says_all_of_it(do, journey, said, ada):
    number = journey()
    do(following.start, number, ada)
    said(number, "Read", "done", ada)
    (mine,) = data_of(db.session.get_one(Person, ada.id))["journeys"]
    assert (mine["journey"], mine["following"], mine["steps"]) == (
        "First weeks",
        "active",
        [{"at": "2026-12-01", "step": "Read", "mark": "done"}],
    )


def test_progress_of_many_takes_as_many_queries_as_of_one(do, journey, everybody, now, count_queries):
    # given
    number = journey()
    everybody(number, 6)
    db.session.expire_all()

    # when
    counts = []
    for most in (1, 6):
        db.session.rollback()
        rows = db.session.scalars(select(Follower).limit(most)).all()
        with count_queries() as made:
            progress.of_many(rows, now=now)
        counts.append(len(made))

    # then
    assert counts[0] == counts[1]
