"""axe finds nothing: WCAG 2.2 AA and best practice, light and dark, wide and on a phone, with everything unfolded."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.places import BEFORE_ANYBODY, MAILS, Visit, pages, visits
from tests.browser.walks import walk

pytestmark = pytest.mark.settings(demo=True, smtp_url="")
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # all else is the same in both schemes
WIDTHS = {1440: 900, 375: 800}
UNFOLD = "document.querySelectorAll('details').forEach(more => { more.open = true })"
RUN = """options => axe.run(document, options).then(found => found.violations.map(
    fault => [fault.id, fault.nodes.map(node => node.html.slice(0, 200))]))"""


@pytest.fixture
def checked(window):
    """`checked(ada, color_scheme="dark")`: a window with axe in it."""

    def open_window(person=None, **options):
        page = window(person, **options)
        page.add_init_script(Axe().axe_script)
        return page

    return open_window


def faults(page, scheme, *, without=()) -> dict[int, dict[str, list[str]]]:
    """What axe says is wrong at each width, by rule, with the elements it means."""
    only = RULES if scheme == "light" else COLOURS
    options = {
        "runOnly": only,
        "reporter": "no-passes",
        "preload": False,
        "rules": {rule: {"enabled": False} for rule in without},
    }
    page.evaluate(UNFOLD)
    seen = {}
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        seen[width] = dict(page.evaluate(RUN, options))
    return {width: found for width, found in seen.items() if found}


def test_every_page_is_visited(app, house):
    # when
    visited = {visit.endpoint for visit in visits(house)}

    # then
    assert visited == pages(app) - MAILS - BEFORE_ANYBODY


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_faults(scheme, app, house, checked):
    # when
    found = {visit.name: faults(page, scheme) for visit, page in walk(app, house, checked, visits(house), color_scheme=scheme)}

    # then
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_mails_have_no_faults(scheme, app, house, checked):
    """A mail lives inside the mail program's own page: rules about whole pages are that page's business."""
    # given
    letters = [Visit("nobody", "mail.postbox_body", {"mail_id": number}) for number in house.letters.values()]
    without = ("region", "landmark-one-main")

    # when
    found = {
        visit.name: faults(page, scheme, without=without)
        for visit, page in walk(app, house, checked, letters, color_scheme=scheme)
    }

    # then
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_first_start_has_no_faults(scheme, app, checked):
    # given
    page = checked(color_scheme=scheme)

    # when
    page.goto("/setup?code=not-the-code")
    empty = faults(page, scheme)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector("[aria-invalid]")
    refused = faults(page, scheme)

    # then
    assert (empty, refused) == ({}, {})
