"""The calendar page: a month, and the same day by day."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.infra.pages import links, text, words

DAY = timedelta(days=1)


def titles(page):
    return words(page, "h3")


def test_a_month_shows_what_is_mine(meetup, say, withdraw, cancel, client_of, ada):
    # given
    made = {name: meetup(invited=[ada], title=name) for name in ("open", "seat", "no", "gone", "off")}
    say(made["seat"], ada, "accepted")
    say(made["no"], ada, "declined")
    withdraw(made["gone"], ada)
    cancel(made["off"])
    meetup(title="not hers")
    meetup(invited=[ada], title="draft", publish=False)

    # when
    page = client_of(ada).get("/calendar?month=2026-12")

    # then
    assert words(page, "h1") == ["December 2026"]
    assert titles(page) == ["open", "seat", "no", "off"]
    assert words(page, "a", "event") == [
        "10:00 open. Waits for your answer",
        "10:00 seat. You have a seat",
        "10:00 no. Not coming",
        "10:00 off. Cancelled",
    ]


def test_an_empty_month_says_so(client_of, dana):
    # when
    page = client_of(dana).get("/calendar?month=2027-02")

    # then
    assert words(page, "h1") == ["February 2027"]
    assert words(page, "div", "empty") == [
        "Nothing in this month Sessions you are invited to stand here, and in your own calendar."
    ]


@pytest.mark.parametrize("month", ["", "?month=", "?month=2026-99", "?month=99999999999-01", "?month=2026-12&which=<b>"])
def test_what_is_no_month_is_this_one(client_of, dana, month):
    # when
    page = client_of(dana).get(f"/calendar{month}")

    # then
    assert (page.status_code, words(page, "h1")) == (200, ["December 2026"])


def test_the_neighbouring_months_are_one_press_away(client_of, dana):
    # when
    page = client_of(dana).get("/calendar?month=2027-01")

    # then
    assert [link for link in links(page) if "month=" in link] == ["/calendar?month=2026-12", "/calendar?month=2027-02"]


def test_times_and_days_are_the_readers_own(meetup, client_of, add_person):
    # given: eight in the evening in Amsterdam is the next morning in Auckland
    kiri = add_person("Kiri Te Ao", timezone="Pacific/Auckland")
    at = datetime(2026, 12, 31, 19, tzinfo=UTC)
    meetup(invited=[kiri], starts_at=at, ends_at=at + timedelta(hours=1))

    # when
    december, january = (client_of(kiri).get(f"/calendar?month={month}") for month in ("2026-12", "2027-01"))

    # then
    assert (titles(december), titles(january)) == ([], ["Lunch and learn"])
    assert words(january, "a", "event") == ["08:00 Lunch and learn. Waits for your answer"]
    assert "All times are Auckland time, yours." in text(january)


def test_who_manages_may_see_every_session_and_nobody_else_may(meetup, client_of, ada, bo, chen, dana, admin):
    # given
    meetup(title="published")
    meetup(title="draft", publish=False)

    # when
    seen = {
        person.name.split()[0]: titles(client_of(person).get("/calendar?month=2026-12&which=all"))
        for person in (ada, bo, chen, dana, admin)
    }

    # then: Bo hosts both
    everything = ["published", "draft"]
    assert seen == {"Ada": [], "Bo": ["published"], "Chen": everything, "Dana": [], "Marieke": everything}


@pytest.mark.parametrize("which", ["mine", "all"])
def test_the_calendar_takes_a_constant_number_of_queries(meetup, say, client_of, colleagues, chen, count_queries, which):
    # given: Chen waits in line somewhere
    other = colleagues(1)
    browser = client_of(chen)
    counted = []

    # when
    for count in (1, 2):
        for _number in range(count):
            session = meetup(invited=[*other, chen], capacity=1)
            for person in (*other, chen):
                say(session, person, "accepted")
            meetup()
        with count_queries() as queries:
            browser.get(f"/calendar?month=2026-12&which={which}")
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1]
