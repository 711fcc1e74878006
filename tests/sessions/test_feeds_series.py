"""A series in calendars to subscribe to: one event with its exceptions, for each as they have it."""

from datetime import timedelta

import pytest

from database import transaction
from people.models import Person
from sessions import feeds
from sessions.series import edits
from sessions.series.edits import Scope

HOUR = timedelta(hours=1)
TIMES = ("DTSTART", "DTEND", "RRULE", "EXDATE", "RECURRENCE-ID", "STATUS", "SUMMARY", "URL")


@pytest.fixture
def subscribe(app):
    """`subscribe(ada)`: her secret; the path of her calendar has it."""

    def make(person):
        with transaction() as session:
            person = session.get_one(Person, person.id)
            feeds.renew(person)
        return person.feed_token

    return make


@pytest.fixture
def call_off(chen, now):
    """`call_off(date, Scope.THIS)`: it does not take place."""

    def cancel(session, scope, at=now):
        with transaction():
            edits.cancel(session.id, scope=scope, reason="Ill.", by=chen, now=at)

    return cancel


def shown(response):
    """What each event says of times and state, without zone names."""
    body = response.data.replace(b"\r\n ", b"").decode().replace(";TZID=Europe/Amsterdam", "")
    found = []
    for event in body.split("BEGIN:VEVENT")[1:]:
        lines = event.partition("END:VEVENT")[0].split("\r\n")
        found.append([line for line in lines if line.partition(":")[0] in TIMES])
    return found


def test_series_is_one_event_and_its_exceptions(weekly, dates, say_all, say, change, call_off, client, subscribe, ada):
    # given: six Tuesdays; the second is declined, the third moved, the fourth off; she waits for no seat
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    rows = dates(series)
    say(rows[1], ada, "declined")
    change(rows[2], moved_by=HOUR)
    call_off(rows[3], Scope.THIS)

    # when
    response = client.get(f"/feed/{subscribe(ada)}.ics")

    # then: she keeps her seat at the moved one
    assert shown(response) == [
        [
            "DTSTART:20261208T100000",
            "DTEND:20261208T110000",
            "EXDATE:20261215T100000",
            "EXDATE:20261229T100000",
            "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270112T090000Z",
            "SUMMARY:Lunch and learn",
            "URL:http://foyer.example/series/1",
            "STATUS:CONFIRMED",
        ],
        [
            "DTSTART:20261222T110000",
            "DTEND:20261222T120000",
            "RECURRENCE-ID:20261222T100000",
            "SUMMARY:Lunch and learn",
            "URL:http://foyer.example/sessions/3",
            "STATUS:CONFIRMED",
        ],
    ]
    assert "ATTENDEE" not in response.text


def test_date_whose_answer_differs_stands_beside_the_series(weekly, dates, say_all, say, client, subscribe, ada):
    # given
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    say(dates(series)[5], ada, "tentative")

    # when
    found = shown(client.get(f"/feed/{subscribe(ada)}.ics"))

    # then
    assert [(event[-1], [line for line in event if line.startswith("RECURRENCE-ID")]) for event in found] == [
        ("STATUS:CONFIRMED", []),
        ("STATUS:TENTATIVE", ["RECURRENCE-ID:20270112T100000"]),
    ]


def test_host_has_every_date_of_a_series_and_outsiders_none(weekly, client, subscribe, ada, bo, dana):
    # given
    weekly(invited=[ada])

    # when
    found = {person.name.split()[0]: shown(client.get(f"/feed/{subscribe(person)}.ics")) for person in (bo, dana)}

    # then
    assert [len(events) for events in found.values()] == [1, 0]
    assert found["Bo"][0][2:] == [
        "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270112T090000Z",
        "SUMMARY:Lunch and learn",
        "URL:http://foyer.example/series/1",
        "STATUS:CONFIRMED",
    ]


def test_series_that_is_off_stays_struck_out(weekly, dates, call_off, client, subscribe, ada):
    # given
    series = weekly(invited=[ada])
    call_off(dates(series)[0], Scope.ALL)

    # when
    found = shown(client.get(f"/feed/{subscribe(ada)}.ics"))

    # then
    assert [(event[2], event[-1]) for event in found] == [
        ("RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270112T090000Z", "STATUS:CANCELLED")
    ]


