"""The pages of surveys: planning, answering by link and signed in, reading, and who may."""

import re
from datetime import timedelta

import pytest

from database import db, transaction
from onboarding.goals.models import Goal
from onboarding.surveys import links, surveys
from onboarding.surveys.models import Audience, Measure, Survey
from onboarding.surveys.questions import Wanted, What
from onboarding.surveys.surveys import Asks
from people.models import Person
from tests.onboarding.surveys.test_promises import token_by

FORM = {
    "name": "Pulse",
    "asks": "everybody",
    "own1": "I find it.",
    "days": "10",
    "measures": "none",
    "every_weeks": "4",
    "goal": "",
    "helped": "",
}
WORKS = Asks(Audience.DEPARTMENT, department="Works")


def link_of(person, wave):
    return links.token_of(wave, db.session.get_one(Person, person.id))


def test_a_manager_plans_changes_and_starts_one(client_of, chen, crowd):
    # given
    crowd(6)
    browser = client_of(chen)

    # when
    made = browser.post("/surveys", data=FORM)
    number = int(made.location.rpartition("/")[2])
    browser.post(f"/surveys/{number}/form", data={**FORM, "safety": "y"})
    draft = browser.get(f"/surveys/{number}").text
    browser.post(f"/surveys/{number}/start")

    # then
    survey = db.session.get_one(Survey, number)
    assert (survey.is_running, len(survey.questions), survey.every_weeks) == (True, 8, 4)
    assert "It would ask 7 people" in draft
    assert "Activity only" in draft
    assert browser.get(f"/surveys/{number}/form").status_code == 409


def test_what_is_wrong_stands_at_its_field(client_of, chen, crowd):
    # when
    answer = client_of(chen).post("/surveys", data={**FORM, "own1": ""})

    # then
    assert answer.status_code == 422
    assert "Ask something: tick a question, or write one." in answer.text


def test_a_draft_can_be_discarded_and_one_that_runs_ended(client_of, chen, crowd, planned, started):
    # given
    crowd(6)
    draft = planned()
    running, _wave = started(Wanted(own=("Two",)))
    browser = client_of(chen)

    # when
    browser.post(f"/surveys/{draft}/removal")
    browser.post(f"/surveys/{running}/end")

    # then
    db.session.rollback()
    assert (db.session.get(Survey, draft), db.session.get_one(Survey, running).is_running) == (None, False)


def test_too_few_are_told_when_it_starts(client_of, chen, crowd, planned):
    # given
    crowd(3, "Works")
    number = planned(asks=WORKS)
    browser = client_of(chen)

    # when
    told = browser.post(f"/surveys/{number}/start", follow_redirects=True).text

    # then
    assert "Fewer than five people are asked like this." in told


def test_outsiders_read_nothing_and_answer_nothing(client_of, dana, crowd, started):
    """Dana is of another department."""
    # given
    people = crowd(6, "Works")
    number, wave = started(asks=WORKS)
    outside, inside = client_of(dana), client_of(people[0])

    # then
    paths = [f"/surveys/{number}", f"/surveys/waves/{wave}"]
    assert [outside.get(path).status_code for path in paths] == [404, 404]
    assert [inside.get(path).status_code for path in paths] == [200, 200]
    assert outside.post("/surveys/signature", data={"wave": wave}).status_code == 404
    assert outside.post(f"/surveys/{number}/stop").status_code == 404
    assert "Pulse" not in outside.get("/surveys").text + outside.get("/").text


def test_home_names_what_asks_until_it_is_stopped(client_of, ada, crowd, started):
    # given
    crowd(6)
    number, wave = started()
    browser = client_of(ada)

    # when
    before = browser.get("/").text
    browser.post(f"/surveys/{number}/stop")
    after, page = browser.get("/").text, browser.get("/surveys").text
    browser.post(f"/surveys/{number}/asking")

    # then
    assert [f"/surveys/waves/{wave}" in text for text in (before, after, browser.get("/").text)] == [True, False, True]
    assert "Ask me again" in page


