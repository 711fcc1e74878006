"""Changing and cancelling dates of a series: which ones, who is told what, and then once."""

from datetime import timedelta

import pytest

from database import db
from sessions.models import SessionState
from tests.infra.pages import fields, said, text, words
from tests.infra.series import dates_of

OPEN = ("needs-action", "none")


def form_of(browser, date):
    return fields(browser.get(f"/series/dates/{date.id}/edit"))


def save(browser, date, form, **changes):
    return browser.post(f"/series/dates/{date.id}/edit", data={**form, **changes})


def starts(series):
    db.session.expire_all()
    return [f"{date.starts_at.astimezone(date.zone):%d-%m %H:%M}" for date in dates_of(series)]


def test_changing_and_cancelling_is_for_who_looks_after_it(weekly, dates, client_of, ada, bo, chen, dana):
    # given
    date = dates(weekly(invited=[ada]))[0]

    # when
    found = {
        person.name.split()[0]: {
            client_of(person).get(f"/series/dates/{date.id}/{path}").status_code for path in ("edit", "cancellation")
        }
        for person in (ada, bo, chen, dana)
    }

    # then
    assert found == {"Ada": {404}, "Bo": {200}, "Chen": {200}, "Dana": {404}}


def test_pages_of_a_date_lead_to_those_of_its_series(weekly, dates, client_of, bo):
    # given
    series = weekly(publish=False)
    date, browser = dates(series)[0], client_of(bo)

    # when
    paths = ("edit", "cancellation", "publication", "disposal")
    found = {path: browser.get(f"/sessions/{date.id}/{path}").location for path in paths}

    # then
    assert found == {
        "edit": f"/series/dates/{date.id}/edit",
        "cancellation": f"/series/dates/{date.id}/cancellation",
        "publication": f"/series/{series.id}/publication",
        "disposal": f"/series/{series.id}",
    }


def test_pages_of_series_lead_on_for_a_single_session(meetup, client_of, bo):
    # given
    session, browser = meetup(), client_of(bo)

    # then
    assert [browser.get(f"/series/dates/{session.id}/{path}").location for path in ("edit", "cancellation")] == [
        f"/sessions/{session.id}/edit",
        f"/sessions/{session.id}/cancellation",
    ]


def test_single_date_of_a_draft_is_not_thrown_away_by_itself(weekly, dates, client_of, bo):
    # given
    series = weekly(publish=False)

    # when
    page = client_of(bo).post(f"/sessions/{dates(series)[0].id}/disposal", follow_redirects=True)

    # then
    assert said(page) == ["This date belongs to a series. Throw the series away, and plan it without this date."]
    assert len(dates(series)) == 6


def test_look_says_who_is_told_before_anything_is_saved(weekly, dates, say_all, client_of, told, bo, ada, dana):
    # given
    series = weekly(invited=[ada, dana])
    say_all(series, ada, "accepted")
    date, browser = dates(series)[3], client_of(bo)
    before = told(series)

    # when
    page = save(browser, date, form_of(browser, date), starts="11:00", ends="12:00", scope="following")

    # then
    assert "3 dates change: Tuesday 29 December, Tuesday 5 January, Tuesday 12 January." in text(page)
    assert "The dates before stay as they are." in text(page)
    assert words(page, "ul", "told") == [
        (
            "1 said yes Are sent the change and asked again. The seat stays theirs meanwhile. "
            "1 not answered yet The new invitation replaces the old one."
        )
    ]
    assert "Each gets two mails: one ends the entry they have, one brings the new one." in text(page)
    assert "Of those invited, 1 said yes, 1 has not answered yet." in text(page)
    assert words(page, "ul", "changed-dates") == [
        (
            "so far: Tuesday 29 December, 10:00–11:00 then: Tuesday 29 December, 11:00–12:00 "
            "so far: Tuesday 5 January, 10:00–11:00 then: Tuesday 5 January, 11:00–12:00 "
            "so far: Tuesday 12 January, 10:00–11:00 then: Tuesday 12 January, 11:00–12:00"
        )
    ]
    assert (told(series), starts(series)[3]) == (before, "29-12 10:00")


