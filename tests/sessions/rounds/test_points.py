"""What people have in common, out of what they wrote."""

from sessions.rounds.compositions import Terms
from sessions.rounds.points import PAIR, UNITS, Points, shared_words
from tests.infra.rounds import signed_up


def test_texts_share_the_word_that_most_of_them_use():
    # given
    texts = {
        1: "I would like to find documents and photos",
        2: "Een document terugvinden",
        3: "Foto's delen, een DOCUMENT zoeken",
        4: "Reading the news",
        5: "",
    }

    # then
    assert shared_words(texts) == {1: "docume", 2: "docume", 3: "docume"}


def test_words_that_nearly_everybody_uses_tell_nothing():
    assert shared_words({key: "platform photos" if key < 3 else "platform" for key in range(10)}) == dict.fromkeys(
        range(3), "photos"
    )


def test_a_group_is_worth_more_with_the_host_somebody_wished_for():
    # given
    people = {key: signed_up(key, 1, led_by=frozenset({1} if key == 10 else ())) for key in (10, 11)}
    points = Points(people, Terms())

    # then
    assert points.of_group([10, 11], 1) - points.of_group([10, 11], 2) == PAIR * UNITS // 2
    assert Points(people, Terms(keep_pairs=0.0)).with_host(10, 1) == 0
