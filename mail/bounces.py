"""What mail servers send back (RFC 3464) to bounce+TOKEN: the message it is about came back, or is late."""

from datetime import datetime

from sqlalchemy import select

from calendars import mime
from calendars.absences import is_absence_note
from calendars.deliveries import DeliveryStatus, RecipientStatus
from calendars.replies import InboundMessage
from database import db
from mail import inbox, originals, signals
from mail.inbox import Verdict
from mail.models import IncomingMail, IncomingState, OutgoingMail, OutgoingState, storable
from mail.words import status_words


def register() -> None:
    """The inbox knows whom messages to bounce+TOKEN are for."""
    inbox.register_address("bounce", exists=exists, handle=handle)


def exists(token: str) -> bool:
    """Whether a bounce address belongs to a message of ours."""
    return db.session.scalar(select(OutgoingMail.id).where(OutgoingMail.token == token)) is not None


def handle(incoming: IncomingMail, message: InboundMessage, token: str, now: datetime) -> Verdict:
    """The message that came back is marked, and whoever posted it knows (signal mail_bounced)."""
    query = select(OutgoingMail).where(OutgoingMail.token == token).with_for_update()
    mail = db.session.scalar(query.execution_options(populate_existing=True))
    if mail is None:
        return Verdict(state=IncomingState.IGNORED, reason="A returned message that we do not know.")
    failure = _failure(message.delivery_status)
    if failure is None:
        return _undecided(incoming, message, mail)
    if incoming.envelope_from:
        # Whoever got a mail of ours has seen this address: a mail server names itself by the null sender (RFC 5321 section 4.5.5).
        return _waits(incoming, message, mail, reason="It says that a message came back, but it was not sent by a mail server.")
    if mail.state in {OutgoingState.SENT, OutgoingState.SENDING}:  # a quick server is back before the worker has marked it
        mail.state, mail.error, mail.sent_at = OutgoingState.BOUNCED, _words(failure), mail.sent_at or now
        mail.claimed_by, mail.lease_until = None, None
        db.session.flush()
        signals.mail_bounced.send(None, mail=mail, error=status_words(failure.status), now=now)
    return Verdict(
        state=IncomingState.APPLIED, reason="A message came back, and is marked.", topic=mail.topic, person_id=mail.person_id
    )


def _undecided(incoming: IncomingMail, message: InboundMessage, mail: OutgoingMail) -> Verdict:
    """No failure in it: a delay, an absence note sent to the envelope sender, or words only a person understands."""
    owns_up = mime.says_it_is_automatic(mime.parse(incoming.raw)) or is_absence_note(message.subject, message.text)
    if message.delivery_status is not None or owns_up:
        reason = "A note about a message that is on its way, or an absence note."
        return Verdict(state=IncomingState.IGNORED, reason=reason, topic=mail.topic, person_id=mail.person_id)
    return _waits(
        incoming, message, mail, reason="It came to the address for returned mail, but no mail server says what failed."
    )


def _waits(incoming: IncomingMail, message: InboundMessage, mail: OutgoingMail, *, reason: str) -> Verdict:
    """A host sees it; but nobody looks after a mail that is about nothing but its reader."""
    if not mail.topic:
        return Verdict(state=IncomingState.IGNORED, reason=reason, person_id=mail.person_id)
    text = originals.before_quote(message.text)[:2000]
    details = {"text": text, "sent_to": mail.recipient, "null_sender": not incoming.envelope_from}
    return Verdict(state=IncomingState.WAITING, reason=reason, topic=mail.topic, person_id=mail.person_id, details=details)


def _failure(status: DeliveryStatus | None) -> RecipientStatus | None:
    if status is None:
        return None
    return next((recipient for recipient in status.recipients if recipient.action == "failed"), None)


def _words(failure: RecipientStatus) -> str:
    said = " ".join(part for part in (failure.status, failure.diagnostic) if part)
    return storable(f"It came back from {failure.address or 'their mail server'}: {said}", 1000)
