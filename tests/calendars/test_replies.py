"""What every mail and calendar object of the corpus says, as we read it; and how often, in which zone."""

from datetime import UTC, datetime

import pytest

from calendars.objects import MOST_EVENTS, CalendarMessage, ReplyAttendee, ReplyEvent
from calendars.replies import InboundMessage, Unreadable, read_mail
from tests.infra import corpus

# METHOD, number of events and every PARTSTAT of each object; why it could not be read; what came back; whether a program wrote it.
SAYS = {
    "apple/node__tentative-apple-calendar.ics": "PUBLISH 4 CANCELLED,CONFIRMED,TENTATIVE",
    "bounces/ccs__dsn_failure_no_ics.eml": "failed: thisdoesnotexist@example.com; automatic",
    "bounces/ccs__dsn_failure_no_original.eml": "failed: nonexistant@example.com; automatic",
    "bounces/ccs__dsn_failure_with_ics.eml": "failed: nonexistant@example.com; automatic",
    "exchange/ical__office_356_custom_timezone.ics": "PUBLISH 2",
    "exchange/ical__office_360_nz_tz.ics": "PUBLISH 3",
    "exchange/ical__office_365_invalid_timezone.ics": "PUBLISH 1",
    "exchange/node__bad_ms_tz.ics": "PUBLISH 1",
    "exchange/node__exchange-custom-tz.ics": "PUBLISH 1",
    "exchange/node__exchange_whole_day_moved_recurrence.ics": "PUBLISH 2",
    "exchange/node__ms_timezones.ics": "PUBLISH 4",
    "exchange/node__windows-quoted-tz-rrule.ics": "(no method) 1",
    "exchange/releases__teams-meeting-invite.eml": "REQUEST 1 NEEDS-ACTION",
    "generated/sabre460_reply_instance_declined.ics": "REPLY 1 DECLINED",
    "generated/sabre460_reply_series_accepted.ics": "REPLY 1 ACCEPTED",
    "generated/sabre460_reply_single_accepted.ics": "REPLY 1 ACCEPTED",
    "generated/sabre460_reply_single_declined.ics": "REPLY 1 DECLINED",
    "generated/thunderbird153_reply_instance_declined.eml": "REPLY 1 DECLINED",
    "generated/thunderbird153_reply_moved_instance_tentative.eml": "REPLY 3 DECLINED,NEEDS-ACTION,TENTATIVE",
    "generated/thunderbird153_reply_series_accepted.eml": "REPLY 1 ACCEPTED",
    "generated/thunderbird153_reply_single_accepted.eml": "REPLY 1 ACCEPTED",
    "google/ical__google_calendar_invalid_offset.ics": "PUBLISH 1",
    "google/ical__google_dtstart_until_mismatch.ics": "PUBLISH 1",
    "google/releases__meet-meeting-invite.eml": "REQUEST 1 ACCEPTED,NEEDS-ACTION",
    "malformed/ical.js__newline_junk.ics": "(no method) 0",
    "malformed/ical.js__tzid_with_gmt.ics": "(no method) 0",
    "malformed/icalendar__bom_calendar.ics": "(no method) 0",
    "malformed/icalendar__event_with_rsvp.ics": "(no method) 0",
    "malformed/icalendar__fuzz_testcase_vtimezone_lone_cr.ics": "Its calendar entry is empty.",
    "malformed/icalendar__issue_101_icalendar_chokes_on_umlauts_in_organizer.ics": "(no method) 0",
    "malformed/icalendar__issue_104_broken_calendar.ics": "PUBLISH 1",
    "malformed/icalendar__issue_218_bad_tzid.ics": "(no method) 1",
    "malformed/icalendar__issue_237_fail_to_parse_timezone_with_non_ascii_tzid.ics": "(no method) 1",
    "malformed/icalendar__issue_313_globally_unique_tzid.ics": "(no method) 3",
    "malformed/icalendar__issue_348_exception_parsing_value.ics": "PUBLISH 1",
    "malformed/icalendar__issue_351_whitespace_in_property_and_params.ics": "(no method) 1",
    "malformed/icalendar__issue_466_convert_tzid_with_slash.ics": "(no method) 1",
    "malformed/icalendar__parsing_error_in_UTC_offset.ics": "(no method) 0",
    "malformed/icalendar__small_bad_calendar.ics": "Its calendar entry is empty.",
    "malformed/james__ics_with_error.ics": "REQUEST 1 ACCEPTED,NEEDS-ACTION",
    "malformed/james__meeting_2.ics": "REQUEST 1 NEEDS-ACTION",
    "malformed/james__meeting_without_dtstamp.ics": "REQUEST 1 ACCEPTED,NEEDS-ACTION",
    "malformed/james__meeting_without_method.ics": "(no method) 1 NEEDS-ACTION",
    "malformed/james__meeting_without_uid.ics": "REQUEST 1 NEEDS-ACTION",
    "modelled/exchange_counter.eml": "COUNTER 1 TENTATIVE",
    "modelled/exchange_reply_no_organizer.eml": "REPLY 1 ACCEPTED",
    "modelled/google_reply_from_notification_address.eml": "REPLY 1 ACCEPTED; automatic",
    "modelled/google_reply_instance_utc_rid.eml": "REPLY 1 DECLINED",
    "modelled/out_of_office.eml": "automatic",
    "modelled/reply_partstat_needs_action.ics": "REPLY 1 NEEDS-ACTION",
    "modelled/reply_spoofed_attendee.eml": "REPLY 1 DECLINED",
    "other/ical4j__dst-only-vtimezone.ics": "(no method) 1",
    "other/ical4j__groupwise.ics": "(no method) 1 NEEDS-ACTION",
    "other/ical4j__incoming.ics": "REQUEST 1 -,ACCEPTED; REQUEST 1 -,ACCEPTED; REQUEST 1 -,ACCEPTED; and 6 more",
    "other/ical4j__korganizer_sample.ics": "(no method) 2",
    "other/ical4j__sogo-geo-escaped-semicolon.ics": "(no method) 1",
    "other/ical__unknown_value_proton_mail.ics": "(no method) 1",
    "other/james__invitationEmailFromOP.eml": "REQUEST 1 ACCEPTED,NEEDS-ACTION",
    "other/libical__2446.ics": "PUBLISH 1; PUBLISH 1; CANCEL 1; and 50 more",
    "other/libical__classify.ics": "REQUEST 1 -,ACCEPTED; REQUEST 1 -,ACCEPTED",
    "other/libical__complex-mime.eml": "REQUEST 1 -; REQUEST 1 -",
    "other/libical__simple-mime.eml": "REQUEST 1 -",
    "replies/ccs__good_reply.eml": "REPLY 1 ACCEPTED",
    "replies/ccs__good_reply_future.eml": "REPLY 1 ACCEPTED",
    "replies/ccs__reply_missing_attachment.eml": "words: plugh xyzzy has accepted your iCal event",
    "replies/ccs__reply_missing_attendee.eml": "REPLY 1",
    "replies/ccs__reply_missing_organizer.eml": "REPLY 1",
    "series/node__duplicate-uid-sequence.ics": "(no method) 4",
    "series/node__google-recurrence-order.ics": "(no method) 2",
    "thunderbird/releases__cancel-repeat-event.eml": "CANCEL 1 ACCEPTED,NEEDS-ACTION",
    "thunderbird/releases__cancel-single-event.eml": "CANCEL 1 ACCEPTED,NEEDS-ACTION",
    "thunderbird/releases__event-with-file-attachment.eml": "REQUEST 1 ACCEPTED,NEEDS-ACTION",
    "thunderbird/releases__exception-major.eml": "REQUEST 1 ACCEPTED,NEEDS-ACTION",
    "thunderbird/releases__exception-minor.eml": "REQUEST 1 ACCEPTED,NEEDS-ACTION",
    "thunderbird/releases__message-containing-event.eml": "PUBLISH 1",
    "thunderbird/releases__repeat-event.eml": "REQUEST 1 ACCEPTED,NEEDS-ACTION",
    "thunderbird/releases__repeat-update-minor.eml": "REQUEST 1 ACCEPTED,NEEDS-ACTION",
    "thunderbird/releases__single-event.eml": "REQUEST 1 ACCEPTED,NEEDS-ACTION",
    "thunderbird/releases__update-minor.eml": "REQUEST 1 ACCEPTED,NEEDS-ACTION",
}


