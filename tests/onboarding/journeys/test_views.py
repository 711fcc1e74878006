"""The pages: the whole way of a newcomer, and everybody who tries to read how it goes for somebody else."""

import re

import pytest

from database import db
from onboarding.journeys import buddies, figures, following, links
from onboarding.journeys.models import Journey
from onboarding.journeys.models_following import Buddy, Follower
from tests.infra.access_table_journeys import OF_JOURNEYS


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.text))


@pytest.fixture
def walked(do, journey, said, ada, bo):
    """Ada did one step and skipped one; Bo is her buddy, and is shown nothing. The number of the journey."""
    number = journey()
    do(following.start, number, ada)
    said(number, "Read", "done", ada)
    said(number, "Ask", "skipped", ada)
    do(buddies.answer, do(buddies.ask, number, bo, by=ada).id, says_yes=True, by=bo)
    return number


def test_newcomer_walks_from_the_home_page_to_the_end(client_of, journey, ada, seen, step_of):
    # given
    number, browser = journey(), client_of(ada)

    # when
    home = text_of(browser.get("/"))
    offer = text_of(browser.get(f"/journeys/{number}"))
    browser.post(f"/journeys/{number}/follower")
    browser.post(f"/journeys/{number}/ways", data={"ways": ["consume", "contribute"]})
    first = text_of(browser.get("/"))
    browser.post(f"/journeys/{number}/steps/{step_of(number, 'Read')}/mark", data={"said": "done"})
    browser.post(f"/journeys/{number}/steps/{step_of(number, 'Ask')}/mark", data={"said": "skipped"})
    end = text_of(browser.get(f"/journeys/{number}"))

    # then
    assert "A journey, if you like" in home
    assert "Nobody else sees how it goes" in offer
    assert "Your next step" in first
    assert "A journey, if you like" not in first
    assert "Nothing is left that you wanted to try" in end
    assert "staying a reader is a success" in end
    assert seen(number, ada)[0] == {"Read": "done", "Ask": "skipped", "Share": "open"}


@pytest.mark.parametrize("who", ["dana", "chen", "admin", "bo"])
def test_nobody_reads_how_it_goes_for_somebody_else(request, client_of, walked, do, who):
    """The outsider, the community manager, the administrator and the buddy open every page there is, and ask for all data of theirs."""
    # given
    do(figures.refresh)
    browser = client_of(request.getfixturevalue(who))
    buddy, step = db.session.query(Buddy).one().id, db.session.get_one(Journey, walked).steps[0].id
    follower = db.session.query(Follower).one().id
    pages = [page.split()[1] for rule in ("signed-in", "manager") for page in OF_JOURNEYS[rule] if page.startswith("GET")]
    numbers = {"journey_id": walked, "buddy_id": buddy, "step_id": step}

    # when
    filled = [re.sub(r"<int:(\w+)>", lambda place: str(numbers[place[1]]), page) for page in pages]
    answers = {page: text_of(browser.get(page)) for page in [*filled, f"/journeys/{follower}", "/", "/me", "/me/data"]}

    # then
    named = [page for page, said in answers.items() if "Ada Okafor" in said]
    assert set(named) <= ({"/journeys", f"/journeys/buddies/{buddy}", "/", "/me", "/me/data"} if who == "bo" else {"/"})
    assert [page for page in filled if "skipped" in answers[page] or "Take it back" in answers[page]] == []


def test_no_number_of_one_person_is_said_to_planners(client_of, walked, chen, do):
    do(figures.refresh)
    said = text_of(client_of(chen).get(f"/journeys/plans/{walked}"))
    assert "Too few follow it to say how many." in said
    assert "at least" not in said


def test_buddy_reads_the_steps_once_they_are_shown(client_of, walked, ada, bo):
    # given
    buddy = db.session.query(Buddy).one().id
    before = text_of(client_of(bo).get(f"/journeys/buddies/{buddy}"))

    # when
    client_of(ada).post(f"/journeys/{walked}/buddy/showing", data={"shows": "yes"})
    after = text_of(client_of(bo).get(f"/journeys/buddies/{buddy}"))
    client_of(ada).post(f"/journeys/{walked}/buddy/showing", data={"shows": "no"})
    again = text_of(client_of(bo).get(f"/journeys/buddies/{buddy}"))

    # then
    assert ["skipped" in said for said in (before, after, again)] == [False, True, False]


