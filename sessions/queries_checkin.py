"""Reads for the door: who is expected, who is here. For hosts of the date, and each person's own. A constant number of queries."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, literal, select
from sqlalchemy.orm import lazyload

from database import db
from people.models import Person
from sessions import attendance, queries_roster
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat
from sessions.models_attendance import Attendance, How, Presence

EXPECTED = 1000  # with a seat or here already: all of them, in any room
OTHERS = 200  # who may still walk in; whoever is not among them is found by name
OWN = 100
Row = Select[int, str, str, str, Presence, How | None]


@dataclass(frozen=True, slots=True)
class DoorLine:
    """One person at the door. `group` is where they stand on the roster, "" for who is on no list.

    `is_kept` False: they had their attendance taken out.
    """

    person_id: int
    name: str
    department: str
    group: str
    is_here: bool
    how: How | None
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Door:
    """Who is expected, by name; who is here and was not; who else was asked and may still walk in. `more`: others who are not listed."""

    seated: list[DoorLine]
    others: list[DoorLine]
    walk_ins: list[DoorLine]
    more: int

    @property
    def here(self) -> int:
        return sum(line.is_here for line in (*self.seated, *self.others, *self.walk_ins))

    @property
    def seated_here(self) -> int:
        return sum(line.is_here for line in self.seated)


@dataclass(frozen=True, slots=True)
class Visit:
    """One date of a person's own: they came, or were missed."""

    session: ScheduledSession
    presence: Presence
    how: How | None


def door(session: ScheduledSession) -> Door:
    """Everybody a host may want to tick."""
    seated = _lines(_listed(session).where(Rsvp.seat == Seat.SEATED).order_by(Person.name, Person.id).limit(EXPECTED))
    here_first = case((Attendance.presence == Presence.HERE, 0), else_=1)
    declined_last = case((Rsvp.answer == Answer.DECLINED, 1), else_=0)
    others = _listed(session).where(Rsvp.seat != Seat.SEATED)
    found = _lines(others.order_by(here_first, declined_last, Person.name, Person.id).limit(OTHERS))
    more = 0
    if len(found) == OTHERS:
        more = (db.session.scalar(select(func.count()).select_from(others.subquery())) or 0) - OTHERS
    return Door(seated, sorted(found, key=lambda line: (line.group == "declined", line.name)), _walk_ins(session), more)


def on_paper(session: ScheduledSession) -> Door:
    """The same before anybody has come: who has a seat, and who may still walk in. It tells nothing of who is here."""
    listed = _listed(session, known=false()).order_by(Person.name, Person.id)
    others = listed.where(Rsvp.seat != Seat.SEATED, Rsvp.answer != Answer.DECLINED)
    return Door(_lines(listed.where(Rsvp.seat == Seat.SEATED).limit(EXPECTED)), _lines(others.limit(OTHERS)), [], 0)


def here_ids(session: ScheduledSession) -> list[int]:
    """Who is here now, by person id in order."""
    return list(db.session.scalars(attendance.here(session.id).order_by(Attendance.person_id)))


def own(person: Person) -> list[Visit]:
    """Where a person was, and where they were missed; newest first."""
    query = select(ScheduledSession, Attendance).join(Attendance, Attendance.session_id == ScheduledSession.id)
    query = query.where(Attendance.person_id == person.id, Attendance.presence.in_((Presence.HERE, Presence.MISSED)))
    query = query.options(lazyload(ScheduledSession.hosts), lazyload(ScheduledSession.calendar_object))
    found = db.session.execute(query.order_by(ScheduledSession.starts_at.desc()).limit(OWN))
    return [Visit(session, row.presence, row.how) for session, row in found]


def _listed(session: ScheduledSession, *, known: ColumnElement[bool] | None = None) -> Row:
    of_both = and_(Attendance.session_id == Rsvp.session_id, Attendance.person_id == Rsvp.person_id)
    return (
        select(Person.id, Person.name, Person.department, queries_roster.group_column(), Attendance.presence, Attendance.how)
        .join(Rsvp, Rsvp.person_id == Person.id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .outerjoin(Attendance, of_both if known is None else known)
        .where(Rsvp.session_id == session.id, Invitation.withdrawn_at.is_(None), Person.active)
    )


def _walk_ins(session: ScheduledSession) -> list[DoorLine]:
    listed = (
        select(Rsvp.id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .where(Rsvp.session_id == session.id, Rsvp.person_id == Person.id, Invitation.withdrawn_at.is_(None))
    )
    query = (
        select(Person.id, Person.name, Person.department, literal(""), Attendance.presence, Attendance.how)
        .join(Attendance, Attendance.person_id == Person.id)
        .where(Attendance.session_id == session.id, Attendance.presence != Presence.MISSED, Person.active, ~exists(listed))
    )
    return _lines(query.order_by(Person.name, Person.id))


def _lines(query: Row) -> list[DoorLine]:
    return [
        DoorLine(id_, name, department, group, presence is Presence.HERE, how, presence is not Presence.ERASED)
        for id_, name, department, group, presence, how in db.session.execute(query)
    ]
