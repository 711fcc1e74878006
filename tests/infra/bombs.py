"""Mails that are built to hurt: each small enough for the door. As a script: reads each, and prints what it cost."""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

HEAD = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n"
TAIL = "END:VCALENDAR\r\n"
EVENT = (
    "BEGIN:VEVENT\r\nUID:x\r\nDTSTART;TZID=Foo:20261201T100000\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\nEND:VEVENT\r\n"
)


def mail(content_type: str, body: bytes) -> bytes:
    return f"From: a@b.example\r\nContent-Type: {content_type}\r\n\r\n".encode() + body


def answer(*lines: str) -> bytes:
    """A calendar part with one event of these lines."""
    event = "".join(f"{line}\r\n" for line in ("BEGIN:VEVENT", "UID:x", *lines, "END:VEVENT"))
    return mail("text/calendar; method=REPLY", f"{HEAD}{event}{TAIL}".encode())


def with_zone(rule: str) -> bytes:
    lines = ["BEGIN:VTIMEZONE", "TZID:Foo", "BEGIN:STANDARD", "DTSTART:16010101T000000", f"RRULE:{rule}", "TZOFFSETFROM:+0100"]
    lines += ["TZOFFSETTO:+0200", "END:STANDARD", "END:VTIMEZONE"]
    zone = "".join(f"{line}\r\n" for line in lines)
    return mail("text/calendar", f"{HEAD}{zone}{EVENT}{TAIL}".encode())