def test_by_the_link_of_a_mail_without_signing_in(client, client_of, ada, crowd, started):
    # given
    crowd(6)
    _number, wave = started()
    link = link_of(ada, wave)

    # when
    page = client.get(f"/s/{link}")
    token = token_by(client, "/s/signature", {"wave": wave, "pass": link})
    answer = client.post("/s/hand-in", data={**token, "q0": "4", "wave": wave})
    again = client.post("/s/hand-in", data={**token, "q0": "5", "wave": wave, "language": "nl"})

    # then
    assert (page.status_code, "I find the drawing I need." in page.text, answer.json) == (200, True, {"done": True})
    assert (again.status_code, set(again.json)) == (409, {"error", "field"})
    assert "you opened it" in client_of(ada).get("/").text


def test_the_link_stops_it_by_one_press(client, client_of, ada, crowd, started):
    # given
    crowd(6)
    _number, wave = started()
    link = link_of(ada, wave)

    # when
    told = client.post(f"/s/{link}/stop")

    # then
    assert (told.status_code, "It asks you no more" in told.text) == (200, True)
    assert "/surveys/waves/" not in client_of(ada).get("/").text


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda link: link[:-2] + "xx", id="forged"),
        pytest.param(lambda _link: "nothing", id="nonsense"),
        pytest.param(lambda link: link.replace(".", "", 1), id="cut"),
    ],
)
def test_a_link_that_is_not_ours_leads_nowhere(client, ada, crowd, started, spoil):
    # given
    crowd(6)
    _number, wave = started()
    link = spoil(link_of(ada, wave))

    # then
    assert client.get(f"/s/{link}").status_code == 410
    assert client.post(f"/s/{link}/stop").status_code == 410
    assert client.post("/s/signature", data={"wave": wave, "pass": link}).status_code == 422


def test_a_link_is_for_its_own_wave_and_gone_once_signed_out_everywhere(client, ada, crowd, started):
    # given
    crowd(6)
    _number, wave = started()
    _other, second = started(Wanted(own=("Two",)))
    link = link_of(ada, wave)

    # then
    assert client.post("/s/signature", data={"wave": second, "pass": link}).status_code == 404
    with transaction():
        db.session.get_one(Person, ada.id).sign_in_version += 1
    assert client.get(f"/s/{link}").status_code == 410


def test_a_token_of_another_wave_is_refused_at_the_door(client, client_of, ada, crowd, started):
    # given
    crowd(6)
    _number, wave = started()
    _other, second = started(Wanted(own=("Two",)))
    token = token_by(client_of(ada), "/surveys/signature", {"wave": wave})

    # then
    assert client.post("/s/hand-in", data={**token, "q0": "4", "wave": second}).status_code == 422
    assert client.post("/s/hand-in", data={"prepared": "zz", "signature": "1", "wave": "x" * 90}).status_code == 422


def test_results_are_read_when_the_wave_is_over(client_of, ada, crowd, answers, closed, started, goal, now):
    # given
    works, yard = crowd(20, "Works"), crowd(18, "Yard")
    number, wave = started(Wanted(What.STORIES, comment=True), goal_id=goal, measures=Measure.SHARE)
    answers(works, wave, [5] * 8 + [3] * 6 + [1] * 6, words="Words")
    answers(yard, wave, [4] * 6 + [3] * 6 + [2] * 6, words="Words")
    browser = client_of(ada)
    before = browser.get(f"/surveys/{number}").text

    # when
    closed(wave, at=now + timedelta(days=10))
    text = re.sub(r"\s+", " ", browser.get(f"/surveys/{number}").text)

    # then
    assert "Nothing to read yet" in before
    assert "37 % say “Clearly or a lot”: 14 of 38 people." in text
    assert '>Works</th><td role="cell" class="num" data-label="Answers (n)">20</td>' in text
    assert text.count('class="survey-words"') == 38