@pytest.mark.settings(holidays="NL")
def test_look_marks_a_holiday_and_what_the_host_has_then(weekly, meetup, dates, client_of, bo, ada, now):
    # given: Bo hosts something else on the first day of the new year
    series = weekly(invited=[ada])
    other = meetup(title="Guided tour", starts_at=now + timedelta(days=31), ends_at=now + timedelta(days=31, hours=2))
    date, browser = dates(series)[3], client_of(bo)

    # when
    page = save(browser, date, form_of(browser, date), on="2027-01-01", scope="this")

    # then
    assert words(page, "ul", "changed-dates") == [
        (
            "so far: Tuesday 29 December, 10:00–11:00 then: Friday 1 January, 10:00–11:00 A holiday: New Year's Day "
            "At the same time: Guided tour, 10:00–12:00, Canteen, with Bo Lindqvist"
        )
    ]
    assert f"/sessions/{other.id}" in page.get_data(as_text=True)


def test_look_says_from_what_to_what(weekly, dates, client_of, bo, ada):
    # given
    date, browser = dates(weekly(invited=[ada]))[3], client_of(bo)

    # when
    page = save(browser, date, form_of(browser, date), title="Soup", place="", scope="all")

    # then
    assert words(page, "dl", "facts") == ["Title so far: Lunch and learn then: Soup Place so far: Canteen then: nothing"]
    assert "Each gets one mail." in text(page)


def test_look_names_only_dates_that_change(weekly, dates, change, client_of, bo, ada):
    # given: a date that was moved by itself keeps its time
    series = weekly(invited=[ada])
    change(dates(series)[4], moved_by=timedelta(days=1))
    date, browser = dates(series)[3], client_of(bo)

    # when
    page = save(browser, date, form_of(browser, date), starts="11:00", ends="12:00", scope="following")

    # then
    assert "2 dates change: Tuesday 29 December, Tuesday 12 January." in text(page)


@pytest.mark.parametrize("scope", ["this", "following", "all"])
def test_saving_without_a_change_says_so(weekly, dates, client_of, told, bo, ada, scope):
    # given
    series = weekly(invited=[ada])
    date, browser = dates(series)[3], client_of(bo)
    before = told(series)

    # when
    done = save(browser, date, form_of(browser, date), scope=scope)

    # then
    assert said(browser.get(done.location)) == ["Nothing has changed."]
    assert told(series) == before


@pytest.mark.parametrize(
    ("scope", "hours"),
    [("this", ["10", "10", "10", "11", "10", "10"]), ("all", ["11"] * 6)],
)
def test_second_press_saves_for_the_dates_of_the_scope(weekly, dates, client_of, bo, ada, scope, hours):
    # given
    series = weekly(invited=[ada])
    date, browser = dates(series)[3], client_of(bo)

    # when
    look = save(browser, date, form_of(browser, date), starts="11:00", ends="12:00", scope=scope)
    done = save(browser, date, {**fields(look), "scope": scope})

    # then
    assert (done.status_code, done.location) == (303, f"/series/{series.id}")
    assert [start[6:8] for start in starts(series)] == hours


def test_this_and_the_following_go_on_as_a_series_of_their_own(weekly, dates, client_of, row, bo, ada):
    # given
    series = weekly(invited=[ada])
    date, browser = dates(series)[3], client_of(bo)

    # when
    look = save(browser, date, form_of(browser, date), starts="11:00", ends="12:00", scope="following")
    done = save(browser, date, {**fields(look), "scope": "following"})
    page = browser.get(done.location)

    # then
    assert starts(series) == ["08-12 10:00", "15-12 10:00", "22-12 10:00"]
    assert "Every Tuesday, 11:00–12:00 Three dates, from Tuesday 29 December" in text(page)


def test_another_scope_after_the_look_is_looked_at_anew(weekly, dates, client_of, bo, ada):
    # given
    series = weekly(invited=[ada])
    date, browser = dates(series)[3], client_of(bo)
    look = save(browser, date, form_of(browser, date), place="Hall 2", scope="this")

    # when
    again = save(browser, date, {**fields(look), "scope": "all"})

    # then
    assert (again.status_code, "6 dates change" in text(again)) == (200, True)


