"""A concern under a pseudonym, from being said to "you said, we did", on a phone and at a desk, in both languages."""

import re

import pytest
from flask_babel import force_locale, gettext
from sqlalchemy import select

from database import db, transaction
from onboarding.voices.models import Voice
from tests.browser.walks import press
from tests.infra.mentorships import fresh

PHONE = {"width": 375, "height": 800}
WORRY = "I am afraid that shifts change without a word."
ANSWER = "No shift changes without a word from your team lead."


@pytest.fixture(params=["en", "nl"])
def says(request, app, ada, bo, chen):
    """`says("Save")`: as it stands on the page, for everybody reads this language."""
    with transaction():
        for person in (ada, bo, chen):
            fresh(person).language = request.param

    def run(words, **values):
        with app.test_request_context(), force_locale(request.param):
            return gettext(words, **values)

    return run


def test_a_concern_under_a_pseudonym_until_you_said_we_did(says, window, ada, bo, chen):
    # given
    phone, colleague, desk = window(ada, **PHONE), window(bo), window(chen)

    # when: Ada says it, and keeps the link
    phone.goto("/voices")
    press(phone, says("Say something"), role="link", exact=False)
    phone.get_by_label(says("A concern: this worries me")).check()
    phone.get_by_label(says("In your words")).fill(WORRY)
    phone.get_by_label(says("Nobody, administrators included: under a pseudonym")).check()
    phone.get_by_label(says("Your pseudonym"), exact=False).fill("Heron")
    phone.get_by_role("button", name=says("Say it"), exact=True).click()
    phone.get_by_role("heading", name=says("It stands on the board now")).wait_for()
    way_back = phone.locator("a.way-back").get_attribute("href")

    # then: nobody's name stands beside it
    db.session.rollback()
    (voice,) = db.session.scalars(select(Voice))
    assert (voice.person_id, voice.words, voice.pseudonym, "#" in way_back) == (None, WORRY, "Heron", True)

    # when: Bo says so too, and takes it back, and says so again; Chen answers
    colleague.goto("/voices")
    button = colleague.locator(".me-too button")
    for pressed in ("true", "false", "true"):
        button.click()
        colleague.locator(f".me-too button[aria-pressed={pressed}]:enabled").wait_for()
    desk.goto("/voices/desk")
    press(desk, WORRY, role="link")
    desk.get_by_label(says("Done"), exact=True).check()
    desk.get_by_role("textbox", name=says("Your answer")).fill(ANSWER)
    press(desk, says("Answer"))

    # then: it counts once, and Ada reads the answer by her link, and everybody on the page
    db.session.rollback()
    assert db.session.get_one(Voice, voice.id, populate_existing=True).me_toos == 1
    phone.goto(way_back)
    phone.get_by_text(ANSWER).wait_for()
    assert re.search("#", phone.url) is None
    phone.goto("/me/voices")
    assert phone.locator("#mine-here li").count() == 1
    colleague.goto("/voices")
    press(colleague, says("You said, we did"), role="link")
    assert all(colleague.get_by_text(words).is_visible() for words in (WORRY, ANSWER))


def test_without_javascript_one_speaks_with_a_name(window, ada):
    # given
    page = window(ada, java_script_enabled=False)

    # when
    page.goto("/voices/new")
    told, possible = page.locator(".needs-script").is_visible(), page.locator("#way-pseudonym").is_enabled()
    page.get_by_label("In your words").fill("A quiet hour.")
    press(page, "Say it")

    # then
    db.session.rollback()
    assert (told, possible, [one.person_id for one in db.session.scalars(select(Voice))]) == (True, False, [ada.id])
