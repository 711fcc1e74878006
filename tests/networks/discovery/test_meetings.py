from datetime import date, time

import pytest

from networks.discovery.meetings import Dropped, Rhythm, last_of
from tests.networks.discovery.by_hand import FIVE, TODAY, WEEKLY, calendar, dropped, event, meeting, shown

EVERYBODY = frozenset(f"{name}@x.example" for name in ("ada", *FIVE))


@pytest.mark.parametrize(
    ("start", "when"),
    [
        ("DTSTART:20260901T100000Z", (date(2026, 9, 1), time(12))),
        ("DTSTART:20260901T233000Z", (date(2026, 9, 2), time(1, 30))),
        ('DTSTART;TZID="W. Europe Standard Time":20260901T123000', (date(2026, 9, 1), time(12, 30))),
        ("DTSTART;TZID=Customized Time Zone 1:20260901T123000", (date(2026, 9, 1), time(12, 30))),
        ("DTSTART;TZID=(UTC+01:00) Amsterdam\\, Berlin:20260901T123000", (date(2026, 9, 1), time(12, 30))),
        ("DTSTART:20260901T123000", (date(2026, 9, 1), time(12, 30))),
        ("DTSTART;VALUE=DATE:20260901", (date(2026, 9, 1), None)),
        ("DTSTART:20260901", (date(2026, 9, 1), None)),
    ],
)
def test_times_are_those_on_the_wall_of_the_organiser(start, when):
    # when
    found = meeting(event(start=start))

    # then
    assert (found.on, found.at) == when


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART:00000101T100000Z", "DTSTART:99991231T235900Z", "DTSTART:16010101T000000", "DTSTART:20260231T100000Z", "DTSTART:tomorrow", "DTSTART:",
        "DTSTART;X=:", "DTSTART:-0010101T100000", "DTSTART:20260901T250000", "",
    ],
)  # fmt: skip
def test_an_event_at_no_time_is_broken(start):
    assert meeting(event(start=start)) is Dropped.BROKEN


def test_an_event_long_ahead_is_none_yet():
    assert shown(calendar(event("Lunch", WEEKLY, start="DTSTART:99991230T100000"))) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("CLASS:PRIVATE", Dropped.PRIVATE),
        ("CLASS:confidential", Dropped.PRIVATE),
        ("CLASS:X-OURS", Dropped.PRIVATE),
        ("CLASS:", Dropped.PRIVATE),
        ("CLASS;=:PRIVATE", Dropped.PRIVATE),
        ("X-CALENDARSERVER-ACCESS:RESTRICTED", Dropped.PRIVATE),
        ("CLASS:PUBLIC\r\nCLASS:PRIVATE", Dropped.PRIVATE),
        ("SUMMARY:Verzuimoverleg", Dropped.TOPIC),
        ("STATUS:CANCELLED", Dropped.CANCELLED),
    ],
)
def test_what_is_nobodys_business_is_dropped(line, why):
    assert meeting(event("Lunch", line)) is why


def test_a_topic_far_behind_in_a_title_is_seen():
    assert meeting(event("lunch " * 50 + "and the works council")) is Dropped.TOPIC


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ((), Dropped.UNNAMED),
        (("bo",), Dropped.TWO),
        (("ada", "bo", "ADA", "Bo"), Dropped.TWO),
        (("bo", "chen"), Dropped.FEW),
        (("bo", "chen", "eva", "ATTENDEE;PARTSTAT=DECLINED:mailto:finn@x.example"), Dropped.FEW),
        (("bo", "chen", "eva", "ATTENDEE;CUTYPE=ROOM:mailto:room4@x.example"), Dropped.FEW),
        (("bo", "chen", "eva", "ATTENDEE;CUTYPE=RESOURCE:mailto:beamer@x.example"), Dropped.FEW),
        (("bo", "chen", "eva", "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:room4@x.example"), Dropped.FEW),
        (("bo", "chen", "eva", "ATTENDEE:mailto:c_18@group.calendar.google.com"), Dropped.FEW),
        (("bo", "chen", "eva", "ATTENDEE:mailto:unreadable"), Dropped.FEW),
        (tuple(f"colleague{number}" for number in range(1_000)), Dropped.CROWD),
        (tuple(f"colleague{number}" for number in range(9_000)), Dropped.CROWD),
    ],
    ids=["none", "one", "one-twice", "two", "declined", "room", "resource", "not-there", "google", "broken", "1000", "9000"],
)  # fmt: skip
def test_too_few_and_too_many_people_are_no_network(people, why):
    assert meeting(event(people=people)) is why


def test_addresses_are_found_wherever_clients_write_them():
    # given
    people = (
        'ATTENDEE;CN="Bo: of Line 3; shift";PARTSTAT=ACCEPTED:MAILTO:Bo@X.example',
        "ATTENDEE;EMAIL=chen@x.example:invalid:nomail",
        "ATTENDEE;EMAIL=eva@x.example:MAILTO:/o=Exchange/ou=First/cn=eva",
        "ATTENDEE:mailto:finn%40x.example",
        "ATTENDEE;CN=Gita:mailto%3Agita@x.example",
        "ATTENDEE;CN=Doe; John:mailto:unreadable@x.example",
    )  # fmt: skip

    # then
    assert meeting(event(people=people)).people == EVERYBODY