def test_safety_of_a_team_is_said_with_its_source_and_without_a_rank(client_of, crowd, answers, closed, started, now):
    # given
    people = crowd(6, "Works")
    number, wave = started(Wanted(safety=True), asks=WORKS)
    turned = {0: "2", 2: "2", 4: "2"}
    answers(people, wave, [{**dict.fromkeys(range(7), "6"), **turned}] * 6)

    # when
    closed(wave, at=now + timedelta(days=10))
    text = client_of(people[0]).get(f"/surveys/{number}").text

    # then
    assert "Last: 6 or more, of 7." in text
    assert "Amy Edmondson" in text
    assert "More than half of those who answered (n = 6) say: Does not fit." in text


def test_what_foyer_knows_about_me_is_that_it_asked(client_of, ada, crowd, started, answers):
    # given
    crowd(6)
    number, wave = started()
    answers([ada], wave, [4], words="Only mine")
    browser = client_of(ada)
    browser.post(f"/surveys/{number}/stop")

    # when
    data = browser.get("/me/data.json").json

    # then
    opened = db.session.get_one(Survey, number).waves[0].begins_on.isoformat()
    assert data["surveys_asked"] == [{"survey": "Pulse", "token": f"survey:{wave}", "begins_on": opened}]
    assert data["surveys_stopped"] == [{"survey": "Pulse"}]
    assert {"had_one_for": f"survey:{wave}"} in data["blind_tokens"]
    assert "Only mine" not in str(data)


def test_a_goal_is_measured_by_it(crowd, answers, closed, started, goal, now):
    # given
    from onboarding.goals.models import Measurement, Source

    people = crowd(20)
    number, wave = started(goal_id=goal, measures=Measure.SHARE)
    answers(people, wave, [5] * 8 + [3] * 6 + [1] * 6)

    # when
    closed(wave, at=now + timedelta(days=10))

    # then
    (made,) = db.session.query(Measurement)
    assert (made.goal_id, made.value, made.source, made.source_number, made.note) == (
        goal,
        40,
        Source.SURVEY,
        number,
        "Pulse, n = 20",
    )


def in_steps(goal):
    """The same goal, measured by the step in the middle."""
    with transaction():
        one = db.session.get_one(Goal, goal)
        one.unit, one.baseline, one.target = "", 2, 4
    return goal


@pytest.mark.parametrize(
    ("measures", "steps"),
    [
        pytest.param(Measure.SHARE, [5] * 4, id="share-of-four"),
        pytest.param(Measure.MEDIAN, [5] * 4, id="median-of-four"),
        pytest.param(Measure.SHARE, [5] * 9 + [1], id="share-that-would-tell"),
    ],
)
def test_a_goal_is_not_measured_by_what_is_withheld(crowd, answers, closed, started, goal, now, measures, steps):
    # given
    from onboarding.goals.models import Measurement

    people = crowd(12)
    _number, wave = started(goal_id=in_steps(goal) if measures is Measure.MEDIAN else goal, measures=measures)
    answers(people[: len(steps)], wave, steps)

    # when
    closed(wave, at=now + timedelta(days=10))

    # then
    assert db.session.query(Measurement).count() == 0


def test_the_median_measures_too(crowd, answers, closed, started, goal, now):
    # given
    from onboarding.goals.models import Measurement

    people = crowd(6)
    _number, wave = started(goal_id=in_steps(goal), measures=Measure.MEDIAN)
    answers(people, wave, [4, 4, 4, 5, 5, 5])

    # when
    closed(wave, at=now + timedelta(days=10))

    # then
    assert [made.value for made in db.session.query(Measurement)] == [4]


def test_pages_take_the_same_number_of_questions_to_the_database(client_of, ada, crowd, planned, started, count_queries):
    # given
    crowd(6)
    started()
    browser = client_of(ada)
    browser.get("/surveys")
    with count_queries() as one:
        browser.get("/surveys")

    # when
    for number in range(3):
        started(Wanted(own=(f"Number {number}",)))
    with count_queries() as many:
        browser.get("/surveys")

    # then
    assert len(many) == len(one)


def test_stopping_takes_the_row_of_a_survey_that_exists(do, ada):
    with pytest.raises(surveys.SurveyMissing):
        do(surveys.stop_asking, 99, ada, clock=False)
