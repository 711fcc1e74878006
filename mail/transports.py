"""Where mail leaves: one reused SMTP connection, or the demo's postbox."""

import smtplib
import ssl
import time
from contextlib import suppress
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from config import Settings

TIMEOUT = 30  # seconds for each answer of the mail server
IDLE = 10  # seconds after which a connection is asked whether it still stands
STARTTLS = ("required", "opportunistic", "off")


class TransportError(Exception):
    """A message did not leave. The text is what to show: plain words with the server's own line."""


class Unreachable(TransportError):
    """The mail server cannot be spoken to: no message can leave now."""


class TemporaryRefusal(TransportError):
    """The server does not take this message now (4xx)."""


class PermanentRefusal(TransportError):
    """The server does not take this message (5xx)."""


class Transport(Protocol):
    """Hands over one message at a time. Raises TransportError."""

    def send(self, raw: bytes, *, envelope_from: str, recipient: str) -> None: ...

    def close(self) -> None: ...


class SmtpTransport:
    """smtp:// or smtps://; `starttls=required|opportunistic|off`, required when there is a password to protect."""

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
        # A self-signed certificate of one's own mail server is trusted by naming its authority.
        self._tls = ssl.create_default_context(cafile=query.get("cafile", [None])[0])
        self._connection: smtplib.SMTP | None = None
        self._used_at = 0.0

    def send(self, raw: bytes, *, envelope_from: str, recipient: str) -> None:
        """The server has taken the message. Raises TransportError."""
        connection = self._connected()
        try:
            self._hand_over(connection, raw, envelope_from, recipient)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.close()
            raise Unreachable(f"The mail server cut the connection: {_line(error)}") from error
        self._used_at = time.monotonic()

    def _hand_over(self, connection: smtplib.SMTP, raw: bytes, envelope_from: str, recipient: str) -> None:
        self._expect(connection.mail(envelope_from), "the sender")
        self._expect(connection.rcpt(recipient), recipient)
        try:
            code, answer = connection.data(raw)
        except smtplib.SMTPDataError as error:  # the answer to DATA itself
            code, answer = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
        self._expect((code, answer), "the message")

    def _expect(self, reply: tuple[int, bytes], what: str) -> None:
        code, answer = reply
        if 200 <= code < 300:
            return
        line = f"{code} {answer.decode('utf-8', 'replace')}"[:500]
        if code == 421:
            self.close()
            raise Unreachable(f"The mail server takes nothing now: {line}")
        if code in {530, 535, 538}:
            self.close()
            raise Unreachable(f"The mail server wants another sign-in: {line}")
        with suppress(smtplib.SMTPException, OSError):
            if self._connection is not None:
                self._connection.rset()
        if 400 <= code < 500:
            raise TemporaryRefusal(f"The mail server did not take {what} yet: {line}")
        raise PermanentRefusal(f"The mail server refused {what}: {line}")

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
            self.close()

    def _connect(self) -> smtplib.SMTP:
        if self._implicit_tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT, context=self._tls)
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
            connection.starttls(context=self._tls)
            connection.ehlo()
        elif self._starttls == "required":
            raise smtplib.SMTPException("it offers no STARTTLS, and FOYER_SMTP_URL requires it")

    def close(self) -> None:
        """The connection is given up; the next message opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()


def transport_of(settings: Settings) -> SmtpTransport | None:
    """The way out that the settings name; None when mail stays in the demo's postbox."""
    url = settings.smtp_url.get_secret_value()
    return SmtpTransport(url) if url else None


def _line(error: Exception) -> str:
    code = getattr(error, "smtp_code", "")
    text = getattr(error, "smtp_error", b"") or str(error) or type(error).__name__
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}".strip()[:500]
