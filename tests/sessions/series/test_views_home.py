"""A series on the pages where sessions stand: once where it waits for an answer."""

from datetime import timedelta

from sessions.series.rhythms import Every, Rhythm
from tests.infra.pages import links, said, text, words


def test_series_that_waits_stands_on_the_home_page_once(weekly, meetup, client_of, ada):
    # given
    series = weekly(invited=[ada])
    meetup(title="Fire drill", invited=[ada])

    # when
    page = client_of(ada).get("/")

    # then
    assert words(page, "p", "lede") == ["Two invitations wait for your answer."]
    assert "Six dates, this is the next" in words(page, "article")[0]
    assert f"/series/{series.id}" in links(page)


def test_answer_on_the_home_page_is_for_all_dates(weekly, client_of, row, ada):
    # given
    series = weekly(invited=[ada])
    browser = client_of(ada)

    # when
    page = browser.post(f"/series/{series.id}/answer", data={"answer": "yes", "asked": "0"}, follow_redirects=True)

    # then
    assert said(page) == ["Your seat is kept at every date. We tell your calendar too."]
    assert row(series, ada) == ("accepted", [("accepted", "seated")] * 6)
    assert "Nothing waits for you." in text(browser.get("/"))


def test_single_date_that_asks_again_stands_for_itself(weekly, client_of, dates, say_all, change, ada):
    # given
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    third = dates(series)[2]
    change(third, moved_by=timedelta(days=1))

    # when
    page = client_of(ada).get("/")

    # then
    assert words(page, "p", "lede") == ["One invitation waits for your answer."]
    assert f"/sessions/{third.id}/answer" in links(page)


def test_draft_of_a_series_stands_once_among_the_drafts(weekly, client_of, bo):
    # given
    series = weekly(publish=False)

    # when
    page = client_of(bo).get("/")

    # then
    assert [link for link in links(page) if link.startswith(("/series/", "/sessions/"))] == [f"/series/{series.id}"]
    assert "a series, from Tuesday 8 December" in text(page)


def test_calendar_lists_a_series_that_waits_once_and_its_month_every_date(weekly, client_of, ada):
    # given
    weekly(invited=[ada])

    # when
    page = client_of(ada).get("/calendar?month=2026-12")

    # then
    assert words(page, "ul", "agenda")[0].count("Lunch and learn") == 1
    assert "Four dates, this is the next" in text(page)
    assert words(page, "table", "month")[0].count("Lunch and learn") == 4


def test_calendar_lists_each_date_once_it_is_answered(weekly, client_of, say_all, ada):
    # given
    say_all(weekly(invited=[ada]), ada, "accepted")

    # when
    page = client_of(ada).get("/calendar?month=2026-12")

    # then
    assert words(page, "ul", "agenda")[0].count("Lunch and learn") == 4


def test_pages_take_the_same_queries_for_one_date_and_for_many(weekly, client_of, ada, dana, count_queries):
    # given
    for person, count in ((ada, 2), (dana, 52)):
        weekly(invited=[person], rhythm=Rhythm(every=Every.WEEK, weekdays=(1,), count=count))
    counted = {}

    # when
    for person in (ada, dana):
        browser = client_of(person)
        for path in ("/", "/calendar?month=2026-12"):
            browser.get(path)
            with count_queries() as queries:
                browser.get(path)
            counted.setdefault(path, []).append(len(queries))

    # then
    assert {path: few == many for path, (few, many) in counted.items()} == {"/": True, "/calendar?month=2026-12": True}
