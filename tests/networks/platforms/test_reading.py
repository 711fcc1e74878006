"""Lists that a platform gives page by page, and that do not hold still or do not end."""

import pytest

from networks.platforms import reading
from networks.platforms.protocol import Garbled


def test_pages_without_an_end_are_no_list(monkeypatch):
    # given
    monkeypatch.setattr(reading, "MOST_PAGES", 5)

    # when
    read = reading.shifting_pages(lambda number: [f"{number}-0", f"{number}-1"], 2, lambda: 2)

    # then
    with pytest.raises(Garbled):
        list(read)
