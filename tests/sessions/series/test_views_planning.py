"""The rhythm editor: fields or a line of words, all dates with what is to be seen there, a draft; then the letter, and it is published."""

import pytest
from sqlalchemy import select

from database import db
from people.models import Role
from sessions.models import ScheduledSession
from sessions.series.models import Series
from tests.infra.pages import fields, said, text, words
from tests.infra.series import dates_of

LUNCH = {
    "title": "Tuesday lunch",
    "kind": "meetup",
    "on": "2026-12-08",
    "starts": "12:00",
    "ends": "13:00",
    "timezone": "Europe/Amsterdam",
    "hosts": "bo@brink-waal.example",
    "names": "hosts",
    "every": "week",
    "between": "1",
    "weekdays": "1",
    "nth": "1",
    "weekday": "1",
    "ending": "times",
    "times": "6",
    "seats_for": "date",
    "do": "dates",
}


@pytest.fixture(autouse=True)
def host(bo):
    """Bo is there, and named in the form."""
    return bo


def wrong(page):
    return words(page, "div", "invalid-feedback")


def shown(page):
    """Each date of the preview, as it is said there."""
    return words(page, "div", "date-line-what")


def preview(browser, **changes):
    return browser.post("/series", data={**LUNCH, **changes})


def keep(browser, page, **changes):
    """Presses 'Keep the draft' in a preview; `changes` are made in it first."""
    return browser.post("/series", data={**fields(page), "weekdays": "1", **changes, "do": "keep"})


def kept():
    db.session.expire_all()
    series = db.session.scalars(select(Series)).one()
    return series, [f"{date.starts_at.astimezone(date.zone):%d-%m %H:%M}" for date in dates_of(series)]


def test_planning_a_series_is_for_who_manages(client_of, ada, bo, chen, dana):
    found = {
        person.name.split()[0]: (client_of(person).get("/series/new").status_code, preview(client_of(person)).status_code)
        for person in (ada, bo, chen, dana)
    }

    assert found == {"Ada": (403, 403), "Bo": (403, 403), "Chen": (200, 200), "Dana": (403, 403)}


def test_preview_shows_every_date_and_keeps_nothing(client_of, chen):
    # when
    page = preview(client_of(chen))

    # then
    assert shown(page) == [
        "Tuesday 8 December 2026, 12:00–13:00",
        "Tuesday 15 December 2026, 12:00–13:00",
        "Tuesday 22 December 2026, 12:00–13:00",
        "Tuesday 29 December 2026, 12:00–13:00",
        "Tuesday 5 January 2027, 12:00–13:00",
        "Tuesday 12 January 2027, 12:00–13:00",
    ]
    assert db.session.scalars(select(Series)).all() == []


def test_draft_is_kept_only_from_a_preview_of_the_same_rhythm(client_of, chen):
    # given
    browser = client_of(chen)

    # when
    unseen = preview(browser, do="keep")
    other = keep(browser, unseen, times="4")
    same = keep(browser, other)

    # then
    assert (unseen.status_code, len(shown(unseen)), other.status_code, len(shown(other))) == (200, 6, 200, 4)
    series, dates = kept()
    assert (same.status_code, same.location) == (303, f"/sessions/{dates_of(series)[0].id}/invitations")
    assert dates == ["08-12 12:00", "15-12 12:00", "22-12 12:00", "29-12 12:00"]


def test_dates_are_left_out_and_moved_in_the_preview(client_of, chen):
    # given
    browser = client_of(chen)
    page = preview(browser)

    # when
    again = browser.post(
        "/series",
        data={**fields(page), "weekdays": "1", "out": "2026-12-29", "on-2026-12-22": "2026-12-21", "at-2026-12-22": "17:30"},
    )
    keep(browser, again)

    # then
    assert shown(again)[2:4] == [
        "Monday 21 December 2026, 17:30–18:30 Moved from Tuesday 22 December, 12:00.",
        "Tuesday 29 December 2026, 12:00–13:00 Left out.",
    ]
    assert kept()[1] == ["08-12 12:00", "15-12 12:00", "21-12 17:30", "05-01 12:00", "12-01 12:00"]


