"""Who may see a series, and who looks after it: its hosts are those of any of its dates."""

from sqlalchemy import select

from database import db
from people.models import Person
from sessions.errors import SessionMissing
from sessions.models import Host, Invitation, ScheduledSession
from sessions.series.models import Series, SeriesRsvp


def may_host(series: Series, person: Person) -> bool:
    """Hosts of one of its dates, community managers and administrators."""
    if person.may_manage:
        return True
    query = select(Host.id).join(ScheduledSession, ScheduledSession.id == Host.session_id)
    return (
        db.session.scalar(query.where(ScheduledSession.series_id == series.id, Host.person_id == person.id).limit(1)) is not None
    )


def is_invited(series: Series, person: Person) -> bool:
    """Whether this person holds an invitation that was not withdrawn."""
    query = select(SeriesRsvp.id).join(Invitation, Invitation.id == SeriesRsvp.invitation_id)
    query = query.where(SeriesRsvp.series_id == series.id, SeriesRsvp.person_id == person.id)
    return db.session.scalar(query.where(Invitation.withdrawn_at.is_(None))) is not None


def series_seen_by(person: Person, series_id: int) -> Series:
    """The series, if this person is invited to it and it was published, or looks after it. Raises SessionMissing otherwise."""
    series = _of_one_uid(series_id)
    if series is None or not (may_host(series, person) or (series.published_at is not None and is_invited(series, person))):
        raise SessionMissing("There is no such series, or you are not invited to it.")
    return series


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
