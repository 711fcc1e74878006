"""Programmes and goals: nothing starts unmeasured, one at a time, owners by their own word, an honest last sentence."""

from datetime import date

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from database import db, transaction
from mail.models import OutgoingMail
from onboarding.goals import goals, owners, programmes, standings
from onboarding.goals.errors import GoalInvalid, NotPossible, NotStarted
from onboarding.goals.models import Goal, GoalRecord, GoalState, Outcome, Part, Plan
from tests.infra.goals import details, fresh


def steps(goal):
    return [record.step.value for record in db.session.query(GoalRecord).filter_by(goal_id=goal.id).order_by(GoalRecord.id)]


def start(goal, *, by, now):
    with transaction():
        programmes.start(goal.programme_id, goal.id, by=by, now=now)


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ({"owner": None}, "It has no owner yet: somebody has to say that they answer for it."),
        ({"baseline": None}, "It has no baseline yet: measure first how it is now."),
        ({"baseline_how": ""}, "It does not say yet how the baseline was measured."),
        ({"baseline_on": None}, "It does not say yet when the baseline was measured."),
        ({"target": None}, "It has no target yet: how good is good enough?"),
        ({"due_on": None}, "It has no date yet: by when?"),
    ],
    ids=["owner", "baseline", "how it was measured", "when it was measured", "target", "date"],
)
def test_a_programme_does_not_start_without(programme, goal, chen, now, missing, told):
    # given
    made = goal(programme(), **missing)

    # when
    with pytest.raises(NotStarted) as caught:
        start(made, by=chen, now=now)

    # then
    assert (caught.value.message, fresh(made.programme).has_started, fresh(made).state) == (told, False, GoalState.QUEUED)


def test_a_programme_starts_with_a_process_and_not_with_a_measure_of_a_plan(programme, goal, chen, now):
    # given
    made = goal(programme(), part=Part.PLATFORM)

    # when
    with pytest.raises(NotStarted):
        start(made, by=chen, now=now)

    # then
    assert fresh(made.programme).has_started is False


def test_a_programme_starts_once_and_has_two_plans(begun, goal, chen, now):
    # given
    first = begun()
    second = goal(first.programme)

    # when
    with pytest.raises(NotStarted):
        start(second, by=chen, now=now)

    # then
    programme = fresh(first.programme)
    assert (programme.start.goal_id, [plan.kind for plan in programme.plans]) == (first.id, [Part.CULTURE, Part.PLATFORM])
    assert steps(first) == ["made", "taken_up"]


def test_the_database_keeps_what_is_unmeasured_from_being_worked_on(programme, goal):
    # given
    made = goal(programme(), baseline=None)

    # when, then
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(update(Goal).where(Goal.id == made.id).values(state="under_way"))


def test_one_process_at_a_time_in_the_rule_and_in_the_database(begun, goal, chen, now):
    # given
    first = begun()
    second = goal(first.programme, "Parts found in a day")

    # when
    with pytest.raises(NotStarted) as caught, transaction():
        goals.take_up(second.id, by=chen, now=now)

    # then
    assert caught.value.message == "“Answers in 4 h” is under way. One at a time: close it first."
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text("UPDATE goals SET state = 'under_way' WHERE id = :id"), {"id": second.id})


def test_measures_of_plans_are_taken_up_beside_it(begun, goal, chen, now):
    # given
    first = begun()
    culture, platform = (goal(first.programme, part=part) for part in (Part.CULTURE, Part.PLATFORM))

    # when
    with transaction():
        goals.take_up(culture.id, by=chen, now=now)
        goals.take_up(platform.id, by=chen, now=now)

    # then
    assert [fresh(one).is_under_way for one in (first, culture, platform)] == [True, True, True]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " \u200b "}, "name"),
        ({"target": 48.0}, "target"),
        ({"target": 60.0}, "target"),
        ({"baseline": float("nan")}, "baseline"),
        ({"target": float("inf")}, "target"),
        ({"baseline_on": date(2026, 12, 2)}, "baseline_on"),
        ({"due_on": date(2026, 9, 1)}, "due_on"),
        ({"due_on": date(2037, 1, 1)}, "due_on"),
        ({"unit": "h" * 41}, "unit"),
    ],
    ids=["no name", "same", "wrong way", "no number", "endless", "measured tomorrow", "due at once", "due never", "long unit"],
)
def test_what_cannot_be_meant_is_refused_at_its_field(programme, goal, changes, field):
    # given
    of = programme()

    # when
    with pytest.raises(GoalInvalid) as caught:
        goal(of, **changes)

    # then
    assert (caught.value.field, db.session.scalar(select(Goal.id))) == (field, None)


def test_a_change_keeps_what_stood_there(begun, chen, now):
    # given
    goal = begun()

    # when
    with transaction():
        goals.change(goal.id, details(target=8.0, due_on=date(2027, 6, 30)), by=chen, now=now)

    # then
    record = db.session.query(GoalRecord).filter_by(goal_id=goal.id).order_by(GoalRecord.id.desc()).first()
    assert (record.step.value, record.before) == ("changed", {"target": 4.0, "due_on": "2027-03-31"})


