"""A mentorship from asking to its end, as its people live it: on a phone, in their mail and in their calendars; in both languages."""

from datetime import UTC, datetime, timedelta

import pytest
from flask_babel import force_locale, gettext
from sqlalchemy import select

from calendars import attendee
from database import db, transaction
from mail.models import PostboxMail
from tests.browser.walks import press
from tests.infra.mentorships import AT, fresh

PHONE = {"width": 375, "height": 800}


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


@pytest.fixture
def open_mail(deliver, says):
    """`open_mail(phone, ada)`: what is due has left, and the newest mail to this person stands open in the demo's Postbox."""

    def run(page, person):
        deliver()
        query = select(PostboxMail.id).where(PostboxMail.recipient == person.email).order_by(PostboxMail.id.desc())
        db.session.rollback()
        page.goto(f"/postbox/{db.session.scalars(query).first()}")

    return run


def calendar_of(person):
    """What each mail with an entry told this person's calendar, oldest first: METHOD, SEQUENCE, start."""
    db.session.rollback()
    found = []
    query = select(PostboxMail).where(PostboxMail.recipient == person.email).order_by(PostboxMail.id)
    for mail in db.session.scalars(query):
        entry = attendee.calendar_of(mail.raw)
        if entry is not None:
            event = attendee.event_of(entry)
            method = entry.partition(b"METHOD:")[2].partition(b"\r")[0].decode()
            found.append((method, int(event["SEQUENCE"]), event.decoded("DTSTART").astimezone(UTC)))
    return found


def say_yes_by_mail(page, person, says, open_mail):
    open_mail(page, person)
    page.frame_locator("iframe").get_by_role("link", name=says("Have a look, and answer")).click()
    page.wait_for_url("**/m/pair/**")
    press(page, says("Yes, I would like that"))


def set_meeting(page, says, day, *, step=""):
    """Whoever looks at the record sets when the two meet next."""
    for name, text in {"step": step, "on": f"{day:%Y-%m-%d}", "at": "12:30", "place": "Canteen"}.items():
        page.locator(f"#{name}").fill(text)
    press(page, says("Save"))


@pytest.mark.settings(demo=True, smtp_url="")
def test_two_people_from_asking_to_the_end(says, open_mail, helps, ada, bo, chen, window, lmtp_port, read_in, deliver, clock):
    # given
    helps(bo)
    helps(chen)
    phone, desk, manager = window(ada, **PHONE), window(bo), window(chen)

    # when: Ada asks, Chen thinks of Bo, both say yes from their mails
    phone.goto("/me/mentorship")
    press(phone, says("Ask for an ambassador"), role="link")
    phone.get_by_label(says("What would you like to be able to do?")).fill("Find our drawings.")
    press(phone, says("Ask for an ambassador"))
    manager.goto("/ambassadors/waiting")
    press(manager, says("Find somebody"), role="link", exact=False)
    press(manager, f"{says('Ask both')} Bo Lindqvist")
    for page, person in ((phone, ada), (desk, bo)):
        say_yes_by_mail(page, person, says, open_mail)

    # when: Bo sets the first meeting, and Ada accepts it in her calendar
    desk.goto("/me/mentees")
    press(desk, says("Open your page together"), role="link")
    set_meeting(desk, says, AT, step="Find one drawing")
    open_mail(phone, ada)
    press(phone, says("Accept"))
    read_in()
    desk.reload()

    # then
    assert desk.get_by_text(says("%(name)s comes.", name="Ada")).is_visible()
    assert [calendar_of(person) for person in (ada, bo)] == [[("REQUEST", 0, AT)]] * 2

    # when: they meet, Ada writes two lines, and Bo sets the next meeting and then thinks of Chen to go on
    clock.move_to(AT + timedelta(hours=2))
    phone.goto("/me/mentorship")
    press(phone, says("Open your page together"), role="link")
    record = phone.url
    phone.get_by_label(says("Two lines")).first.fill("We found one.")
    press(phone, says("Write it down"))
    desk.reload()
    noted = desk.get_by_text("We found one.").count()
    set_meeting(desk, says, AT + timedelta(days=7), step="Find two drawings")
    deliver()
    desk.locator("summary", has_text=says("Somebody else goes on")).click()
    desk.get_by_label(says("Which ambassador do you think of?")).fill(chen.email)
    press(desk, says("Ask"))
    for page, person in ((phone, ada), (manager, chen)):
        say_yes_by_mail(page, person, says, open_mail)
    deliver()

    # then: what they had planned is out of both calendars, what was stays, and the next step goes along
    then = [("REQUEST", 0, AT), ("REQUEST", 0, AT + timedelta(days=7)), ("CANCEL", 1, AT + timedelta(days=7))]
    assert [calendar_of(person) for person in (ada, bo, chen)] == [then, then, []]
    assert noted == 1
    manager.goto("/me/mentees")
    press(manager, says("Open your page together"), role="link")
    assert manager.locator("#step").input_value() == "Find two drawings"

    # when: Ada goes on by herself, with a closing word
    phone.goto("/me/mentorship")
    press(phone, says("Open your page together"), role="link")
    phone.locator("summary", has_text=says("End it")).click()
    phone.get_by_label(says("A closing word")).fill("Thank you both.")
    press(phone, says("End it now"))
    manager.reload()

    # then
    assert manager.locator("blockquote", has_text="Thank you both.").is_visible()
    assert phone.url != record
    assert datetime.now(UTC) > AT
    deliver()
    assert calendar_of(chen) == []
