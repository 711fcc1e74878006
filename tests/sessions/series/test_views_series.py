"""The page of a series: the answer for all of it, one's own row of dates, how each date stands for who looks after it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions import invitations
from sessions.series import edits
from sessions.series import links as series_links
from sessions.series.edits import Scope
from sessions.series.models import SeriesRsvp
from sessions.series.rhythms import Every, Rhythm
from tests.infra.pages import links, said, text, words

YES, NO, MAYBE, OPEN = ("accepted", "seated"), ("declined", "none"), ("tentative", "none"), ("needs-action", "none")


def answer(browser, series, word, **fields):
    return browser.post(f"/series/{series.id}/answer", data={"answer": word, **fields}, follow_redirects=True)


def link_of(series, person):
    """The path of this person's own page."""
    query = select(SeriesRsvp).where(SeriesRsvp.series_id == series.id, SeriesRsvp.person_id == person.id)
    return series_links.answer_path(db.session.scalars(query).one())


def my_row(page):
    return words(page, "div", "date-row-what")


def test_series_is_seen_by_the_invited_its_hosts_and_who_manages(weekly, client_of, ada, bo, chen, dana):
    # given
    series = weekly(invited=[ada])

    # when
    seen = {person.name.split()[0]: client_of(person).get(f"/series/{series.id}").status_code for person in (ada, bo, chen, dana)}
    answered = {
        person.name.split()[0]: client_of(person).post(f"/series/{series.id}/answer", data={"answer": "yes"}).status_code
        for person in (ada, bo, chen, dana)
    }

    # then
    assert seen == {"Ada": 200, "Bo": 200, "Chen": 200, "Dana": 404}
    assert answered == {"Ada": 303, "Bo": 303, "Chen": 303, "Dana": 404}


def test_draft_is_seen_by_who_looks_after_it_alone(weekly, client_of, ada, bo, chen, dana):
    # given
    series = weekly(invited=[ada], publish=False)

    # when
    seen = {person.name.split()[0]: client_of(person).get(f"/series/{series.id}").status_code for person in (ada, bo, chen, dana)}

    # then
    assert seen == {"Ada": 404, "Bo": 200, "Chen": 200, "Dana": 404}


def test_page_says_the_rhythm_and_the_readers_own_dates(weekly, client_of, ada):
    # given
    series = weekly(invited=[ada])

    # when
    page = client_of(ada).get(f"/series/{series.id}")

    # then
    assert words(page, "h1") == ["Lunch and learn"]
    assert "Every Tuesday, 10:00–11:00 Six dates, from Tuesday 8 December to Tuesday 12 January 2027." in text(page)
    assert 'Every Tuesday, <span class="nowrap">10:00–11:00</span>' in page.get_data(as_text=True)  # it breaks after a dash
    assert my_row(page)[0] == "Tuesday 8 December, 10:00–11:00 Waits for your answer"
    assert len(my_row(page)) == 6


def test_answer_for_all_dates_and_one_skipped(weekly, client_of, dates, row, ada):
    # given
    series = weekly(invited=[ada])
    browser, third = client_of(ada), dates(series)[2]

    # when
    whole = answer(browser, series, "yes", asked="0")
    skipped = answer(browser, series, "no", date=str(third.id), asked="0")

    # then
    assert said(whole) == ["Your seat is kept at every date. We tell your calendar too."]
    assert said(skipped) == ["Tuesday 22 December: noted, and no reason needed. Your other dates stay as they are."]
    assert row(series, ada) == ("accepted", [YES, YES, NO, YES, YES, YES])
    assert my_row(skipped)[1:3] == [
        "Tuesday 15 December, 10:00–11:00 You have a seat",
        "Tuesday 22 December, 10:00–11:00 Not coming",
    ]


def test_dates_with_an_answer_of_their_own_keep_it_unless_they_are_ticked(weekly, client_of, dates, row, say, ada):
    # given
    series = weekly(invited=[ada])
    say(dates(series)[2], ada, "tentative")
    browser = client_of(ada)

    # when
    before = browser.get(f"/series/{series.id}")
    first = answer(browser, series, "yes")
    kept = row(series, ada)
    answer(browser, series, "no", every_date="yes")

    # then
    assert "One date keeps the answer you gave for it: Tuesday 22 December." in text(before)
    assert said(first) == [
        "Your seat is kept at every date. We tell your calendar too. One date keeps the answer you gave for it."
    ]
    assert kept == ("accepted", [YES, YES, MAYBE, YES, YES, YES])
    assert row(series, ada) == ("declined", [NO] * 6)


