"""The page behind the link of a mail about a series: opening it records nothing, pressing does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from people import people as everybody
from people.models import Person
from sessions.models import Via
from sessions.series import links
from sessions.series.models import SeriesRsvp
from tests.infra.pages import said, text, words

YES, NO, MAYBE, OPEN = ("accepted", "seated"), ("declined", "none"), ("tentative", "none"), ("needs-action", "none")


def link_of(series, person):
    query = select(SeriesRsvp).where(SeriesRsvp.series_id == series.id, SeriesRsvp.person_id == person.id)
    return links.answer_path(db.session.scalars(query.execution_options(populate_existing=True)).one())


def my_row(page):
    return words(page, "div", "date-row-what")


def test_opening_a_link_records_nothing_however_it_is_opened(weekly, client, row, told, ada):
    # given
    series = weekly(invited=[ada])
    path, before = link_of(series, ada), told(series)

    # when
    opened = [
        client.open(f"{path}{query}", method=method).status_code
        for method in ("GET", "HEAD", "OPTIONS")
        for query in ("", "?answer=yes&of=0", "?answer=no", "?noted=all", "?noted=1", "?answer=<script>")
    ]

    # then
    assert opened == [200] * 18
    assert (row(series, ada), told(series)) == (("needs-action", [OPEN] * 6), before)


def test_page_says_what_was_pressed_in_the_mail_and_that_it_does_not_count_yet(weekly, client, ada):
    # given
    series = weekly(invited=[ada])

    # when
    page = client.get(f"{link_of(series, ada)}?answer=maybe&of=0")

    # then
    assert words(page, "h1") == ["Will you come, Ada?"]
    assert said(page) == ["You chose maybe in the mail. Press it once more here, and it counts."]
    assert "Opening this page has answered nothing yet." in text(page)
    assert len(my_row(page)) == 6


def test_press_answers_for_all_dates_without_signing_in(weekly, client, row, ada):
    # given
    series = weekly(invited=[ada])
    path = link_of(series, ada)

    # when
    first, second = (client.post(path, data={"answer": "yes", "asked": "0"}) for _press in range(2))
    page = client.get(first.location)

    # then
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, f"{path}?noted=all")
    assert row(series, ada) == ("accepted", [YES] * 6)
    assert said(page) == [
        "Your seat is kept at every date. We tell your calendar too. The message to your calendar is still on its way."
    ]


@pytest.mark.parametrize(
    ("pressed", "heading", "noted"),
    [("maybe", "You said maybe", "Noted as maybe."), ("no", "You said no", "Noted, and no reason needed.")],
)
def test_page_does_not_say_the_same_thing_twice(weekly, client, ada, pressed, heading, noted):
    # given
    path = link_of(weekly(invited=[ada]), ada)

    # when
    page = client.get(client.post(path, data={"answer": pressed, "asked": "0"}).location)

    # then
    assert (words(page, "h1"), said(page)) == ([heading], [f"{noted} The message to your calendar is still on its way."])


def test_single_date_is_skipped_by_link(weekly, client, dates, row, say_all, ada):
    # given
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    path, third = link_of(series, ada), dates(series)[2]

    # when
    pressed = client.post(path, data={"answer": "no", "date": str(third.id), "asked": "0"})
    page = client.get(pressed.location)

    # then
    assert pressed.location == f"{path}?noted={third.id}"
    assert row(series, ada) == ("accepted", [YES, YES, NO, YES, YES, YES])
    assert said(page)[0].startswith("Tuesday 22 December: noted, and no reason needed. Your other dates stay as they are.")


def test_date_of_another_series_is_not_answered_by_this_link(weekly, client, dates, row, ada):
    # given
    series, other = weekly(invited=[ada]), weekly(invited=[ada])

    # when
    page = client.post(link_of(series, ada), data={"answer": "yes", "date": str(dates(other)[0].id)})

    # then
    assert page.status_code == 409
    assert row(other, ada) == ("needs-action", [OPEN] * 6)


def test_link_that_was_altered_or_cut_off_leads_nowhere(weekly, client, row, ada, dana):
    # given
    series = weekly(invited=[ada, dana])
    path = link_of(series, ada)
    token = path.rpartition("/")[2]
    altered = [token[:-1], token[:10], f"{token}x", token[::-1], "x"]

    # when
    answers = [
        (client.get(f"/a/series/{one}").status_code, client.post(f"/a/series/{one}", data={"answer": "yes"}).status_code)
        for one in altered
    ]

    # then
    assert answers == [(404, 404)] * 5
    assert row(series, dana) == ("needs-action", [OPEN] * 6)


def test_link_of_a_single_date_is_no_link_of_a_series(weekly, client, dates, ada):
    # given
    from sessions import links as date_links
    from sessions.models import Rsvp

    series = weekly(invited=[ada])
    rsvp = db.session.scalars(select(Rsvp).where(Rsvp.session_id == dates(series)[0].id)).one()
    token = date_links.answer_path(rsvp).rpartition("/")[2]

    # when
    page = client.get(f"/a/series/{token}")

    # then
    assert page.status_code == 404


def test_link_is_over_with_the_last_date(weekly, client, clock, ada, now):
    # given
    path = link_of(weekly(invited=[ada]), ada)

    # when
    clock.move_to(now + timedelta(days=60))
    page = client.get(path)

    # then
    assert (page.status_code, words(page, "p", "lede")) == (410, ["This series is over."])


def test_withdrawn_invitation_says_nothing_of_the_series(weekly, client, withdraw, dates, row, ada):
    # given
    series = weekly(invited=[ada])
    path = link_of(series, ada)
    withdraw(dates(series)[0], ada)

    # when
    page, pressed = client.get(path), client.post(path, data={"answer": "yes"})

    # then
    assert (page.status_code, pressed.status_code, words(page, "h1")) == (410, 410, ["You are not invited any more"])
    assert "Lunch" not in page.text
    assert row(series, ada) == ("needs-action", [OPEN] * 6)


def test_person_who_has_left_is_not_invited_any_more(weekly, client, now, ada, admin):
    # given
    path = link_of(weekly(invited=[ada]), ada)
    with transaction():
        everybody.deactivate(db.session.get_one(Person, ada.id))

    # when
    page = client.get(path)

    # then
    assert page.status_code == 410


def test_link_of_an_earlier_question_says_so_and_an_old_page_is_refused(weekly, client, dates, details, planner, row, now, ada):
    # given
    from sessions.series import edits

    series = weekly(invited=[ada])
    first = dates(series)[0]
    with transaction():
        moved = details(starts_at=first.starts_at + timedelta(hours=1), ends_at=first.ends_at + timedelta(hours=1))
        edits.change(first.id, moved, scope=edits.Scope.ALL, by=planner, now=now)
    path = link_of(series, ada)

    # when
    page = client.get(f"{path}?answer=yes&of=0")
    old = client.post(path, data={"answer": "yes", "asked": "0"})

    # then
    assert said(page) == ["This link belongs to earlier dates or another place. Here are the new ones."]
    assert (old.status_code, said(old)) == (409, ["This belongs to earlier dates or another place. Here are the new ones."])
    assert row(series, ada) == ("needs-action", [OPEN] * 6)


def test_what_was_written_before_stays_unless_taken_back(weekly, client, say_all, ada):
    # given
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted", via=Via.WEB, comment="No soup.")
    path = link_of(series, ada)

    def comment():
        db.session.expire_all()
        return db.session.scalars(select(SeriesRsvp)).one().comment

    # when
    client.post(path, data={"answer": "yes", "word": ""})
    kept = comment()
    client.post(path, data={"answer": "yes", "word": "", "takes_back": "yes"})

    # then
    assert (kept, comment(), "No soup" in client.get(path).text) == ("No soup.", "", False)


@pytest.mark.parametrize("data", [{}, {"answer": "perhaps"}, {"answer": "needs-action"}])
def test_anything_but_the_three_answers_is_no_answer(weekly, client, row, ada, data):
    # given
    series = weekly(invited=[ada])

    # when
    pressed = client.post(link_of(series, ada), data=data)

    # then
    assert (pressed.status_code, row(series, ada)) == (400, ("needs-action", [OPEN] * 6))


def test_page_speaks_the_language_of_the_invited(weekly, client, add_person):
    # given
    eva = add_person("Eva Smit", language="nl")
    path = link_of(weekly(invited=[eva]), eva)

    # when
    page = client.get(path)

    # then
    assert words(page, "h1") == ["Kom je, Eva?"]
    assert my_row(page)[0].startswith("Dinsdag 8 december, 10:00–11:00")
