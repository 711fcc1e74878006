"""Whether a message can be taken as the invited person's own (RFC 6047 section 3). The token in the address is not enough: mails are forwarded."""

from collections.abc import Collection
from enum import StrEnum

from calendars.replies import InboundMessage, ReplyAttendee, same_address

GOOGLE = "calendar-notification@google.com"


class Distrust(StrEnum):
    """Why a message cannot be taken as somebody's; a host can vouch for it."""

    OTHER_SENDER = "other-sender"
    OTHER_ADDRESS = "other-address"
    NOT_AUTHENTIC = "not-authentic"


def distrust(
    message: InboundMessage, emails: Collection[str], *, attendee: ReplyAttendee | None, needs_attendee: bool, authserv_id: str
) -> Distrust | None:
    """What speaks against it that the person with these addresses sent this; None when nothing does."""
    if needs_attendee and (attendee is None or not is_one_of(attendee.address, emails)):
        return Distrust.OTHER_ADDRESS
    if not is_one_of(sender_of(message), emails):
        return Distrust.OTHER_SENDER
    if dmarc_failed(message, authserv_id):
        return Distrust.NOT_AUTHENTIC
    return None


def is_one_of(address: str, emails: Collection[str]) -> bool:
    """Whether this is one of a person's addresses, however it is written."""
    return any(same_address(address, email) for email in emails)


def sender_of(message: InboundMessage) -> str:
    """Who From says it is and nobody else, "" if that is not clear: with a second address in it, a server may have vouched for that one.

    So it may for what we cannot read as an address.

    Google answers From: calendar-notification@google.com with the person in Reply-To (rspamd#4008).
    """
    if not message.is_sender_clear:
        return ""
    sender = _only(message.from_addresses)
    return _only(message.reply_to) if same_address(sender, GOOGLE) else sender


def dmarc_failed(message: InboundMessage, authserv_id: str) -> bool:
    """What our own mail server found, and only it: anybody can write an Authentication-Results header (RFC 8601 section 5).

    A server puts its own on top, so the first that says anything of DMARC decides.
    """
    if not authserv_id:
        return False
    for header in message.authentication_results:
        server, _semicolon, results = header.lower().partition(";")
        if server.split()[:1] != [authserv_id.lower()]:
            continue
        methods = [result.replace(" ", "") for result in results.split(";")]
        found = [method for method in methods if method.startswith("dmarc=")]
        if found:
            return found[0].startswith("dmarc=fail")
    return False


def _only(addresses: tuple[str, ...]) -> str:
    return addresses[0] if len(addresses) == 1 else ""
