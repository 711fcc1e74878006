"""Reads for the mail page and the postbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from database import db
from mail.models import OutgoingMail, OutgoingState, PostboxMail
from paging import MANY, PER_PAGE, Page, paginate

RECENT_MAILS, TOPICS = 2000, 20
_SHOWN = ("id", "topic", "kind", "recipient", "subject", "state", "revision", "attempts", "created_at", "due_at", "sent_at")
LISTED = [getattr(OutgoingMail, name) for name in (*_SHOWN, "answered_at", "error")]
HALF_A_DAY = timedelta(hours=12)
NEEDS_A_LOOK = (OutgoingState.FAILED, OutgoingState.BOUNCED)


@dataclass(frozen=True, slots=True)
class TopicTotals:
    """What became of the messages about one thing, by state; `answered` of them brought a reply from a calendar."""

    topic: str
    counts: dict[OutgoingState, int]
    answered: int

    @property
    def has_any(self) -> bool:
        """Whether any message was sent, or is to be."""
        return any(count for state, count in self.counts.items() if state not in {OutgoingState.REPLACED, OutgoingState.DROPPED})


def outgoing(
    *, topics: Sequence[str], states: Sequence[OutgoingState], number: int, per_page: int = PER_PAGE, up_to: int = MANY
) -> Page[Any]:
    """Messages, newest first, with the columns of LISTED; of these topics and states, if any are named.

    Never one about nothing but its reader, such as a sign-in link.
    """
    query = select(*LISTED).where(OutgoingMail.topic != "")
    if topics:
        query = query.where(OutgoingMail.topic.in_(topics))
    if states:
        query = query.where(OutgoingMail.state.in_(states))
    return paginate(query.order_by(OutgoingMail.id.desc()), number, per_page=per_page, up_to=up_to, plain=True)


def recent_topics() -> list[TopicTotals]:
    """Totals of what was written about most recently. Two queries."""
    recent = (
        select(OutgoingMail.topic, OutgoingMail.id)
        .where(OutgoingMail.topic != "")
        .order_by(OutgoingMail.id.desc())
        .limit(RECENT_MAILS)
    ).subquery()
    newest = func.max(recent.c.id)
    topics = list(db.session.scalars(select(recent.c.topic).group_by(recent.c.topic).order_by(newest.desc()).limit(TOPICS)))
    return totals(topics)


def totals(topics: Sequence[str]) -> list[TopicTotals]:
    """Totals of these topics, in this order. One query."""
    query = (
        select(OutgoingMail.topic, OutgoingMail.state, func.count(), func.count(OutgoingMail.answered_at))
        .where(OutgoingMail.topic.in_(topics))
        .group_by(OutgoingMail.topic, OutgoingMail.state)
    )
    found = {topic: TopicTotals(topic, {}, 0) for topic in topics}
    for topic, state, count, answered in db.session.execute(query):
        before = found[topic]
        found[topic] = TopicTotals(topic, {**before.counts, state: count}, before.answered + answered)
    return list(found.values())


def postbox_people() -> list[tuple[str, int]]:
    """Who has mail in the demo's postbox, and how many."""
    query = select(PostboxMail.recipient, func.count()).group_by(PostboxMail.recipient).order_by(PostboxMail.recipient)
    return list(db.session.execute(query).all())


def postbox(recipient: str | None, number: int) -> Page[PostboxMail]:
    """What the postbox holds, newest first."""
    query = select(PostboxMail).order_by(PostboxMail.id.desc())
    if recipient:
        query = query.where(PostboxMail.recipient == recipient)
    return paginate(query, number, per_page=25)


def next_to_postbox(recipient: str | None, *, now: datetime) -> datetime | None:
    """When the next message leaves that waits for somebody's quiet hours to end, if one does. What is planned for later days is not meant."""
    query = select(func.min(OutgoingMail.due_at)).where(
        OutgoingMail.state == OutgoingState.QUEUED, OutgoingMail.due_at > now, OutgoingMail.due_at <= now + HALF_A_DAY
    )
    return db.session.scalar(query.where(OutgoingMail.recipient == recipient) if recipient else query)


def postbox_mail(mail_id: int) -> PostboxMail | None:
    """One message of the postbox, with its bytes."""
    return db.session.scalar(select(PostboxMail).where(PostboxMail.id == mail_id).options(undefer(PostboxMail.raw)))
