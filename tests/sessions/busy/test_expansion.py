"""When somebody is busy: times only, out of whatever calendar programs write."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sessions.busy.expansion import busy_spans, merged

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
START, END = datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2027, 1, 30, 9, tzinfo=UTC)
LUNCH = "DTSTART:20261208T110000Z\nDTEND:20261208T120000Z"


def calendar(*components):
    """An object with these components; lines without a component around them are an event."""
    events = [
        one if one.startswith("BEGIN") else f"BEGIN:VEVENT\nUID:{number}\n{one}\nEND:VEVENT"
        for number, one in enumerate(components)
    ]
    lines = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tests//EN", *events, "END:VCALENDAR", ""])
    return lines.replace("\n", "\r\n")


def busy(*components, zone=AMSTERDAM, **more):
    """The times as people would write them, in UTC."""
    found = busy_spans(calendar(*components), zone, START, END, **more)
    return [f"{start:%d.%m. %H:%M}-{end:%d.%m. %H:%M}" for start, end in found]


@pytest.mark.parametrize(
    ("event", "times"),
    [
        (LUNCH, ["08.12. 11:00-08.12. 12:00"]),
        ("DTSTART:20261208T110000Z\nDURATION:PT90M", ["08.12. 11:00-08.12. 12:30"]),
        ("DTSTART;TZID=Europe/Amsterdam:20261208T120000\nDTEND;TZID=Europe/Amsterdam:20261208T130000", ["08.12. 11:00-08.12. 12:00"]),
        ("DTSTART;TZID=W. Europe Standard Time:20261208T120000\nDURATION:PT1H", ["08.12. 11:00-08.12. 12:00"]),
        ("DTSTART;TZID=Nowhere/Land:20261208T120000\nDURATION:PT1H", ["08.12. 11:00-08.12. 12:00"]),  # the owner's own
        ("DTSTART:20261208T120000\nDTEND:20261208T130000", ["08.12. 11:00-08.12. 12:00"]),
        ("DTSTART;VALUE=DATE:20261208\nDTEND;VALUE=DATE:20261210", ["07.12. 23:00-09.12. 23:00"]),
        ("DTSTART;VALUE=DATE:20261208", ["07.12. 23:00-08.12. 23:00"]),
        ("DTSTART:20261208T110000Z", []),  # lasts no time
        ("DTSTART:20261208T110000Z\nDTEND:20261208T100000Z", []),
        ("DTSTART:20261201T080000Z\nDTEND:20261201T100000Z", ["01.12. 09:00-01.12. 10:00"]),  # from now on
        ("DTSTART:20270130T080000Z\nDTEND:20270201T080000Z", ["30.01. 08:00-30.01. 09:00"]),  # up to sixty days
        ("DTSTART:20261120T110000Z\nDURATION:PT1H", []),
        ("DTSTART:20260201T110000Z\nDTEND:20261205T110000Z", ["01.12. 09:00-05.12. 11:00"]),  # a leave that began long ago
        ("DTSTART:20190101T110000Z\nDURATION:PT1H", []),
        ("DTSTART:20190101T110000Z\nDURATION:PT1H\nRDATE:20261208T110000Z", ["08.12. 11:00-08.12. 12:00"]),
        (LUNCH + "\nSTATUS:CANCELLED", []),
        (LUNCH + "\nSTATUS:TENTATIVE", ["08.12. 11:00-08.12. 12:00"]),
        (LUNCH + "\nTRANSP:TRANSPARENT", []),
        (LUNCH + "\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        (LUNCH + "\nX-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", []),
        (LUNCH + "\nX-MICROSOFT-CDO-BUSYSTATUS:OOF", ["08.12. 11:00-08.12. 12:00"]),
        (
            "DTSTART:20261201T120000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20261208T120000",
            ["01.12. 11:00-01.12. 12:00", "15.12. 11:00-15.12. 12:00"],
        ),
        (
            "DTSTART;TZID=America/Santiago:20200107T090000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=1TU",
            ["01.12. 12:00-01.12. 13:00", "05.01. 12:00-05.01. 13:00"],
        ),
        ("DTSTART:20261208T110000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY", []),  # no meeting
        ("DTSTART:20261208T110000Z\nDURATION:PT1S\nRRULE:FREQ=MINUTELY", []),
    ],
)  # fmt: skip
def test_time_of_an_event(event, times):
    assert busy(event) == times


def test_changed_date_of_a_series_is_where_it_was_moved():
    # given
    master = "BEGIN:VEVENT\nUID:a\nDTSTART:20261201T110000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT"
    moved = "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20261208T110000Z\nDTSTART:20261209T150000Z\nDURATION:PT2H\nEND:VEVENT"
    free = moved.replace("DURATION", "TRANSP:TRANSPARENT\nDURATION")

    # then
    assert busy(master, moved) == ["01.12. 11:00-01.12. 12:00", "09.12. 15:00-09.12. 17:00"]
    assert busy(master, free) == ["01.12. 11:00-01.12. 12:00"]


def test_zone_that_only_the_calendar_knows_is_read_from_it():
    # given
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Our office\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0500\nTZOFFSETTO:+0500\n"
        "END:STANDARD\nEND:VTIMEZONE"
    )

    # then
    assert busy(zone, "DTSTART;TZID=Our office:20261208T120000\nDURATION:PT1H") == ["08.12. 07:00-08.12. 08:00"]


def test_free_busy_component_says_it_by_itself():
    # given
    component = (
        "BEGIN:VFREEBUSY\nFREEBUSY:20261208T110000Z/PT1H,20261209T110000Z/20261209T123000Z\n"
        "FREEBUSY;FBTYPE=FREE:20261210T110000Z/PT1H\nFREEBUSY;FBTYPE=BUSY-TENTATIVE:20261211T110000Z/PT1H\nEND:VFREEBUSY"
    )

    # then
    assert busy(component) == ["08.12. 11:00-08.12. 12:00", "09.12. 11:00-09.12. 12:30", "11.12. 11:00-11.12. 12:00"]


def test_what_its_owner_declined_is_free():
    # given
    asked = LUNCH + "\nATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@x.example\nATTENDEE;PARTSTAT={}:mailto:Ada@x.example"

    # then
    said = {word: busy(asked.format(word), mine="ada@x.example") for word in ("DECLINED", "ACCEPTED", "NEEDS-ACTION")}
    assert {word: len(times) for word, times in said.items()} == {"DECLINED": 0, "ACCEPTED": 1, "NEEDS-ACTION": 1}


def test_session_that_foyer_put_there_is_left_out():
    # given
    event = "BEGIN:VEVENT\nUID:{}\n" + LUNCH + "\nEND:VEVENT"
    ours = "0123456789abcdef0123456789abcdef@foyer.example"

    # then
    assert [
        len(busy(event.format(uid), domain="foyer.example")) for uid in (ours, ours + ".org", "x" + ours, "a@foyer.example")
    ] == [0, 1, 1, 1]


def test_broken_event_takes_no_other_with_it():
    assert busy(
        "DTSTART:never\nDTEND:20261208T120000Z", "DTSTART:20261208T110000Z\nRRULE:FREQ=SOMETIMES", "SUMMARY:No time", LUNCH
    ) == ["08.12. 11:00-08.12. 12:00"]


def test_times_that_touch_are_one():
    # given
    hour, day = timedelta(hours=1), datetime(2026, 12, 8, tzinfo=UTC)
    spans = [
        (day + 9 * hour, day + 10 * hour),
        (day + 13 * hour, day + 14 * hour),
        (day + 10 * hour, day + 12 * hour),
        (day + 9 * hour, day + 9 * hour),
    ]

    # then
    assert merged(spans) == [(day + 9 * hour, day + 12 * hour), (day + 13 * hour, day + 14 * hour)]


@pytest.mark.parametrize("text", ["", "<html>", "BEGIN:VCALENDAR", "\0"])
def test_what_is_no_calendar_is_refused(text):
    with pytest.raises(ValueError):
        busy_spans(text, AMSTERDAM, START, END)
