"""The demo's proposal: Noor's calendar proposes half an hour later for the lunch, and Bo has not decided yet. It came in as mail does."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from calendars import attendee
from calendars.invitations import request
from database import db, transaction
from mail import inbox
from sessions import copies, scheduling
from sessions.copies import Copy
from sessions.models import Rsvp

WHO, LATER = "noor.jansen", timedelta(minutes=30)
WORDS = "We hand the planning over at noon. Half an hour later and all of us can come."


def fill(ids: Mapping[str, int], session_id: int, *, now: datetime) -> None:
    """The proposal waits. `ids`: who is who; Noor is invited to this session and has not answered."""
    at = now - timedelta(hours=3)
    with transaction():
        session = scheduling.lock(session_id)
        rsvp = db.session.scalars(select(Rsvp).where(Rsvp.session_id == session_id, Rsvp.person_id == ids[WHO])).one()
        copy = Copy(rsvp, None)
        event = copies.event(copy, sequence=session.calendar_object.sequence, url="", description="", now=at)
        span = (session.starts_at + LATER, session.ends_at + LATER)
        raw, sender, address = attendee.counter_mail(request(event), span, now=at, comment=WORDS)
        receipt = inbox.receive(raw, door="lmtp", envelope_from=sender, recipients=[address], now=at)
        inbox.work_through([receipt.incoming_id], now=at)
