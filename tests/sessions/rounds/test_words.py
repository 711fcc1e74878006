"""What is said about rounds, as its readers say it."""

import pytest
from flask_babel import force_locale

from sessions.rounds import words
from sessions.rounds.models import RoundGroup


@pytest.fixture
def remedy():
    """`remedy(round, "nl")`: one more host at its first time and place, who speaks that language, would place two people."""

    def make(made, language):
        at, place = made.times[0], made.places[0]
        return {"step": "host", "count": 2, "time": at.id, "place": place.id, "language": language, "size": None}

    return make


def test_what_would_help_is_said_once_for_all_languages(round_, remedy):
    # given
    made = round_()
    larger = {"step": "larger", "count": 1, "time": None, "place": None, "language": None, "size": 11}

    # when
    with force_locale("en"):
        told = words.remedies_words([remedy(made, "nl"), remedy(made, "en"), larger], made)
    with force_locale("nl"):
        dutch = words.remedies_words([remedy(made, "nl")], made)

    # then
    assert told == [
        "One more host on Tuesday 16:00, Canteen, in Dutch or English, would place 2 people.",
        "Groups as large as 11 would place 1 person.",
    ]
    assert dutch == ["Met één organisator meer op dinsdag 16:00, Canteen, in het Nederlands, hebben 2 mensen een plek."]


def test_a_place_is_said_once(round_):
    # given
    made = round_()
    group = RoundGroup(number=1, time=made.times[0], place=made.places[0], language="nl")

    # when
    with force_locale("en"):
        facts = dict(words.place_facts(made, group))

    # then
    assert (facts["When"], facts["Where"], facts["Language"]) == (
        "Tuesday 16:00, from Tuesday 12 January",
        "Canteen, Ground floor",
        "Dutch",
    )
