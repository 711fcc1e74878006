import pytest

from database import transaction
from networks.discovery import word_lists
from networks.discovery.errors import HandOverInvalid
from networks.discovery.topics import BEGINNING, LONGEST, MOST


def test_words_are_changed_and_reset(app, now):
    # given
    before = (list(word_lists.words()), word_lists.is_changed())

    # when
    with transaction():
        word_lists.change(" Soup \n\n*leek*\nSoup\n * \nOR", now=now)
    changed = (list(word_lists.words()), word_lists.is_changed())
    with transaction():
        word_lists.reset()

    # then
    assert (before, changed) == ((list(BEGINNING), False), (["Soup", "*leek*", "OR"], True))
    assert (list(word_lists.words()), word_lists.is_changed()) == before


@pytest.mark.parametrize("lines", ["", "*\n \n", "x" * (LONGEST + 1), "\n".join(map(str, range(MOST + 1)))], ids=["empty", "stars", "long", "many"])  # fmt: skip
def test_a_list_that_keeps_nothing_back_or_never_ends_is_refused(app, now, lines):
    with pytest.raises(HandOverInvalid), transaction():
        word_lists.change(lines, now=now)
    assert word_lists.is_changed() is False
