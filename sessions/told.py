"""What a person's calendar was last told: kept when a message has left, in the same transaction (mail.signals)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, case, func, or_, select, update

from database import db
from mail.models import OutgoingMail
from people.models import Person
from sessions import notices
from sessions.models import Invitation, ScheduledSession

CALENDAR_KINDS = frozenset(
    {
        notices.INVITATION,
        notices.UPDATE,
        notices.SEAT,
        notices.LATE,
        notices.CANCELLATION,
        notices.WITHDRAWAL,
        notices.MOVED_ON,
        notices.SERIES,
    }
)
NO_REQUESTS = frozenset({notices.CANCELLATION, notices.WITHDRAWAL, notices.MOVED_ON})
_TABLE = Invitation.metadata.tables[Invitation.__tablename__]
_IS_NEWER = or_(_TABLE.c.told_sequence.is_(None), _TABLE.c.told_sequence < bindparam("revision"))
_LEFT = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("invitation"))
    .values(
        left_at=bindparam("at"),
        told_sequence=case((_IS_NEWER, bindparam("revision")), else_=_TABLE.c.told_sequence),
        told_at=case((_IS_NEWER, bindparam("at", type_=_TABLE.c.told_at.type)), else_=_TABLE.c.told_at),
        first_message_token=func.coalesce(_TABLE.c.first_message_token, bindparam("first")),
    )
)


def keep(mails: Sequence[OutgoingMail], *, now: datetime) -> None:
    """Each invitation knows the SEQUENCE that has left for it, when it first left, and its first message (for References)."""
    about = [mail for mail in mails if mail.kind in CALENDAR_KINDS]
    rows = [
        {
            "invitation": mail.payload.get("invitation_id"),
            "revision": mail.revision,
            "at": now,
            "first": None if mail.kind in NO_REQUESTS else mail.token,  # whichever kind of REQUEST happens to be the first
        }
        # In the order in which rules write invitations: two transactions that lock the same rows in different orders end in a deadlock.
        for mail in sorted(about, key=lambda mail: mail.payload.get("invitation_id") or 0)
    ]
    if rows:
        db.session.connection().execute(_LEFT, rows)


def came_back(mail: OutgoingMail, *, error: str, now: datetime) -> None:
    """The first host who is still here, or else who planned it, is told that a mail about the session did not arrive (promise 7).

    Once a message.
    """
    if mail.kind not in CALENDAR_KINDS | {notices.PROPOSAL_DECLINED}:
        return
    session = _session_of(mail)
    if session is None:
        return
    planner = db.session.get(Person, session.created_by_id) if session.created_by_id else None
    readers = [*(host.person for host in session.hosts), *([planner] if planner else [])]
    reader = next((person for person in readers if person.active), None)
    if reader is not None:
        notices.bounced(session, reader, mail, error=error, now=now)


def _session_of(mail: OutgoingMail) -> ScheduledSession | None:
    """The session it is about; of a message about a series its first date."""
    about = ScheduledSession.id == mail.payload.get("session_id")
    if mail.kind == notices.SERIES:
        about = ScheduledSession.series_id == mail.payload.get("series_id")
    return db.session.scalars(select(ScheduledSession).where(about).order_by(ScheduledSession.starts_at).limit(1)).first()
