"""What people have in common, out of what they wrote."""

from sessions.rounds.points import shared_words


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
