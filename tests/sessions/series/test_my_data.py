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
    }
    assert of_ada == [told]
    assert of_dana == [{**told, "answer": "needs-action", "comment": "", "via": None, "answered_at": None}]
    assert [words in page for words in ("Series you are invited to", "Your word: I come late.")] == [True, True]
