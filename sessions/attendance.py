"""Who came: what a host ticks, what a person says at the door, and what others may build on it.

Seen by the hosts of that very date and by the person (promise 2): managers who do not host it read nothing here, no API or export gives
it to them, and figures go through `people.privacy`. Nothing here changes an answer or a seat.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select

from database import db
from mail.models import OutgoingMail
from people.models import Person
from sessions import checkin, notices, scheduling, standings, waitlist
from sessions.errors import NobodyThere, RoomFull, WrongState
from sessions.models import Rsvp, ScheduledSession, Seat
from sessions.models_attendance import Attendance, How, Presence


@dataclass(frozen=True, slots=True)
class Tick:
    """A host says that somebody is here, or not after all; `at` is when, on a phone that may have had no network."""

    person_id: int
    here: bool
    at: datetime


def tick(session_id: int, ticks: Sequence[Tick], *, by: Person, now: datetime) -> None:
    """Of each person the latest tick counts, in whatever order ticks arrive; the same one twice changes nothing.

    Ticks of people who were never on the list are passed over. Raises OnlyHosts, WrongState outside the time for ticks.
    """
    session = checkin.at_door(session_id, by, now=now)
    ids = {one.person_id for one in ticks}
    known = set(db.session.scalars(select(Rsvp.person_id).where(Rsvp.session_id == session.id, Rsvp.person_id.in_(ids))))
    rows = _rows(session, ids)
    for one in sorted(ticks, key=lambda one: one.at):
        at = _within(session, one.at, now)
        if one.person_id in known or one.person_id in rows:
            _write(session, rows, one.person_id, here=one.here, how=How.HOST, at=at)
    db.session.flush()


def say_here(session_id: int, person_id: int, *, now: datetime) -> None:
    """The person says that they are here. Raises NotInvited, WrongState when it is not the hour for it, or they had it taken out."""
    session = scheduling.lock(session_id)
    if not checkin.takes_codes(session, now):
        raise WrongState("People check themselves in from an hour before the session until half an hour after it.")
    standings.invited(session, person_id)
    rows = _rows(session, [person_id])
    if person_id in rows and rows[person_id].presence is Presence.ERASED:
        raise WrongState("You had your attendance taken out. Nothing is kept of you at this date any more.")
    _write(session, rows, person_id, here=True, how=How.CODE, at=now)
    db.session.flush()


def walk_in(
    session_id: int, person_id: int, *, by: Person, now: datetime, at: datetime | None = None, although_full: bool = False
) -> None:
    """A colleague who stood on no list is here. Nobody loses a seat by it: when all are taken the host says so in so many words.

    `at`: when they came in, on a phone that may have had no network; a later tick counts more, as everywhere.
    Raises NobodyThere, RoomFull, OnlyHosts, WrongState.
    """
    session = checkin.at_door(session_id, by, now=now)
    person = db.session.get(Person, person_id)
    if person is None or not person.active:
        raise NobodyThere("Nobody here is called that.")
    rows = _rows(session, [person_id])
    if person_id in rows and rows[person_id].presence is Presence.ERASED:
        raise WrongState("%(name)s wants nothing kept of this date.", name=person.name)
    was_asked = standings.of(session, person_id) is not None
    if not (was_asked or rows or although_full) and is_full(session):
        raise RoomFull("All seats are taken. You decide: is there room for %(name)s?", name=person.name)
    _write(session, rows, person_id, here=True, how=How.HOST if was_asked else How.WALK_IN, at=_within(session, at or now, now))
    db.session.flush()


def take_back(session_id: int, person_id: int, *, now: datetime) -> None:
    """The person's own attendance is gone: while the session goes on like a tick taken back, after it for good, in figures too.

    So is the mail that told them of the next date: it says that they were missed.

    Raises NobodyThere when nothing is kept of them there.
    """
    session = scheduling.lock(session_id)
    row = _rows(session, [person_id]).get(person_id)
    if row is None or row.presence is Presence.ERASED:
        raise NobodyThere("Nothing is kept of you at this date.")
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.key == notices.key(notices.NEXT_DATE, session_id, person_id)))
    if not session.is_over(now):
        row.presence, row.how, row.at = Presence.OPEN, None, now
    elif checkin.takes_ticks(session, now):
        row.presence, row.how, row.at = (
            Presence.ERASED,
            None,
            session.starts_at,
        )  # or a tick that is still on its way would bring it back
    else:
        db.session.delete(row)
    db.session.flush()


def is_full(session: ScheduledSession) -> bool:
    """Whether those who have a seat and those who are here take all there are."""
    capacity = waitlist.room(session).capacity
    if capacity is None:
        return False
    seated = select(Rsvp.person_id).where(Rsvp.session_id == session.id, Rsvp.seat == Seat.SEATED)
    both = seated.union(here(session.id)).subquery()
    return (db.session.scalar(select(func.count()).select_from(both)) or 0) >= capacity


def here(session_id: int) -> Select[int]:
    """The ids of the people who came to this date. For its hosts, for mails to each of them, and for figures."""
    return select(Attendance.person_id).where(Attendance.session_id == session_id, Attendance.presence == Presence.HERE)


def is_kept(session_id: int) -> bool:
    """Whether it is known who came: somebody is ticked, or a host has closed the check-in."""
    return checkin.is_closed(session_id) or db.session.scalar(here(session_id).limit(1)) is not None


def times_here(session_ids: Collection[int]) -> dict[int, int]:
    """At how many of these dates each person was, by person id; who came to none is left out. For figures, through `people.privacy`."""
    query = (
        select(Attendance.person_id, func.count())
        .where(Attendance.session_id.in_(session_ids), Attendance.presence == Presence.HERE)
        .group_by(Attendance.person_id)
    )
    return dict(db.session.execute(query).all())


def presences(person_id: int, session_ids: Collection[int]) -> dict[int, Presence]:
    """What is known of this person at these dates, by session id; for that person only."""
    query = select(Attendance.session_id, Attendance.presence).where(Attendance.person_id == person_id)
    return dict(db.session.execute(query.where(Attendance.session_id.in_(session_ids))).all())


def _rows(session: ScheduledSession, person_ids: Collection[int]) -> dict[int, Attendance]:
    query = select(Attendance).where(Attendance.session_id == session.id, Attendance.person_id.in_(person_ids))
    return {row.person_id: row for row in db.session.scalars(query.execution_options(populate_existing=True))}


def _write(session: ScheduledSession, rows: dict[int, Attendance], person_id: int, *, here: bool, how: How, at: datetime) -> None:
    row = rows.get(person_id)
    if row is None:
        row = rows[person_id] = Attendance(session_id=session.id, person_id=person_id, presence=Presence.OPEN, how=None, at=at)
        db.session.add(row)
    elif row.presence is Presence.ERASED or not _counts(row, here=here, at=at):
        return
    if here:
        row.presence, row.how = Presence.HERE, how if row.how is not How.WALK_IN else How.WALK_IN
    else:
        row.presence, row.how = _not_here(session, person_id), None
    row.at = at


def _within(session: ScheduledSession, at: datetime, now: datetime) -> datetime:
    """A moment on somebody's phone, whose clock may be wrong."""
    return min(max(at, session.starts_at - checkin.TICKS_FROM), now)


def _counts(row: Attendance, *, here: bool, at: datetime) -> bool:
    """Missed is what follows from no tick: one that is there after all counts, however early it was made."""
    if row.presence is Presence.MISSED:
        return here
    return at > row.at


def _not_here(session: ScheduledSession, person_id: int) -> Presence:
    rsvp = standings.of(session, person_id)
    has_seat = rsvp is not None and rsvp.seat is Seat.SEATED
    is_expected = has_seat and all(host.person_id != person_id for host in session.hosts)
    return Presence.MISSED if is_expected and checkin.is_closed(session.id) else Presence.OPEN
