"""The worker's part of the outbox: claim, write, hand over, mark. Each step commits by itself; killed at any point, nothing is lost."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import structlog

from config import settings
from database import db, repeated, transaction
from jobs import call, job, stopping
from mail import claims, delivery, signals
from mail.delivery import Ready
from mail.models import OutgoingMail
from mail.transports import Interrupted, PermanentRefusal, SmtpTransport, TransportError, Unreachable, transport_of

log = structlog.get_logger()
BATCH = 50  # messages claimed and written together; fewer when half of what waits is less, so that two end at the same time
UNMARKED = 5  # messages a kill between handing over and marking can make leave twice, recognisably the same
MARGIN = timedelta(seconds=60)  # a slow hand-over beside a slow commit: none begins when the lease may end during it
MOST_BREAKS = 3  # connections that break in a row at different messages: then it is the server, not the message


@job("mail.deliver", every_minutes=1)
def deliver_all() -> int:
    """Everything that is due now has left or has its reason not to; returns how many messages were tried."""
    transport = transport_of(settings())
    tried = 0
    try:
        while not stopping() and (batch := _claimed()):
            tried += len(batch)
            if not _deliver(batch, transport):
                break
    finally:
        db.session.remove()
        if transport is not None:
            transport.close()
    return tried


def _claimed() -> list[OutgoingMail]:
    now = datetime.now(UTC)
    with transaction():
        waiting = claims.count_due(2 * BATCH, now=now)
        mails = claims.claim(max(BATCH // 2, (waiting + 1) // 2), now=now)
    db.session.expunge_all()  # what is written from here on is written by id
    if 0 < len(mails) < waiting:
        call("mail.deliver")
    return mails


def _deliver(mails: Sequence[OutgoingMail], transport: SmtpTransport | None) -> bool:
    """Returns whether to go on: not when the mail server cannot be reached."""
    now = datetime.now(UTC)
    ready, needless, unwritten = delivery.write(mails, now=now)
    db.session.rollback()  # ends the read snapshot: sending takes its time
    with transaction():
        claims.drop(needless)
        for fault in unwritten:
            claims.mark_failed(fault.mail, fault.reason)
        overtaken = claims.give_way([one.mail for one in ready])
        still = claims.renew([one.mail for one in ready], now=datetime.now(UTC)) - overtaken
    ready = [one for one in ready if one.mail.id in still]
    if transport is None:
        _keep(ready)
        return True
    return _send(ready, transport)


def _keep(ready: Sequence[Ready]) -> None:
    now = datetime.now(UTC)
    with transaction():
        delivery.keep_in_postbox(ready, now=now)
        _mark(ready, now)


def _send(ready: Sequence[Ready], transport: SmtpTransport) -> bool:
    sent: list[Ready] = []
    breaks = 0
    for number, one in enumerate(ready):
        if stopping() or _lease_ends(one.mail):
            _settle(sent)
            _give_back(ready[number:])
            return not stopping()
        error = _hand_over(one, transport, sent)
        if isinstance(error, Unreachable):
            _settle(sent)
            _wait(ready[number:], str(error))
            return False
        if error is None:
            sent.append(one)
        else:
            _refused(one, error)
            _settle(sent)
        breaks = breaks + 1 if isinstance(error, Interrupted) else 0
        if breaks >= MOST_BREAKS:
            _wait(ready[number + 1 :], str(error))
            return False
    _settle(sent)
    return True


def _hand_over(one: Ready, transport: SmtpTransport, sent: list[Ready]) -> TransportError | None:
    """Why the message has not left; None when it has. While the server puts it on its disk, those before it are marked."""
    error = _tried(one, transport, lambda: transport.hand_over(one.raw, envelope_from=one.envelope_from, recipient=one.recipient))
    if error is not None:
        return error
    if len(sent) >= UNMARKED - 1:
        _settle(sent)
    return _tried(one, transport, transport.answer)


def _tried(one: Ready, transport: SmtpTransport, step: Callable[[], None]) -> TransportError | None:
    try:
        step()
    except TransportError as error:
        return error
    except Exception as error:  # whatever it is, it is about this message, which must not come back at every lease
        log.exception("hand_over_failed", mail=one.mail.id)
        transport.close()
        return PermanentRefusal(f"It could not be handed over ({type(error).__name__}: {error}). This is a fault of Foyer.")
    return None


def _lease_ends(mail: OutgoingMail) -> bool:
    margin = min(MARGIN, timedelta(seconds=settings().mail_lease_seconds / 2))
    return mail.lease_until is not None and datetime.now(UTC) > mail.lease_until - margin


def _refused(one: Ready, error: TransportError) -> None:
    with transaction():
        if isinstance(error, PermanentRefusal):
            claims.mark_failed(one.mail, str(error))
            signals.mail_failed.send(None, mail=one.mail, error=str(error), now=datetime.now(UTC))
        else:
            claims.put_off(one.mail, str(error), now=datetime.now(UTC))


def _give_back(ready: Sequence[Ready]) -> None:
    with transaction():
        claims.give_back([one.mail for one in ready])


def _wait(ready: Sequence[Ready], reason: str) -> None:
    with transaction():
        claims.wait_for_server([one.mail for one in ready], reason, now=datetime.now(UTC))


def _settle(sent: list[Ready]) -> None:
    """They are marked as sent, whatever it takes (what is not marked leaves once more), and none of them is left in the list."""
    if sent:
        repeated(lambda: _settle_together(sent))
        sent.clear()


def _settle_together(sent: Sequence[Ready]) -> None:
    with transaction():
        _mark(sent, datetime.now(UTC))


def _mark(sent: Sequence[Ready], now: datetime) -> None:
    mails = claims.mark_sent([(one.mail, one.subject) for one in sent], now=now)
    signals.mail_sent.send(None, mails=mails, now=now)