def test_what_is_worked_on_is_not_emptied(begun, admin, now):
    # given
    goal = begun()
    db.session.expunge_all()  # as in a request of somebody else: its owner was not read yet

    # when
    with pytest.raises(GoalInvalid) as caught, transaction():
        goals.change(goal.id, details(target=None), by=fresh(admin), now=now)

    # then
    assert (caught.value.field, fresh(goal).target) == ("target", 4.0)


def test_nobody_owns_a_goal_before_they_say_so(programme, goal, ada, chen, now, deliver):
    # given
    made = goal(programme(), owner=ada)
    before = (fresh(made).owner_id, fresh(made).heir_id)

    # when
    with transaction():
        owners.answer(standings.lock(made.id), yes=True, by=ada, now=now)

    # then
    mail = db.session.query(OutgoingMail).one()
    assert (before, fresh(made).owner_id, fresh(made).heir_id) == ((None, ada.id), ada.id, None)
    assert (mail.recipient, mail.kind) == (ada.email, "goals.owner")


def test_a_no_leaves_all_as_it_was_and_only_who_is_asked_answers(begun, ada, dana, chen, now):
    # given
    goal = begun()
    with transaction():
        owners.name(standings.lock(goal.id), ada, by=chen, now=now)

    # when
    with pytest.raises(NotPossible), transaction():
        owners.answer(standings.lock(goal.id), yes=True, by=dana, now=now)
    with transaction():
        owners.answer(standings.lock(goal.id), yes=False, by=ada, now=now)

    # then
    assert (fresh(goal).owner_id, fresh(goal).heir_id, "handed_over" in steps(goal)) == (chen.id, None, False)


def test_a_handover_stands_in_the_history(begun, ada, chen, now):
    # given
    goal = begun()
    with transaction():
        owners.name(standings.lock(goal.id), ada, by=chen, now=now)

    # when
    with transaction():
        owners.answer(standings.lock(goal.id), yes=True, by=ada, now=now)

    # then
    assert (fresh(goal).owner_id, steps(goal)[-1]) == (ada.id, "handed_over")


def test_two_plans_have_two_owners(programme, ada, chen, now):
    # given
    culture, platform = fresh(programme()).plans
    with transaction():
        owners.name(owners.lock_plan(culture.id), chen, by=chen, now=now)

    # when
    with pytest.raises(GoalInvalid), transaction():
        owners.name(owners.lock_plan(platform.id), chen, by=chen, now=now)
    with transaction():
        owners.name(owners.lock_plan(platform.id), ada, by=chen, now=now)
        owners.answer(owners.lock_plan(platform.id), yes=True, by=ada, now=now)

    # then
    assert [db.session.get(Plan, plan.id).owner_id for plan in (culture, platform)] == [chen.id, ada.id]


@pytest.mark.parametrize(
    ("values", "outcome", "field"),
    [
        ((), Outcome.REACHED, "outcome"),
        ((), Outcome.NOT_REACHED, "outcome"),
        ((9.0,), Outcome.REACHED, "outcome"),
        ((4.0, 9.0), Outcome.REACHED, "outcome"),
        ((9.0,), Outcome.NOT_MEASURED, "outcome"),
        ((), Outcome.NOT_MEASURED, ""),
        ((9.0, 4.0), Outcome.REACHED, ""),
        ((9.0,), Outcome.NOT_REACHED, ""),
    ],
    ids=["unmeasured reached", "unmeasured missed", "not there", "there once", "measured", "honest", "there", "missed"],
)
def test_the_last_sentence_fits_what_was_measured(begun, measured, chen, now, values, outcome, field):
    # given
    goal = begun()
    measured(goal, *values)

    # when
    try:
        with transaction():
            goals.close(goal.id, outcome, "It took longer than we thought.", by=chen, now=now)
        said = ""
    except GoalInvalid as error:
        said = error.field

    # then
    assert (said, fresh(goal).outcome) == (field, None if field else outcome)


def test_closing_can_be_undone_and_the_sentence_stays_in_the_history(begun, chen, now):
    # given
    goal = begun()
    with transaction():
        goals.close(goal.id, Outcome.NOT_MEASURED, "Nobody measured.", by=chen, now=now)

    # when
    with transaction():
        goals.reopen(goal.id, by=chen, now=now)

    # then
    record = db.session.query(GoalRecord).filter_by(goal_id=goal.id, step="reopened").one()
    assert fresh(goal).is_under_way
    assert record.before == {"outcome": "not_measured", "last_sentence": "Nobody measured."}


def test_only_what_nobody_worked_on_or_measured_is_withdrawn(programme, goal, measured):
    # given
    of = programme()
    untouched, touched = goal(of), goal(of)
    measured(touched, 47.0)

    # when
    with transaction():
        goals.withdraw(untouched.id)
    with pytest.raises(NotPossible), transaction():
        goals.withdraw(touched.id)

    # then
    assert list(db.session.scalars(select(Goal.id))) == [touched.id]