def test_new_time_after_the_preview_is_not_taken_for_moved_dates(client_of, chen):
    # given: the fields of each date still say 12:00
    browser = client_of(chen)
    page = preview(browser, times="2")

    # when
    later = keep(browser, page, starts="13:00", ends="14:00")

    # then
    assert shown(later) == ["Tuesday 8 December 2026, 13:00–14:00", "Tuesday 15 December 2026, 13:00–14:00"]


def test_holidays_and_changes_of_the_clocks_stand_at_their_dates(client_of, chen):
    # when
    page = preview(client_of(chen), on="2027-03-22", weekdays="0", times="3")

    # then
    assert shown(page) == [
        "Monday 22 March 2027, 12:00–13:00",
        "Monday 29 March 2027, 12:00–13:00 A holiday: Easter Monday The clocks have changed since the date before; it stays 12:00.",
        "Monday 5 April 2027, 12:00–13:00",
    ]


def test_what_the_host_has_and_what_is_at_the_place_then_is_marked(client_of, meetup, chen, ada, now):
    # given: Bo hosts a lunch on 8 December, 10:00 to 11:00 in London, 11:00 in Amsterdam; Ada's is at another place a week later
    meetup(title="Of Bo", place="Roof")
    meetup(title="Of Ada", place="canteen", host_ids=(ada.id,))
    meetup(title="Elsewhere", place="Roof", host_ids=(ada.id,))

    # when
    page = preview(client_of(chen), starts="10:30", ends="11:30", place="Canteen", times="2")

    # then
    first, second = shown(page)
    assert ("Of Bo" in first, "Of Ada" in first, "Elsewhere" in first) == (True, True, False)
    assert second == "Tuesday 15 December 2026, 10:30–11:30"


def test_line_of_words_fills_the_fields(client_of, chen):
    # when
    page = preview(client_of(chen), phrase="every second Tuesday 12:30-13:15, three times", weekdays="4", times="9")

    # then
    assert [line.split(" 12:30")[0] for line in shown(page)] == [
        "Tuesday 8 December 2026,",
        "Tuesday 22 December 2026,",
        "Tuesday 5 January 2027,",
    ]
    found = fields(page)
    assert {name: found[name] for name in ("between", "starts", "ends", "times")} == {
        "between": "2", "starts": "12:30", "ends": "13:15", "times": "3",
    }  # fmt: skip


@pytest.mark.parametrize("line", ["first Thursday of the month until June", "eerste donderdag van de maand tot juni"])
def test_line_with_an_end_fills_a_day_that_was_left_empty(client_of, chen, line):
    # when: as a browser sends it, with all its fields
    page = preview(client_of(chen), phrase=line, until="", monthday="", answer_days="")

    # then
    assert (page.status_code, wrong(page), shown(page)[:2]) == (
        200,
        [],
        ["Thursday 7 January 2027, 12:00–13:00", "Thursday 4 February 2027, 12:00–13:00"],
    )
    assert fields(page)["until"].endswith("-05-31")


def test_line_that_was_read_gives_way_to_the_fields(client_of, chen):
    # given
    browser = client_of(chen)
    page = preview(browser, phrase="every second Tuesday, three times")

    # when
    changed = browser.post("/series", data={**fields(page), "weekdays": "1", "times": "2"})

    # then
    assert len(shown(changed)) == 2


PLAINLY = [
    ("every blue moon", "We do not understand: blue, moon. Write it like “every second Tuesday 12:00-13:00, six times”, or use"),
    ("once on 8 December", "That is one date. Plan a session by itself, or say how often it comes back"),
    ("twice a month", "Not every calendar can repeat on several weekdays of a month. Write “every second Tuesday”, or"),
]


@pytest.mark.parametrize(("phrase", "plainly"), PLAINLY)
def test_line_we_do_not_understand_is_said_plainly(client_of, chen, phrase, plainly):
    # when
    page = preview(client_of(chen), phrase=phrase)

    # then
    assert (page.status_code, [line[: len(plainly)] for line in wrong(page)]) == (422, [plainly])


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"times": ""}, "Say how many times, or until when."),
        ({"weekdays": ""}, "Choose at least one day of the week."),
        ({"every": "monthday", "monthday": ""}, "Choose day 1 to 28: every month has it."),
        ({"ending": "until", "until": "2026-12-01"}, "The last date lies before the first."),
        ({"ending": "until", "until": "2036-12-01"}, "That is more than 160 dates. Choose an earlier end."),
        ({"between": "13"}, "Choose 1 to 12."),
        ({"on": "0001-01-01", "answer_days": "60"}, "Choose a year from 1970 to 2200."),
    ],
)
def test_rhythm_that_cannot_be_kept_is_said_at_its_field(client_of, chen, changes, complaint):
    # given
    form = {name: value for name, value in {**LUNCH, **changes}.items() if value != ""}

    # when
    page = client_of(chen).post("/series", data=form)

    # then
    assert (page.status_code, set(wrong(page))) == (422, {complaint})


