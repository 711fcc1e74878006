"""Mails fit, and a page with a long token: no sideways scrolling at any width, at 200 % zoom, or with letters twice as large.

The windows notice on the way that nothing but our own host is asked for anything, that no file is missing and that the console is silent.
"""

from types import SimpleNamespace

import pytest

from tests.browser.places import MAILS, Visit, visits
from tests.browser.walks import walk
from tests.browser.widths import too_wide

pytestmark = pytest.mark.settings(demo=True, smtp_url="")


def test_mails_and_a_token_do_not_scroll_sideways(app, house, window, monkeypatch):
    """All other pages are measured on the way by test_pages_axe, which opens each."""
    # given: a new token without a single place to break
    monkeypatch.setattr("people.tokens.secrets", SimpleNamespace(token_urlsafe=lambda _bytes: "W" * 43))
    everything = [
        *[visit for visit in visits(house) if visit.endpoint == "people.profile"],
        *[Visit("nobody", endpoint, {"mail_id": number}) for endpoint in MAILS for number in house.letters.values()],
    ]

    # when
    found = {visit.name: too_wide(page) for visit, page in walk(app, house, window, everything)}

    # then
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
