"""A real SMTP server that keeps what it is given, and that can be told to refuse."""

import asyncio
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from time import monotonic, sleep
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from mail.transports import SmtpTransport
from tests.infra.certificates import Certificate
from tests.infra.processes import free_port


@dataclass(frozen=True)
class Received:
    """One accepted message: envelope and bytes as they came over the wire."""

    envelope_from: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)


@dataclass
class SmtpSink:
    """`received` in order of arrival.

    `answers["dana@brink-waal.example"] = "451 4.3.0 try later"` refuses that recipient; `data_answer = "554 5.7.1 no"` refuses every
    message after DATA, `sender_answer` every sender; `drops = 2` cuts the connection in the middle of the next two messages, before they
    are kept; `drops_after = 1` cuts it after keeping one, so that the sender never learns; `pause` is how many seconds it
    takes to answer DATA.

    With a `certificate` it offers STARTTLS, or speaks TLS from the first byte when `implicit_tls`; with a `password` it wants one from
    the user "foyer". `ways` says for each message kept whether it came encrypted.
    """

    port: int = field(default_factory=free_port)
    received: list[Received] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    data_answer: str = ""
    sender_answer: str = ""
    drops: int = 0
    drops_after: int = 0
    connections: int = 0
    certificate: Certificate | None = None
    implicit_tls: bool = False
    password: str = ""
    pause: float = 0
    ways: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        who = f"foyer:{self.password}@" if self.password else ""
        return f"smtp{'s' if self.implicit_tls else ''}://{who}127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listens (again): aiosmtpd's controller cannot be restarted, so each start takes a new one on the same port."""
        self._controller = _Controller(self, hostname="127.0.0.1", port=self.port)
        before = self.connections
        self._controller.start()
        self.connections = before  # the controller knocks once to see whether it stands

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    def to(self, address: str) -> list[Received]:
        return [mail for mail in self.received if address in mail.recipients]

    def wait_for(self, count: int, seconds: float = 10) -> list[Received]:
        """What has come once `count` messages have. Raises AssertionError when they have not in time."""
        end = monotonic() + seconds
        while len(self.received) < count:
            assert monotonic() < end, f"{len(self.received)} of {count} messages came within {seconds} s"
            sleep(0.01)
        return list(self.received)

    async def handle_MAIL(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:
        refusal = self.answers.get(address.lower())
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (b"foyer", self.password.encode()), handled=False)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.pause)
        if self.data_answer:
            return self.data_answer
        with self._lock:
            if self.drops:
                self.drops -= 1
                return _cut(server)
            self.received.append(Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), bytes(envelope.content or b"")))
            self.ways.append("encrypted" if self.implicit_tls or session.ssl else "open")
            if self.drops_after:
                self.drops_after -= 1
                return _cut(server)
        return "250 OK"


def send(transport: SmtpTransport, raw: bytes, recipient: str) -> None:
    """The mail server has taken one message."""
    transport.hand_over(raw, envelope_from="bounce+1@brink-waal.example", recipient=recipient)
    transport.answer()


def _cut(server: SMTP) -> str:
    """Ends the connection without a word."""
    server.transport.abort()
    return "421 gone"


class _Controller(Controller):
    def __init__(self, sink: SmtpSink, **options: Any) -> None:
        self.sink = sink
        self.tls = sink.certificate.server_context() if sink.certificate else None
        super().__init__(sink, ssl_context=self.tls if sink.implicit_tls else None, **options)

    def factory(self) -> SMTP:
        self.sink.connections += 1
        options = {"tls_context": None if self.sink.implicit_tls else self.tls}
        if self.sink.password:
            in_the_open = self.tls is None or self.sink.implicit_tls
            options |= {"authenticator": self.sink.authenticate, "auth_required": True, "auth_require_tls": not in_the_open}
        return SMTP(self.handler, hostname="sink.example", enable_SMTPUTF8=True, **options)