def said(message: InboundMessage) -> str:
    parts = [object_said(calendar) for calendar in message.calendars[:3]]
    if len(message.calendars) > 3:
        parts.append(f"and {len(message.calendars) - 3} more")
    parts += message.unreadable
    if message.delivery_status:
        parts.append("failed: " + ", ".join(recipient.address for recipient in message.delivery_status.recipients))
    if message.is_automatic:
        parts.append("automatic")
    return "; ".join(parts) or f"words: {message.text[:40]}"


def object_said(calendar: CalendarMessage) -> str:
    partstats = sorted({attendee.partstat or "-" for event in calendar.components for attendee in event.attendees})
    words = [calendar.method or "(no method)", str(len(calendar.components)), ",".join(partstats)]
    return " ".join(word for word in words if word)


def test_every_file_of_the_corpus_is_stated():
    assert sorted(SAYS) == corpus.names()


@pytest.mark.filterwarnings("ignore:Timezone")  # a zone named after its vendor: the library says that it guesses
@pytest.mark.parametrize("name", corpus.names())
def test_corpus_says(name):
    assert said(read_mail(corpus.as_mail(name))) == SAYS[name]


def test_google_reply_is_read_whole_and_once():
    # when
    message = read_mail(corpus.as_mail("modelled/google_reply_from_notification_address.eml"))

    # then
    assert (message.from_addresses, message.reply_to) == (("calendar-notification@google.example",), ("bob@client.example",))
    assert message.subject == "Geaccepteerd: Krachttraining op di 1 dec. 2026"
    assert message.calendars == (
        CalendarMessage(
            "REPLY",
            "-//Google Inc//Google Calendar 70.9054//EN",
            (
                ReplyEvent(
                    uid="single-1@training.example",
                    recurrence_id=None,
                    sequence=0,
                    dtstamp=datetime(2026, 11, 23, 13, tzinfo=UTC),
                    dtstart=datetime(2026, 12, 1, 18, 30, tzinfo=UTC),
                    dtend=datetime(2026, 12, 1, 20, tzinfo=UTC),
                    attendees=(ReplyAttendee("bob@client.example", "ACCEPTED", "Misschien, ik kom wat later", 2),),
                ),
            ),
        ),
    )