def test_more_seats_are_looked_at_where_somebody_waits(weekly, dates, say_all, client_of, row, bo, ada, dana):
    # given
    series = weekly(invited=[ada, dana], capacity=1)
    say_all(series, dana, "accepted")
    say_all(series, ada, "accepted")
    date, browser = dates(series)[0], client_of(bo)

    # when
    look = save(browser, date, form_of(browser, date), capacity="2", scope="all")
    save(browser, date, {**fields(look), "scope": "all"})

    # then
    assert words(look, "ul", "told") == [
        "1 said yes Hear nothing. Their answer stands. 1 from the waiting list Have a seat now, and are told."
    ]
    assert row(series, ada) == ("accepted", [("accepted", "seated")] * 6)


def test_draft_is_changed_without_a_look(weekly, dates, client_of, bo, ada):
    # given
    series = weekly(invited=[ada], publish=False)
    date, browser = dates(series)[0], client_of(bo)

    # when
    done = save(browser, date, form_of(browser, date), place="Hall 2", scope="all")

    # then
    assert done.status_code == 303
    assert {one.place for one in dates(series)} == {"Hall 2"}


def test_what_cannot_be_is_said_at_its_field(weekly, dates, client_of, bo, ada):
    # given
    date, browser = dates(weekly(invited=[ada]))[0], client_of(bo)

    # when
    page = save(browser, date, form_of(browser, date), ends="09:00", scope="all")

    # then
    assert (page.status_code, words(page, "div", "invalid-feedback")) == (422, ["The end lies before the start."])


@pytest.mark.parametrize(("scope", "left"), [("this", 5), ("following", 2), ("all", 0)])
def test_dates_of_the_scope_are_cancelled_and_everybody_is_told_once(
    weekly, dates, client_of, deliver, clock, smtp_sink, bo, ada, scope, left
):
    # given
    series = weekly(invited=[ada])
    deliver()
    date, browser = dates(series)[2], client_of(bo)

    # when
    page = browser.get(f"/series/dates/{date.id}/cancellation?scope={scope}")
    done = browser.post(f"/series/dates/{date.id}/cancellation", data={"scope": scope, "reason": "Snow."}, follow_redirects=True)
    clock.shift(timedelta(hours=1))

    # then
    assert "1 person is told, in one message, and the dates leave their calendar." in text(page)
    assert words(page, "dl", "facts") == [
        (
            "Only this date Tuesday 22 December. Of those invited, 1 has not answered yet. "
            "This date and those that follow Tuesday 22 December, Tuesday 29 December, Tuesday 5 January, Tuesday 12 January. "
            "Of those invited, 1 has not answered yet. "
            "All dates that lie ahead Tuesday 8 December, Tuesday 15 December, Tuesday 22 December, Tuesday 29 December, "
            "Tuesday 5 January, Tuesday 12 January. "
            "Of those invited, 1 has not answered yet. No date is left then: the series leaves every calendar."
        )
    ]
    assert said(done)[0] == "Cancelled. Whoever was invited is being told."
    assert sum(one.state is SessionState.PUBLISHED for one in dates(series)) == left
    assert deliver() == 1


def test_scope_that_is_none_is_refused(weekly, dates, client_of, bo, ada):
    # given
    series = weekly(invited=[ada])

    # when
    page = client_of(bo).post(f"/series/dates/{dates(series)[0].id}/cancellation", data={"scope": "most"})

    # then
    assert page.status_code == 422
    assert {one.state for one in dates(series)} == {SessionState.PUBLISHED}


def test_seats_of_the_group_are_raised_for_who_waits_longest(weekly, client_of, say_all, row, bo, ada, dana):
    # given
    series = weekly(invited=[ada, dana], capacity=1, plan={"keeps_group": True})
    say_all(series, dana, "accepted")
    say_all(series, ada, "accepted")
    browser = client_of(bo)

    # when
    fewer = browser.post(f"/series/{series.id}/seats", data={"capacity": "0"}, follow_redirects=True)
    more = browser.post(f"/series/{series.id}/seats", data={"capacity": "2"}, follow_redirects=True)

    # then
    assert said(fewer) == ["Choose 1 to 100,000 seats, or leave it empty."]
    assert said(more) == ["Saved. Whoever has a seat by it is being told."]
    assert row(series, ada) == ("accepted", [("accepted", "seated")] * 6)


def test_seats_counted_for_each_date_are_not_those_of_a_group(weekly, client_of, bo):
    # given
    series = weekly(capacity=1)

    # when
    page = client_of(bo).post(f"/series/{series.id}/seats", data={"capacity": "2"}, follow_redirects=True)

    # then
    assert said(page) == ["Seats of this series are counted for each date."]
