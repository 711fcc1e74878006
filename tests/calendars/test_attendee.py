"""The other side: what a calendar answers to an invitation of ours."""

from datetime import UTC, datetime, timedelta

import pytest

from calendars import attendee
from calendars.invitations import Event, EventStatus, PartStat, request
from calendars.messages import Letter, assemble
from calendars.objects import CalendarMessage, ReplyAttendee, ReplyEvent
from calendars.replies import Unreadable, read_mail

START = datetime(2026, 12, 8, 11, tzinfo=UTC)
NOW = datetime(2026, 12, 1, 9, 0, 5, tzinfo=UTC)


def invitation(**changes) -> bytes:
    """The mail with a REQUEST to Ada."""
    fields = {
        "uid": "u1@brink-waal.example",
        "sequence": 2,
        "dtstamp": NOW,
        "starts_at": START,
        "ends_at": START + timedelta(hours=1),
        "timezone": "Europe/Amsterdam",
        "summary": "Lunch, and learn; één",
        "description": "",
        "location": "",
        "url": "",
        "organizer_address": "rsvp+abc@brink-waal.example",
        "organizer_name": "Bo Lindqvist",
        "attendee_address": "ada@brink-waal.example",
        "attendee_name": 'Ada "the fitter"; Okafor',
        "partstat": PartStat.NEEDS_ACTION,
        "status": EventStatus.CONFIRMED,
    }
    return mail(request(Event(**{**fields, **changes})))


def mail(calendar: bytes | None) -> bytes:
    return assemble(
        Letter(
            sender_name="Bo Lindqvist",
            sender_address="foyer@brink-waal.example",
            recipient_name="",
            recipient_address="ada@brink-waal.example",
            reply_to="rsvp+abc@brink-waal.example",
            subject="Lünch",
            text="Dear Ada",
            html="<p>Dear Ada</p>",
            message_id="<t1@brink-waal.example>",
            date=NOW,
            calendar=calendar,
            method="REQUEST" if calendar else None,
        )
    )


@pytest.mark.parametrize(("partstat", "verb"), [("ACCEPTED", "Accepted"), ("TENTATIVE", "Tentative"), ("DECLINED", "Declined")])
def test_reply_is_what_foyer_reads_back(partstat, verb):
    # when
    raw, sender, recipient = attendee.reply_mail(invitation(), partstat, now=NOW, comment="Graag, tot dan!\nAda")
    message = read_mail(raw)

    # then
    assert (sender, recipient) == ("ada@brink-waal.example", "rsvp+abc@brink-waal.example")
    assert (message.from_addresses, message.subject, message.date) == ((sender,), f"{verb}: Lünch", NOW)
    assert message.calendars == (
        CalendarMessage(
            "REPLY",
            "-//Foyer//Postbox//EN",
            (
                ReplyEvent(
                    uid="u1@brink-waal.example",
                    recurrence_id=None,
                    sequence=2,
                    dtstamp=NOW,
                    dtstart=START,
                    dtend=START + timedelta(hours=1),
                    attendees=(ReplyAttendee("ada@brink-waal.example", partstat),),
                    comment="Graag, tot dan!\nAda",
                ),
            ),
        ),
    )


def test_reply_names_the_instance_it_is_about():
    # when
    raw, _sender, _recipient = attendee.reply_mail(invitation(recurrence_id=START), "ACCEPTED", now=NOW)

    # then
    assert [event.recurrence_id for event in read_mail(raw).calendars[0].components] == [START]


def test_counter_is_another_time_with_the_one_it_was():
    # given
    request_ = attendee.calendar_of(invitation(recurrence_id=START))
    later = (START + timedelta(hours=2), START + timedelta(hours=3))

    # when
    raw, sender, recipient = attendee.counter_mail(request_, later, now=NOW, comment="After the shift?")
    message = read_mail(raw)

    # then
    assert (sender, recipient) == ("ada@brink-waal.example", "rsvp+abc@brink-waal.example")
    assert (message.from_addresses, message.subject) == ((sender,), "New Time Proposed: Lunch, and learn; één")
    assert message.calendars == (
        CalendarMessage(
            "COUNTER",
            "-//Foyer//Postbox//EN",
            (
                ReplyEvent(
                    uid="u1@brink-waal.example",
                    recurrence_id=START,
                    sequence=2,
                    dtstamp=NOW,
                    dtstart=later[0],
                    dtend=later[1],
                    attendees=(ReplyAttendee("ada@brink-waal.example", "TENTATIVE"),),
                    comment="After the shift?",
                    original_start=START,
                    original_end=START + timedelta(hours=1),
                    is_date=True,
                ),
            ),
        ),
    )


@pytest.mark.parametrize(("recur", "clock"), [("", "12:00"), ("FREQ=WEEKLY;BYDAY=TU", None)])
def test_span_of_one_date_is_on_its_own_clock_and_a_series_has_none(recur, clock):
    # given
    request_ = attendee.calendar_of(invitation(recur=recur, until=START + timedelta(days=21) if recur else None))

    # when
    span = attendee.span_of(request_)

    # then
    assert (span and f"{span[0]:%H:%M}", span and span[1] - span[0]) == (clock, clock and timedelta(hours=1))


def test_address_that_had_to_be_encoded_answers_as_itself():
    # when
    raw, sender, _recipient = attendee.reply_mail(invitation(attendee_address="a%a?a@brink-waal.example"), "ACCEPTED", now=NOW)

    # then
    assert sender == "a%a?a@brink-waal.example"
    assert [one.address for one in read_mail(raw).calendars[0].components[0].attendees] == [sender]


@pytest.mark.parametrize(
    ("calendar", "why"),
    [
        (None, "This mail carries no invitation to answer."),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "The calendar entry of this mail holds no event."),
        (b"Hello", "The calendar entry of this mail is broken."),
    ],
)
def test_mail_without_an_invitation_cannot_be_answered(calendar, why):
    # when
    with pytest.raises(Unreadable) as refused:
        attendee.reply_mail(mail(calendar), "ACCEPTED", now=NOW)

    # then
    assert str(refused.value) == why
