"""Planning a survey, starting it, and the waves it asks in."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from database import db, transaction
from onboarding.goals.models import Goal
from onboarding.surveys import jobs, queries, questions, surveys, waves
from onboarding.surveys.errors import SurveyError, TooFew
from onboarding.surveys.models import Audience, Measure, Survey, SurveyAnswer, SurveyAsked, SurveyState, SurveyWave
from onboarding.surveys.questions import Kind, Wanted, What
from onboarding.surveys.surveys import Asks, Plan
from people.models import Person

PULSE = Wanted(own=("I find the drawing I need.",), comment=True)
LONG = 10


def survey_of(number):
    db.session.rollback()
    return db.session.get_one(Survey, number, populate_existing=True)


def test_a_draft_asks_nobody(planned, crowd):
    # given
    crowd(6)

    # when
    number = planned()

    # then
    assert (survey_of(number).state, db.session.scalar(select(func.count()).select_from(SurveyWave))) == (SurveyState.DRAFT, 0)


def test_everything_that_can_be_asked(planned, goal):
    # when
    wanted = Wanted(What.STORIES, safety=True, visible=True, own=("One", " ", "Two"), comment=True)
    survey = survey_of(planned(wanted, goal_id=goal))

    # then
    kinds = [question.kind for question in questions.read(survey)]
    assert kinds == [Kind.HELPED, Kind.OWN, Kind.OWN, Kind.VISIBLE, *[Kind.SAFETY] * 7, Kind.WORDS]
    assert (questions.read(survey)[0].goal, len(kinds) <= questions.MOST) == ("A question finds its answer in 4 h", True)


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        pytest.param(Plan("Pulse", Asks(), Wanted()), "own1", id="nothing-asked"),
        pytest.param(Plan("Pulse", Asks(), Wanted(What.STORIES)), "goal", id="helped-with-no-goal"),
        pytest.param(Plan("Pulse", Asks(), Wanted(own=("1", "2", "3", "4"))), "own1", id="four-of-ones-own"),
        pytest.param(Plan("Pulse", Asks(), Wanted(own=("x" * 201,))), "own1", id="too-long"),
        pytest.param(Plan(" ", Asks(), PULSE), "name", id="no-name"),
        pytest.param(Plan("Pulse", Asks(Audience.GROUP, number=99), PULSE), "asks", id="no-such-group"),
        pytest.param(Plan("Pulse", Asks(), PULSE, every_weeks=1, days=7), "days", id="waves-overlap"),
        pytest.param(Plan("Pulse", Asks(), PULSE, every_weeks=99), "every_weeks", id="too-rare"),
        pytest.param(Plan("Pulse", Asks(), PULSE, days=1), "days", id="too-short"),
        pytest.param(Plan("Pulse", Asks(), PULSE, measures=Measure.SHARE), "measures", id="measures-no-goal"),
    ],
)
def test_what_cannot_be_asked(do, chen, plan, field):
    with pytest.raises(SurveyError) as caught:
        do(surveys.make, plan, by=chen)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("unit", "ends", "measures", "fits"),
    [
        pytest.param("%", (40, 70), Measure.SHARE, True, id="share-in-per-cent"),
        pytest.param("days", (4, 1), Measure.SHARE, False, id="share-in-days"),
        pytest.param("", (2, 4), Measure.MEDIAN, True, id="step-among-steps"),
        pytest.param("h", (48, 4), Measure.MEDIAN, False, id="step-among-hours"),
        pytest.param("h", (48, 4), Measure.NONE, True, id="measures-nothing"),
    ],
)
def test_what_measures_a_goal_is_in_its_unit(do, chen, goal, unit, ends, measures, fits):
    # given
    with transaction():
        one = db.session.get_one(Goal, goal)
        one.unit, (one.baseline, one.target) = unit, ends

    # then
    with nullcontext() if fits else pytest.raises(SurveyError, match=r"A share is in per cent|A step lies between 1 and 5"):
        do(surveys.make, Plan("Pulse", Asks(), PULSE, goal_id=goal, measures=measures), by=chen)


def test_a_group_that_is_not_listed_is_neither_offered_nor_asked(planned, crowd, group):
    """Sentences about a goal name it, for every colleague to read."""
    # given
    people = crowd(6)
    listed, unlisted = (group(name=name, visibility=name, members=people) for name in ("listed", "unlisted"))

    # then
    assert queries.groups() == [(listed.id, "listed")]
    assert planned(asks=Asks(Audience.GROUP, number=listed.id))
    with pytest.raises(SurveyError):
        planned(asks=Asks(Audience.GROUP, number=unlisted.id))


def test_what_started_stays_as_it_is(do, started, crowd):
    # given
    crowd(6)
    number, _wave = started()

    # then
    for change in (
        lambda: do(surveys.change, number, Plan("Other", Asks(), PULSE), clock=False),
        lambda: do(surveys.discard, number, clock=False),
        lambda: do(surveys.start, number),
    ):
        with pytest.raises(SurveyError):
            change()
    assert survey_of(number).name == "Pulse"


def test_fewer_than_five_are_not_asked(do, planned, crowd, ada):
    # given
    crowd(4, "Legal")
    number = planned(asks=Asks(Audience.DEPARTMENT, department="Legal"))

    # then
    with pytest.raises(TooFew):
        do(surveys.start, number)
    assert survey_of(number).is_draft


def test_the_same_of_nearly_the_same_people_is_not_asked(do, planned, started, crowd, add_person):
    """All of Works but one, and all of Works, would tell what that one said."""
    # given
    crowd(7, "Works")
    team = Asks(Audience.DEPARTMENT, department="Works")
    started(asks=team)
    add_person("New Comer", department="Works")
    same, other = planned(asks=team), planned(Wanted(own=("Something else",)), asks=team)

    # then
    with pytest.raises(TooFew):
        do(surveys.start, same)
    assert do(surveys.start, other).is_running


def test_whoever_was_erased_is_still_in_the_figures_of_then(do, planned, started, crowd):
    """The same of the others alone would tell what they said."""
    # given
    gone, *_others = crowd(7, "Works")
    team = Asks(Audience.DEPARTMENT, department="Works")
    started(asks=team)
    with transaction():
        db.session.delete(db.session.get_one(Person, gone.id))

    # then
    with pytest.raises(TooFew):
        do(surveys.start, planned(asks=team))


def test_two_that_begin_at_once_see_each_other(do, planned, crowd, at_once):
    # given
    people = crowd(7, "Works")
    team, everybody = planned(asks=Asks(Audience.DEPARTMENT, department="Works")), planned()
    with transaction():
        db.session.get_one(Person, people[0].id).department = ""

    # when
    def start(number):
        try:
            return do(surveys.start, number).is_running
        except TooFew:
            return "refused"

    # then
    assert sorted(at_once(lambda: start(team), lambda: start(everybody)), key=str) == [True, "refused"]


def test_a_department_that_has_its_own_figures_is_not_asked_with_one_more(do, planned, started, crowd, add_person):
    # given: everybody is asked, and read by department
    crowd(7, "Works")
    crowd(7, "Yard")
    started()

    # when
    add_person("New Comer", department="Works")
    grown, same = (planned(asks=Asks(Audience.DEPARTMENT, department=name)) for name in ("Works", "Yard"))

    # then
    with pytest.raises(TooFew):
        do(surveys.start, grown)
    assert do(surveys.start, same).is_running


@pytest.mark.parametrize(
    ("question", "left"),
    [pytest.param("I find the drawing I need.", {""}, id="the-same"), pytest.param("Else", {"Works", "Yard"}, id="another")],
)
def test_departments_are_forgotten_where_they_would_tell_of_a_few(started, crowd, add_person, closed, now, question, left):
    # given: Works was asked; one more is of it when everybody is
    crowd(7, "Works")
    crowd(7, "Yard")
    started(Wanted(own=(question,)), asks=Asks(Audience.DEPARTMENT, department="Works"))
    add_person("New Comer", department="Works")
    _number, wave = started(days=LONG)
    with transaction():
        db.session.get_one(SurveyWave, wave).answered = 12
        for place, department in enumerate(["Works"] * 6 + ["Yard"] * 6):
            db.session.add(SurveyAnswer(id=f"{place}", wave_id=wave, question=0, step=4, department=department))

    # when
    closed(wave, at=now + timedelta(days=LONG))

    # then
    assert set(db.session.scalars(select(SurveyAnswer.department))) == left


def test_it_asks_again_after_so_many_weeks_and_closes_first(started, crowd, clock, now):
    # given
    crowd(6)
    number, first = started(every_weeks=2, days=LONG)

    # when
    clock.move_to(now + timedelta(days=14))
    jobs.turn()
    jobs.turn()

    # then
    survey = survey_of(number)
    assert [(wave.number, wave.closed) for wave in survey.waves] == [(1, True), (2, False)]
    assert (survey.waves[0].id, survey.next_on) == (first, survey.waves[0].begins_on + timedelta(days=28))


def test_one_that_asks_once_has_ended(started, crowd, closed, now):
    # given
    crowd(6)
    number, wave = started(days=LONG)

    # when
    closed(wave, at=now + timedelta(days=LONG))

    # then
    assert survey_of(number).state is SurveyState.ENDED


def test_a_wave_does_not_close_on_its_last_day(started, crowd, closed, now):
    # given
    crowd(6)
    _number, wave = started(days=LONG)

    # when
    closed(wave, at=now + timedelta(days=LONG - 1))

    # then
    assert db.session.get_one(SurveyWave, wave).closed is False


def test_one_that_would_ask_too_few_waits_a_week(do, started, crowd, now):
    # given
    people = crowd(6, "Works")
    number, _wave = started(asks=Asks(Audience.DEPARTMENT, department="Works"), every_weeks=4)
    for person in people[:3]:
        do(surveys.stop_asking, number, person, clock=False)

    # when
    later = now + timedelta(weeks=4)
    began = do(lambda now: waves.open_due(surveys.lock(number), now=now), at=later)

    # then
    survey = survey_of(number)
    assert (began, survey.next_on) == (False, survey.waves[0].begins_on + timedelta(weeks=5))


def test_whoever_stopped_it_is_asked_no_more_until_they_say_so(do, started, crowd, now):
    # given
    people = crowd(8)
    number, _wave = started(every_weeks=4)
    do(surveys.stop_asking, number, people[0], clock=False)
    do(surveys.stop_asking, number, people[1], clock=False)
    do(surveys.ask_again, number, people[1], clock=False)

    # when
    do(lambda now: waves.open_due(surveys.lock(number), now=now), at=now + timedelta(weeks=4))

    # then
    second = survey_of(number).waves[1].id
    asked = set(db.session.scalars(select(SurveyAsked.person_id).where(SurveyAsked.wave_id == second)))
    assert asked & {people[0].id, people[1].id} == {people[1].id}


def test_an_ended_one_asks_nobody_again(do, started, crowd, clock, now):
    # given
    crowd(6)
    number, _wave = started(every_weeks=2)
    do(surveys.end, number, clock=False)

    # when
    clock.move_to(now + timedelta(weeks=4))
    jobs.turn()

    # then
    assert len(survey_of(number).waves) == 1
