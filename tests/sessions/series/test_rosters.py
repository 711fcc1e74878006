"""The roster of a whole series: people, and how they stand at each date ahead."""

import re
from datetime import timedelta

from sqlalchemy import select

from database import transaction
from mail.models import OutgoingMail, OutgoingState
from tests.infra.pages import links, text


def rows(page):
    body = page.get_data(as_text=True).partition("<tbody")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("<tr")[1:]]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()).replace(" ,", ",") for cell in row] for row in cells]


def test_roster_of_a_series_says_who_comes_to_which_date_ahead(weekly, dates, say, say_all, client_of, clock, bo, ada, dana):
    # given: the first date is over
    series = weekly(invited=[dana, ada])
    say_all(series, ada, "accepted")
    say(dates(series)[2], ada, "declined")
    say(dates(series)[3], dana, "tentative")
    path, browser = f"/series/{series.id}/roster", client_of(bo)
    clock.shift(timedelta(days=9))

    # when
    page = browser.get(path)

    # then
    assert rows(page) == [
        ["Ada Okafor Door seals", "15 Dec, 29 Dec, 5 Jan, 12 Jan", "–", "–", "–", "22 Dec"],
        ["Dana Petrov Purchasing", "–", "–", "29 Dec", "15 Dec, 22 Dec, 5 Jan, 12 Jan", "–"],
    ]
    assert "Five dates lie ahead." in text(page)
    assert path in links(browser.get(f"/series/{series.id}"))


def test_delegate_stands_on_the_roster_of_a_series_with_that_date(weekly, dates, delegate, client_of, bo, ada, dana):
    # given
    series = weekly(invited=[ada])
    number, browser = series.id, client_of(bo)
    delegate(dates(series)[1], ada, dana)

    # then: the seat went along; Ada had none yet
    assert rows(browser.get(f"/series/{number}/roster"))[1] == ["Dana Petrov Purchasing", "–", "–", "–", "15 Dec", "–"]


def test_roster_of_a_series_is_for_who_looks_after_all_of_it(weekly, dates, change, client_of, ada, bo, chen, dana):
    # given: Bo hosts every date but one
    series = weekly(invited=[ada, dana])
    path = f"/series/{series.id}/roster"
    browsers = {person.name.split()[0]: client_of(person) for person in (ada, bo, chen, dana)}
    before = {name: browser.get(path).status_code for name, browser in browsers.items()}

    # when
    change(dates(series)[0], host_ids=(chen.id,))

    # then
    assert before == {"Ada": 404, "Bo": 200, "Chen": 200, "Dana": 404}
    assert {name: browser.get(path).status_code for name, browser in browsers.items()} == {**before, "Bo": 404}


def test_roster_of_a_series_takes_as_many_queries_for_more_people(
    weekly, dates, invite, colleagues, client_of, count_queries, bo, ada
):
    # given
    series = weekly(invited=[ada])
    path, browser = f"/series/{series.id}/roster", client_of(bo)
    browser.get(path)

    # when
    with count_queries() as few:
        browser.get(path)
    invite(dates(series)[0], *colleagues(3))
    with count_queries() as more:
        browser.get(path)

    # then
    assert len(more) == len(few)


def test_roster_of_a_date_counts_mails_about_all_of_it_that_did_not_arrive(weekly, dates, client_of, chen, ada, dana):
    # given
    date = dates(weekly(invited=[ada, dana]))[1]
    with transaction() as writing:
        mail = writing.scalars(select(OutgoingMail).where(OutgoingMail.recipient == ada.email)).one()
        mail.state = OutgoingState.BOUNCED

    # then
    assert "1 did not arrive" in text(client_of(chen).get(f"/sessions/{date.id}/roster"))


def test_roster_of_a_series_that_is_over_does_not_say_that_nobody_was_invited(weekly, client_of, clock, bo, ada):
    # given
    path = f"/series/{weekly(invited=[ada]).id}/roster"
    clock.shift(timedelta(days=70))

    # when
    page = text(client_of(bo).get(path))

    # then
    assert ("No date of this series lies ahead any more." in page, "Nobody is invited yet" in page) == (True, False)
