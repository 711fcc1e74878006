import pytest

from people.plain_text import can_be_seen, one_line


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ada Okafor", "Ada Okafor"),
        ("  Ada \t Okafor\r\n", "Ada Okafor"),
        ("Ada\u2028Okafor", "Ada Okafor"),
        ("Ada\x00\x07\x1b[31m\x7f\x9b", "Ada[31m"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("\u2066Ada\u2069\u200e\u200f\u061c", "Ada"),
        ("\ud800Ada", "Ada"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("נועה כהן", "נועה כהן"),
        ("क\u094dष\u200dया", "क\u094dष\u200dया"),  # a joiner that changes how the letters are drawn stays
        ("👩\u200d🔧 Ada", "👩\u200d🔧 Ada"),
        ("", ""),
    ],
)
def test_text_is_kept_on_one_line_without_signs_that_break_others(written, kept):
    assert one_line(written) == kept


@pytest.mark.parametrize(
    ("text", "seen"),
    [("Ada", True), ("!", True), ("李", True), ("", False), (" ", False), ("\u200b\u200d", False), ("\u0301", False)],
)
def test_text_that_shows_nothing_is_told_apart(text, seen):
    assert can_be_seen(text) == seen
