"""Finding a date, from the first word to the session, with JavaScript and without; on a phone by those who are asked."""

import pytest
from sqlalchemy import select

from database import db
from sessions.models import Rsvp, ScheduledSession
from sessions.polls.models import Poll
from tests.browser.walks import press
from tests.infra.polls import link_in

with_and_without_script = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


@with_and_without_script
@pytest.mark.settings(demo=True, smtp_url="")
def test_a_date_is_found(script, ada, chen, dana, window, deliver):
    # given
    page = window(chen, java_script_enabled=script)

    # when: Chen asks
    page.goto("/sessions/new")
    page.get_by_role("link", name="Find a date first").click()
    page.get_by_label("Title").fill("Winter lunch")
    press(page, "On to the dates")
    for day in ("2026-12-08", "2026-12-10"):
        page.get_by_label("Date", exact=True).fill(day)
        press(page, "Add this date")
    page.get_by_role("link", name="On to the people").click()
    page.get_by_label("Names or addresses").fill("Ada Okafor, dana@brink-waal.example")
    press(page, "Look at the names")
    press(page, "Put 2 people on the list")
    press(page, "Open it and ask 2 people")
    deliver()

    # when: Ada marks from her mail, on a phone, Dana says no to all
    phone = window(width=375, height=800, java_script_enabled=script)
    phone.goto("/postbox?recipient=ada@brink-waal.example")
    phone.get_by_role("link", name="Which date suits you? Winter lunch").click()
    phone.frame_locator("iframe").get_by_role("link", name="Say which dates suit you").click()
    phone.wait_for_url("**/d/*")
    phone.get_by_role("radiogroup", name="Tuesday 8 December, 12:00–13:00").get_by_role("radio", name="If need be").check()
    phone.get_by_role("radiogroup", name="Thursday 10 December, 12:00–13:00").get_by_role("radio", name="Yes").check()
    press(phone, "Send my marks")
    kept = phone.get_by_role("heading", level=1).inner_text()
    poll = db.session.scalars(select(Poll)).one()
    phone.goto(link_in(poll, dana))
    press(phone, "None of them suits me")

    # when: Chen chooses
    page.goto(f"/polls/{poll.id}")
    order = page.locator(".poll-list h3").all_inner_texts()
    page.get_by_role("link", name="Choose this date Thursday 10 December").click()
    press(page, "Choose it and invite 2 people")

    # then
    db.session.rollback()
    session = db.session.scalars(select(ScheduledSession)).one()
    invited = db.session.scalars(select(Rsvp).where(Rsvp.session_id == session.id)).all()
    assert (kept, order[0]) == ("Your marks are kept", "Thursday 10 December, 12:00–13:00")
    assert (session.starts_at.isoformat(), session.state.value) == ("2026-12-10T11:00:00+00:00", "published")
    assert {(rsvp.person.name, rsvp.answer.value) for rsvp in invited} == {
        ("Ada Okafor", "needs-action"),
        ("Dana Petrov", "needs-action"),
    }


def test_dates_are_marked_by_keyboard_alone(poll, marked, ada, window):
    # given
    made = poll(asked=[ada])
    page = window(width=375)
    page.goto(link_in(made, ada))

    # when: into the first group, its second choice; into the next, its first
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    ring = page.locator(".answer:has(:focus-visible)").first.evaluate("one => getComputedStyle(one).outlineStyle")
    page.get_by_role("button", name="Send my marks").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    # then
    assert (ring, marked(made)) == ("solid", {"Ada": ["if-need-be", "yes", ""]})


def test_yes_if_need_be_and_no_weigh_the_same_until_one_is_chosen(poll, ada, window):
    # given
    page = window(width=375)
    page.goto(link_in(poll(asked=[ada]), ada))

    # when
    looks = (
        page.locator(".poll-card")
        .first.locator(".answer")
        .evaluate_all(
            """all => all.map(one => {
            const style = getComputedStyle(one), box = one.getBoundingClientRect();
            return [Math.round(box.width), Math.round(box.height), style.color, style.backgroundColor, style.fontWeight].join();
        })"""
        )
    )

    # then
    assert len(looks) == 3
    assert (
        max(int(look.split(",")[0]) for look in looks) - min(int(look.split(",")[0]) for look in looks) <= 2
    )  # the line between
    assert len({look.partition(",")[2] for look in looks}) == 1
