"""What a platform says of when to ask again."""

import pytest

from networks.platforms.client import retry_after

DATE = "Tue, 01 Dec 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({}, None, id="nothing"),
        pytest.param({"Retry-After": "7"}, 7.0, id="seconds"),
        pytest.param({"Retry-After": "Tue, 01 Dec 2026 09:01:00 GMT", "Date": DATE}, 60.0, id="a date"),
        pytest.param({"Retry-After": "Tue, 01 Dec 2026 08:00:00 GMT", "Date": DATE}, 0.0, id="a date that is past"),
        pytest.param({"Retry-After": "Tue, 01 Dec 2026 09:01:00 GMT"}, None, id="a date of an unknown clock"),
        pytest.param({"Retry-After": "-3"}, None, id="less than nothing"),
        pytest.param({"Retry-After": "soon"}, None, id="a word"),
        pytest.param({"Retry-After": "9" * 400}, 24 * 3600.0, id="a year and more"),
        pytest.param({"Retry-After": "1e309"}, 24 * 3600.0, id="no end"),
    ],
)
def test_when_to_ask_again(headers, seconds):
    assert retry_after(headers) == seconds
