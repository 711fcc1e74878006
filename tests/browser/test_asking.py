"""A newcomer's first week, a question until it is found, and one under a pseudonym: as people live them, in both languages."""

import pytest
from flask_babel import force_locale, gettext
from sqlalchemy import select

from champions import register
from champions.offers import Offer
from database import db, transaction
from mail.models import PostboxMail
from onboarding.journeys import plans, ready_made
from onboarding.questions.models import Question
from tests.browser.walks import press
from tests.infra.mentorships import fresh

PHONE = {"width": 375, "height": 800}
QUESTION = "Where do I find the form for travel costs?"
ANSWER = "On the portal, under Travel."
SUMMARY = "The form stands on the portal, under Travel."


@pytest.fixture(params=["en", "nl"])
def says(request, app, ada, bo, chen, dana):
    """`says("Save")`: as it stands on the page, for everybody reads this language."""
    with transaction():
        for person in (ada, bo, chen, dana):
            fresh(person).language = request.param

    def run(words, **values):
        with app.test_request_context(), force_locale(request.param):
            return gettext(words, **values)

    run.language = request.param
    return run


@pytest.fixture
def newest_mail(deliver):
    """`newest_mail(phone, ada)`: what is due has left, and the newest mail to this person stands open in the demo's Postbox."""

    def run(page, person):
        deliver()
        db.session.rollback()
        query = select(PostboxMail.id).where(PostboxMail.recipient == person.email).order_by(PostboxMail.id.desc())
        page.goto(f"/postbox/{db.session.scalars(query).first()}")
        return page.frame_locator("iframe")

    return run


@pytest.fixture
def newcomer(app, chen, now):
    """The journey of a newcomer is open; its steps by their English words, in the language of the page."""
    with transaction():
        journey = ready_made.copy("newcomer", by=fresh(chen), today=now.date(), now=now)
        plans.open_(journey.id, now=now)
        return {step.texts[0].title: {text.language: text.title for text in step.texts} for step in journey.current_steps}


@pytest.mark.settings(demo=True, smtp_url="")
def test_a_newcomers_first_week(says, newcomer, newest_mail, window, ada, bo):
    """From the offer to steps done by hand and by fact, with a buddy; who only reads has walked it."""
    # given
    phone, desk = window(ada, **PHONE), window(bo)

    def step(words):
        return phone.locator(".journey-steps > li", has_text=newcomer[words][says.language])

    # when: Ada begins; that she can be found Foyer knows; she reads, and says so
    phone.goto("/")
    press(phone, says("Have a look"), role="link")
    press(phone, says("Begin"))
    known = step("See whether you can be found").inner_text()
    press(phone, says("I did it"))

    # then
    assert says("done, as Foyer knows from elsewhere") in known
    assert says("done") in step("Read what your group is for").inner_text()

    # when: she asks a question where the step leads her
    journey = phone.url
    step("Ask one question").locator("summary").click()
    step("Ask one question").get_by_role("link", name=says("Go there"), exact=False).click()
    phone.wait_for_url("**/questions/new")
    phone.get_by_label(says("Your question")).fill(QUESTION)
    press(phone, says("Ask"))
    phone.goto(journey)

    # then: nobody has to say so
    assert says("done, as Foyer knows from elsewhere") in step("Ask one question").inner_text()

    # when: Bo goes along, by his mail
    phone.get_by_label(says("Whom would you like to ask?")).fill(bo.name)
    press(phone, says("Ask them"))
    newest_mail(desk, bo).get_by_role("link", name=says("Have a look, and answer")).click()
    desk.wait_for_url("**/j/buddy/**")
    press(desk, says("Yes, I go along"))
    phone.goto(journey)

    # then
    assert phone.get_by_text(says("%(name)s goes along.", name=bo.name)).is_visible()

    # when: she would like to read, and no more
    phone.get_by_label(says("Read and look around")).check()
    press(phone, says("Save"))

    # then
    assert phone.get_by_role("heading", name=says("Nothing is left that you wanted to try")).is_visible()


