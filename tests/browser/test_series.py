"""A series from the first word to a skipped date, with JavaScript and without; changing it; answering on a phone."""

import pytest
from sqlalchemy import select

from database import db
from sessions.models import Rsvp, ScheduledSession
from sessions.series.models import Series
from tests.browser.walks import press

with_and_without_script = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


def dates() -> list[str]:
    db.session.rollback()
    query = select(ScheduledSession).order_by(ScheduledSession.starts_at)
    return [f"{one.starts_at.astimezone(one.zone):%d-%m %H:%M}" for one in db.session.scalars(query).unique()]


@with_and_without_script
@pytest.mark.settings(demo=True, smtp_url="")
def test_a_series_is_planned_published_and_answered(script, ada, chen, window, deliver):
    # given
    page = window(chen, java_script_enabled=script)

    # when: Chen writes the rhythm down, leaves one date out and moves another
    page.goto("/sessions/new")
    page.get_by_role("link", name="Meet again and again?").click()
    page.get_by_label("Title").fill("Soup and a question")
    page.get_by_label("In your own words").fill("every second Tuesday 12:00-13:00 from 8 December 2026, four times")
    press(page, "Show the dates")
    page.get_by_label("Leave out Tuesday 5 January 2027").check()
    page.locator("summary", has_text="Move it Tuesday 22 December 2026").click()
    page.locator("#on-2026-12-22").fill("2026-12-21")
    press(page, "Keep the draft")
    page.get_by_label("Names or addresses").fill("Ada Okafor")
    press(page, "Look at the names")
    press(page, "Put 1 person on the list")
    heading = page.get_by_role("heading", level=1).inner_text()
    press(page, "Publish and invite")
    deliver()

    # when: Ada says yes in her mail, on a phone, and skips one
    phone = window(width=375, height=800, java_script_enabled=script)
    phone.goto("/postbox?recipient=ada@brink-waal.example")
    phone.get_by_role("link", name="Soup and a question: every second Tuesday, 12:00–13:00").click()
    phone.frame_locator("iframe").get_by_role("link", name="Yes").click()
    phone.wait_for_url("**/a/series/*")
    chosen = phone.get_by_role("status").inner_text()
    press(phone, "Yes, I’ll come To all three dates ahead")
    with phone.expect_navigation():
        phone.get_by_role("form", name="Monday 21 December, 12:00–13:00").get_by_role("button", name="Skip this one").click()
    noted = phone.get_by_role("status").inner_text()

    # then
    assert heading == "Publish this series?"
    assert dates() == ["08-12 12:00", "21-12 12:00", "19-01 12:00"]
    assert chosen == "You chose yes in the mail. Press it once more here, and it counts."
    assert noted.startswith("Monday 21 December: noted, and no reason needed. Your other dates stay as they are.")
    rsvps = db.session.scalars(
        select(Rsvp).join(ScheduledSession, ScheduledSession.id == Rsvp.session_id).order_by(ScheduledSession.starts_at)
    )
    assert [rsvp.answer.value for rsvp in rsvps] == ["accepted", "declined", "accepted"]


@with_and_without_script
def test_this_and_the_following_dates_are_changed(script, weekly, ada, bo, window):
    # given
    series = weekly(invited=[ada])
    page = window(bo, java_script_enabled=script)

    # when
    page.goto(f"/series/{series.id}")
    page.get_by_role("link", name="Change Tuesday 29 December").click()
    page.get_by_label("This date and those that follow").check()
    page.get_by_label("Starts").fill("11:00")
    page.get_by_label("Ends").fill("12:00")
    press(page, "See who hears what")
    told = page.locator("#who-hears").inner_text()
    press(page, "Save and tell 1 person")

    # then
    assert "3 dates change: Tuesday 29 December, Tuesday 5 January, Tuesday 12 January." in told
    assert dates() == ["08-12 10:00", "15-12 10:00", "22-12 10:00", "29-12 11:00", "05-01 11:00", "12-01 11:00"]
    assert db.session.scalars(select(Series.recur)).all() == ["FREQ=WEEKLY;BYDAY=TU"] * 2


def test_dates_are_skipped_by_keyboard_alone(weekly, say_all, row, ada, window):
    # given
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    page = window(ada, width=375)
    page.goto(f"/series/{series.id}")

    # when
    button = page.get_by_role("form", name="Tuesday 15 December, 10:00–11:00").get_by_role("button", name="Skip this one")
    button.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    ring = button.evaluate("one => getComputedStyle(one).outlineStyle")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    # then
    yes, no = ("accepted", "seated"), ("declined", "none")
    assert (ring, row(series, ada)) == ("solid", ("accepted", [yes, no, yes, yes, yes, yes]))


def test_fields_of_the_other_rhythms_are_out_of_the_way(chen, window):
    # given
    page = window(chen)
    page.goto("/series/new")

    # when
    seen = {}
    for way in ("week", "month", "monthday", "day"):
        page.locator(f"[name=every][value={way}]").check()
        seen[way] = [part for part in ("week", "month", "monthday") if page.locator(f".rhythm-{part}").is_visible()]

    # then
    assert seen == {"week": ["week"], "month": ["month"], "monthday": ["monthday"], "day": []}
