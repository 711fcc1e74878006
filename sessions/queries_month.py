"""Reads for lists of dates: the sessions between two instants as one person sees them, of plain columns."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, bindparam, case, func, select, union
from sqlalchemy.orm import aliased

from people.models import Person
from ready import Ready
from rows import read
from sessions.models import Answer, Host, Invitation, Rsvp, ScheduledSession, Seat
from sessions.queries_mine import IS_HOSTED, ORDER, PERSON, MySession, state_of

MOST = 500  # of each: their own, those they host, and every session


class Dated(NamedTuple):
    """A session as a list of dates shows it to one person. `state` and `asks` as `MySession` has them.

    `invitation_id` None: not invited. `host` is the name of the first one, `is_theirs`: this person hosts it. `line` is 1 for the first in
    line. `stands_for` is the series all of whose open `dates` it stands for.
    """

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    place: str
    online_url: str
    series_id: int | None
    recurs: bool
    state: str
    asks: bool
    invitation_id: int | None
    line: int | None
    host: str
    is_theirs: bool
    stands_for: int | None = None
    dates: int = 1

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_published(self) -> bool:
        return self.state not in {"draft", "cancelled"}


def _ids(query: Select[Any]) -> Select[Any]:
    touches = and_(ScheduledSession.starts_at < bindparam("end"), ScheduledSession.ends_at > bindparam("start"))
    return select(query.where(touches).order_by(*ORDER).limit(MOST).subquery().c.id)


def _line() -> Any:
    """The place of the reader's answer in line; None for whoever does not wait."""
    ahead = aliased(Rsvp)
    number = select(func.count(ahead.id)).where(
        ahead.session_id == Rsvp.session_id, ahead.seat == Seat.WAITING, ahead.waiting_number <= Rsvp.waiting_number
    )
    return case((Rsvp.seat == Seat.WAITING, number.scalar_subquery()))


def _dates(others: Select[Any]) -> Ready:
    """Built once: SQLAlchemy takes longer to put such a query together than a database to answer it."""
    stands = select(Invitation.id).where(Invitation.id == Rsvp.invitation_id, Invitation.withdrawn_at.is_(None)).exists()
    answers = and_(Rsvp.session_id == ScheduledSession.id, Rsvp.person_id == PERSON)
    is_mine = and_(answers, ScheduledSession.published_at.is_not(None), stands)
    mine = select(ScheduledSession.id).join(Rsvp, is_mine)
    return Ready(
        select(
            *(ScheduledSession.id, ScheduledSession.title, ScheduledSession.starts_at, ScheduledSession.ends_at),
            *(ScheduledSession.timezone, ScheduledSession.place, ScheduledSession.online_url, ScheduledSession.series_id),
            *(ScheduledSession.recurrence_id.is_not(None), ScheduledSession.state),
            *(Rsvp.seat, Rsvp.answer, Rsvp.invitation_id, _line()),
            *(Host.person_id, Person.name),
        )
        .select_from(ScheduledSession)
        .outerjoin(Rsvp, is_mine)
        .outerjoin(Host, Host.session_id == ScheduledSession.id)
        .outerjoin(Person, Person.id == Host.person_id)
        .where(ScheduledSession.id.in_(union(_ids(mine), _ids(others))))
        .order_by(*ORDER, Host.id)
    )


_ALL = _dates(select(ScheduledSession.id))
_OWN = _dates(select(ScheduledSession.id).join(Host, Host.session_id == ScheduledSession.id).where(IS_HOSTED))


def between(person: Person, start: datetime, end: datetime, *, everything: bool) -> list[Dated]:
    """Sessions that touch these instants, in order: the person's own, or every one with its drafts, for who manages. One query."""
    return _put_together(read(_ALL if everything else _OWN, {"person": person.id, "start": start, "end": end}), person.id)


def _put_together(rows: Iterable[Any], person_id: int) -> list[Dated]:
    """A session has a row for each of its hosts."""
    found: dict[int, Dated] = {}
    for id_, *about, recurs, state, seat, answer, invitation_id, line, host_id, host in rows:
        if id_ not in found:
            stands = state_of(state, seat, answer)
            asks = answer is Answer.NEEDS_ACTION
            stood = (bool(recurs), stands, asks, invitation_id, line, host or "", host_id == person_id, None, 1)
            found[id_] = Dated._make((id_, *about, *stood))
        elif host_id == person_id:
            found[id_] = found[id_]._replace(is_theirs=True)
    return list(found.values())


def dated(item: MySession, person: Person) -> Dated:
    """The same of an object that was read."""
    session, rsvp = item.session, item.rsvp
    return Dated(
        session.id,
        session.title,
        session.starts_at,
        session.ends_at,
        session.timezone,
        session.place,
        session.online_url,
        session.series_id,
        session.recurrence_id is not None,
        item.state,
        item.asks,
        rsvp.invitation_id if rsvp else None,
        item.place,
        session.hosts[0].person.name if session.hosts else "",
        session.is_hosted_by(person),
        item.series.id if item.series else None,
        item.dates,
    )
