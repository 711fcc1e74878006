"""The calendar page: a month, and the same day by day."""

import re
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


@pytest.mark.parametrize("month", ["2026-11", "2027-02"])
def test_an_empty_month_leads_to_where_something_is(meetup, cancel, client_of, ada, dana, now, month):
    # given: the first of her sessions is off
    off = meetup(invited=[ada])
    cancel(off)
    meetup(invited=[ada], starts_at=now + 40 * DAY, ends_at=now + 41 * DAY)
    hers, outsiders = [client_of(person).get(f"/calendar?month={month}") for person in (ada, dana)]

    # then
    assert words(hers, "div", "empty") == ["Nothing in this month The next session is on Sunday 10 January. To January 2027"]
    assert "/calendar?month=2027-01" in links(hers)
    assert words(outsiders, "div", "empty") == [
        "Nothing in this month Sessions you are invited to stand here, and in your own calendar."
    ]


def test_an_empty_month_leads_to_the_first_of_the_next_though_its_last_week_shows_it(meetup, client_of, ada, now):
    # given: Wednesday 2 December stands in the last week of November as well
    for days in (1, 7):
        meetup(invited=[ada], starts_at=now + days * DAY, ends_at=now + days * DAY + DAY / 24)

    # when
    page = client_of(ada).get("/calendar?month=2026-11")

    # then
    assert words(page, "div", "empty") == ["Nothing in this month The next session is on Wednesday 2 December. To December 2026"]


def test_an_empty_month_leads_who_manages_to_any_session_when_none_is_theirs(meetup, client_of, bo, chen, now):
    # given: Bo hosts it, Chen has no part in it
    meetup()

    # when
    pages = [client_of(person).get(f"/calendar?month=2026-11{which}") for person in (bo, chen) for which in ("", "&which=all")]
    meetup(host_ids=(chen.id,), starts_at=now + 40 * DAY, ends_at=now + 41 * DAY)
    pages.append(client_of(chen).get("/calendar?month=2026-11"))

    # then: only she who manages has another calendar
    empty = "Nothing in this month The next session is on"
    december, january = (f"{empty} Tuesday 8 December. To December 2026", f"{empty} Sunday 10 January. To January 2027")
    assert [words(page, "div", "empty") for page in pages] == [*[[december]] * 4, [january]]
    led = ["/calendar?month=2026-12&which=all" in links(page) for page in pages]
    assert led == [False, False, True, True, False]


def test_who_hosts_and_what_is_a_draft_can_be_seen(meetup, say, client_of, ada, bo, chen):
    # given
    meetup(title="other")
    meetup(title="host", host_ids=(chen.id,))
    meetup(title="draft", publish=False)
    meetup(title="waits", invited=[chen])
    say(meetup(title="open", invited=[chen]), chen, "tentative")
    say(meetup(title="in", invited=[chen]), chen, "accepted")
    say(meetup(title="no", invited=[chen]), chen, "declined")

    # when
    page = client_of(chen).get("/calendar?month=2026-12&which=all")
    plain = client_of(ada).get("/calendar?month=2026-12")

    # then
    kinds = ("other", "host", "draft", "waits", "open", "in", "no")
    assert re.findall(r'class="event event-(\w+)".*?</time>(\w+)', page.text) == [(kind, kind) for kind in kinds]
    assert words(page, "p", "key") == ["You have a seat Waits for you Open to you You host it Others host it Draft"]
    assert words(plain, "p", "key") == ["You have a seat Waits for you Open to you"]


def test_a_session_stands_there_once_whoever_hosts_it_and_waits_in_line(meetup, say, client_of, colleagues, bo, chen):
    # given: Chen is the second host of one, and the first in line at another
    (first,) = colleagues(1)
    meetup(title="hosted", host_ids=(bo.id, chen.id))
    full = meetup(title="full", invited=[first, chen], capacity=1)
    for person in (first, chen):
        say(full, person, "accepted")

    # when
    pages = [client_of(chen).get(f"/calendar?month=2026-12&which={which}") for which in ("mine", "all")]

    # then
    stands = ["10:00 hosted. You host it", "10:00 full. Waiting list, first"]
    assert [words(page, "a", "event") for page in pages] == [stands, stands]
    assert [titles(page) for page in pages] == [["hosted", "full"]] * 2


def test_only_who_manages_is_offered_to_plan_whatever_the_month_holds(meetup, client_of, ada, chen, dana, admin):
    # given
    meetup(invited=[ada, chen, dana, admin])

    # then
    people = (ada, chen, dana, admin)
    paths = ("/calendar?month=2026-12", "/calendar?month=2026-10")
    assert {
        person.name.split()[0]: ["/sessions/new" in links(client_of(person).get(path)) for path in paths] for person in people
    } == {
        "Ada": [False, False],
        "Chen": [True, True],
        "Dana": [False, False],
        "Marieke": [True, True],
    }


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
    assert counted == [3, 3]
