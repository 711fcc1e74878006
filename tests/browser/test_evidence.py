"""From an answer to a survey, given in the browser, to the sentence about the goal and to the report, in both languages."""

from datetime import timedelta

import pytest
from flask_babel import force_locale, gettext
from sqlalchemy import select

from database import db, transaction
from onboarding.goals.models import Goal
from onboarding.surveys import answering, surveys, waves
from onboarding.surveys.models import SurveyWave
from onboarding.surveys.questions import Wanted, What
from onboarding.surveys.surveys import Asks, Plan
from people import blind_tokens
from people.models import Person
from tests.browser.walks import press
from tests.infra.mentorships import fresh

SAID = "More than half of %(of)s people who answered say that %(what)s helped them with it."


@pytest.fixture(params=["en", "nl"])
def says(request, app, ada, chen):
    """`says("Save")`: as it stands on the page, for everybody reads this language."""
    with transaction():
        for person in (ada, chen):
            fresh(person).language = request.param

    def run(words, **values):
        with app.test_request_context(), force_locale(request.param):
            return gettext(words, **values)

    return run


@pytest.fixture
def wave(begun, ada, chen, colleagues, now):
    """Five are asked whether the meetups helped; four have said "a lot". The number of the wave."""
    goal_id = begun().id
    others = colleagues(3)
    with transaction():
        plan = Plan("Pulse", Asks(), Wanted(What.MEETUPS), goal_id=goal_id, days=10)
        number = surveys.make(plan, by=fresh(chen), now=now).id
        surveys.start(number, now=now)
    with transaction():
        asking = db.session.scalars(select(SurveyWave)).one()
        tokens = [blind_tokens.token_for(db.session.get_one(Person, one.id), asking.purpose) for one in (chen, *others)]
        for token in tokens:
            answering.give(asking.id, token, {0: "5"}, "", now=now)
        return asking.id


def test_from_an_answer_to_the_sentence_to_the_report(says, window, wave, ada, chen, now):
    # when: Ada answers
    phone = window(ada, width=375, height=800)
    phone.goto(f"/surveys/waves/{wave}")
    phone.get_by_label(says("A lot")).check()
    phone.get_by_role("button", name=says("Hand it in")).click()
    phone.get_by_role("heading", name=says("Your answer is in")).wait_for()
    with transaction():
        waves.close(wave, now=now + timedelta(days=11))

    # then: from home, Chen reads the sentence in two presses
    desk, goal = window(chen), db.session.scalars(select(Goal.name)).first()
    sentence = says(SAID, of=5, what=says("the meetups"))
    desk.goto("/")
    press(desk, says("Does it help?"), role="link")
    press(desk, goal, role="link")
    assert desk.locator(".evidence-sentence").inner_text() == sentence

    # ... and hands it on
    press(desk, says("Reports to hand on"), role="link")
    press(desk, says("Make a report of today"))
    desk.get_by_label(says("For whom")).fill("The works council")
    press(desk, says("Make a link"))
    reader = window(width=375, height=800)
    reader.goto(desk.locator("#shares .plain-list a").get_attribute("href"))
    assert reader.get_by_text(sentence).count() >= 1