@pytest.mark.parametrize("action", ["pause", "leaving", "return", "ways", "reminders", "buddy", "buddy/ending", "buddy/showing"])
def test_nothing_of_a_journey_one_does_not_follow(client_of, walked, dana, action):
    assert client_of(dana).post(f"/journeys/{walked}/{action}", data={"who": "x"}).status_code == 404


def test_asking_a_buddy_names_what_is_wrong(client_of, walked, ada):
    client = client_of(ada)
    client.post(f"/journeys/{walked}/buddy/ending")
    answer = client.post(f"/journeys/{walked}/buddy", data={"who": "Nobody At All"})
    assert (answer.status_code, "Try the e-mail address." in answer.text) == (422, True)


def test_colleague_answers_behind_the_link_and_may_change_their_mind(client, walked):
    # given
    path = links.path_of_buddy(db.session.query(Buddy).one())

    # when
    client.post(path, data={"answer": "no"})
    page = text_of(client.get(path))

    # then
    assert "Noted. A reason is not needed." in page
    db.session.rollback()
    assert db.session.query(Buddy).one().state.value == "declined"
    assert client.get("/j/buddy/nothing").status_code == 410


def test_step_behind_the_link_is_ones_own(client, walked, seen, step_of, ada):
    path = links.path_of(db.session.query(Follower).one())
    client.post(path, data={"said": "done", "step": str(step_of(walked, "Share"))})
    assert seen(walked, ada)[0]["Share"] == "done"
    assert client.post(path, data={"said": "done", "step": "999999"}).status_code == 410


def test_planner_makes_changes_and_opens_a_journey(client_of, chen, ada):
    # given
    browser = client_of(chen)

    # when
    made = browser.post("/journeys/plans", data={"name_en": "Night shift", "occasion": "new_here", "group": "0"})
    number = int(made.location.rpartition("/")[2])
    too_early = text_of(browser.post(f"/journeys/plans/{number}/opening", follow_redirects=True))
    step = {"title_en": "Read", "why_en": "It helps.", "way": "consume", "minutes": "11", "week": "1", "fact": "", "group": "0"}
    long_ = browser.post(f"/journeys/plans/{number}/steps", data=step)
    browser.post(f"/journeys/plans/{number}/steps", data={**step, "minutes": "10"})
    browser.post(f"/journeys/plans/{number}/opening")

    # then
    assert "Add a step first" in too_early
    assert (long_.status_code, "From 1 to 10." in long_.text) == (422, True)
    assert client_of(ada).get(f"/journeys/{number}").status_code == 200


@pytest.mark.parametrize("who", ["ada", "dana"])
def test_who_does_not_plan_sees_no_draft(request, client_of, journey, who):
    number = journey(opened=False)
    browser = client_of(request.getfixturevalue(who))
    assert [browser.get(path).status_code for path in (f"/journeys/{number}", f"/journeys/plans/{number}")] == [404, 403]


def test_ready_journeys_become_drafts_with_one_press(client_of, chen):
    browser = client_of(chen)
    assert browser.post("/journeys/plans/ready/newcomer").status_code == 303
    assert browser.post("/journeys/plans/ready/made-up").status_code == 404
    db.session.rollback()
    assert [one.state.value for one in db.session.query(Journey)] == ["draft"]


@pytest.mark.parametrize("who", ["ada", "bo"])
def test_what_foyer_knows_is_read_by_whom_it_is_about(request, client_of, walked, who):
    page = client_of(request.getfixturevalue(who)).get("/me/data")
    said = text_of(page)
    assert page.status_code == 200
    assert ("2026-12-01: Ask, skipped" in said, "Whose buddy you are" in said) == (who == "ada", True)
