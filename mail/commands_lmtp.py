"""The LMTP door (RFC 2033): the site's own mail server hands over what came for the answer addresses. Kept raw, then answered with 250."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, AnyStr, TypeVar

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from database import db, transaction
from mail import inbox

log = structlog.get_logger()
T = TypeVar("T")
MOST_RECIPIENTS = 100
AFTER_DATA = {  # aiosmtpd's own words, and ours
    "552 Error: Too much mail data": "552 5.3.4 Too much mail data",
    "500 Line too long (see RFC5321 4.5.3.1.6)": "500 5.5.2 Line too long",
}


class _Door(LMTP):
    line_length_limit = 1_000_000  # some programs never break a line; the size limit holds all the same

    async def push(self, status: AnyStr) -> None:
        """Every recipient is owed an answer: aiosmtpd refuses once, and the sender would wait for the others."""
        refusal = AFTER_DATA.get(str(status))
        if refusal and self.envelope:
            await super().push(_each(self.envelope, refusal))
        else:
            await super().push(status)


class _Controller(Controller):
    def __init__(self, handler: object, *, most_bytes: int, **options: Any) -> None:
        self._most_bytes = most_bytes
        super().__init__(handler, **options)

    def factory(self) -> SMTP:
        return _Door(self.handler, data_size_limit=self._most_bytes, enable_SMTPUTF8=True, ident="Foyer")


class Handler:
    """Says at RCPT whether the address is one of ours, keeps the message at the end of DATA."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            ours = await self._in_thread(lambda: inbox.accepts(address))
        except SQLAlchemyError:
            log.exception("lmtp_database")
            return "451 4.3.0 Try again later"
        if not ours:
            return "550 5.1.1 No such answer address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content or "").encode()
        try:
            sender = (envelope.mail_from or "").strip("<>")  # aiosmtpd calls the null sender "<>"
            await self._in_thread(lambda: _keep(raw, sender, list(envelope.rcpt_tos)))
        except Exception:  # whatever it is: the mail server keeps the message and comes again
            log.exception("lmtp_failed")
            return _each(envelope, "451 4.3.0 Try again later")
        return _each(envelope, "250 2.0.0 Kept")

    async def _in_thread(self, read: Callable[[], T]) -> T:
        return await asyncio.to_thread(self._with_context, read)

    def _with_context(self, read: Callable[[], T]) -> T:
        with self._app.app_context():
            return read()


def _keep(raw: bytes, envelope_from: str, recipients: list[str]) -> None:
    with transaction():
        inbox.receive(raw, door="lmtp", envelope_from=envelope_from, recipients=recipients, now=datetime.now(UTC))
    db.session.remove()


def _each(envelope: Envelope, status: str) -> str:
    """One reply for each recipient (RFC 2033 section 4.2)."""
    return "\r\n".join([status] * max(1, len(envelope.rcpt_tos)))


def open_door(app: Flask) -> Controller:
    """The door listens where FOYER_LMTP_BIND says, in a thread of its own. Close it with `.stop()`."""
    settings: Settings = app.config["FOYER"]
    host, _colon, port = settings.lmtp_bind.rpartition(":")
    controller = _Controller(Handler(app), most_bytes=settings.mail_max_bytes, hostname=host.strip("[]"), port=int(port))
    controller.start()
    return controller
