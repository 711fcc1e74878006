"""With the keyboard alone: Tab reaches everything that can be pressed or filled in, and one sees where one is."""

import pytest

from tests.browser.places import visits
from tests.browser.walks import walk

pytestmark = pytest.mark.settings(demo=True, smtp_url="")
# Of radio buttons that belong together Tab reaches one; the arrows go on from there.
COLLECT = """within => {
  const groups = new Set();
  const root = document.querySelector(within) || document.body;  // a page without a frame of ours
  if (root !== document.body) { root.tabIndex = -1; root.focus(); }
  const all = root.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]');
  const usable = [...all].filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.type !== 'hidden');
  const names = usable.filter(one => {
    if (one.type !== 'radio') return true;
    const chosen = document.querySelector(`input[type=radio][name="${one.name}"]:checked`);
    if ((chosen && chosen !== one) || groups.has(one.name)) return false;
    return groups.add(one.name);
  });
  names.forEach((one, number) => { one.dataset.stop = number });
  window.stops = {};
  document.addEventListener('focusin', event => {
    const style = getComputedStyle(event.target);
    const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
    if (event.target.dataset.stop) window.stops[event.target.dataset.stop] = ring;
  });
  const parts = names.filter(one => one.type === 'date' || one.type === 'time').length;  // each of several stops
  return names.length + 4 * parts;
}"""
MISSED = """() => [...document.querySelectorAll('[data-stop]')]
  .filter(one => !window.stops[one.dataset.stop])
  .map(one => (one.dataset.stop in window.stops ? 'no ring: ' : 'not reached: ') + one.outerHTML.slice(0, 120))"""
INSIDE = 16  # stops that belong to one element: the parts of a date, links within a frame


def missed(page, within: str) -> list[str]:
    """What Tab does not reach there, or reaches without showing so."""
    for _ in range(page.evaluate(COLLECT, within) + INSIDE):
        page.keyboard.press("Tab")
    return page.evaluate(MISSED)


def test_tab_reaches_everything_and_shows_where_one_is(app, house, window):
    # given: each page once; its states differ in words more than in what can be pressed
    once = list({visit.endpoint: visit for visit in visits(house)}.values())

    # when: what stands around the content is the same on all pages of one person
    found, known = {}, set()
    for visit, page in walk(app, house, window, once):
        found[visit.name] = missed(page, "#main" if visit.who in known else "body")
        known.add(visit.who)

    # then
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_first_tab_offers_the_way_to_the_content(ada, window):
    # given
    page = window(ada)
    page.goto("/")

    # when
    page.keyboard.press("Tab")
    offered = page.locator(":focus").inner_text()
    in_sight = page.locator(":focus").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")

    # then
    assert (offered, in_sight) == ("Skip to the content", True)
    assert page.evaluate("document.activeElement.id") == "main"
