"""Where each message about a session is, by API."""

from datetime import datetime
from typing import Any

from flask import abort
from pydantic import Field
from spectree import Response as Answers

from mail import queries
from mail.models import OutgoingState
from openapi import COUNTED, Listed, PageQuery, Shape, blueprint, errors, listed, problem, spec
from people.current import me
from security import bearer
from sessions import access


class MailQuery(PageQuery):
    """Which messages."""

    session: int | None = Field(
        None,
        ge=1,
        le=2**31 - 1,
        description="Only those about this session. Without it: those about any session, for who manages.",
    )


class MailShape(Shape):
    """One message. `sent` means handed to the mail server; `sequence` is the SEQUENCE it tells."""

    id: int
    session: int | None
    email: str
    kind: str
    subject: str
    state: OutgoingState
    sequence: int
    attempts: int
    created_at: str
    due_at: str
    sent_at: str | None
    answered_at: str | None
    error: str


@blueprint.get("/mail/outgoing")
@spec.validate(
    query=MailQuery,
    resp=Answers(HTTP_200=Listed[MailShape], **errors(403, 404, 422)),
    tags=["mail"],
)
@bearer
def list_outgoing(query: MailQuery) -> dict[str, Any]:
    """State of each message, newest first."""
    topic = None
    if query.session is not None:
        topic = access.session_hosted_by(me(), query.session).topic
    elif not me().may_manage:
        abort(problem(403, "Not allowed", "Name a session that you look after.", code="not-allowed"))
    page = queries.outgoing(topics=[topic] if topic else [], states=(), number=query.page, per_page=query.per_page, up_to=COUNTED)
    return listed(page, [_shape(mail) for mail in page.items])


def _shape(mail: Any) -> dict[str, Any]:
    """Of a row as `mail.queries.outgoing` finds it."""
    kind, _colon, number = mail.topic.partition(":")
    return {
        "id": mail.id,
        "session": int(number) if kind == "session" and number.isdigit() else None,
        "email": mail.recipient,
        "kind": mail.kind,
        "subject": mail.subject or "",
        "state": mail.state.value,
        "sequence": mail.revision,
        "attempts": mail.attempts,
        "created_at": mail.created_at.isoformat(),
        "due_at": mail.due_at.isoformat(),
        "sent_at": _iso(mail.sent_at),
        "answered_at": _iso(mail.answered_at),
        "error": mail.error or "",
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