def test_full_dates_are_said_with_the_place_in_line(weekly, client_of, dates, say, ada, bo, dana):
    # given
    series = weekly(invited=[ada, bo, dana], capacity=1)
    for person in (bo, dana):
        say(dates(series)[0], person, "accepted")

    # when
    page = answer(client_of(ada), series, "yes")

    # then
    assert said(page) == ["Your seat is kept, but for one date where all seats are taken. We write as soon as one frees."]
    assert my_row(page)[0] == "Tuesday 8 December, 10:00–11:00 Waiting list, second"


def test_group_has_one_line_for_all_dates(weekly, client_of, say_all, ada, bo, dana):
    # given
    series = weekly(invited=[ada, bo, dana], capacity=1, plan={"keeps_group": True})
    say_all(series, bo, "accepted")
    say_all(series, dana, "accepted")

    # when
    page = answer(client_of(ada), series, "yes")

    # then
    assert said(page) == ["All seats are taken. You are on the waiting list; we write as soon as one frees."]
    assert {line.rsplit("Waiting", 1)[1] for line in my_row(page)} == {" list, second"}
    assert "One of one seats of the group are taken." in text(page)


def test_answer_to_earlier_dates_is_refused_in_words(weekly, client_of, row, ada):
    # given
    series = weekly(invited=[ada])

    # when
    page = answer(client_of(ada), series, "yes", asked="7")

    # then
    assert said(page) == ["This belongs to earlier dates or another place. Here are the new ones."]
    assert row(series, ada) == ("needs-action", [OPEN] * 6)


def test_date_of_another_series_is_not_answered_here(weekly, client_of, dates, row, ada):
    # given
    series, other = weekly(invited=[ada]), weekly(invited=[ada])

    # when
    page = answer(client_of(ada), series, "yes", date=str(dates(other)[0].id))

    # then
    assert said(page) == ["There is no such session, or you are not invited to it."]
    assert row(other, ada) == ("needs-action", [OPEN] * 6)


def test_what_was_sent_stands_on_the_page(weekly, client_of, clock, deliver, smtp_sink, ada):
    # given
    series = weekly(invited=[ada])
    deliver()

    # when
    page = client_of(ada).get(f"/series/{series.id}")

    # then
    assert words(page, "ol", "history")[0].endswith("We sent “Lunch and learn: every Tuesday, 10:00–11:00”.")


def test_moved_date_and_one_that_is_off_say_so(weekly, client_of, dates, change, cancel, ada):
    # given
    series = weekly(invited=[ada])
    change(dates(series)[1], moved_by=timedelta(days=1))
    cancel(dates(series)[2], "Snow.")

    # when
    page = client_of(ada).get(f"/series/{series.id}")

    # then
    row = my_row(page)
    assert row[1].startswith("Wednesday 16 December, 10:00–11:00 Moved from Tuesday 15 December, 10:00.")
    assert row[-1] == "Tuesday 22 December, 10:00–11:00 Cancelled"


def test_hosts_see_how_each_date_stands(weekly, client_of, dates, say, ada, bo, dana):
    # given
    series = weekly(invited=[ada, dana], capacity=1)
    first, second, *_rest = dates(series)
    say(first, ada, "accepted")
    say(first, dana, "accepted")
    say(second, ada, "tentative")

    # when
    page = client_of(bo).get(f"/series/{series.id}")

    # then
    stand = words(page, "table", "date-table")[0]
    assert "Tuesday 8 December 10:00–11:00 with Bo Lindqvist 1 of 1 1 0 0 Change Tuesday 8 December" in stand
    assert "Tuesday 15 December 10:00–11:00 with Bo Lindqvist 0 of 1 0 1 1 Change Tuesday 15 December" in stand
    assert f"/sessions/{first.id}/roster" in links(page)
    assert f"/sessions/{first.id}/invitations" in links(page)


def test_the_invited_do_not_see_how_others_answered(weekly, client_of, say_all, ada, dana):
    # given
    series = weekly(invited=[ada, dana])
    say_all(series, dana, "declined")

    # when
    page = client_of(ada).get(f"/series/{series.id}")

    # then
    assert words(page, "table", "date-table") == []
    assert "Dana" not in text(page)


