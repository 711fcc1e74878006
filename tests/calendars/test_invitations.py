"""What goes out, byte for byte, and whatever people write into it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from calendars.invitations import Event, EventStatus, FeedEvent, PartStat, cancel, published, request

START = datetime(2026, 12, 8, 11, tzinfo=UTC)
FIELDS = {
    "uid": "u1@brink-waal.example",
    "sequence": 2,
    "dtstamp": datetime(2026, 12, 1, 9, 0, 5, tzinfo=UTC),
    "starts_at": START,
    "ends_at": START + timedelta(hours=1),
    "timezone": "Europe/Amsterdam",
    "summary": "Lunch and learn",
    "description": "Soup first.",
    "location": "Canteen",
    "url": "https://foyer.brink-waal.example/sessions/1",
}
PEOPLE = {
    "organizer_address": "rsvp+abc@brink-waal.example",
    "organizer_name": "Bo Lindqvist",
    "attendee_address": "ada@brink-waal.example",
    "attendee_name": "Ada Okafor",
}


def event(**changes):
    return Event(**{**FIELDS, **PEOPLE, "partstat": PartStat.NEEDS_ACTION, "status": EventStatus.CONFIRMED, **changes})


def lines(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def test_request_is_what_clients_were_measured_to_read():
    # when
    found = lines(request(event()))
    body = found[found.index("BEGIN:VEVENT") : found.index("END:VEVENT")]

    # then
    assert found[:5] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Foyer//Foyer//EN", "CALSCALE:GREGORIAN", "METHOD:REQUEST"]
    assert body == [
        "BEGIN:VEVENT",
        "UID:u1@brink-waal.example",
        "DTSTAMP:20261201T090005Z",
        "SEQUENCE:2",
        "DTSTART;TZID=Europe/Amsterdam:20261208T120000",
        "DTEND;TZID=Europe/Amsterdam:20261208T130000",
        "ORGANIZER;CN=Bo Lindqvist:mailto:rsvp+abc@brink-waal.example",
        "ATTENDEE;CN=Ada Okafor;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ada@brink-waal.example",
        "SUMMARY:Lunch and learn",
        "DESCRIPTION:Soup first.",
        "LOCATION:Canteen",
        "URL:https://foyer.brink-waal.example/sessions/1",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
    ]
    assert "TZID:Europe/Amsterdam" in found
    assert "VALARM" not in "".join(found)


def test_request_with_a_known_answer_does_not_ask_again():
    assert any("PARTSTAT=ACCEPTED;RSVP=FALSE" in line for line in lines(request(event(partstat=PartStat.ACCEPTED))))


def test_nothing_asks_for_an_answer_that_cannot_be_given():
    # when
    after_the_deadline, called_off = lines(request(event(asks=False))), lines(cancel(event(), whole_event=False))

    # then
    assert [line for line in after_the_deadline + called_off if "RSVP=TRUE" in line] == []
    assert len([line for line in after_the_deadline + called_off if "PARTSTAT=NEEDS-ACTION;RSVP=FALSE" in line]) == 2


def test_organizer_is_the_same_whatever_is_said():
    # given
    said = [request(event()), request(event(partstat=PartStat.TENTATIVE, sequence=9)), cancel(event(), whole_event=True)]

    # when
    organizers = {line for content in said for line in lines(content) if line.startswith("ORGANIZER")}

    # then
    assert organizers == {"ORGANIZER;CN=Bo Lindqvist:mailto:rsvp+abc@brink-waal.example"}


def test_whoever_waits_has_a_tentative_event():
    # when
    found = lines(request(event(partstat=PartStat.TENTATIVE, status=EventStatus.TENTATIVE)))

    # then
    assert [line for line in found if line.startswith("STATUS")] == ["STATUS:TENTATIVE"]
    assert any(";PARTSTAT=TENTATIVE;RSVP=FALSE:" in line for line in found)


def test_cancel_of_the_whole_event_says_so_and_to_one_person_does_not():
    # when
    whole, single = lines(cancel(event(comment="Ill; sorry"), whole_event=True)), lines(cancel(event(), whole_event=False))

    # then
    assert ("METHOD:CANCEL" in whole, "STATUS:CANCELLED" in whole, "COMMENT:Ill\\; sorry" in whole) == (True, True, True)
    assert ("METHOD:CANCEL" in single, any(line.startswith("STATUS") for line in single)) == (True, False)


def test_event_in_a_zone_without_a_rule_or_in_an_unclear_hour_is_written_in_utc():
    # when
    cairo = lines(request(event(timezone="Africa/Cairo")))
    twice = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    unclear = lines(request(event(starts_at=twice, ends_at=twice + timedelta(hours=3))))

    # then
    assert "DTSTART:20261208T110000Z" in cairo
    assert "DTSTART:20261025T003000Z" in unclear
    assert not any("VTIMEZONE" in line for line in cairo + unclear)


def test_recurrence_id_is_the_instant_in_the_zone():
    assert "RECURRENCE-ID;TZID=Europe/Amsterdam:20261208T120000" in lines(request(event(recurrence_id=START)))


def test_feed_names_nobody_and_is_the_same_bytes_twice():
    # given
    events = [
        FeedEvent(**FIELDS, status=EventStatus.TENTATIVE),
        FeedEvent(**{**FIELDS, "uid": "u2@x.example"}, status=EventStatus.CONFIRMED),
    ]

    # when
    content = published(events, name="Brink & Waal")

    # then
    assert content == published(events, name="Brink & Waal")
    assert b"ATTENDEE" not in content
    assert lines(content).count("BEGIN:VEVENT") == lines(content).count("END:VEVENT") == 2
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines(content)
    assert content.count(b"BEGIN:VTIMEZONE") == 1


@given(st.text(max_size=300), st.text(max_size=200), st.text(max_size=100))
def test_no_text_can_break_out_of_its_property(summary, description, name):
    # when
    content = request(event(summary=summary, description=description, attendee_name=name, organizer_name=name))
    calendar = Calendar.from_ical(content)
    found = calendar.walk("VEVENT")

    # then
    assert len(found) == 1
    assert str(found[0]["UID"]) == FIELDS["uid"]
    assert str(found[0]["ATTENDEE"]) == "mailto:ada@brink-waal.example"
    assert found[0]["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert '"' not in str(found[0]["ATTENDEE"].params["CN"])
