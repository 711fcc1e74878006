"""Who may see a session, and who looks after it. Hosting is per session and no role."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm.attributes import set_committed_value

from database import db
from people.models import Person
from ready import Ready
from rows import Columns, parts, read
from sessions.errors import OnlyHosts, SessionMissing
from sessions.models import CalendarObject, Host, Invitation, Rsvp, ScheduledSession

_INVITED = (
    select(Rsvp.id)
    .join(Invitation, Invitation.id == Rsvp.invitation_id)
    .where(Rsvp.session_id == bindparam("session"), Rsvp.person_id == bindparam("person"), Invitation.withdrawn_at.is_(None))
)
_SESSION, _OBJECT, _HOST, _PERSON = (Columns(kind) for kind in (ScheduledSession, CalendarObject, Host, Person))
_RSVP, _INVITATION = Columns(Rsvp), Columns(Invitation)
_ALL = (_SESSION, _OBJECT, _HOST, _PERSON)
_WITH_HOSTS = (  # one join after the other: SQLite would put hosts and people of all sessions together before it looks for this one
    select(*(column for kind in _ALL for column in kind.columns))
    .select_from(ScheduledSession)
    .join(ScheduledSession.calendar_object)
    .outerjoin(Host, Host.session_id == ScheduledSession.id)
    .outerjoin(Person, Person.id == Host.person_id)
    .where(ScheduledSession.id == bindparam("session"))
    .order_by(Host.id)
)
_SEEN = (  # with what the person answered: every page of a session asks both
    _WITH_HOSTS.add_columns(*_RSVP.columns, *_INVITATION.columns)
    .outerjoin(Rsvp, and_(Rsvp.session_id == ScheduledSession.id, Rsvp.person_id == bindparam("person")))
    .outerjoin(Invitation, Invitation.id == Rsvp.invitation_id)
)
_READ_WITH_HOSTS, _READ_SEEN = Ready(_WITH_HOSTS), Ready(_SEEN)
_BEFORE_HOST, _BEFORE_OWN = len(_SESSION) + len(_OBJECT), sum(map(len, _ALL))
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
    return seen_by(person, session_id)[0]


def seen_by(person: Person, session_id: int) -> tuple[ScheduledSession, Rsvp | None]:
    """The same, and what they answered; None when they hold no invitation, or one that was withdrawn."""
    rows = read(_READ_SEEN, {"session": session_id, "person": person.id})
    session = _with_hosts(rows) if rows else None
    rsvp = _own(rows[0][_BEFORE_OWN:], session) if session else None
    if session is None or not may_see(session, person, invited=rsvp is not None):
        raise SessionMissing("There is no such session, or you are not invited to it.")
    return session, rsvp


def session_hosted_by(person: Person, session_id: int) -> ScheduledSession:
    """The session, if this person looks after it. Raises SessionMissing otherwise."""
    rows = read(_READ_WITH_HOSTS, {"session": session_id})
    session = _with_hosts(rows) if rows else None
    if session is None or not may_host(session, person):
        raise SessionMissing("There is no such session, or you do not look after it.")
    return session


def _with_hosts(rows: Sequence[Any]) -> ScheduledSession:
    """One session, of a row for each of its hosts."""
    session: ScheduledSession
    session, calendar_object, *_others = parts(rows[0], _SESSION, _OBJECT)
    set_committed_value(session, "calendar_object", calendar_object)
    set_committed_value(session, "hosts", [_host(row[_BEFORE_HOST:]) for row in rows if row[_BEFORE_HOST] is not None])
    return session


def _host(row: Sequence[Any]) -> Host:
    host: Host
    host, person, *_others = parts(row, _HOST, _PERSON)
    set_committed_value(host, "person", person)
    return host


def _own(row: Sequence[Any], session: ScheduledSession) -> Rsvp | None:
    if row[0] is None:
        return None
    rsvp, invitation = parts(row, _RSVP, _INVITATION)
    set_committed_value(rsvp, "invitation", invitation)
    set_committed_value(rsvp, "session", session)
    return rsvp if invitation.withdrawn_at is None else None


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
