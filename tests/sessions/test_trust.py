"""Whether a message can be taken as the invited person's own: a decision without a database."""

import pytest

from calendars.replies import ReplyAttendee, read_mail
from sessions.trust import Distrust, distrust, dmarc_failed, is_one_of, sender_of

ADA, HOME = "ada@brink-waal.example", "ada@home.example"
OURS = "mx.brink-waal.example"


def message(*headers: str):
    return read_mail("\r\n".join([*headers, "", ""]).encode())


@pytest.mark.parametrize(
    ("headers", "hers"),
    [
        (["From: ada@brink-waal.example"], True),
        (['From: "Okafor, Ada" <Ada@Brink-Waal.Example>'], True),
        (["From: ada%40brink-waal.example"], False),
        (["From: dana@evil.example"], False),
        (['From: "ada@brink-waal.example" <dana@evil.example>'], False),
        (["From: ada@brink-waal.example <dana@evil.example>"], False),
        (["From: dana@evil.example (ada@brink-waal.example)"], False),
        (["From: ada@brink-waal.example, dana@evil.example"], False),
        (["From: dana@evil.example", "From: ada@brink-waal.example"], False),
        (["From: dana@evil.example", "Sender: ada@brink-waal.example"], False),
        (["From: dana@evil.example", "Reply-To: ada@brink-waal.example"], False),
        (["From: ada@brink-waal.example.evil.example"], False),
        # What we cannot read, the mail server may: it has vouched for evil.example.
        (["From: mailto%3Aada%40brink-waal.example%3F@evil.example"], False),
        (["From: mailto:ada@brink-waal.example?@evil.example"], False),
        (['From: "q q"@evil.example, ada@brink-waal.example'], False),
        (["From: evil@[192.0.2.4], ada@brink-waal.example"], False),
        (["From: ada@brink-waal.example, <@evil.example:dana@evil.example>"], False),
        (["From: dana@evil.example <ada@brink-waal.example>"], False),
        (["From: <ada@brink-waal.example> dana@evil.example"], False),
        (['From: "dana@evil.example", ada@brink-waal.example'], False),
        (["From: ada@brink-waal.example (dana@evil.example"], False),
        (["From: ada@brink-waal.example) dana@evil.example ("], False),
        (["From: ada@brink-waal.example" + "," * 10_000 + '"q q"@evil.example'], False),
        (["From: ada@brink-waal.example", *["From: "] * 20, 'From: "q q"@evil.example'], False),
        # Odd, but hers alone.
        (["From: Okafor, Ada <ada@brink-waal.example>"], True),
        (["From: ada@brink-waal.example <ada@brink-waal.example>"], True),
        (["From: 'Ada@brink-waal.example' <ada@brink-waal.example>"], True),
        (['From: "ada@home.example" <ada@brink-waal.example> (dana@evil.example)'], True),
        (["From: ada@evil.example"], False),
        (["Reply-To: ada@brink-waal.example"], False),
        ([], False),
        # Google's notifications
        (["From: calendar-notification@google.com", "Reply-To: Ada <ada@brink-waal.example>"], True),
        (["From: Calendar-Notification@Google.Com", "Reply-To: Ada <ada@brink-waal.example>"], True),
        (["From: calendar-notification@google.com", "Reply-To: ada@brink-waal.example, dana@evil.example"], False),
        (["From: calendar-notification@google.com", "Reply-To: dana@evil.example"], False),
        (["From: calendar-notification@google.com", 'Reply-To: ada@brink-waal.example, "q q"@evil.example'], False),
        (["From: calendar-notification@google.com", "Sender: ada@brink-waal.example"], False),
        (["From: calendar-notification@evil.example", "Reply-To: ada@brink-waal.example"], False),
        (["From: calendar-notification@google.com.evil.example", "Reply-To: ada@brink-waal.example"], False),
        (["From: calendar-notification@google.com, dana@evil.example", "Reply-To: ada@brink-waal.example"], False),
    ],
)
def test_message_comes_from_her_when_from_is_her_alone(headers, hers):
    assert is_one_of(sender_of(message(*headers)), {ADA}) is hers


@pytest.mark.parametrize(
    ("results", "failed"),
    [
        ([], False),
        ([f"{OURS}; dmarc=fail (p=reject) header.from=brink-waal.example"], True),
        ([f"{OURS.upper()} 1; spf=pass; dmarc = fail"], True),
        ([f"{OURS};\r\n\tspf=pass smtp.mailfrom=x;\r\n\tdmarc=fail"], True),
        ([f"{OURS}; dmarc=pass"], False),
        ([f"{OURS}; dmarc=none"], False),
        ([f"{OURS}; dmarc=temperror"], False),
        ([f"{OURS}; none"], False),
        # Anybody can write the header of another server, and of ours below ours.
        (["mx.evil.example; dmarc=fail"], False),
        (["mx.evil.example; dmarc=fail", f"{OURS}; dmarc=pass"], False),
        (["mx.evil.example; dmarc=pass", f"{OURS}; dmarc=fail"], True),
        ([f"{OURS}; dmarc=fail", f"{OURS}; dmarc=pass"], True),
        ([f"{OURS}; dmarc=pass", f"{OURS}; dmarc=fail"], False),
        # A server that signs and one that judges each write one.
        ([f"{OURS}; dkim=pass header.d=brink-waal.example", f"{OURS}; dmarc=fail"], True),
        ([f"{OURS}.evil.example; dmarc=fail"], False),
        ([f'{OURS}; spf=fail smtp.mailfrom="dmarc=fail"'], False),
    ],
)
def test_dmarc_counts_only_as_our_own_server_found_it(results, failed):
    assert dmarc_failed(message(*[f"Authentication-Results: {result}" for result in results]), OURS) is failed


def test_without_an_authserv_id_nothing_is_believed():
    assert dmarc_failed(message("Authentication-Results: ; dmarc=fail"), "") is False


@pytest.mark.parametrize(
    ("attendee", "needs_attendee", "sender", "result", "doubt"),
    [
        (ADA, True, ADA, "pass", None),
        ("ADA@brink-waal.example", True, ADA, "pass", None),
        ("dana@evil.example", True, ADA, "pass", Distrust.OTHER_ADDRESS),
        (None, True, ADA, "pass", Distrust.OTHER_ADDRESS),
        (None, False, ADA, "pass", None),
        (ADA, True, "dana@evil.example", "pass", Distrust.OTHER_SENDER),
        (None, False, "dana@evil.example", "pass", Distrust.OTHER_SENDER),
        (ADA, True, ADA, "fail", Distrust.NOT_AUTHENTIC),
        ("dana@evil.example", True, "dana@evil.example", "fail", Distrust.OTHER_ADDRESS),
        # A further address of hers, on either side or both.
        (HOME, True, HOME, "pass", None),
        (ADA, True, "Ada@Home.Example", "pass", None),
        (HOME, True, ADA, "pass", None),
        (HOME, True, HOME, "fail", Distrust.NOT_AUTHENTIC),
    ],
)
def test_distrust_names_the_first_thing_that_does_not_fit(attendee, needs_attendee, sender, result, doubt):
    # given
    said = message(f"From: {sender}", f"Authentication-Results: {OURS}; dmarc={result}")
    who = ReplyAttendee(attendee, "ACCEPTED") if attendee else None

    # then
    assert distrust(said, {ADA, HOME}, attendee=who, needs_attendee=needs_attendee, authserv_id=OURS) is doubt