def test_series_keeps_its_beginning_as_long_as_it_goes_on(weekly, client, subscribe, clock, ada, now):
    # given
    weekly(invited=[ada])
    path = f"/feed/{subscribe(ada)}.ics"

    # when: 90 days after the first date, and after the last
    clock.move_to(now + timedelta(days=7 + 91))
    first_gone = shown(client.get(path))
    clock.move_to(now + timedelta(days=7 + 35 + 91))
    last_gone = shown(client.get(path))

    # then
    assert [event[0] for event in first_gone] == ["DTSTART:20261208T100000"]
    assert last_gone == []


def test_one_series_is_read_by_who_may_see_it(weekly, client_of, client, subscribe, ada, bo, chen, dana):
    # given
    series = weekly(invited=[ada])
    people = (ada, bo, chen, dana)
    secrets = {person.id: subscribe(person) for person in people}

    # when
    files = [client_of(person).get(f"/series/{series.id}/calendar.ics") for person in people]
    followed = [client.get(f"/feed/{secrets[person.id]}/series/{series.id}.ics") for person in people]

    # then
    assert [answer.status_code for answer in files] == [200, 200, 200, 404]
    assert [answer.status_code for answer in followed] == [200, 200, 200, 404]
    assert client.get(f"/series/{series.id}/calendar.ics").status_code == 303
    assert files[0].headers["Content-Disposition"] == 'attachment; filename="series-1.ics"'
    assert [len(shown(answer)) for answer in (*files, *followed)] == [1, 1, 1, 0] * 2
    assert "Lunch" not in files[3].text + followed[3].text


def test_address_of_a_series_ends_with_the_persons_own(weekly, client, subscribe, app, ada):
    # given
    series = weekly(invited=[ada])
    old = subscribe(ada)
    new = subscribe(ada)
    paths = [f"/feed/{secret}/series/{series.id}.ics" for secret in (old, new, "None")]

    # then
    assert [client.get(path).status_code for path in paths] == [404, 200, 404]


def test_page_of_a_series_leads_to_its_calendar(weekly, client_of, subscribe, ada, bo):
    # given
    series = weekly(invited=[ada])
    secret = subscribe(ada)

    # when
    pages = [client_of(person).get(f"/series/{series.id}").text for person in (ada, bo)]

    # then: Bo has no address yet
    assert [f"/series/{series.id}/calendar.ics" in page for page in pages] == [True, True]
    assert [f"http://foyer.example/feed/{secret}/series/{series.id}.ics" in page for page in pages] == [True, False]
    assert ["Make an address to follow your dates by" in page for page in pages] == [False, True]


def test_draft_of_a_series_is_nobodys_but_its_hosts(weekly, client_of, client, subscribe, ada, bo):
    # given
    series = weekly(invited=[ada], publish=False)

    # then
    assert shown(client.get(f"/feed/{subscribe(bo)}.ics")) == []
    answers = [client_of(person).get(f"/series/{series.id}/calendar.ics") for person in (ada, bo)]
    assert [(answer.status_code, len(shown(answer))) for answer in answers] == [(404, 0), (200, 1)]


@pytest.mark.parametrize("happens", ["declined", "skipped", "moved", "called off"])
def test_whatever_changes_a_series_is_sent(
    weekly, dates, say_all, say, change, call_off, client, subscribe, clock, ada, now, happens
):
    # given
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    secret = subscribe(ada)
    paths = [f"/feed/{secret}.ics", f"/feed/{secret}/series/{series.id}.ics"]
    before = [client.get(path) for path in paths]
    same = [client.get(path, headers={"If-None-Match": one.headers["ETag"]}) for path, one in zip(paths, before, strict=True)]
    later = now + timedelta(minutes=5)
    clock.move_to(later)

    # when
    {
        "declined": lambda: say_all(series, ada, "declined", at=later),
        "skipped": lambda: say(dates(series)[3], ada, "declined", at=later),
        "moved": lambda: change(dates(series)[3], moved_by=HOUR, at=later),
        "called off": lambda: call_off(dates(series)[3], Scope.THIS, at=later),
    }[happens]()
    after = [client.get(path, headers={"If-None-Match": one.headers["ETag"]}) for path, one in zip(paths, before, strict=True)]

    # then
    assert [answer.status_code for answer in same] == [304, 304]
    assert [answer.status_code for answer in after] == [200, 200]


def test_series_in_a_feed_take_a_constant_number_of_queries(weekly, client, subscribe, ada, count_queries):
    # given
    counted = []
    path = f"/feed/{subscribe(ada)}.ics"

    # when
    for count in (1, 2):
        for _number in range(count):
            weekly(invited=[ada])
        with count_queries() as queries:
            client.get(path)
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1] <= 9
