"""Where mail leaves: one reused SMTP connection. The demo's postbox is no transport: nothing leaves there."""

import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, unquote, urlsplit

from config import Settings

TIMEOUT = 30  # seconds for each answer of the mail server
GO_ON = 354  # the answer to DATA
IDLE = 10  # seconds after which a connection is asked whether it still stands


class TransportError(Exception):
    """A message did not leave. The text is what to show: plain words with the server's own line."""


class Unreachable(TransportError):
    """The mail server cannot be spoken to, or takes nothing from us: no message can leave now."""


class TemporaryRefusal(TransportError):
    """The server does not take this message now (4xx)."""


class Interrupted(TemporaryRefusal):
    """The connection broke at this message, or the server closed it (421). It may be the message's fault: others go on."""


class PermanentRefusal(TransportError):
    """The server does not take this message (5xx)."""


class SmtpTransport:
    """smtp:// or smtps://; `starttls=required|opportunistic|off`, required when there is a password to protect.

    Opportunistic takes any certificate: it would go on in the clear without one (RFC 7435), and a relay beside us signs its own.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._implicit_tls = parts.scheme == "smtps"
        self._host, self._user, self._password = (
            parts.hostname or "",
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )
        self._port = parts.port or (465 if self._implicit_tls else 587 if self._user else 25)
        query = parse_qs(parts.query)
        self._starttls = query.get("starttls", ["required" if self._user else "opportunistic"])[0]
        self._authority = query.get("cafile", [None])[
            0
        ]  # a certificate of one's own mail server is trusted by naming who signed it
        self._connection: smtplib.SMTP | None = None
        self._used_at = 0.0

    def hand_over(self, raw: bytes, *, envelope_from: str, recipient: str) -> None:
        """The server has every byte of the message; `answer` must follow. `raw` has lines that end in CRLF. Raises TransportError."""
        connection = self._connected()
        with self._unbroken():
            self._expect(connection.mail(envelope_from), "our sender address", about_us=True)
            self._expect(connection.rcpt(recipient), recipient)
            reply = connection.docmd("DATA")
            if reply[0] != GO_ON:
                self._expect(reply, "the message")
                raise smtplib.SMTPDataError(*reply)
            connection.send(_as_data(raw))

    def answer(self) -> None:
        """The server has taken the message that was handed over. Raises TransportError."""
        if self._connection is None:
            raise RuntimeError("nothing was handed over")
        with self._unbroken():
            self._expect(self._connection.getreply(), "the message")
        self._used_at = time.monotonic()

    @contextmanager
    def _unbroken(self) -> Iterator[None]:
        try:
            yield
        except (smtplib.SMTPException, OSError) as error:
            self._abandon()
            raise Interrupted(f"The connection to the mail server broke: {_line(error)}") from error

    def _expect(self, reply: tuple[int, bytes], what: str, *, about_us: bool = False) -> None:
        """`about_us`: a refusal for good would meet every message; none is to blame."""
        code, answer = reply
        if 200 <= code < 300:
            return
        line = f"{code} {answer.decode('utf-8', 'replace')}"[:500]
        if code == 421:
            self._abandon()
            raise Interrupted(f"The mail server closed the connection: {line}")
        if code in {530, 535, 538}:
            self._abandon()
            raise Unreachable(f"The mail server wants another sign-in: {line}")
        self._start_over()
        if 400 <= code < 500:
            raise TemporaryRefusal(f"The mail server did not take {what} yet: {line}")
        raise (Unreachable if about_us else PermanentRefusal)(f"The mail server refused {what}: {line}")

    def _start_over(self) -> None:
        """The connection is ready for the next message, or given up."""
        try:
            if self._connection is not None:
                self._connection.rset()
        except (smtplib.SMTPException, OSError):
            self._abandon()

    def _connected(self) -> smtplib.SMTP:
        if self._connection is not None and time.monotonic() - self._used_at > IDLE:
            self._drop_if_dead()
        if self._connection is None:
            try:
                self._connection = self._connect()
            except smtplib.SMTPAuthenticationError as error:
                raise Unreachable(f"The mail server refused the user or password: {_line(error)}") from error
            except (smtplib.SMTPException, OSError) as error:
                raise Unreachable(f"The mail server cannot be reached: {_line(error)}") from error
        return self._connection

    def _drop_if_dead(self) -> None:
        try:
            alive = self._connection is not None and self._connection.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            alive = False
        if not alive:
            self._abandon()

    def _connect(self) -> smtplib.SMTP:
        if self._implicit_tls:
            context = self._trusting()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT, context=context)
        else:
            connection = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT)
        try:
            connection.ehlo()
            if not self._implicit_tls and self._starttls != "off":
                self._encrypt(connection)
            if self._user:
                connection.login(self._user, self._password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _encrypt(self, connection: smtplib.SMTP) -> None:
        if connection.has_extn("starttls"):
            connection.starttls(context=self._trusting())
            connection.ehlo()
        elif self._starttls != "opportunistic":
            raise smtplib.SMTPException("it offers no STARTTLS, and FOYER_SMTP_URL requires it")

    def _trusting(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self._authority)
        if self._starttls == "opportunistic" and not self._implicit_tls and not self._authority:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    def close(self) -> None:
        """The connection has ended; the next message opens another."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
        self._abandon()

    def _abandon(self) -> None:
        """No word more: a server that hangs would let us wait for its goodbye."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def transport_of(settings: Settings) -> SmtpTransport | None:
    """The way out that the settings name; None when mail stays in the demo's postbox."""
    url = settings.smtp_url.get_secret_value()
    return SmtpTransport(url) if url else None


def _as_data(raw: bytes) -> bytes:
    """With its dots doubled where lines begin, and the line that ends it (RFC 5321 section 4.5.2)."""
    lines = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    return (b"\n" + lines).replace(b"\n.", b"\n..")[1:] + b".\r\n"


def _line(error: Exception) -> str:
    code = getattr(error, "smtp_code", "")
    text = getattr(error, "smtp_error", b"") or str(error) or type(error).__name__
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}".strip()[:500]
