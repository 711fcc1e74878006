import pytest

from networks.discovery.strands import key_of
from tests.networks.discovery.by_hand import FIVE, WEEKLY, calendar, dropped, event, proposed, shown

ALL = {"ada", *FIVE}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fw: Lunch 3 March", "lunch 14 april"),
        ("RE: FW: Lunch", "Lunch"),
        ("Geannuleerd: Ploegoverleg week 12", "Ploegoverleg wk 3"),
        ("Demo-uur (Q3)", "demo uur Q4"),
        ("Lunch #12", "Lunch"),
    ],
)  # fmt: skip
def test_what_changes_from_date_to_date_is_no_part_of_a_title(one, other):
    assert key_of(one) == key_of(other)


def test_a_private_date_hides_its_open_series_wherever_it_stands():
    # given
    series, private = event("Lunch", WEEKLY), event("Lunch", "RECURRENCE-ID:20260908T100000Z", "CLASS:PRIVATE")

    # then
    assert (shown(calendar(series, private)), shown(calendar(private, series))) == ([], [])


def test_a_date_about_such_a_topic_hides_its_series_though_the_uid_is_escaped():
    # given
    series = event("Lunch", WEEKLY, uid="a\\,b")
    topic = event("HR", "RECURRENCE-ID:20260908T100000Z", uid="a\\,b")

    # then
    assert shown(calendar(series, topic)) == []


def test_a_private_single_event_hides_no_other():
    assert shown(calendar(event("Lunch", WEEKLY, uid="a"), event("Own", "CLASS:PRIVATE", uid="b"))) == [("Lunch", 13, ALL)]


def test_a_changed_date_before_its_series_counts_as_after_it():
    # given
    series = event("Lunch", WEEKLY)
    changed = event("Lunch", "RECURRENCE-ID:20260908T100000Z", people=FIVE[:4], start="DTSTART:20260908T110000Z")

    # when
    found = proposed(calendar(series, changed))

    # then
    assert [(one.dates, {person.address[:2]: person.times for person in one.people}["gi"]) for one in found] == [(13, 12)]
    assert proposed(calendar(changed, series)) == found


def test_changed_dates_without_their_series_are_dates():
    # given
    dates = [
        event("Lunch", f"RECURRENCE-ID:2026090{day}T100000Z", start=f"DTSTART:2026090{day}T100000Z") for day in (1, 3, 7)
    ]  # fmt: skip

    # then
    assert shown(calendar(*dates)) == [("Lunch", 3, ALL)]


def test_a_series_that_stands_there_twice_counts_once_in_its_newest_version():
    # given
    older = event("Lunch", WEEKLY, "SEQUENCE:1", people=(*FIVE, "gone"))
    newer = event("Lunch", "RRULE:FREQ=WEEKLY;INTERVAL=2", "SEQUENCE:2")

    # then
    assert [shown(calendar(*order)) for order in ((older, newer), (newer, older))] == [[("Lunch", 7, ALL)]] * 2


def test_one_event_that_stands_there_three_times_is_no_network():
    assert shown(calendar(*(event("Kick-off", uid="same") for _copy in range(3)))) == []


def test_events_without_a_uid_are_known_by_title_and_people():
    # given
    dates = [event("Lunch", uid="", start=f"DTSTART:202609{day:02}T100000Z").replace("UID:\r\n", "") for day in (1, 8, 15)]

    # then
    assert shown(calendar(*dates)) == [("Lunch", 3, ALL)]


def test_titles_that_everybody_uses_join_no_two_circles():
    # given
    others = ("hugo", "ines", "jan", "kim", "lea")
    one = [event("Meeting", uid=f"a{day}", start=f"DTSTART:202609{day:02}T100000Z") for day in (1, 8, 15)]
    two = [event("Meeting", uid=f"b{day}", people=others, start=f"DTSTART:202609{day:02}T100000Z") for day in (2, 9, 16)]

    # then
    assert shown(calendar(*one, *two)) == [("Meeting", 3, ALL), ("Meeting", 3, {"ada", *others})]


def test_single_events_of_long_ago_are_no_network_of_today():
    assert (
        shown(calendar(*(event("Old", uid=str(year), start=f"DTSTART:{year}0901T100000Z") for year in (1999, 2000, 2001)))) == []
    )


def test_nothing_is_said_of_what_lies_ahead():
    # given
    ahead = calendar(event("Plan", WEEKLY, start="DTSTART:20261201T100000Z"))

    # then
    assert (shown(ahead), dropped(ahead)) == ([], {})
