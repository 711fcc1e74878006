"""The form of a date in a series: days it lasts, and what its look says of others to who looks after the date alone."""

from datetime import timedelta

from tests.infra.pages import fields, said, words


def test_date_that_ends_the_next_day_can_be_changed(weekly, dates, change, client_of, bo):
    # given
    date, browser = dates(weekly())[0], client_of(bo)
    change(date, ends_at=date.ends_at + timedelta(days=1))
    path = f"/series/dates/{date.id}/edit"

    # when
    form = fields(browser.get(path))
    saved = browser.post(path, data={**form, "title": "Soup"})

    # then
    assert form["ends_on"] == "2026-12-09"
    assert saved.status_code == 303
    assert said(browser.get(saved.location)) == ["Saved. Whoever it concerns is being told."]


def test_look_tells_a_host_no_more_of_others_than_that_they_are_not_free(weekly, meetup, dates, client_of, bo, ada, dana):
    # given: Dana hosts one session, and has a draft that nobody knows of; Bo names her as a host
    date, browser = dates(weekly(invited=[ada]))[3], client_of(bo)
    span = {"starts_at": date.starts_at, "ends_at": date.ends_at, "host_ids": (dana.id,)}
    meetup(title="Works council", place="Board room", **span)
    meetup(title="Reorganisation", place="Board room", publish=False, **span)
    path = f"/series/dates/{date.id}/edit"

    # when
    page = browser.post(path, data={**fields(browser.get(path)), "hosts": f"{dana.email}\n{bo.email}", "scope": "this"})

    # then
    assert words(page, "ul", "changed-dates") == [
        "Tuesday 29 December, 10:00–11:00 At the same time: another session, 10:00–11:00, with Dana Petrov"
    ]
