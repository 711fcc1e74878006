import pytest

from networks.census.similarity import LIKELY, Known, likely, likeness


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Thursday lunch", "thursday LUNCH", True),
        ("Thursday lunch", "Thursday lunhc", True),  # a slip of the finger
        ("Lunch walkers", "The lunch walkers of Deventer", True),
        ("Réseau café", "Reseau cafe", True),
        ("Field service guild", "Guild of field service", True),
        ("Lunch", "Lunch walkers", True),
        ("Thursday lunch", "Welders' round", False),
        ("The network", "The group", False),  # words that tell nothing: spelling decides
        ("Choir", "Chess", False),
        ("", "Thursday lunch", False),
        ("!!", "??", False),
    ],
)
def test_names_are_alike_by_words_and_spelling(one, other, same):
    # when
    there, back = likeness(one, "", Known(1, other, "")), likeness(other, "", Known(1, one, ""))

    # then
    assert (there >= LIKELY, there) == (same, back)


def test_a_place_tips_the_scales_of_names_that_are_somewhat_alike_and_of_no_others():
    # given
    walkers, choir = Known(1, "Morning walkers", "Canteen, Deventer"), Known(2, "Choir", "Deventer")

    # then
    assert likeness("Lunch walkers", "Deventer", walkers) > likeness("Lunch walkers", "Zwolle", walkers)
    assert likeness("Thursday lunch", "Deventer", choir) == likeness("Thursday lunch", "", choir)


def test_the_likeliest_come_first_and_five_at_most():
    # given
    known = [Known(number, f"Lunch {number}", "") for number in range(8)] + [Known(9, "Lunch", "")]

    # when
    found = likely("Lunch", "", known)

    # then
    assert [one.id for one in found] == [9, 0, 1, 2, 3]
