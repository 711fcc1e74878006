"""What somebody marked and wrote stands in what Foyer knows about them, and nowhere in what it knows about others."""

from tests.infra.pages import text


def test_marks_and_words_are_mine(poll, mark, client_of, now, ada, bo):
    # given
    made = poll(asked=[ada, bo])
    mark(made, ada, "yes", "if-need-be", "no", comment="Mornings are best.")
    poll(asked=[ada], opened=False)

    # when
    mine, theirs = (client_of(person).get("/me/data.json").json for person in (ada, bo))

    # then
    marks = [
        {"at": date.starts_at.isoformat(), "mark": word}
        for date, word in zip(made.dates, ("yes", "if-need-be", "no"), strict=True)
    ]
    told = {"poll": "Winter lunch", "asked_at": now.isoformat(), "answered_at": now.isoformat(), "comment": "Mornings are best."}
    assert mine["polls"] == [{**told, "marks": marks}]
    assert theirs["polls"] == [
        {"poll": "Winter lunch", "asked_at": now.isoformat(), "answered_at": None, "comment": "", "marks": []}
    ]
    assert (mine["polls_hosted"], [one["poll"] for one in theirs["polls_hosted"]]) == ([], ["Winter lunch"] * 2)


def test_the_page_says_it_in_words(poll, mark, client_of, ada):
    # given
    made = poll(asked=[ada])
    mark(made, ada, "if-need-be", comment="Mornings are best.")

    # when
    page = client_of(ada).get("/me/data")

    # then
    assert "Dates you were asked about" in text(page)
    assert "Tuesday 8 December 2026, 10:00: if need be" in text(page)
    assert "Your word: Mornings are best." in text(page)