@pytest.mark.settings(demo=True, smtp_url="")
def test_a_question_until_it_is_found(says, newest_mail, window, ada, bo, chen, dana, now):
    """Ask with an @, who might know, an answer, thanks, what helped, a summary by a person, found by the search."""
    # given
    with transaction():
        register.volunteer(fresh(dana), Offer(topics=("Travel costs",)), now=now)
        register.welcome(dana.id, by=fresh(chen), now=now)
    phone, desk, reader = window(ada, **PHONE), window(bo), window(dana)

    # when: Ada asks, and calls Bo; "who might know?" names Dana
    phone.goto("/questions")
    press(phone, says("Ask a question"), role="link")
    phone.get_by_label(says("Your question")).fill(QUESTION)
    phone.get_by_label(says("What one should know"), exact=False).fill(f"I looked on the portal. @{bo.name} may know.")
    phone.get_by_label(says("What it is about"), exact=False).fill("Travel costs")
    press(phone, says("Ask"))
    question = phone.url
    press(phone, says("Ask %(name)s", name="Dana"))

    # when: both come by their mail; Bo answers
    newest_mail(reader, dana).get_by_role("link", name=says("Have a look")).click()
    reader.wait_for_url(question)
    newest_mail(desk, bo).get_by_role("link", name=says("Have a look")).click()
    desk.wait_for_url(question)
    desk.get_by_role("textbox", name=says("Your answer")).fill(ANSWER)
    press(desk, says("Put it here"))
    desk.locator("summary", has_text=says("Thank %(name)s", name="Ada")).click()
    desk.get_by_label(says("In these words")).select_option(says("What a good question."))
    press(desk, says("Thank them"))

    # when: Ada reads of the answer in her mail, and says that it helped; Dana sums it up
    newest_mail(phone, ada)
    phone.goto(question)
    press(phone, says("This helped me"), exact=False)
    reader.goto(question)
    reader.locator("summary", has_text=says("Sum it up, so that others find it")).click()
    reader.get_by_label(says("What it came to")).fill(SUMMARY)
    press(reader, says("Put it above the answers"))

    # then: whoever searches finds it, with the name of who summed it up
    desk.goto("/questions?q=travel")
    assert desk.get_by_text(SUMMARY).is_visible()
    press(desk, QUESTION, role="link")
    shown = (says("Summed up by %(name)s", name=dana.name), says("This helped"), ANSWER)
    assert [desk.get_by_text(words, exact=False).first.is_visible() for words in shown] == [True] * 3
    db.session.rollback()
    told = select(PostboxMail.recipient).where(PostboxMail.recipient == ada.email)
    assert len(list(db.session.scalars(told))) == 2  # an answer, and thanks


def test_a_question_under_a_pseudonym_and_the_way_back(window, ada, bo):
    """The browser alone knows whose it is, and shows what is new."""
    # given
    phone, desk = window(ada, **PHONE), window(bo)

    # when
    phone.goto("/questions/new")
    phone.get_by_label("Your question").fill(QUESTION)
    phone.get_by_label("Nobody, administrators included: under a pseudonym").check()
    phone.get_by_label("Your pseudonym", exact=False).fill("Heron")
    phone.get_by_role("button", name="Ask", exact=True).click()
    phone.get_by_role("heading", name="Your question stands there now").wait_for()
    link, path = (phone.locator(which).get_attribute("href") for which in ("a.way-back", "a.to-question"))
    desk.goto(path)
    desk.get_by_role("textbox", name="Your answer").fill(ANSWER)
    press(desk, "Put it here")
    phone.goto("/questions")
    news = phone.get_by_text("New since you were here.").is_visible()
    phone.goto(link)
    phone.get_by_text("New since you were here").wait_for()
    phone.get_by_role("button", name="This helped me", exact=False).click()
    phone.get_by_text("This helped", exact=True).wait_for()
    phone.get_by_role("textbox", name="Add something").fill("Also for trains?")
    phone.get_by_role("button", name="Add it").click()
    phone.get_by_text("Also for trains?").wait_for()

    # then
    desk.reload()
    db.session.rollback()
    (one,) = db.session.scalars(select(Question))
    assert (one.by_id, one.pseudonym, one.is_open, "#" in phone.url) == (None, "Heron", False, False)
    assert (news, desk.get_by_text("Also for trains?").is_visible()) == (True, True)


def test_what_one_browser_knows_is_taken_along_to_another(window, ada):
    # given
    phone, desk = window(ada, **PHONE), window(ada)
    phone.goto("/questions/new")
    phone.get_by_label("Your question").fill(QUESTION)
    phone.get_by_label("Nobody, administrators included: under a pseudonym").check()
    phone.get_by_role("button", name="Ask", exact=True).click()
    phone.get_by_role("heading", name="Your question stands there now").wait_for()

    # when
    phone.goto("/me/questions")
    phone.locator("a.take-along[href*='#take=']").wait_for()
    desk.goto(phone.locator("a.take-along").get_attribute("href"))

    # then: the other one knows it too, and its address tells it nobody
    assert desk.locator("#mine-here li").all_inner_texts() == [QUESTION]
    assert "#" not in desk.url