def test_one_date_at_least_is_kept(client_of, chen):
    # given
    browser = client_of(chen)
    page = preview(browser, times="1")

    # when
    refused = keep(browser, page, out="2026-12-08")

    # then
    assert (refused.status_code, said(refused)) == (422, ["Not saved yet. Every date is left out: keep at least one."])
    assert len(shown(refused)) == 1


def test_two_dates_at_the_same_time_are_said_and_not_kept(client_of, chen):
    # given
    browser = client_of(chen)
    page = preview(browser, times="3")
    onto = {"on-2026-12-22": "2026-12-15", "at-2026-12-22": "12:30"}

    # when
    looked = browser.post("/series", data={**fields(page), "weekdays": "1", **onto})
    refused = keep(browser, looked, **onto)
    fine = keep(browser, refused, **{**onto, "at-2026-12-22": "13:00"})

    # then
    at_once = "At the same time as another date of this series."
    assert [at_once in line for line in shown(looked)] == [False, True, True]
    assert (refused.status_code, said(refused)) == (
        422,
        ["Not saved yet. Two dates of this series are at the same time. Move one of them, or leave it out."],
    )
    assert (fine.status_code, kept()[1]) == (303, ["08-12 12:00", "15-12 12:00", "15-12 13:00"])


def test_reader_elsewhere_sees_their_own_time_too(client_of, add_person):
    # given
    reader = add_person("Remy Far", role=Role.COMMUNITY_MANAGER, timezone="America/New_York")

    # when
    page = preview(client_of(reader), times="1")

    # then
    assert shown(page) == ["Tuesday 8 December 2026, 12:00–13:00 06:00–07:00 your time"]


def test_preview_takes_the_same_queries_for_one_date_and_for_many(client_of, chen, count_queries):
    # given
    browser, counted = client_of(chen), []
    preview(browser)

    # when
    for times in ("1", "52"):
        with count_queries() as queries:
            preview(browser, times=times)
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1]


def test_letter_is_looked_at_before_the_series_is_published(weekly, client_of, told, bo, ada):
    # given
    series = weekly(invited=[ada], publish=False)
    browser = client_of(bo)

    # when
    page = browser.get(f"/series/{series.id}/publication")
    before = told(series)
    done = browser.post(f"/series/{series.id}/publication", follow_redirects=True)

    # then
    assert "1 person gets one invitation, to all dates, in their own calendar and mail." in text(page)
    assert "Bo Lindqvist would like you at the table, and again after that." in text(page)
    assert before == []
    assert (said(done), told(series)) == (["Published. The invitations are on their way."], [("invited", "ada", 0, "queued")])


def test_draft_is_thrown_away_with_its_dates(weekly, client_of, bo):
    # given
    series = weekly(publish=False)
    browser = client_of(bo)

    # when
    page = browser.get(f"/series/{series.id}/disposal")
    gone = browser.post(f"/series/{series.id}/disposal", follow_redirects=True)

    # then
    assert words(page, "h1") == ["Throw the draft away?"]
    assert said(gone) == ["The draft is gone."]
    assert (db.session.scalars(select(Series)).all(), db.session.scalars(select(ScheduledSession)).all()) == ([], [])


def test_what_is_published_is_not_thrown_away_nor_published_twice(weekly, client_of, bo):
    # given
    series = weekly()
    browser = client_of(bo)

    # when
    pages = [client_of(bo).get(f"/series/{series.id}/{path}").status_code for path in ("disposal", "publication")]
    again = browser.post(f"/series/{series.id}/publication", follow_redirects=True)
    gone = browser.post(f"/series/{series.id}/disposal", follow_redirects=True)

    # then
    assert pages == [404, 303]
    assert said(again) == ["This series has been published already."]
    assert said(gone) == ["Only a draft can be thrown away. Cancel the series instead."]
