"""At the door with a phone of 375 px: a series meets twice, once while the network is away."""

from datetime import datetime

import pytest
from sqlalchemy import select

from database import db
from sessions import checkin_codes
from sessions.models import ScheduledSession
from sessions.models_attendance import Attendance
from tests.browser.walks import press
from tests.infra.attendance import presences_at


@pytest.fixture
def lunches(weekly, dates, say_all, ada, dana, admin):
    """Six Tuesdays with Ada, Dana and Marieke, who all said yes."""
    series = weekly(invited=[ada, dana, admin])
    for person in (ada, dana, admin):
        say_all(series, person, "accepted")
    return dates(series)


def kept(page) -> list[str]:
    return page.evaluate("Object.values(localStorage).flatMap(text => JSON.parse(text))")


def test_a_series_meets_twice(lunches, window, clock, bo):
    # given
    first, second = lunches[:2]
    clock.move_to(first.starts_at)
    phone = window(bo, width=375, height=800)

    # when: the first time each tick arrives at once
    phone.goto(f"/sessions/{first.id}/check-in")
    phone.get_by_text("Ada Okafor").click()
    phone.get_by_text("One is here.").wait_for()
    phone.get_by_text("Dana Petrov").click()
    phone.get_by_text("Two are here.").wait_for()
    said = phone.locator("#waits").inner_text()

    # when: the network is slow, and somebody else walks in meanwhile
    phone.route("**/walk-ins/kept", lambda _held: None)
    for nth in range(2):
        phone.get_by_label("Somebody who is not on the list").fill("Chen Meijer")
        phone.get_by_role("button", name="They are here").click()
        phone.get_by_text("Chen Meijer walked in. This waits for the network").nth(nth).wait_for()
    phone.unroute("**/walk-ins/kept")  # lets go of what was held
    phone.get_by_role("heading", name="Walked in").wait_for()

    # when: the second time the network goes away once the page is there
    clock.move_to(second.starts_at)
    phone.goto(f"/sessions/{second.id}/check-in")
    phone.context.set_offline(True)
    for name in ("Ada Okafor", "Dana Petrov", "Marieke van der Velde", "Dana Petrov"):
        phone.get_by_text(name).click()
    phone.get_by_text("3 ticks wait for the network. They are kept on this phone.").wait_for()
    phone.get_by_label("Somebody who is not on the list").fill("Chen Meijer")
    phone.get_by_role("button", name="They are here").click()
    phone.get_by_text("Chen Meijer walked in. This waits for the network").wait_for()
    phone.get_by_label("Somebody who is not on the list").fill("Nobody Known")
    phone.get_by_role("button", name="They are here").click()
    phone.get_by_text("Nobody Known walked in.").wait_for()
    phone.get_by_role("button", name="Note the number").click()
    phone.get_by_text("This needs the network, which is away.").wait_for()
    before = presences_at(second)
    made_at = clock_of(phone)
    clock.shift(40 * 60)
    phone.context.set_offline(False)
    phone.get_by_text("Three are here.").wait_for()
    phone.get_by_text("Nobody Known: Nobody here is called that.").wait_for()

    # then: with the time at which they were made, once each; whom nobody knows waits for the host
    assert (said, before, [one["who"] for one in kept(phone)]) == ("Saved.", {}, ["Nobody Known"])
    assert presences_at(first) == {"Ada": ("here", "host"), "Chen": ("here", "walk-in"), "Dana": ("here", "host")}
    assert presences_at(second) == {
        "Ada": ("here", "host"),
        "Chen": ("here", "walk-in"),
        "Dana": ("open", None),
        "Marieke": ("here", "host"),
    }
    at = db.session.scalars(select(Attendance.at).where(Attendance.session_id == second.id)).all()
    assert [abs((moment - made_at).total_seconds()) < 60 for moment in at] == [True] * 4


def clock_of(page):
    """What time it was when the page came, by the server's clock; the phone's own is another year."""
    return datetime.fromisoformat(page.locator("#ticks").get_attribute("data-now"))


def test_ticks_outlast_a_page_that_was_closed(lunches, window, clock, bo):
    # given: ticked without network, and the browser closed
    first = lunches[0]
    clock.move_to(first.starts_at)
    phone = window(bo, width=375, height=800)
    phone.goto(f"/sessions/{first.id}/check-in")
    phone.context.set_offline(True)
    phone.get_by_text("Ada Okafor").click()
    phone.get_by_text("One tick waits for the network.").wait_for()
    phone.close(run_before_unload=False)

    # when
    page = phone.context.new_page()
    phone.context.set_offline(False)
    page.goto(f"/sessions/{first.id}/check-in")
    page.get_by_text("One is here.").wait_for()

    # then
    assert (kept(page), page.get_by_label("Ada Okafor").is_checked()) == ([], True)
    assert presences_at(first) == {"Ada": ("here", "host")}


def test_the_token_of_a_form_that_has_grown_old_is_no_obstacle(lunches, page_of, clock, bo):
    # given
    first = lunches[0]
    clock.move_to(first.starts_at)
    phone = page_of(bo)
    phone.goto(f"/sessions/{first.id}/check-in")

    # when: two hours later on the same page
    clock.shift(2 * 3600)
    phone.get_by_text("Ada Okafor").click()
    phone.get_by_text("One is here.").wait_for()

    # then
    assert presences_at(first) == {"Ada": ("here", "host")}


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_people_scan_the_code_in_the_room(script, lunches, window, clock, bo, ada):
    # given
    first = db.session.get_one(ScheduledSession, lunches[0].id)
    clock.move_to(first.starts_at)
    screen = window(bo, java_script_enabled=script)
    phone = window(ada, width=375, height=800, java_script_enabled=script)

    # when
    screen.goto(f"/sessions/{first.id}/check-in")
    press(screen, "Let people scan a code", role="link")
    drawn = screen.get_by_role("img", name="A code to scan with a phone").bounding_box()
    phone.goto(checkin_codes.url_of(first, now=first.starts_at))
    press(phone, "I’m here")
    phone.get_by_role("heading", name="You are here, Ada").wait_for()
    press(screen, "Who is here", role="link")
    screen.get_by_role("checkbox", name="Marieke van der Velde").check()
    if not script:
        screen.get_by_role("button", name="Save who is here").click()
    screen.get_by_text("Two are here.").wait_for()

    # then
    assert (drawn["width"] > 250, abs(drawn["width"] - drawn["height"]) < 3) == (True, True)
    assert presences_at(first) == {"Ada": ("here", "code"), "Marieke": ("here", "host")}
