"""What else people have at a time: of hosts and of oneself by name, of others only as a number (promises 2 and 3).

Whoever asks chooses the list, may put one person among many whose plans they know, and may change it and look again. Against that no
threshold and no rounding helps: so the number is made of nothing but what its reader may look up anyway. It counts who comes to
sessions whose roster the reader may read, and who hosts, which is no secret. The calendars that people connected are in no number: each
of them is for their owner. It is said in fives, from five people upwards, and never of all but a few, as every number about people.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select, true, union
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, lazyload

from database import db
from people import privacy
from people.models import Person
from sessions.models import Answer, Host, Invitation, Rsvp, ScheduledSession, SessionState

Span = tuple[datetime, datetime]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Clashes:
    """Of `invited` people at least so many have another session then; `count` None: too few for a number.

    `mine` are the reader's own sessions, `hosts` those that a host of this one hosts, in order of time.
    """

    invited: int
    count: int | None
    mine: Sequence[ScheduledSession]
    hosts: Sequence[tuple[Person, ScheduledSession]] = ()


def at(
    session: ScheduledSession, start: datetime, end: datetime, *, reader: Person, host_ids: Iterable[int] | None = None
) -> Clashes:
    """What else the people invited to this session, but for who declined, its hosts and the reader have between these instants.

    `host_ids`: who would host it instead of who does.
    """
    invited = (
        select(Rsvp.person_id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .join(Person, Person.id == Rsvp.person_id)
        .where(Rsvp.session_id == session.id, Invitation.withdrawn_at.is_(None), Person.active, Rsvp.answer != Answer.DECLINED)
    )
    total, (count,) = of_people(invited, [(start, end)], reader=reader, but_not=session)
    part = _taking_part(_then([(start, end)], session), Rsvp.person_id == reader.id)
    mine = (
        select(ScheduledSession)
        .where(ScheduledSession.id.in_(select(part.c.session_id).where(part.c.person_id == reader.id)))
        .order_by(ScheduledSession.starts_at, ScheduledSession.id)
    )
    hosts = host_ids if host_ids is not None else [host.person_id for host in session.hosts]
    hosting = hosted([id_ for id_ in hosts if id_ != reader.id], start, end, but_not=session)
    return Clashes(total, count, db.session.scalars(mine).unique().all(), hosting)


def of_people(
    people: Select[int], spans: Sequence[Span], *, reader: Person, but_not: ScheduledSession | None = None
) -> tuple[int, list[int | None]]:
    """How many these people are (a query of their ids), and how many of them have another session at each of these times, as far as
    the reader may know. Two queries.
    """
    total = db.session.scalar(select(func.count()).select_from(people.subquery())) or 0
    part = _taking_part(_then(spans, but_not), _rosters_of(reader))
    elsewhere = _rows(select(part.c.person_id, part.c.starts_at, part.c.ends_at).where(part.c.person_id.in_(people)))
    return total, [privacy.at_least(len(_among(elsewhere, span)), of=total) for span in spans]


def hosted(
    host_ids: Iterable[int], start: datetime, end: datetime, *, but_not: ScheduledSession | None = None
) -> list[tuple[Person, ScheduledSession]]:
    """Which of these people host something else then, in order of time: who hosts is no secret. One query."""
    query = (
        select(Host, ScheduledSession)
        .join(ScheduledSession, ScheduledSession.id == Host.session_id)
        .join(Host.person)
        .options(contains_eager(Host.person), lazyload(ScheduledSession.hosts))
        .where(Host.person_id.in_(list(host_ids)), Person.active, _then([(start, end)], but_not))
        .order_by(ScheduledSession.starts_at, ScheduledSession.id, Host.id)
    )
    return [(host.person, session) for host, session in db.session.execute(query)]


def at_the_same_time(
    spans: Mapping[K, Span], *, host_ids: Iterable[int], place: str = "", but_not: Collection[int] = ()
) -> dict[K, list[ScheduledSession]]:
    """What else these hosts have at each of these times, drafts too, and what else is at that place; in order of time, where there is
    anything; `but_not` those sessions. For who plans. Two queries.
    """
    if not spans:
        return {}
    first, last = min(start for start, _end in spans.values()), max(end for _start, end in spans.values())
    theirs = ScheduledSession.id.in_(select(Host.session_id).where(Host.person_id.in_(list(host_ids))))
    there = func.lower(ScheduledSession.place) == place.strip().lower()
    query = (
        select(ScheduledSession)
        .where(ScheduledSession.starts_at < last, ScheduledSession.ends_at > first)
        .where(ScheduledSession.state != SessionState.CANCELLED, ScheduledSession.id.not_in(but_not))
        .where(or_(theirs, there) if place.strip() else theirs)
        .options(lazyload(ScheduledSession.calendar_object))
        .order_by(ScheduledSession.starts_at, ScheduledSession.id)
    )
    others = db.session.scalars(query).unique().all()
    found = {
        key: [other for other in others if other.starts_at < end and other.ends_at > start] for key, (start, end) in spans.items()
    }
    return {key: sessions for key, sessions in found.items() if sessions}


def taken(person_ids: Collection[int], start: datetime, end: datetime) -> dict[int, list[Span]]:
    """When each of these people hosts a session between these instants, or said yes or maybe to one. For what looks for a time that
    suits them; no page shows it. One query.
    """
    part = _taking_part(_then([(start, end)], None), Rsvp.person_id.in_(person_ids))
    found: dict[int, list[Span]] = {}
    rows = _rows(select(part.c.person_id, part.c.starts_at, part.c.ends_at).where(part.c.person_id.in_(person_ids)))
    for person_id, began_at, ended_at in rows:
        found.setdefault(person_id, []).append((began_at, ended_at))
    return found


def _then(spans: Sequence[Span], but_not: ScheduledSession | None) -> ColumnElement[bool]:
    other = ScheduledSession.id != but_not.id if but_not is not None else true()
    published = ScheduledSession.state == SessionState.PUBLISHED
    return and_(other, published, _overlap(ScheduledSession.starts_at, ScheduledSession.ends_at, spans))


def _overlap(
    starts_at: InstrumentedAttribute[datetime], ends_at: InstrumentedAttribute[datetime], spans: Sequence[Span]
) -> ColumnElement[bool]:
    return or_(*(and_(starts_at < end, ends_at > start) for start, end in spans))


def _rows(query: Select[int, datetime, datetime]) -> list[tuple[int, datetime, datetime]]:
    return [(person_id, start, end) for person_id, start, end in db.session.execute(query)]


def _among(rows: Iterable[tuple[int, datetime, datetime]], span: Span) -> set[int]:
    return {person_id for person_id, start, end in rows if start < span[1] and end > span[0]}


def _rosters_of(reader: Person) -> ColumnElement[bool]:
    """The answers that this person may read: see `access.may_host`."""
    if reader.may_manage:
        return true()
    return Rsvp.session_id.in_(select(Host.session_id).where(Host.person_id == reader.id))


def _taking_part(then: ColumnElement[bool], answers: ColumnElement[bool]) -> Subquery:
    """Who hosts one of these sessions, or has said yes or maybe to it by one of these answers."""
    when = (ScheduledSession.starts_at, ScheduledSession.ends_at)
    coming = (
        select(Rsvp.session_id, Rsvp.person_id, *when)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .where(then, answers, Rsvp.answer.in_((Answer.ACCEPTED, Answer.TENTATIVE)), Invitation.withdrawn_at.is_(None))
    )
    hosting = (
        select(Host.session_id, Host.person_id, *when).join(ScheduledSession, ScheduledSession.id == Host.session_id).where(then)
    )
    return union(coming, hosting).subquery()
