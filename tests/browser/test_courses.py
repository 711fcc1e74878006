"""A course, from the form to a make-up date, with JavaScript and without; on a phone by those who are in it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db
from sessions.series.models import Series
from tests.browser.walks import press
from tests.infra.courses import course_link

with_and_without_script = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


@with_and_without_script
@pytest.mark.settings(demo=True, smtp_url="")
def test_a_course_is_planned_answered_and_made_up(script, ada, bo, chen, course, window, deliver, row_in, now):
    # given
    page = window(chen, java_script_enabled=script)

    # when: Chen plans it and invites
    page.goto("/sessions/new")
    page.get_by_role("link", name="Plan a course").click()
    page.get_by_label("Title").fill("First steps")
    for number, day in ((1, "2026-12-08"), (2, "2026-12-15")):
        part = page.get_by_role("group", name=f"Part {number}", exact=True)
        part.get_by_label("Date").fill(day)
        part.get_by_label("What it is about").fill(f"Step {number}")
    page.get_by_label("How many parts make the course whole").fill("2")
    press(page, "Keep the draft")
    page.get_by_label("Names or addresses").fill("Ada Okafor")
    press(page, "Look at the names")
    press(page, "Put 1 person on the list")
    press(page, "Publish and invite")
    deliver()
    made = db.session.scalars(select(Series)).one()
    other = course(like=made, parts=2, minimum=1, first=now + timedelta(days=9))

    # when: Ada follows the link of the first mail, on a phone
    phone = window(width=375, height=800, java_script_enabled=script)
    phone.goto("/postbox?recipient=ada@brink-waal.example")
    phone.get_by_role("link", name="First steps: Step 1, Tuesday 8 December").click()
    phone.frame_locator("iframe").get_by_role("link", name="All parts, and your answers").click()
    phone.wait_for_url("**/a/course/*")
    phone.get_by_role("radiogroup", name="Part 1: Step 1").get_by_role("radio", name="No").check()
    phone.get_by_role("radiogroup", name="Part 2: Step 2").get_by_role("radio", name="Yes").check()
    press(phone, "Send my answers")
    said = phone.get_by_text("Come to at least two of two").inner_text()
    press(phone, "Take this seat")

    # then
    assert "Come to at least two of two: then the course is whole. You said yes to one." in said
    assert phone.get_by_text("You said yes to two: with that the course is whole.").is_visible()
    assert row_in(made, ada) == [(1, "declined", "none"), (2, "accepted", "seated")]
    assert row_in(other, ada) == [(1, "accepted", "seated")]


def test_parts_are_answered_by_keyboard_alone(course, ada, window, row_in):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    page = window(width=375)
    page.goto(course_link(made, ada))

    # when: into the first group, its second choice; into the next, its first
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Send my answers").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    # then
    assert row_in(made, ada) == [(1, "tentative", "none"), (2, "accepted", "seated")]
