"""axe finds nothing: WCAG 2.2 AA and best practice, light on a phone and dark in a wide window, with everything unfolded.

And no page scrolls sideways: it is measured where it is open already.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.exceptions import default_exceptions

import look
from tests.browser.places import BEFORE_ANYBODY, MAILS, Visit, pages, visits
from tests.browser.walks import walk
from tests.browser.widths import too_wide

pytestmark = pytest.mark.settings(demo=True, smtp_url="")
ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Light and dark differ in colours and in nothing else, wide and narrow in where things stand: each rule is asked where it may say
# something new. Twice each page, not four times: this walk is the longest of all tests.
PLACING = {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]}
LOOKS = (("dark", 1440, PLACING), ("light", 375, ALL))
UNFOLD = "document.querySelectorAll('details').forEach(more => { more.open = true })"
RUN = """options => axe.run(document, options).then(found => found.violations.map(
    fault => [fault.id, fault.nodes.map(node => node.html.slice(0, 200))]))"""
OF_WHOLE_PAGES = ("region", "landmark-one-main")


@pytest.fixture
def checked(window):
    """`checked(ada)`: a window with axe in it."""

    def open_window(person=None):
        page = window(person, height=700)
        page.add_init_script(Axe().axe_script)
        return page

    return open_window


def faults(page, *, without=(), looks=LOOKS) -> dict[str, dict[str, list[str]]]:
    """What axe says is wrong in each look, by rule, with the elements it means."""
    page.evaluate(UNFOLD)
    seen = {}
    for scheme, width, rules in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 700})
        options = {
            "runOnly": rules,
            "reporter": "no-passes",
            "preload": False,
            "iframes": False,  # they hold mails, which let no script in; axe looks at each mail by itself
            "rules": {rule: {"enabled": False} for rule in without},
        }
        seen[f"{scheme}, {width} px"] = dict(page.evaluate(RUN, options))
    return {look: found for look, found in seen.items() if found}


def test_every_page_is_visited(app, house):
    # when
    visited = {visit.endpoint for visit in visits(house)}

    # then
    assert visited == pages(app) - MAILS - BEFORE_ANYBODY


@pytest.mark.parametrize("visitors", [{"nobody", "ada", "dana"}, {"bo", "chen", "admin"}], ids=["employees", "hosts"])
def test_pages_have_no_faults(visitors, app, house, checked):
    # given
    theirs = [visit for visit in visits(house) if visit.who in visitors]

    # when: the states of a page differ in words more than in where things stand, so only the first is looked at in the dark
    found, known = {}, set()
    for visit, page in walk(app, house, checked, theirs):
        found[visit.name] = {**too_wide(page), **faults(page, looks=LOOKS[1:] if visit.endpoint in known else LOOKS)}
        known.add(visit.endpoint)

    # then
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_mails_have_no_faults(app, house, checked):
    """A mail lives inside the mail program's own page: rules about whole pages are that page's business."""
    # given
    letters = [Visit("nobody", "mail.postbox_body", {"mail_id": number}) for number in house.letters.values()]

    # when
    found = {visit.name: faults(page, without=OF_WHOLE_PAGES) for visit, page in walk(app, house, checked, letters)}

    # then
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_first_start_has_no_faults(checked):
    # given
    page = checked()

    # when
    page.goto("/setup?code=not-the-code")
    empty = faults(page)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector("[aria-invalid]")
    refused = faults(page)

    # then
    assert (empty, refused) == ({}, {})


def answer_broken(page, code: int, body: str) -> None:
    page.unroute("**/broken")
    page.route("**/broken", lambda route: route.fulfill(status=code, content_type="text/html", body=body))


def test_error_pages_have_no_faults(app, checked):
    # given
    page, found = checked(), {}

    # when
    for code in (400, 403, 404, 410, 413, 429, 500, 503):
        with app.test_request_context("/"):
            answer_broken(page, code, look.error_page(default_exceptions[code]()).get_data(as_text=True))
        page.goto("/broken")
        found[code] = faults(page)

    # then
    assert {code: wrong for code, wrong in found.items() if wrong} == {}