def nested(depth: int, fold: str) -> bytes:
    levels = (f"Content-Type:{fold}multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth))
    return b"From: a@b.example\r\n" + "".join(levels).encode() + b"a\r\n" * 300_000


EVERY_SECOND = ",".join(map(str, range(60)))
BOMBS: dict[str, Callable[[], bytes]] = {
    "10,000 nested multiparts": lambda: nested(10_000, " "),
    "10,000 nested multiparts, folded": lambda: nested(10_000, "\r\n "),
    "10,000 nested messages": lambda: b"From: a@b.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 10_000,
    "as many nested multiparts as pass": lambda: nested(49, " "),
    "a million parts": lambda: mail("multipart/mixed; boundary=b", b"--b\r\n\r\n" * 1_000_000),
    "parts as many as pass": lambda: mail("multipart/mixed; boundary=b", b"--b\r\n\r\nx\r\n" * 4_999),
    "a header line of 5 MB": lambda: b"From: a@b.example\r\nSubject: " + b"a" * 5_000_000 + b"\r\n\r\nx",
    "a header line of 5 MB in a part": lambda: mail(
        "multipart/mixed; boundary=b", b"--b\r\nSubject: " + b"a" * 5_000_000 + b"\r\n\r\nx\r\n--b--"
    ),
    "400,000 parameters of a type": lambda: mail("text/plain" + ";" * 400_000, b"x"),
    "400,000 parameters of a part's type": lambda: mail(
        "multipart/mixed; boundary=b", b"--b\r\nContent-Type: text/plain" + b";" * 400_000 + b"\r\n\r\nx"
    ),
    "400,000 parameters of a disposition": lambda: mail(
        "multipart/mixed; boundary=b", b"--b\r\nContent-Disposition: attachment" + b";" * 400_000 + b"\r\n\r\nx"
    ),
    "five million lines": lambda: mail("text/plain", b"a\n" * 4_900_000),
    "lines as many as pass": lambda: mail("text/plain", b"a\n" * 490_000),
    "a million status blocks": lambda: mail("message/delivery-status", b"a: b\r\n\r\n" * 1_000_000),
    "status blocks as many as pass": lambda: mail("message/delivery-status", b"a: b\r\n\r\n" * 9_000),
    "punycode": lambda: mail("text/plain; charset=punycode", b"a-" + b"z" * 300_000),
    "punycode in a header": lambda: b"Subject: =?punycode?q?a-" + b"z" * 9_000 + b"?=\r\n\r\nx",
    "encoded words without end": lambda: b"Subject: " + b"=?a?q?" * 50_000 + b"\r\n\r\nx",
    "10,000 comments in a sender": lambda: b"From: " + b"(" * 10_000 + b"a@b.example\r\n\r\nx",
    "scripts without end": lambda: mail("text/html", b"<script" * 28_000),
    "tags without end": lambda: mail("text/html", b"<" * 200_000),
    "tags in tags": lambda: mail("text/html", b"<div>" * 40_000),
    "comments without end": lambda: mail("text/html", b"<!--" * 50_000),
    "a rule for every second": lambda: with_zone("FREQ=SECONDLY"),
    "a rule for every second of a month": lambda: with_zone(
        f"FREQ=YEARLY;BYMONTH=1;BYMINUTE={EVERY_SECOND};BYSECOND={EVERY_SECOND};BYDAY=MO,TU,WE,TH,FR,SA,SU"
    ),
    "an event every second": lambda: answer("DTSTART:16010101T000000Z", "RRULE:FREQ=SECONDLY"),
    "a rule of 2 MB": lambda: answer("RRULE:FREQ=DAILY;BYSECOND=" + "1," * 900_000 + "1"),
    "100,000 dates": lambda: answer("RDATE:" + "20260101T000000Z," * 100_000 + "20260101T000000Z"),
    "100,000 BEGIN:VEVENT": lambda: mail("text/calendar", b"BEGIN:VEVENT\r\n" * 100_000),
    "4,900 BEGIN:VEVENT": lambda: mail("text/calendar", HEAD.encode() + b"BEGIN:VEVENT\r\n" * 4_900),
    "49,000 nested components": lambda: mail("text/calendar", b"BEGIN:X\r\n" * 49_000),
    "two million empty lines": lambda: mail("text/calendar", HEAD.encode() + b"\n" * 1_900_000),
    "380,000 properties": lambda: answer(*["X:1"] * 380_000),
    "80,000 attendees": lambda: answer(*["ATTENDEE:mailto:a@b.example"] * 80_000),
    "a line of 470,000 parameters": lambda: answer("ATTENDEE" + ";A=b" * 470_000 + ":mailto:a@b.example"),
    "50 lines of 1,000 parameters": lambda: answer(*["ATTENDEE" + ";A=b" * 950 + ":mailto:a@b.example"] * 50),
    "a line of quotes": lambda: answer("ATTENDEE;CN=" + '"' * 1_900_000 + ":mailto:a@b.example"),
    "a line of blanks": lambda: answer("ATTENDEE;CN=" + " " * 1_900_000 + ":mailto:a@b.example"),
    "a comment of backslashes": lambda: answer("COMMENT:" + "\\" * 1_900_000),
    "600,000 folds": lambda: answer("COMMENT:" + "\r\n " * 600_000),
    "a number of 2 MB": lambda: answer("SEQUENCE:" + "9" * 1_900_000),
    "NUL in every place": lambda: answer("SEQUENCE:1", "COMMENT:a").replace(b":", b"\0:\0"),
    "twenty calendars": lambda: mail(
        "multipart/mixed; boundary=b",
        b"".join(
            b"--b\r\nContent-Type: text/calendar\r\n\r\n" + HEAD.encode() + b"COMMENT:%d" % n + b"x" * 100_000 + b"\r\n"
            for n in range(20)
        ),
    ),
}


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from calendars.replies import Unreadable, read_mail

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, build in BOMBS.items():
        raw, started = build(), time.process_time()
        try:
            message = read_mail(raw)
            said = " ".join(message.unreadable) or f"read: {len(message.calendars)} calendars"
        except Unreadable as error:
            said = str(error)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        sys.stdout.write(json.dumps([name, said, round(time.process_time() - started, 2), grown]) + "\n")


if __name__ == "__main__":
    main()
