"""Mail as it comes in: how much of it is looked at, and who wrote it."""

from datetime import UTC, datetime

import pytest

from calendars import bounds, mime
from calendars.mime import Unreadable

CRLF = b"\r\n"


def mail(*headers: str, body: bytes = b"Hello") -> bytes:
    return "".join(f"{header}\r\n" for header in headers).encode() + CRLF + body


def multipart(count: int) -> bytes:
    """So many empty parts beside each other."""
    return mail('Content-Type: multipart/mixed; boundary="b"', body=b"--b\r\n\r\n\r\n" * count + b"--b--\r\n")


def nested(depth: int, *, fold: str = " ") -> bytes:
    """So many containers, each in the last."""
    return (
        b"".join(f"Content-Type:{fold}multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode() for n in range(depth)) + b"\r\n"
    )


@pytest.mark.parametrize(
    ("case", "raw", "found"),
    [
        ("as many parts as are read", multipart(mime.MOST_PARTS - 1), mime.MOST_PARTS - 1),
        ("as deep as is read", nested(mime.DEEPEST), 1),
        ("a message inside a message stays closed", mail("Content-Type: message/rfc822", body=multipart(3)), 1),
        ("messages inside messages stay closed", b"Content-Type: message/rfc822\r\n\r\n" * bounds.MOST_TYPES, 1),
        ("nothing at all", b"", 1),
    ],
)
def test_parts_within_the_limits_are_all_read(case, raw, found):
    assert len(list(mime.parts(mime.parse(raw)))) == found, case


@pytest.mark.parametrize(
    ("case", "raw", "why"),
    [
        ("one part more", multipart(mime.MOST_PARTS), "Its parts are nested deeper, or are more, than any mail needs."),
        ("one deeper", nested(mime.DEEPEST + 1), "Its parts are nested deeper, or are more, than any mail needs."),
        ("containers", nested(bounds.MOST_BOUNDARIES + 1), "It is made of more parts than any mail needs."),
        ("hidden containers", nested(bounds.MOST_BOUNDARIES + 1, fold="\r\n "), "It is made of more parts than any mail needs."),
        ("parts", multipart(bounds.MOST_DELIMITERS + 1), "It is made of more parts than any mail needs."),
        ("types", b"Content-Type: a/b\r\n" * (bounds.MOST_TYPES + 1), "It is made of more parts than any mail needs."),
        ("a long type", mail("Content-Type: a/b" + ";" * bounds.LONGEST_TYPE), "It is made of more parts than any mail needs."),
        ("a type after a lone CR", b"X: y\rContent-Type: a/b" + b";" * 5000, "It is made of more parts than any mail needs."),
        (
            "status blocks",
            mail("Content-Type: message/delivery-status", body=b"A: b\r\n\r\n" * (bounds.MOST_STATUS_BLOCKS + 1)),
            "It is made of more parts than any mail needs.",
        ),
        ("lines", mail(body=b"\n" * (bounds.MOST_LINES + 1)), "It has more lines than any mail needs."),
        ("headers", mail("X: " + "x" * bounds.MOST_HEADER_OCTETS), "Its headers are longer than any mail needs."),
    ],
)
def test_what_no_mail_needs_is_not_taken_apart(case, raw, why):
    # when
    with pytest.raises(Unreadable) as refused:
        list(mime.parts(mime.parse(raw)))

    # then
    assert str(refused.value) == why, case


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ((), False),
        (("Auto-Submitted: no",), False),
        (("Auto-Submitted: No (a person)",), False),
        (("Auto-Submitted: auto-replied",), True),
        (("Auto-Submitted: auto-generated; owner-email=x@y",), True),
        (("auto-submitted: AUTO-REPLIED (vacation)",), True),
        (("Precedence: bulk",), True),
        (("Precedence: junk",), True),
        (("Precedence: list",), True),
        (("Precedence: first-class",), False),
        (("X-Auto-Response-Suppress: All",), True),  # Exchange, absence note
        (("X-Auto-Response-Suppress: DR, OOF, AutoReply",), True),
        (("X-Auto-Response-Suppress: None",), False),
        (("X-Autoreply: yes",), True),
        (("X-Autorespond: Away",), True),
        (("X-Auto-Reply: 1",), True),
        (("X-Autoreply-From: ada@brink-waal.example",), True),
        (("X-Mail-Autoreply: yes",), True),
        (("X-Vacation: yes",), True),
        (("Precedence: auto_reply",), True),
        (("Precedence: Auto-Reply",), True),
        (("Return-Path: <>",), True),
        (("Return-Path: <ada@brink-waal.example>",), False),
    ],
)
def test_is_automatic_when_a_program_wrote_it(headers, automatic):
    assert mime.is_automatic(mime.parse(mail("From: ada@brink-waal.example", *headers))) is automatic


def test_null_sender_alone_owns_up_to_nothing():
    assert mime.says_it_is_automatic(mime.parse(mail("Return-Path: <>"))) is False


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Tue, 1 Dec 2026 10:00:00 +0100", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("Tue, 1 Dec 2026 09:00:00 -0000", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_sent_at_is_an_instant_or_nothing(written, instant):
    assert mime.sent_at(mime.parse(mail(f"Date: {written}"))) == instant


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/plain", "Ik kom!\r\n", "Ik kom!"),
        ("text/html", "<style>p{}</style><p>Ik<br>kom</p><script>x('</p>')</script>&amp; jij?", "Ik\nkom\n& jij?"),
        ("text/html", "<html><head><title>Re</title></head>1 &lt; 2 <!-- not <b> this -->\n3 > <b>2</b></html>", "1 < 2\n3 > 2"),
        ("text/html", "Ja<script>never ends", "Ja"),
        ("text/html", "Ja<!-- never ends", "Ja"),
        ("application/pdf", "%PDF", ""),
    ],
)
def test_plain_text_is_what_a_reader_sees(kind, body, text):
    assert mime.plain_text(mime.parse(mail(f"Content-Type: {kind}", body=body.encode()))) == text


def test_header_is_one_line_without_nul():
    # given
    message = mime.parse(b"Subject: =?utf-8?q?L=C3=BCnch=00?=\r\n and\tlearn\r\nX: caf\xe9\r\n\r\n")

    # when
    found = [mime.header(message, name) for name in ("subject", "X", "Missing")]

    # then
    assert found == ["Lünch and learn", "café", ""]


def test_octets_of_broken_base64_are_as_much_as_can_be_decoded():
    # given
    part = mime.parse(mail("Content-Transfer-Encoding: base64", body=b"QkVHSU4*6VkNBTEVOREFS==QQ"))

    # when
    content = mime.octets(part)

    # then
    assert content.startswith(b"BEGIN")
