"""What readers asked of their system is kept: no motion, contrast colours; and the roster on paper."""

import re

import pytest

DURATION = "getComputedStyle(document.querySelector('.answer')).transitionDuration"
BOXES = """boxes => boxes.map(box => {
    const style = getComputedStyle(box), place = box.getBoundingClientRect();
    return style.borderTopStyle === "solid" && parseFloat(style.borderTopWidth) >= 1 && place.width > 12 && place.height > 12;
})"""
CHOSEN = """() => Object.fromEntries([...document.querySelectorAll('.answer')].map(
    one => [one.value, getComputedStyle(one).outlineStyle !== 'none']))"""


@pytest.mark.parametrize(("motion", "duration"), [("reduce", "0s"), ("no-preference", "0.14s")])
def test_nothing_moves_for_whoever_wants_no_motion(motion, duration, ada, meetup, window):
    # given
    session = meetup(invited=[ada])
    page = window(ada, reduced_motion=motion)

    # when
    page.goto(f"/sessions/{session.id}")

    # then
    assert page.evaluate(DURATION) == duration


def test_contrast_colours_keep_the_chosen_answer_in_sight(ada, meetup, say, window):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "tentative")
    page = window(ada, forced_colors="active")

    # when
    page.goto(f"/sessions/{session.id}")

    # then
    assert page.evaluate(CHOSEN) == {"yes": False, "maybe": True, "no": False}


def test_own_scheme_overrules_the_system(ada, window):
    # given
    page = window(ada, color_scheme="light")
    page.goto("/me")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")

    # when
    page.get_by_label("Dark", exact=True).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()

    # then
    assert before == "rgb(245, 240, 229)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(27, 25, 22)"


def test_roster_of_twelve_prints_on_one_page_with_boxes_to_tick(bo, colleagues, meetup, say, window):
    # given
    people = colleagues(13)
    session = meetup(invited=people, capacity=12)
    for person in people:
        say(session, person, "accepted")
    page = window(bo)
    page.goto(f"/sessions/{session.id}/roster")

    # when
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    page.emulate_media(media="print")

    # then
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert page.locator(".tick-box").evaluate_all(BOXES) == [True] * 12
    assert [page.locator(part).first.is_visible() for part in ("h1", "nav", "footer", ".back")] == [True, False, False, False]


def test_boxes_to_tick_are_for_paper_only(bo, ada, meetup, say, window):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    page = window(bo)

    # when
    page.goto(f"/sessions/{session.id}/roster")

    # then
    assert page.locator(".tick-box").is_visible() is False
