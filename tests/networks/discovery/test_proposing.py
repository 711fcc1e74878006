import pytest

from networks.discovery import proposing
from tests.networks.discovery.by_hand import FIVE, WEEKLY, calendar, event, proposed, shown
from tests.networks.discovery.organisers import Calendar, calendars

ALIKE = 0.75  # of all people of both: a network that was found
ALL = {"ada", *FIVE}


def found_of(one: Calendar) -> tuple[int, int, list[frozenset[str]]]:
    """How many networks that meet were proposed, how many of them are there, and who is shown at all."""
    found = proposed(one.text)
    everything = [(each.still_meets, frozenset(person.address for person in each.people)) for each in found]
    left, hits = list(one.networks), 0
    meeting = [people for still_meets, people in everything if still_meets]
    for people in meeting:
        best = max(left, key=lambda one: len(one & people) / len(one | people), default=frozenset())
        if len(best & people) >= ALIKE * len(best | people):
            left.remove(best)
            hits += 1
    return len(meeting), hits, [people for _still_meets, people in everything]


def test_networks_of_organisers_are_found(record_property):
    # given
    proposed = hits = there = 0
    shown_secrets = []

    # when
    for one in calendars(40, seed=20261126):
        meeting, right, shown = found_of(one)
        proposed, hits, there = proposed + meeting, hits + right, there + len(one.networks)
        shown_secrets += [people & one.secrets for people in shown if people & one.secrets]

    # then
    record_property("precision", hits / proposed)
    record_property("recall", hits / there)
    assert (hits >= 0.95 * proposed, hits >= 0.95 * there, shown_secrets) == (True, True, [])


def test_a_network_that_was_renamed_under_a_new_uid_is_one():
    # given
    before = event("Lunch table", "RRULE:FREQ=WEEKLY;UNTIL=20260930", uid="a", start="DTSTART:20260303T110000")
    after = event("Wednesday soup", WEEKLY, uid="b", people=(*FIVE, "new"), start="DTSTART:20261007T123000")

    # then
    assert [
        (one.name, one.earlier_names, f"{one.first} {one.at}", one.still_meets) for one in proposed(calendar(before, after))
    ] == [("Wednesday soup", ("Lunch table",), "2026-03-03 12:30:00", True)]


def test_a_network_that_has_ended_says_so():
    # given
    over = event("Lunch", "RRULE:FREQ=WEEKLY;COUNT=10", start="DTSTART:20260106T110000")

    # then
    assert [one.still_meets for one in proposed(calendar(over))] == [False]


def test_two_dates_are_no_network():
    assert shown(calendar(event("Lunch", "RRULE:FREQ=WEEKLY;COUNT=2"))) == []


def test_somebody_in_very_many_meetings_is_compared_with_the_latest_only():
    # given
    one_offs = [
        event(f"Talk {chr(97 + number % 26)}{chr(97 + number // 26)}", uid=f"o{number}", people=[f"guest{number}-{one}" for one in range(5)])
        for number in range(2 * proposing.COMPARED)
    ]  # fmt: skip
    before = event("Soup", "RRULE:FREQ=WEEKLY;UNTIL=20260930", uid="a", start="DTSTART:20260303T110000")
    after = event("Salad", WEEKLY, uid="b", start="DTSTART:20261007T110000")

    # then
    assert [(one.name, one.earlier_names) for one in proposed(calendar(before, *one_offs, after))] == [("Salad", ("Soup",))]


@pytest.mark.parametrize(
    ("rule", "weekday"),
    [
        ("FREQ=WEEKLY", 1),
        ("FREQ=MONTHLY;BYDAY=1TU", 1),
        ("FREQ=MONTHLY", None),
        ("FREQ=WEEKLY;BYDAY=TU,TH", None),
    ],
)
def test_a_weekday_is_said_only_where_every_date_falls_on_it(rule, weekday):
    # when
    found = proposed(calendar(event("Lunch", f"RRULE:{rule}", start="DTSTART:20260303T100000Z")))

    # then
    assert [one.weekday for one in found] == [weekday]