def test_exchange_counter_holds_the_proposed_and_the_original_time():
    # when
    message = read_mail(corpus.as_mail("modelled/exchange_counter.eml"))

    # then
    assert message.calendars[0].components == (
        ReplyEvent(
            uid="single-1@training.example",
            recurrence_id=None,
            sequence=0,
            dtstamp=datetime(2026, 11, 23, 13, tzinfo=UTC),
            dtstart=datetime(2026, 12, 1, 19, 30, tzinfo=UTC),
            dtend=datetime(2026, 12, 1, 21, tzinfo=UTC),
            attendees=(ReplyAttendee("Bob@Client.Example", "TENTATIVE"),),
            comment="Ik ben er, tot dan!",
            original_start=datetime(2026, 12, 1, 18, 30, tzinfo=UTC),
            original_end=datetime(2026, 12, 1, 20, tzinfo=UTC),
        ),
    )


@pytest.mark.parametrize(
    ("name", "rid"),
    [
        ("modelled/google_reply_instance_utc_rid.eml", datetime(2027, 4, 5, 17, 30, tzinfo=UTC)),
        ("generated/sabre460_reply_instance_declined.ics", datetime(2027, 4, 5, 17, 30, tzinfo=UTC)),
        ("generated/thunderbird153_reply_instance_declined.eml", datetime(2027, 4, 5, 17, 30, tzinfo=UTC)),
    ],
)
def test_recurrence_id_is_the_same_instant_in_every_client(name, rid):
    assert [event.recurrence_id for event in read_mail(corpus.as_mail(name)).calendars[0].components] == [rid]


def test_zone_of_one_mail_is_not_the_zone_of_the_next():
    # given: Exchange calls every zone it made up itself "Customized Time Zone"
    central_european = "exchange/ical__office_356_custom_timezone.ics"
    eastern = "exchange/node__bad_ms_tz.ics"
    undescribed = "exchange/ical__office_365_invalid_timezone.ics"

    # when
    starts = [
        read_mail(corpus.as_mail(name)).calendars[0].components[0].dtstart for name in (central_european, eastern, undescribed)
    ]

    # then
    assert starts == [datetime(2024, 5, 2, 9, tzinfo=UTC), datetime(2020, 8, 25, 14, 35, tzinfo=UTC), None]


def test_words_are_read_only_where_no_calendar_speaks():
    # when
    words = read_mail(b"From: ada@x.example\r\nSubject: =?utf-8?q?L=C3=BCnch?=\r\n\r\n Ik kom! \r\n")
    answer = read_mail(corpus.as_mail("replies/ccs__good_reply.eml"))

    # then
    assert (words.subject, words.text, answer.text) == ("Lünch", "Ik kom!", "")


def test_authentication_results_stand_on_one_line_in_order():
    # given
    raw = b"Authentication-Results: mx.a.example;\r\n\tdmarc=fail\r\nAuthentication-Results: mx.b.example; none\r\n\r\n"

    # when
    found = read_mail(raw).authentication_results

    # then
    assert found == ("mx.a.example; dmarc=fail", "mx.b.example; none")


def with_events(*counts: int) -> bytes:
    """A mail with a calendar part for each count, no two the same."""
    head = "--x\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\n"
    bodies = [
        head + f"BEGIN:VEVENT\r\nUID:u{number}\r\nEND:VEVENT\r\n" * count + "END:VCALENDAR\r\n"
        for number, count in enumerate(counts)
    ]
    return ("Content-Type: multipart/mixed; boundary=x\r\n\r\n" + "".join(bodies) + "--x--\r\n").encode()


def test_mail_holds_no_more_events_in_several_calendars_than_in_one():
    # given
    half = MOST_EVENTS // 2

    # when
    with pytest.raises(Unreadable) as refused:
        read_mail(with_events(half, half + 1))

    # then
    assert str(refused.value) == "Its calendar entry has more events than any answer needs."
    assert [len(calendar.components) for calendar in read_mail(with_events(half, half)).calendars] == [half, half]
