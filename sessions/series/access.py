"""Who may see a series, and who looks after it."""

from sqlalchemy import select

from database import db
from people.models import Person
from sessions.errors import SessionMissing
from sessions.models import Host, Invitation, ScheduledSession, SessionState
from sessions.series.edits import Scope
from sessions.series.models import Series, SeriesRsvp


def may_host(series: Series, person: Person) -> bool:
    """Who changes all of it: who hosts each date that takes place, community managers and administrators."""
    if person.may_manage:
        return True
    dates = select(ScheduledSession.id).where(
        ScheduledSession.series_id == series.id, ScheduledSession.state != SessionState.CANCELLED
    )
    hosted = select(Host.session_id).where(Host.person_id == person.id, Host.session_id.in_(dates))
    mine = set(db.session.scalars(hosted))
    return bool(mine) and mine == set(db.session.scalars(dates))


def hosts_a_date(series: Series, person: Person) -> bool:
    """Whether this person welcomes people at one of its dates: they see the series, and look after that date."""
    query = select(Host.id).join(ScheduledSession, ScheduledSession.id == Host.session_id)
    mine = query.where(ScheduledSession.series_id == series.id, Host.person_id == person.id)
    return db.session.scalar(mine.limit(1)) is not None


def guard_scope(series: Series, person: Person, scope: Scope) -> None:
    """More than the one date is changed by who looks after them all. Raises SessionMissing otherwise."""
    if scope is not Scope.THIS and not may_host(series, person):
        raise SessionMissing(
            "You look after this date, not after the whole series. Change this date, or ask a community manager."
        )


def is_invited(series: Series, person: Person) -> bool:
    """Whether this person holds an invitation that was not withdrawn."""
    query = select(SeriesRsvp.id).join(Invitation, Invitation.id == SeriesRsvp.invitation_id)
    query = query.where(SeriesRsvp.series_id == series.id, SeriesRsvp.person_id == person.id)
    return db.session.scalar(query.where(Invitation.withdrawn_at.is_(None))) is not None


def series_seen_by(person: Person, series_id: int) -> Series:
    """The series, if this person is invited to it and it was published, or looks after it. Raises SessionMissing otherwise."""
    series = _of_one_uid(series_id)
    if series is None or not sees(series, person):
        raise SessionMissing("There is no such series, or you are not invited to it.")
    return series


def sees(series: Series, person: Person) -> bool:
    """Whether `series_seen_by` finds it for this person."""
    if may_host(series, person) or hosts_a_date(series, person):
        return True
    return series.published_at is not None and is_invited(series, person)


def series_hosted_by(person: Person, series_id: int) -> Series:
    """The series, if this person looks after it. Raises SessionMissing otherwise."""
    series = _of_one_uid(series_id)
    if series is None or not may_host(series, person):
        raise SessionMissing("There is no such series, or you do not look after it.")
    return series


def date_of(series_id: int, session_id: int) -> ScheduledSession:
    """This date of the series. Raises SessionMissing when it belongs to another, or to none."""
    session = db.session.get(ScheduledSession, session_id)
    if session is None or session.series_id != series_id:
        raise SessionMissing("There is no such session, or you are not invited to it.")
    return session


def _of_one_uid(series_id: int) -> Series | None:
    """Courses have pages of their own."""
    series = db.session.get(Series, series_id)
    return series if series is not None and not series.is_course else None
