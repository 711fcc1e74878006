"""What a mail server says about a message it could not hand on: delivery status notifications (RFC 3464), and Exim's header."""

from dataclasses import dataclass
from email.message import Message

from calendars import mime


@dataclass(frozen=True, slots=True)
class RecipientStatus:
    """What became of one recipient. `action`: failed, delayed, delivered, relayed, expanded; `status` as 5.1.1."""

    address: str
    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """What became of the recipients of a message."""

    recipients: tuple[RecipientStatus, ...]


def read_status(message: Message) -> DeliveryStatus | None:
    """The delivery status in a mail, if it has one."""
    for part in mime.parts(message):
        if part.get_content_type() == "message/delivery-status":
            content = part.get_payload()
            blocks = content if isinstance(content, list) else []
            found = [_recipient(block) for block in blocks if isinstance(block, Message) and block.get("Action")]
            return DeliveryStatus(tuple(found))
    failed = mime.addresses(message, "X-Failed-Recipients")  # Exim, which writes its report in words alone
    return DeliveryStatus(tuple(RecipientStatus(address, "failed", "", "") for address in failed)) if failed else None


def _recipient(block: Message) -> RecipientStatus:
    address = mime.header(block, "Final-Recipient") or mime.header(block, "Original-Recipient")
    diagnostic = mime.header(block, "Diagnostic-Code")
    return RecipientStatus(
        address=address.rpartition(";")[2].strip(),
        action=mime.header(block, "Action").lower().split()[0] if mime.header(block, "Action") else "",
        status=mime.header(block, "Status"),
        diagnostic=diagnostic.partition(";")[2].strip() or diagnostic,
    )
