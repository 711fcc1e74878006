"""Mail in and out, for tests: `deliver()`, `lmtp(raw, to)`, `read_in()`, `reply_of(mail, "ACCEPTED")`, `accept`."""

import re
import smtplib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from calendars import attendee
from config import Settings
from database import db
from mail import commands_lmtp, jobs_delivery, jobs_inbox
from tests.infra.processes import free_port
from tests.infra.smtp_sink import Received, SmtpSink


@pytest.fixture
def deliver(app: Flask) -> Callable[[], int]:
    """Everything that is due now leaves; how many were tried."""
    return jobs_delivery.deliver_all


@pytest.fixture
def read_in(app: Flask) -> Callable[[], int]:
    """Everything that came in has its verdict."""

    def work() -> int:
        db.session.rollback()  # what the test has read is a snapshot, in which nothing new comes in
        known = list(db.session)
        done = jobs_inbox.work_through_inbox()
        db.session.add_all(known)  # the worker leaves with its session, and what the test holds goes on
        db.session.expire_all()
        return done

    return work


@pytest.fixture
def lmtp_port(app: Flask, settings: Settings) -> Iterator[int]:
    """A real LMTP door; its port."""
    app.config["FOYER"] = settings.model_copy(update={"lmtp_bind": f"127.0.0.1:{free_port()}"})
    controller = commands_lmtp.open_door(app)
    yield controller.port
    controller.stop()


@pytest.fixture
def lmtp(lmtp_port: int) -> Callable[..., None]:
    """`lmtp(raw, "rsvp+token@...", sender="ada@...")`: hands a message over as the site's mail server would."""

    def hand_over(raw: bytes, *recipients: str, sender: str = "ada@brink-waal.example") -> None:
        with smtplib.LMTP("127.0.0.1", lmtp_port, timeout=20) as door:
            door.sendmail(sender, list(recipients), raw)

    return hand_over


@pytest.fixture
def invitation_to(smtp_sink: SmtpSink) -> Callable[..., Received]:
    """The newest mail with a calendar that this person got."""

    def newest(person: object) -> Received:
        return [mail for mail in smtp_sink.to(person.email) if attendee.calendar_of(mail.raw)][-1]  # type: ignore[attr-defined]

    return newest


@pytest.fixture
def words_of() -> Callable[[Received], str]:
    """The text of a mail, on one line."""

    def read(mail: Received) -> str:
        body = mail.message.get_body(("plain",))
        return " ".join(body.get_content().split()) if body else ""

    return read


@pytest.fixture
def vevents_to(smtp_sink: SmtpSink) -> Callable[[object], list[dict[str, str]]]:
    """The event of each mail with a calendar that this person got, oldest first."""
    return lambda person: [vevent(mail) for mail in smtp_sink.to(person.email) if attendee.calendar_of(mail.raw)]  # type: ignore[attr-defined]


@pytest.fixture
def reply(lmtp, read_in, invitation_to) -> Callable[..., None]:
    """`reply(ada, "ACCEPTED")`: their calendar answers the newest invitation, by mail, and Foyer reads it."""

    def answer(person: object, partstat: str, *, at: datetime | None = None, comment: str = "") -> None:
        invitation = invitation_to(person)
        raw, sender, recipient = attendee.reply_mail(invitation.raw, partstat, now=at or datetime.now(UTC), comment=comment)
        lmtp(raw, recipient, sender=sender)
        read_in()

    return answer


def vevent(mail: Received) -> dict[str, str]:
    """The properties of the one event a mail carries, unfolded; METHOD too."""
    content = (attendee.calendar_of(mail.raw) or b"").replace(b"\r\n ", b"").decode()
    found = {"METHOD": re.search(r"METHOD:(\w+)", content).group(1)}  # type: ignore[union-attr]
    for line in content.partition("BEGIN:VEVENT")[2].splitlines():
        name, _colon, value = line.partition(":")
        found[name.partition(";")[0]] = value if name.partition(";")[0] != "ATTENDEE" else line
    return found
