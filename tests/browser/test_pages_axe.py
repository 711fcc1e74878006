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
# Light and dark differ in colours and in nothing else, wide and narrow in where things stand. These rules, nine tenths of the time that axe
# takes, are asked in both looks, of each element that stands as none stood before: the same tag and classes inside the same.
PLACING = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
LOOKS = (("dark", 1440), ("light", 375))
UNFOLD = "document.querySelectorAll('details').forEach(more => { more.open = true })"
RUN = """([context, options]) => axe.run(context || document, options).then(found => found.violations.map(
    fault => [fault.id, fault.nodes.map(node => node.html.slice(0, 200))]))"""
MARK = """known => {
  const seen = new Set(known.split(" ").map(Number)), fresh = [];
  const plain = one => [one.tagName, one.getAttribute('class'), one.getAttribute('style')].join('.');
  const go = (one, inside) => {
    const path = inside + '>' + plain(one);
    const says = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const itself = [path, says, ...['role', 'type', 'href', 'disabled', 'aria-current'].map(name => one.hasAttribute(name))].join();
    let number = 0;
    for (const sign of itself) number = (Math.imul(number, 31) + sign.codePointAt(0)) | 0;
    if (!seen.has(number)) { seen.add(number); fresh.push(number); one.setAttribute('data-fresh', ''); }
    for (const child of one.children) go(child, path);
  };
  go(document.body, '');
  return fresh;
}"""
PALE = """() => {
  const pale = document.createElement('p');
  pale.textContent = 'pale';
  Object.assign(pale.style, {color: '#cccccc', background: '#ffffff'});
  document.querySelector('h1').after(pale);
}"""
OF_WHOLE_PAGES = ("region", "landmark-one-main")


@pytest.fixture
def checked(window):
    """`checked(ada)`: a window with axe in it."""

    def open_window(person=None):
        page = window(person, height=700)
        page.add_init_script(Axe().axe_script)
        return page

    return open_window


def faults(page, known, *, without=()) -> dict[str, dict[str, list[str]]]:
    """What sticks out at some width, and what axe says is wrong in each look, by rule, with the elements it means.

    `known`: how elements stood that were looked at.
    """
    fresh = page.evaluate(MARK, " ".join(map(str, known)))  # as one text: a list of thousands is slow
    known.update(fresh)
    seen = too_wide(page) if fresh else {}
    page.evaluate(UNFOLD)
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 700})
        seen[f"{scheme}, {width} px"] = _said(page, {"type": "rule", "values": PLACING}, {}, "[data-fresh]") if fresh else {}
    off = {rule: {"enabled": False} for rule in (*without, *PLACING)}
    return {look: found for look, found in {**seen, "everywhere": _said(page, ALL, off)}.items() if found}


def _said(page, rules, changed, part=None) -> dict[str, list[str]]:
    options = {
        "runOnly": rules,
        "reporter": "no-passes",
        "preload": False,
        "iframes": False,  # they hold mails, which let no script in; axe looks at each mail by itself
        "rules": changed,
    }
    return dict(page.evaluate(RUN, [part, options]))


def test_every_page_is_visited(app, house):
    # when
    visited = {visit.endpoint for visit in visits(house)}

    # then
    assert visited == pages(app) - MAILS - BEFORE_ANYBODY


@pytest.mark.parametrize("visitors", [{"nobody", "ada", "dana"}, {"bo", "chen", "admin"}], ids=["employees", "hosts"])
def test_pages_have_no_faults(visitors, app, house, checked):
    # given
    theirs = [visit for visit in visits(house) if visit.who in visitors]

    # when
    known: set[int] = set()
    found = {visit.name: faults(page, known) for visit, page in walk(app, house, checked, theirs)}

    # then
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_page_like_one_before_shows_what_is_new_in_it(house, checked):
    # given
    page, known = checked(), set()
    page.goto("/sign-in")
    first = faults(page, known)

    # when: the same page once more, with a pale word in it
    page.reload()
    page.evaluate(PALE)
    second = faults(page, known)

    # then
    assert first == {}
    assert {look: list(found) for look, found in second.items()} == {
        "dark, 1440 px": ["color-contrast"],
        "light, 375 px": ["color-contrast"],
    }


def test_mails_have_no_faults(app, house, checked):
    """A mail lives inside the mail program's own page: rules about whole pages are that page's business."""
    # given
    letters = [Visit("nobody", "mail.postbox_body", {"mail_id": number}) for number in house.letters.values()]

    # when
    found = {visit.name: faults(page, set(), without=OF_WHOLE_PAGES) for visit, page in walk(app, house, checked, letters)}

    # then
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_first_start_has_no_faults(checked):
    # given
    page = checked()

    # when
    page.goto("/setup?code=not-the-code")
    empty = faults(page, set())
    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector("[aria-invalid]")
    refused = faults(page, set())

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
        found[code] = faults(page, set())

    # then
    assert {code: wrong for code, wrong in found.items() if wrong} == {}