def test_series_that_goes_on_as_another_leads_there(weekly, client_of, dates, details, planner, now, ada):
    # given
    series = weekly(invited=[ada])
    fourth = dates(series)[3]
    with transaction():
        later = edits.change(
            fourth.id,
            details(starts_at=fourth.starts_at + timedelta(hours=1), ends_at=fourth.ends_at + timedelta(hours=1)),
            scope=Scope.FOLLOWING,
            by=planner,
            now=now,
        )
        new_id = later.series_id

    # when
    page = client_of(ada).get(f"/series/{series.id}")

    # then
    assert said(page) == ["It goes on from Tuesday 29 December: Lunch and learn"]
    assert f"/series/{new_id}" in links(page)
    assert len(my_row(page)) == 3
    # and the later one leads back
    assert f"/series/{series.id}" in links(client_of(ada).get(f"/series/{new_id}"))


def test_later_part_leads_nobody_to_a_series_they_were_not_invited_to(weekly, client_of, dates, details, planner, now, ada, dana):
    # given: Dana was invited after the series went on as another
    series = weekly(invited=[ada])
    fourth, step = dates(series)[3], timedelta(hours=1)
    moved = details(starts_at=fourth.starts_at + step, ends_at=fourth.ends_at + step)
    with transaction():
        later = edits.change(fourth.id, moved, scope=Scope.FOLLOWING, by=planner, now=now)
        invitations.invite(later.id, [dana.id], by=planner, now=now)
        new_id = later.series_id

    # when
    found = {person.name: links(client_of(person).get(f"/series/{new_id}")) for person in (ada, dana)}

    # then
    assert [f"/series/{series.id}" in found[person.name] for person in (ada, dana)] == [True, False]


def test_dates_that_are_off_do_not_count(weekly, client_of, dates, cancel, ada):
    # given: the first and the last
    series = weekly(invited=[ada])
    for date in (dates(series)[0], dates(series)[-1]):
        cancel(date, "Snow.")

    # when
    page = client_of(ada).get(f"/series/{series.id}")

    # then
    assert "Four dates, from Tuesday 15 December to Tuesday 5 January 2027." in text(page)
    assert 'datetime="2026-12-15' in page.get_data(as_text=True).split("<h1")[0]


def test_page_waits_only_for_what_can_be_answered(weekly, client_of, client, dates, say, clock, now, ada):
    # given
    series = weekly(
        invited=[ada],
        rhythm=Rhythm(every=Every.WEEK, weekdays=(1,), count=1),
        rsvp_until=now + timedelta(hours=1),
    )
    browser, link = client_of(ada), link_of(series, ada)
    pages = {}

    # when
    pages["open"] = [browser.get(f"/series/{series.id}"), client.get(link)]
    clock.shift(timedelta(hours=2))
    pages["late"] = [browser.get(f"/series/{series.id}"), client.get(link)]
    say(dates(series)[0], ada, "declined")
    pages["answered"] = [browser.get(f"/series/{series.id}"), client.get(link)]

    # then
    found = {name: (words(page, "h2")[0], words(other, "h1"), words(page, "p", "waits")) for name, (page, other) in pages.items()}
    assert found == {
        "open": ("Will you come?", ["Will you come, Ada?"], ["Waits for you"]),
        "late": ("It is too late to answer", ["It is too late to answer"], []),
        "answered": ("Your dates are answered one by one", ["Your dates are answered one by one"], []),
    }


@pytest.mark.parametrize("name", ["ada", "bo"])
def test_page_takes_the_same_queries_for_one_date_and_for_many(weekly, client_of, ada, bo, count_queries, name):
    # given
    found = [weekly(invited=[ada, bo], rhythm=Rhythm(every=Every.WEEK, weekdays=(1,), count=count)) for count in (1, 52)]
    browser, counted = client_of({"ada": ada, "bo": bo}[name]), []
    browser.get(f"/series/{found[0].id}")

    # when
    for series in found:
        with count_queries() as queries:
            browser.get(f"/series/{series.id}")
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1]


def test_date_of_a_full_group_says_so_on_its_own_page(weekly, client_of, dates, say_all, ada, bo):
    # given
    series = weekly(invited=[ada, bo], capacity=1, plan={"keeps_group": True})
    say_all(series, bo, "accepted")

    # when
    page = client_of(ada).get(f"/sessions/{dates(series)[0].id}")

    # then
    assert "The one seat is taken; a yes joins the waiting list." in text(page)
    assert "One date of the series Lunch and learn" in text(page)
    assert f"/series/{series.id}" in links(page)
