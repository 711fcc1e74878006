"""Pages fit: no sideways scrolling at any width, at 200 % zoom, or with letters twice as large.

The windows notice on the way that nothing but our own host is asked for anything, that no file is missing and that the console is silent.
"""

from types import SimpleNamespace

import pytest

from tests.browser.places import MAILS, Visit, visits
from tests.browser.walks import walk

pytestmark = pytest.mark.settings(demo=True, smtp_url="")
WIDTHS = (320, 375, 768, 1024, 1440)
ZOOMED = 1440 // 2  # at 200 % a window 1440 wide has room for 720
LARGE = "size => { document.documentElement.style.fontSize = size }"
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const beyond = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > room + 1);
  return beyond.slice(-3).map(one => one.outerHTML.slice(0, 160));
}"""


def too_wide(page) -> dict[str, list[str]]:
    """What sticks out, by width."""
    seen = {}
    for width in (*WIDTHS, ZOOMED):
        page.set_viewport_size({"width": width, "height": 900})
        seen[f"{width} px"] = page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": 1024, "height": 900})
    page.evaluate(LARGE, "200%")
    seen["large letters"] = page.evaluate(TOO_WIDE)
    page.evaluate(LARGE, "")
    return {width: found for width, found in seen.items() if found}


def test_pages_do_not_scroll_sideways(app, house, window, monkeypatch):
    # given: a new token without a single place to break
    monkeypatch.setattr("people.tokens.secrets", SimpleNamespace(token_urlsafe=lambda _bytes: "W" * 43))
    everything = [
        *visits(house),
        *[Visit("nobody", endpoint, {"mail_id": number}) for endpoint in MAILS for number in house.letters.values()],
    ]

    # when
    found = {visit.name: too_wide(page) for visit, page in walk(app, house, window, everything)}

    # then
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
