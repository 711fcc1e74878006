"""Every file of the corpus comes through the inbound door to a real answer address of ours; what becomes of it is stated here.

None of them answers our invitation: their UIDs, people and servers are others. So none may change anything, and none may be lost.
"""

import pytest
from sqlalchemy import select

from database import db
from mail.models import IncomingMail
from sessions.models import AnswerRecord
from sessions.replies import Reason
from tests.infra import corpus

EMPTY = "Its calendar entry is empty."
# State and reason of each. An object of other methods than REPLY, COUNTER and REFRESH holds no answer; a REPLY about an event that
# is not ours is about another event; what came back, or was sent by a program, is automatic.
BECOMES = {
    "apple/node__tentative-apple-calendar.ics": ("waiting", Reason.NO_ANSWER),
    "bounces/ccs__dsn_failure_no_ics.eml": ("ignored", Reason.AUTOMATIC),
    "bounces/ccs__dsn_failure_no_original.eml": ("ignored", Reason.AUTOMATIC),
    "bounces/ccs__dsn_failure_with_ics.eml": ("ignored", Reason.AUTOMATIC),
    "exchange/ical__office_356_custom_timezone.ics": ("waiting", Reason.NO_ANSWER),
    "exchange/ical__office_360_nz_tz.ics": ("waiting", Reason.NO_ANSWER),
    "exchange/ical__office_365_invalid_timezone.ics": ("waiting", Reason.NO_ANSWER),
    "exchange/node__bad_ms_tz.ics": ("waiting", Reason.NO_ANSWER),
    "exchange/node__exchange-custom-tz.ics": ("waiting", Reason.NO_ANSWER),
    "exchange/node__exchange_whole_day_moved_recurrence.ics": ("waiting", Reason.NO_ANSWER),
    "exchange/node__ms_timezones.ics": ("waiting", Reason.NO_ANSWER),
    "exchange/node__windows-quoted-tz-rrule.ics": ("waiting", Reason.NO_ANSWER),
    "exchange/releases__teams-meeting-invite.eml": ("waiting", Reason.NO_ANSWER),
    "generated/sabre460_reply_instance_declined.ics": ("waiting", Reason.OTHER_EVENT),
    "generated/sabre460_reply_series_accepted.ics": ("waiting", Reason.OTHER_EVENT),
    "generated/sabre460_reply_single_accepted.ics": ("waiting", Reason.OTHER_EVENT),
    "generated/sabre460_reply_single_declined.ics": ("waiting", Reason.OTHER_EVENT),
    "generated/thunderbird153_reply_instance_declined.eml": ("waiting", Reason.OTHER_EVENT),
    "generated/thunderbird153_reply_moved_instance_tentative.eml": ("waiting", Reason.OTHER_EVENT),
    "generated/thunderbird153_reply_series_accepted.eml": ("waiting", Reason.OTHER_EVENT),
    "generated/thunderbird153_reply_single_accepted.eml": ("waiting", Reason.OTHER_EVENT),
    "google/ical__google_calendar_invalid_offset.ics": ("waiting", Reason.NO_ANSWER),
    "google/ical__google_dtstart_until_mismatch.ics": ("waiting", Reason.NO_ANSWER),
    "google/releases__meet-meeting-invite.eml": ("waiting", Reason.NO_ANSWER),
    "malformed/ical.js__newline_junk.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/ical.js__tzid_with_gmt.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/icalendar__bom_calendar.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/icalendar__event_with_rsvp.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/icalendar__fuzz_testcase_vtimezone_lone_cr.ics": ("unreadable", EMPTY),
    "malformed/icalendar__issue_101_icalendar_chokes_on_umlauts_in_organizer.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/icalendar__issue_104_broken_calendar.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/icalendar__issue_218_bad_tzid.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/icalendar__issue_237_fail_to_parse_timezone_with_non_ascii_tzid.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/icalendar__issue_313_globally_unique_tzid.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/icalendar__issue_348_exception_parsing_value.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/icalendar__issue_351_whitespace_in_property_and_params.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/icalendar__issue_466_convert_tzid_with_slash.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/icalendar__parsing_error_in_UTC_offset.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/icalendar__small_bad_calendar.ics": ("unreadable", EMPTY),
    "malformed/james__ics_with_error.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/james__meeting_2.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/james__meeting_without_dtstamp.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/james__meeting_without_method.ics": ("waiting", Reason.NO_ANSWER),
    "malformed/james__meeting_without_uid.ics": ("waiting", Reason.NO_ANSWER),
    "modelled/exchange_counter.eml": ("waiting", Reason.OTHER_EVENT),
    "modelled/exchange_reply_no_organizer.eml": ("waiting", Reason.OTHER_EVENT),
    "modelled/google_reply_from_notification_address.eml": ("waiting", Reason.OTHER_EVENT),
    "modelled/google_reply_instance_utc_rid.eml": ("waiting", Reason.OTHER_EVENT),
    "modelled/out_of_office.eml": ("ignored", Reason.AUTOMATIC),
    "modelled/reply_partstat_needs_action.ics": ("ignored", Reason.OPEN),
    "modelled/reply_spoofed_attendee.eml": ("waiting", Reason.OTHER_EVENT),
    "other/ical4j__dst-only-vtimezone.ics": ("waiting", Reason.NO_ANSWER),
    "other/ical4j__groupwise.ics": ("waiting", Reason.NO_ANSWER),
    "other/ical4j__incoming.ics": ("waiting", Reason.OTHER_EVENT),
    "other/ical4j__korganizer_sample.ics": ("waiting", Reason.NO_ANSWER),
    "other/ical4j__sogo-geo-escaped-semicolon.ics": ("waiting", Reason.NO_ANSWER),
    "other/ical__unknown_value_proton_mail.ics": ("waiting", Reason.NO_ANSWER),
    "other/james__invitationEmailFromOP.eml": ("waiting", Reason.NO_ANSWER),
    "other/libical__2446.ics": ("waiting", Reason.OTHER_EVENT),
    "other/libical__classify.ics": ("waiting", Reason.NO_ANSWER),
    "other/libical__complex-mime.eml": ("waiting", Reason.NO_ANSWER),
    "other/libical__simple-mime.eml": ("waiting", Reason.NO_ANSWER),
    "replies/ccs__good_reply.eml": ("waiting", Reason.OTHER_EVENT),
    "replies/ccs__good_reply_future.eml": ("waiting", Reason.OTHER_EVENT),
    "replies/ccs__reply_missing_attachment.eml": ("waiting", Reason.WORDS),
    "replies/ccs__reply_missing_attendee.eml": ("waiting", Reason.OTHER_EVENT),
    "replies/ccs__reply_missing_organizer.eml": ("waiting", Reason.OTHER_EVENT),
    "series/node__duplicate-uid-sequence.ics": ("waiting", Reason.NO_ANSWER),
    "series/node__google-recurrence-order.ics": ("waiting", Reason.NO_ANSWER),
    "thunderbird/releases__cancel-repeat-event.eml": ("waiting", Reason.NO_ANSWER),
    "thunderbird/releases__cancel-single-event.eml": ("waiting", Reason.NO_ANSWER),
    "thunderbird/releases__event-with-file-attachment.eml": ("waiting", Reason.NO_ANSWER),
    "thunderbird/releases__exception-major.eml": ("waiting", Reason.NO_ANSWER),
    "thunderbird/releases__exception-minor.eml": ("waiting", Reason.NO_ANSWER),
    "thunderbird/releases__message-containing-event.eml": ("waiting", Reason.NO_ANSWER),
    "thunderbird/releases__repeat-event.eml": ("waiting", Reason.NO_ANSWER),
    "thunderbird/releases__repeat-update-minor.eml": ("waiting", Reason.NO_ANSWER),
    "thunderbird/releases__single-event.eml": ("waiting", Reason.NO_ANSWER),
    "thunderbird/releases__update-minor.eml": ("waiting", Reason.NO_ANSWER),
}


