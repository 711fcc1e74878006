"""What mail servers say of a message they could not hand on."""

from pathlib import Path

import pytest

from calendars import mime
from calendars.deliveries import DeliveryStatus, RecipientStatus, read_status

BOUNCES = Path(__file__).parents[1] / "corpus" / "bounces"
REPORT = """\
From: MAILER-DAEMON@mx.example
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

{blocks}
--b
Content-Type: message/rfc822

Content-Type: message/delivery-status

Reporting-MTA: dns; quoted.example

Final-Recipient: rfc822; quoted@x.example
Action: failed
--b--
"""


def status(blocks: str) -> DeliveryStatus | None:
    return read_status(mime.parse(REPORT.format(blocks=blocks).encode()))


@pytest.mark.parametrize(
    ("name", "address", "code"),
    [
        ("ccs__dsn_failure_no_ics", "thisdoesnotexist@example.com", "5.1.1"),
        ("ccs__dsn_failure_no_original", "nonexistant@example.com", "5.0.0"),
        ("ccs__dsn_failure_with_ics", "nonexistant@example.com", "5.0.0"),
    ],
)
def test_real_bounces_name_who_was_not_reached(name, address, code):
    # when
    found = read_status(mime.parse((BOUNCES / f"{name}.eml").read_bytes()))

    # then
    assert [(one.address, one.action, one.status) for one in found.recipients] == [(address, "failed", code)]
    assert "550" in found.recipients[0].diagnostic


@pytest.mark.parametrize(
    ("blocks", "recipients"),
    [
        (
            "Final-Recipient: rfc822; ada@x.example\nAction: Failed (permanent)\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 full",
            [RecipientStatus("ada@x.example", "failed", "5.2.2", "552 full")],
        ),
        (
            "Original-Recipient: rfc822;ada@x.example\nAction: delayed\nStatus: 4.4.1",
            [RecipientStatus("ada@x.example", "delayed", "4.4.1", "")],
        ),
        (
            "Final-Recipient: rfc822; a@x.example\nAction: delivered\n\nFinal-Recipient: rfc822; b@x.example\nAction: failed",
            [RecipientStatus("a@x.example", "delivered", "", ""), RecipientStatus("b@x.example", "failed", "", "")],
        ),
        ("Final-Recipient: rfc822; nobody@x.example", []),
        ("Action:", []),
        ("nonsense", []),
    ],
)
def test_status_is_read_block_by_block_and_never_from_a_quoted_message(blocks, recipients):
    assert status(blocks) == DeliveryStatus(tuple(recipients))


def test_exim_names_the_failed_recipients_in_a_header():
    # given
    message = mime.parse(b"X-Failed-Recipients: ada@x.example, bo@x.example\r\n\r\nIt did not arrive.")

    # when
    found = read_status(message)

    # then
    assert found == DeliveryStatus(tuple(RecipientStatus(name, "failed", "", "") for name in ("ada@x.example", "bo@x.example")))


def test_mail_of_a_person_has_no_status():
    assert read_status(mime.parse(b"From: ada@x.example\r\n\r\nIt did not arrive, I think.")) is None
