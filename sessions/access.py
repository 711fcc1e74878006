"""Who may see a session, and who looks after it. Hosting is per session and no role."""

from collections.abc import Collection

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from database import db
from people.models import Person
from sessions.errors import OnlyHosts, SessionMissing
from sessions.models import Host, Invitation, Rsvp, ScheduledSession

_INVITED = (
    select(Rsvp.id)
    .join(Invitation, Invitation.id == Rsvp.invitation_id)
    .where(Rsvp.session_id == bindparam("session"), Rsvp.person_id == bindparam("person"), Invitation.withdrawn_at.is_(None))
)
_WITH_HOSTS = (  # one join after the other: SQLite would put hosts and people of all sessions together before it looks for this one
    select(ScheduledSession)
    .options(joinedload(ScheduledSession.hosts).joinedload(Host.person, innerjoin=False))
    .where(ScheduledSession.id == bindparam("session"))
)
_SEEN = _WITH_HOSTS.add_columns(_INVITED.exists())  # both at once: every page of a session asks it
_HOSTING = select(Host.id).where(Host.person_id == bindparam("person")).limit(1)


def may_host(session: ScheduledSession, person: Person) -> bool:
    """Hosts of the session, community managers and administrators: they see its roster and change it."""
    return person.may_manage or session.is_hosted_by(person)


def may_see(session: ScheduledSession, person: Person, *, invited: bool) -> bool:
    """Who looks after it; and who is invited, once it was published: a draft that was called off was never theirs to know."""
    return may_host(session, person) or (session.published_at is not None and invited)


def is_invited(session: ScheduledSession, person: Person) -> bool:
    """Whether this person holds an invitation that was not withdrawn."""
    return db.session.scalar(_INVITED, {"session": session.id, "person": person.id}) is not None


def who_sees(sessions: Collection[ScheduledSession], people: Collection[Person]) -> set[tuple[int, int]]:
    """`may_see` of some sessions and people at once: numbers of a session and of somebody who may see it. One query, and their hosts."""
    query = (
        select(Rsvp.session_id, Rsvp.person_id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .where(Rsvp.session_id.in_({session.id for session in sessions}), Rsvp.person_id.in_({person.id for person in people}))
        .where(Invitation.withdrawn_at.is_(None))
    )
    invited = {(session_id, person_id) for session_id, person_id in db.session.execute(query)} if sessions else set()
    return {
        (session.id, person.id)
        for session in sessions
        for person in people
        if may_host(session, person) or (session.published_at is not None and (session.id, person.id) in invited)
    }


def session_seen_by(person: Person, session_id: int) -> ScheduledSession:
    """The session, if this person may see it. Raises SessionMissing otherwise: an outsider does not learn that it exists."""
    found = db.session.execute(_SEEN, {"session": session_id, "person": person.id}).unique().one_or_none()
    if found is None or not may_see(found[0], person, invited=found[1]):
        raise SessionMissing("There is no such session, or you are not invited to it.")
    session: ScheduledSession = found[0]
    return session


def session_hosted_by(person: Person, session_id: int) -> ScheduledSession:
    """The session, if this person looks after it. Raises SessionMissing otherwise."""
    session = db.session.scalars(_WITH_HOSTS, {"session": session_id}).unique().one_or_none()
    if session is None or not may_host(session, person):
        raise SessionMissing("There is no such session, or you do not look after it.")
    return session


def session_at_door(person: Person, session_id: int) -> ScheduledSession:
    """The session, for a host of this very date: who came is no business of others who look after it (promise 2).

    Raises OnlyHosts for those, SessionMissing for everybody else.
    """
    session = session_hosted_by(person, session_id)
    if not session.is_hosted_by(person):
        raise OnlyHosts("Only the hosts of this date see who came.")
    return session


def hosts_anything(person: Person) -> bool:
    """Whether this person hosts any session."""
    return db.session.scalar(_HOSTING, {"person": person.id}) is not None
