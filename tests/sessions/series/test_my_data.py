"""What Foyer keeps about a person of their series."""

from people import profile_parts
from sessions.models import Via
from tests.infra.pages import text


def test_answer_for_a_series_is_told_to_whom_it_belongs_alone(weekly, say_all, client_of, ada, dana, now):
    # given
    series = weekly(invited=[ada, dana])
    say_all(series, ada, "accepted", via=Via.LINK, comment="I come late.")

    # when
    of_ada, of_dana = (profile_parts.data_of(person)["series"] for person in (ada, dana))
    page = text(client_of(ada).get("/me/data"))

    # then
    told = {
        "series": "Lunch and learn",
        "starts_at": "2026-12-08T09:00:00+00:00",
        "invited_at": now.isoformat(),
        "answer": "accepted",
        "seat": "none",
        "comment": "I come late.",
        "via": "link",
        "answered_at": now.isoformat(),
        "comes_instead": "",
        "in_place_of": "",
    }
    assert of_ada == [told]
    assert of_dana == [{**told, "answer": "needs-action", "comment": "", "via": None, "answered_at": None}]
    assert [words in page for words in ("Series you are invited to", "Your word: I come late.")] == [True, True]


def test_who_comes_in_whose_place_is_told_to_both(weekly, say_all, delegate, dates, ada, dana):
    # given
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    delegate(dates(series)[0], ada, dana, whole=True)

    # then
    found = [profile_parts.data_of(person)["series"][0] for person in (ada, dana)]
    assert [(one["comes_instead"], one["in_place_of"]) for one in found] == [("Dana Petrov", ""), ("", "Ada Okafor")]
