"""Series as real programs wrote them (`tests/corpus`), with colleagues of ours invited: whom they had invited is not in these files.

`SERIES` says for each file, worked out by hand, which networks a look at TODAY has to find: title, and dates so far. Foyer counts dates by
the rhythm on average, so it may be one off.
"""

import re
from email import message_from_bytes

from tests.infra.corpus import FOLDER

SERIES = {
    "apple/node__tentative-apple-calendar.ics": [],  # no series
    "exchange/ical__office_356_custom_timezone.ics": [("Wstępna akceptacja", 50)],  # the other one ends on its first date
    "exchange/ical__office_360_nz_tz.ics": [("Recurring event on Monday, Wednesday", 51)],
    "exchange/ical__office_365_invalid_timezone.ics": [],
    "exchange/node__bad_ms_tz.ics": [("[private]", 34)],
    "exchange/node__exchange-custom-tz.ics": [],
    "exchange/node__exchange_whole_day_moved_recurrence.ics": [("Exchange Recurring Test", 52)],
    "exchange/node__ms_timezones.ics": [("Log Yesterday's Jira time", 235), ("Not the actual summary either", 135)],
    "exchange/node__windows-quoted-tz-rrule.ics": [("Treasure Hunting", 8)],  # two of ten are taken out, in another zone
    "generated/thunderbird153_reply_moved_instance_tentative.eml": [],  # begins next year
    "generated/thunderbird153_reply_series_accepted.eml": [],
    "google/ical__google_calendar_invalid_offset.ics": [("Event Summary", 8)],
    "google/ical__google_dtstart_until_mismatch.ics": [("Weekly Meeting (Google Calendar UNTIL mismatch)", 13)],
    "malformed/icalendar__issue_466_convert_tzid_with_slash.ics": [("Just chatting", 214)],
    "other/ical4j__korganizer_sample.ics": [
        ("San Gabriel Valley Linux User Group -- DevSIG meeting", 12),
        ("San Gabriel Valley Linux User Group -- general meeting", 12),
    ],
    "series/node__duplicate-uid-sequence.ics": [],
    "series/node__google-recurrence-order.ics": [("TEST RECURR 3", 3)],
    "thunderbird/releases__cancel-repeat-event.eml": [],
    "thunderbird/releases__repeat-event.eml": [("Repeat Event", 3)],
    "thunderbird/releases__repeat-update-minor.eml": [("Updated Event", 3)],
}


def peopled(name: str) -> bytes:
    """The calendar in this file; seven people of ours in every event, the same in all that share a UID."""
    text = re.sub(rb"\r?\n[ \t]", b"", calendar_in(name))
    newline = b"\r\n" if b"\r\n" in text else b"\n"
    events = iter(re.split(rb"(?m)^(?=BEGIN:VEVENT\r?$)", text))
    return next(events) + b"".join(_invited(event, newline) for event in events)


def calendar_in(name: str) -> bytes:
    """The calendar in this file; nothing where none stands in its mail."""
    octets = (FOLDER / name).read_bytes()
    if not name.endswith(".eml"):
        return octets
    parts = message_from_bytes(octets).walk()
    return next((part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/calendar"), b"")


def _invited(event: bytes, newline: bytes) -> bytes:
    alone = re.sub(rb"(?m)^(?:ORGANIZER|ATTENDEE)[:;].*\n", b"", event)
    found = re.search(rb"(?m)^UID:(.*?)\r?$", alone)
    of = sum(found.group(1)) % 1000 if found else 0
    people = [f"colleague{of + number}@brink-waal.example" for number in range(0, 70, 10)]
    lines = [f"ORGANIZER:mailto:{people[0]}", *(f"ATTENDEE:mailto:{person}" for person in people)]
    return alone.replace(b"BEGIN:VEVENT", newline.join([b"BEGIN:VEVENT", *(line.encode() for line in lines)]), 1)
