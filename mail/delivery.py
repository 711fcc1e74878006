"""A message on its way out: its words from the package that posted it, its envelope and MIME shape from here."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import delete

from calendars.messages import Letter, assemble
from config import settings
from database import db
from mail.models import OutgoingMail, PostboxMail, storable
from mail.rendering import Renderer, Rendering, renderer_of

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ready:
    """A message as it leaves. `recipient` and `envelope_from` are plain addresses in ASCII."""

    mail: OutgoingMail
    raw: bytes
    envelope_from: str
    recipient: str
    subject: str


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A message that could not be written; `reason` is what to show."""

    mail: OutgoingMail
    reason: str


def write(mails: Sequence[OutgoingMail], *, now: datetime) -> tuple[list[Ready], list[OutgoingMail], list[Unwritten]]:
    """These messages in bytes, in order; those that are not needed any more; those that could not be written.

    One message that cannot be written holds up no other.
    """
    kinds: dict[str, list[OutgoingMail]] = defaultdict(list)
    for mail in mails:
        kinds[mail.kind].append(mail)
    renderings: dict[int, Rendering | Exception | None] = {}
    for kind, group in kinds.items():
        renderings |= _render(kind, group, now)
    ready: list[Ready] = []
    needless: list[OutgoingMail] = []
    unwritten: list[Unwritten] = []
    for mail in mails:
        written = _written(mail, renderings[mail.id], now)
        if written is None:
            needless.append(mail)
        elif isinstance(written, Ready):
            ready.append(written)
        else:
            unwritten.append(written)
    return ready, needless, unwritten


def _render(kind: str, mails: list[OutgoingMail], now: datetime) -> dict[int, Rendering | Exception | None]:
    renderer = renderer_of(kind)
    if renderer is None:
        return {mail.id: LookupError(f"nobody writes messages of the kind {kind}") for mail in mails}
    try:
        return {mail.id: rendering for mail, rendering in zip(mails, renderer(mails, now=now), strict=True)}
    except Exception:  # one of them: which one shows when each is written alone
        log.exception("rendering_failed", kind=kind)
        db.session.rollback()
        return {mail.id: _render_alone(renderer, mail, now) for mail in mails}


def _render_alone(renderer: Renderer, mail: OutgoingMail, now: datetime) -> Rendering | Exception | None:
    try:
        return renderer([mail], now=now)[0]
    except Exception as error:
        log.exception("rendering_failed", mail=mail.id)
        db.session.rollback()
        return error


def _written(mail: OutgoingMail, rendering: Rendering | Exception | None, now: datetime) -> Ready | Unwritten | None:
    if rendering is None:
        return None
    if isinstance(rendering, Exception):
        return Unwritten(mail, f"It could not be written ({type(rendering).__name__}: {rendering}). This is a fault of Foyer.")
    try:
        recipient = wire_address(mail.recipient)
    except UnicodeError:
        return Unwritten(mail, f"This address cannot be written to: {mail.recipient}")
    try:
        raw = assemble(_letter(mail, rendering, recipient, now))
    except Exception as error:  # words that are no words: this message's trouble alone
        log.exception("assembling_failed", mail=mail.id)
        return _written(mail, error, now)
    return Ready(mail, raw, bounce_address(mail), recipient, rendering.subject)


def _letter(mail: OutgoingMail, rendering: Rendering, recipient: str, now: datetime) -> Letter:
    company = settings()
    return Letter(
        sender_name=rendering.from_name or company.company_name or "Foyer",
        sender_address=company.mail_from,
        recipient_name="",
        recipient_address=recipient,
        reply_to=rendering.reply_to,
        subject=rendering.subject,
        text=rendering.text,
        html=rendering.html,
        message_id=message_id(mail.token),
        date=now,
        calendar=rendering.calendar,
        method=rendering.method,
        references=tuple(message_id(token) for token in rendering.references if token != mail.token),
        language=rendering.language,
    )


def message_id(token: str) -> str:
    """The Message-ID of a message: the same at every attempt. It travels on in every answer; the token, which names the bounce
    address, cannot be told from it.
    """
    return f"<{hashlib.sha256(f'message-id:{token}'.encode()).hexdigest()[:32]}@{settings().mail_domain}>"


def bounce_address(mail: OutgoingMail) -> str:
    """The envelope sender (VERP): what comes back names the message it is about."""
    return f"bounce+{mail.token}@{settings().mail_domain}"


def wire_address(address: str) -> str:
    """The address in ASCII, its domain in punycode. Raises UnicodeError for a local part that needs SMTPUTF8."""
    local, _at, domain = address.rpartition("@")
    local.encode("ascii")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"


def keep_in_postbox(mails: Sequence[Ready], *, now: datetime) -> None:
    """Demo: the messages stand on the Postbox page instead of leaving; one that is sent again takes the place of the first."""
    tokens = [ready.mail.token for ready in mails]
    db.session.execute(delete(PostboxMail).where(PostboxMail.token.in_(tokens)))
    for ready in mails:
        db.session.add(
            PostboxMail(
                token=ready.mail.token,
                recipient=ready.mail.recipient,
                subject=storable(ready.subject, 300),
                raw=ready.raw,
                kept_at=now,
            )
        )
    db.session.flush()
