import pytest

from networks.discovery.topics import BEGINNING, LONGEST, MOST, Topics

TOPICS = Topics(BEGINNING)


@pytest.mark.parametrize(
    "title",
    [
        "OR", "Overleg OR", "OR-overleg", "or-overleg voorbereiden", "Or overleg", "OVERLEG VAN DE OR MET DE DIRECTIE", "OR2026", "OR_overleg", "HR", "hr meeting",
        "HR_round", "Team-HR", "Burn-out support", "Burnout", "BURN-OUT", "burn\u2010out circle", "burn\u00adout", "H\u200bR", "Verzuimoverleg", "Teamverzuim",
        "vér\u200bzuim", "Vakbondsoverleg", "Union meeting", "works  council", "Works\tCouncil prep", "Ondernemingsraad", "CAO 2027", "Sollicitatie en salaris",
        "Medisch team", "Re-integratie Bo", "Zwangerschapsverlof",
    ],
)  # fmt: skip
def test_titles_that_are_nobodys_business_are_seen(title):
    assert TOPICS.forbid(title) is True


@pytest.mark.parametrize(
    "title",
    ["Lunch", "Tea or coffee", "Lunch with Cor", "Work with the floor", "Reunion of 2019", "Coral reef club", "Chronicle", "Carbon footprint", "Thread", "Three", "Orwell"],
)  # fmt: skip
def test_other_titles_are_left_alone(title):
    assert TOPICS.forbid(title) is False


def test_an_empty_list_forbids_nothing():
    assert [Topics(words).forbid("HR") for words in ((), ("",), ("*", " ", "\u200b"))] == [False, False, False]


def test_words_of_the_list_are_plain_text():
    assert [Topics(["c++"]).forbid(title) for title in ("C++ guild", "c", "ccc")] == [True, False, False]


def test_the_beginning_is_within_what_can_be_kept():
    assert (len(BEGINNING) <= MOST, max(map(len, BEGINNING)) <= LONGEST, len(set(BEGINNING))) == (True, True, len(BEGINNING))