@pytest.mark.parametrize(
    ("rule", "rhythm"),
    [
        ("FREQ=WEEKLY", Rhythm(7, None, None)),
        ("FREQ=WEEKLY;INTERVAL=0", Rhythm(7, None, None)),
        ("FREQ=WEEKLY;BYDAY=MO,WE", Rhythm(3.5, None, None)),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", Rhythm(1.4, None, None)),
        ("FREQ=MONTHLY;BYDAY=2TU", Rhythm(365.25 / 12, None, None, by_weekday=True)),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", Rhythm(365.25 / 12, None, None)),
        ("FREQ=MONTHLY;BYDAY=TU", Rhythm(365.25 / 48, None, None, by_weekday=True)),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", Rhythm(365.25 / 24, None, None)),
        ("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=3", Rhythm(365.25 / 4, None, None)),
        ("FREQ=WEEKLY;COUNT=1000000000", Rhythm(7, 10**9, None)),
        ("FREQ=WEEKLY;COUNT=-1000000000", Rhythm(7, 0, None)),
        ("FREQ=WEEKLY;UNTIL=20261001T095959Z", Rhythm(7, None, date(2026, 10, 1))),
        ("FREQ=WEEKLY;UNTIL=99991231T235959Z", Rhythm(7, None, None)),
        ("freq=weekly", Rhythm(7, None, None)),
    ],
)  # fmt: skip
def test_rules_say_how_often(rule, rhythm):
    assert meeting(event("Lunch", f"RRULE:{rule}")).rhythm == rhythm


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=1000000000", "FREQ=HOURLY", "FREQ=FORTNIGHTLY", "INTERVAL=2", "", "FREQ=WEEKLY;INTERVAL=often",
             "FREQ=WEEKLY;COUNT=" + "9" * 6_000, "FREQ=YEARLY;INTERVAL=" + "9" * 4_000, "FREQ=WEEKLY;UNTIL=never"]
)  # fmt: skip
def test_a_rule_that_nobody_keeps_is_broken(rule):
    assert meeting(event("Lunch", f"RRULE:{rule}")) is Dropped.BROKEN


@pytest.mark.parametrize(
    ("lines", "last", "times"),
    [
        (("RRULE:FREQ=WEEKLY",), date(2026, 11, 24), 13),
        (("RRULE:FREQ=WEEKLY;COUNT=4",), date(2026, 9, 22), 4),
        (("RRULE:FREQ=WEEKLY;COUNT=1000000000",), date(2026, 11, 24), 13),
        (("RRULE:FREQ=WEEKLY;COUNT=0",), date(2026, 9, 1), 0),
        (("RRULE:FREQ=WEEKLY;COUNT=-5",), date(2026, 9, 1), 0),
        (("RRULE:FREQ=WEEKLY;UNTIL=20260831",), date(2026, 9, 1), 0),
        (("RRULE:FREQ=DAILY;INTERVAL=1000000000",), date(2026, 9, 1), 1),
        (("RRULE:FREQ=WEEKLY", "EXDATE:20260908T100000Z,20260915T100000Z", "EXDATE:20270105T100000Z"), date(2026, 11, 24), 11),
        (("RDATE:20260908T100000Z,20260920T100000Z", "RDATE:20280101T100000Z"), date(2026, 9, 20), 3),
        (("RDATE;VALUE=PERIOD:20260908T100000Z/PT1H",), date(2026, 9, 8), 2),
        (("RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE:20260901T100000Z,20260908T100000Z,20260908T100000Z"), date(2026, 9, 8), 0),
    ],
)
def test_dates_there_have_been_are_counted_without_being_made(lines, last, times):
    assert last_of(meeting(event("Lunch", *lines)), today=TODAY) == (last, times)


def test_each_reason_is_counted_and_good_events_beside_broken_ones_are_kept():
    # given
    whole = calendar(
        event("Lunch", WEEKLY),
        event("Alone", people=(), uid="2"),
        event("Talk", people=("bo",), uid="3"),
        event("Trio", people=("bo", "chen"), uid="4"),
        event("HR", uid="5"),
        event("Circle", "CLASS:PRIVATE", uid="6"),
        event("Off", "STATUS:CANCELLED", uid="7"),
        event("Broken", "RRULE:FREQ=SECONDLY", uid="8"),
        event("Broken", start="DTSTART:00000000", uid="9"),
    )

    # then
    assert (shown(whole), dropped(whole)) == (
        [("Lunch", 13, {"ada", *FIVE})],
        {
            Dropped.UNNAMED: 1, Dropped.TWO: 1, Dropped.FEW: 1, Dropped.TOPIC: 1, Dropped.PRIVATE: 1, Dropped.CANCELLED: 1, Dropped.BROKEN: 2,
        },
    )  # fmt: skip
