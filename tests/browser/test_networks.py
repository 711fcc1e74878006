"""Registering a network in a browser: what may be the same shows while it is typed, and asks nothing twice."""

import pytest

from tests.browser.walks import press

pytestmark = pytest.mark.settings(demo=True, smtp_url="")


def test_what_may_be_the_same_shows_while_typing(window, offline, ada):
    # given
    offline("Thursday lunch")
    page = window(ada, width=375)
    page.goto("/networks/new")

    # when
    page.locator("#name").press_sequentially("Thursday lunhc")
    page.locator(".similar a").wait_for()
    shown = page.locator(".similar").inner_text().split("\n")
    press(page, "Register it")

    # then: it was looked at, and is registered
    assert [line for line in shown if line] == [
        "Is it the same as one of these?",
        "Thursday lunch",
        "every week, Canteen, Deventer",
    ]
    assert page.get_by_role("heading", level=1).inner_text() == "Thursday lunhc"


def test_without_a_script_the_form_asks_once(window, offline, ada):
    # given
    offline("Thursday lunch")
    page = window(ada, java_script_enabled=False)
    page.goto("/networks/new")
    page.get_by_label("What people call it").fill("Thursday lunhc")

    # when
    press(page, "Register it")
    asked = page.get_by_role("alert").get_by_role("link").all_inner_texts()
    press(page, "It is another one: register it")

    # then
    assert asked == ["Thursday lunch"]
    assert page.get_by_role("heading", level=1).inner_text() == "Thursday lunhc"
