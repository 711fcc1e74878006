"""Reads about hosts: who is asked, where one is missing, what else they have then."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from database import db
from people.models import Person
from sessions import clashes
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, SessionState
from sessions.models_cohosts import HostAnswer, HostRequest
from sessions.series.models import Series

# Built once: every visit of home asks it.
_WAITING = (
    select(HostRequest)
    .join(HostRequest.session)
    .where(HostRequest.person_id == bindparam("person"), HostRequest.answer == HostAnswer.OPEN)
    .where(ScheduledSession.ends_at > bindparam("now"), ScheduledSession.state != SessionState.CANCELLED)
    .order_by(ScheduledSession.starts_at, ScheduledSession.id)
)


def waits_for(person: Person, *, now: datetime) -> list[HostRequest]:
    """The first date of each question that waits for this person, in order of time. One query."""
    first: dict[str, HostRequest] = {}
    for request in db.session.scalars(_WAITING, {"person": person.id, "now": now}).unique():
        first.setdefault(request.token, request)
    return list(first.values())


def by_date(dates: Iterable[ScheduledSession]) -> dict[int, list[HostRequest]]:
    """Who was asked and has not said yes, by date; in the order they were asked. One query."""
    query = select(HostRequest).where(
        HostRequest.session_id.in_([date.id for date in dates]), HostRequest.answer != HostAnswer.YES
    )
    found: dict[int, list[HostRequest]] = {}
    for request in db.session.scalars(query.order_by(HostRequest.id)).unique():
        if request.person.active:
            found.setdefault(request.session_id, []).append(request)
    return found


def without_host(dates: Sequence[ScheduledSession], *, now: datetime) -> list[ScheduledSession]:
    """The dates ahead that nobody who is still here hosts."""
    ahead = [date for date in dates if date.state is not SessionState.CANCELLED and date.ends_at > now]
    return [date for date in ahead if not any(host.person.active for host in date.hosts)]


def dates_beside(session: ScheduledSession, *, now: datetime) -> list[ScheduledSession]:
    """The session, or every date ahead of the series or course it is a date of; in order of time."""
    if session.series_id is None:
        return [session]
    query = select(ScheduledSession).where(
        ScheduledSession.series_id == session.series_id,
        ScheduledSession.ends_at > now,
        ScheduledSession.state != SessionState.CANCELLED,
    )
    return list(db.session.scalars(query.order_by(ScheduledSession.starts_at, ScheduledSession.id)).unique())


def hosted_then(person: Person, dates: Sequence[ScheduledSession]) -> dict[int, list[ScheduledSession]]:
    """What else this person hosts at each of these dates, where there is anything: who hosts is no secret. Constant queries."""
    spans = {date.id: (date.starts_at, date.ends_at) for date in dates}
    found = clashes.at_the_same_time(spans, host_ids=[person.id])
    others = {id_: [one for one in there if one.id != id_ and one.is_published] for id_, there in found.items()}
    return {id_: there for id_, there in others.items() if there}


def mine_then(person: Person, dates: Sequence[ScheduledSession]) -> dict[int, list[ScheduledSession]]:
    """What else this person hosts or comes to at each of these dates, for their own eyes. Constant queries."""
    found = {id_: list(there) for id_, there in hosted_then(person, dates).items()}
    query = (
        select(ScheduledSession)
        .join(Rsvp, Rsvp.session_id == ScheduledSession.id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .where(
            Rsvp.person_id == person.id, Rsvp.answer.in_((Answer.ACCEPTED, Answer.TENTATIVE)), Invitation.withdrawn_at.is_(None)
        )
        .where(ScheduledSession.state == SessionState.PUBLISHED)
        .where(ScheduledSession.starts_at < max(date.ends_at for date in dates))
        .where(ScheduledSession.ends_at > min(date.starts_at for date in dates))
        .order_by(ScheduledSession.starts_at, ScheduledSession.id)
    )
    for other in db.session.scalars(query).unique():
        for date in dates:
            overlaps = other.starts_at < date.ends_at and other.ends_at > date.starts_at
            if overlaps and other.id != date.id and other not in found.get(date.id, ()):
                found.setdefault(date.id, []).append(other)
    return found


def title_of(session: ScheduledSession) -> str:
    """What people call it: the series or course it is a date of, or the session itself."""
    series = db.session.get(Series, session.series_id) if session.series_id is not None else None
    return series.title if series is not None and series.title else session.title