@pytest.fixture
def handed_over(meetup, add_person, invitation_of, lmtp, read_in, clock):
    """What became of every file, by name: all to the answer address of Bob, one after the other, by LMTP."""
    bob = add_person("Bob van Dam", email="bob@client.example")
    lunch = meetup(invited=[bob])
    address = f"rsvp+{invitation_of(lunch, bob).token}@brink-waal.example"
    names = corpus.names()
    for name in names:
        lmtp(corpus.as_mail(name), address, sender="bob@client.example")
    read_in()
    came = db.session.scalars(select(IncomingMail).order_by(IncomingMail.id)).all()
    return lunch, dict(zip(names, [(mail.state.value, mail.reason) for mail in came], strict=True))


@pytest.mark.filterwarnings("ignore:Timezone")  # a zone named after its vendor: the library says that it guesses
def test_every_file_of_the_corpus_becomes_what_is_stated(handed_over, room, posted, tell):
    # when
    lunch, became = handed_over

    # then
    for name, (state, reason) in became.items():
        tell(name, f"{state}: {reason}")
    assert became == BECOMES
    assert room(lunch) == {"Bob": ("needs-action", "none", None)}
    assert posted(lunch) == [("invitation", "bob", 0, "queued")]
    assert db.session.scalars(select(AnswerRecord)).all() == []
