"""Whom a community manager might thank: hosts of what has just been held. Nothing about how much anybody does decides it.

Waves are not among it: closing one says thanks to everybody who took part. Only thanks of community managers keep a line from standing
there: whether colleagues thank each other is nobody's business.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import lazyload

from champions.thanks.models import Thanks
from database import db
from people.models import Person, Role
from sessions.models import Host, ScheduledSession, SessionState

FRESH = timedelta(days=14)  # thanks for what was long ago sound like a duty
THANKED_LATELY = timedelta(days=60)  # who hosts every week is not to be thanked by a list every week
MOST = 5
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class ToThank:
    """A host, and the newest thing they held."""

    person: Person
    session: ScheduledSession


def whom_to_thank(reader: Person, *, now: datetime) -> list[ToThank]:
    """Hosts of sessions that are just over, whom no community manager has thanked lately; the newest session first. One query."""
    managers = select(Person.id).where(Person.role.in_((Role.COMMUNITY_MANAGER, Role.ADMINISTRATOR)))
    thanked = exists().where(Thanks.to_id == Host.person_id, Thanks.by_id.in_(managers), Thanks.thanked_at > now - THANKED_LATELY)
    query = (
        select(Person, ScheduledSession)
        .join(Host, Host.person_id == Person.id)
        .join(ScheduledSession, ScheduledSession.id == Host.session_id)
        .options(lazyload(ScheduledSession.calendar_object), lazyload(ScheduledSession.hosts))
        .where(ScheduledSession.state == SessionState.PUBLISHED, ScheduledSession.starts_at > now - FRESH)
        .where(ScheduledSession.ends_at < now, Person.active, Person.id != reader.id, ~thanked)
        .order_by(ScheduledSession.starts_at.desc(), ScheduledSession.id.desc(), Host.id)
        .limit(LOOKED_AT)
    )
    first: dict[int, ToThank] = {}
    for person, session in db.session.execute(query):
        first.setdefault(person.id, ToThank(person, session))
    return list(first.values())[:MOST]
