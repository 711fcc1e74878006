"""Asking a colleague to host with you, or to train. They say yes or no themselves, for each date; only then they are host.

Each date is asked about once: a no needs no reason and is not asked again, but whoever said it may change their mind.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from database import db
from mail import outbox
from people.models import Person
from sessions import scheduling
from sessions.details import details_of
from sessions.errors import SessionMissing, WrongState
from sessions.invitations import new_token
from sessions.models import ScheduledSession
from sessions.models_cohosts import HostAnswer, HostRequest

HOST_REQUEST = "sessions.host_request"
HOST_ANSWER = "sessions.host_answer"  # to whoever asked


def ask(session_ids: Collection[int], person_id: int, *, by: Person, now: datetime) -> list[HostRequest]:
    """This person is asked, by one mail, whether they would host these dates; dates they host or were asked about are left out.

    Raises WrongState for dates that are over or off, for somebody who has left, and when no date is left to ask about.
    """
    person = db.session.get(Person, person_id)
    if person is None or not person.active:
        raise WrongState("This person is not here any more.")
    sessions = _locked(session_ids)
    for session in sessions:
        scheduling.guard_open(session, now=now)
    known = set(
        db.session.scalars(
            select(HostRequest.session_id).where(HostRequest.person_id == person_id, HostRequest.session_id.in_(session_ids))
        )
    )
    wanted = [session for session in sessions if session.id not in known and not session.is_hosted_by(person)]
    if not wanted:
        raise WrongState("%(name)s hosts this already, or was asked.", name=person.name)
    token = new_token()
    requests = [
        HostRequest(session_id=session.id, person_id=person_id, token=token, asked_by_id=by.id, asked_at=now)
        for session in wanted
    ]
    db.session.add_all(requests)
    db.session.flush()
    _post(HOST_REQUEST, wanted[0], token, to=person, about=person, occasion="asked", now=now)
    return requests


def _locked(session_ids: Collection[int]) -> list[ScheduledSession]:
    """These dates, locked in an order that is everybody's; the earliest first."""
    query = select(ScheduledSession.calendar_object_id).where(ScheduledSession.id.in_(session_ids))
    dates = scheduling.lock_dates(set(db.session.scalars(query)))
    return sorted((one for one in dates if one.id in set(session_ids)), key=lambda one: (one.starts_at, one.id))


def withdraw(session_id: int, person_id: int) -> None:
    """This person is not asked about this date any more; a mail that has not left asks about the others only. Raises WrongState."""
    scheduling.lock(session_id)
    query = select(HostRequest).where(HostRequest.session_id == session_id, HostRequest.person_id == person_id)
    request = db.session.scalar(query.execution_options(populate_existing=True))
    if request is None or request.answer is not HostAnswer.OPEN:
        raise WrongState("There is no question open that could be taken back.")
    db.session.delete(request)
    db.session.flush()


def of_token(token: str) -> list[HostRequest]:
    """What was asked about together, in order of time."""
    query = select(HostRequest).join(HostRequest.session).where(HostRequest.token == token)
    return list(db.session.scalars(query.order_by(ScheduledSession.starts_at, ScheduledSession.id)).unique())


def answer(token: str, said: Mapping[int, bool], *, now: datetime) -> list[HostRequest]:
    """What this person says of each date (by session id: whether they host it) counts; dates that are not named stay as they are.

    A yes makes them host, a no takes them off the hosts. Raises SessionMissing when nothing is asked any more, WrongState for dates that
    are over or off, and for a no of who is the only host.
    """
    asked = {request.session_id: request for request in of_token(token)}
    if not asked:
        raise SessionMissing("You are not asked any more.")
    sessions = _locked(asked)
    asked = {request.session_id: request for request in _fresh(token)}
    for session in sessions:
        if session.id in said and session.id in asked:
            _record(session, asked[session.id], hosts=said[session.id], now=now)
    db.session.flush()
    _tell_asker(list(asked.values()), now=now)
    return list(asked.values())


def _fresh(token: str) -> Sequence[HostRequest]:
    query = select(HostRequest).where(HostRequest.token == token).order_by(HostRequest.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).unique().all()


def _record(session: ScheduledSession, request: HostRequest, *, hosts: bool, now: datetime) -> None:
    scheduling.guard_open(session, now=now)
    person, details = request.person, details_of(session)
    others = tuple(id_ for id_ in details.host_ids if id_ != person.id)
    if not hosts and not others and details.host_ids:
        raise WrongState("You are the only host: find somebody else first, or ask a community manager.")
    wanted = (*details.host_ids, person.id) if hosts and person.id not in details.host_ids else details.host_ids
    after = replace(details, host_ids=wanted if hosts else others)
    if after.host_ids:  # whoever says no to a date without any host changes nothing about it
        scheduling.change(session.id, after, by=person, now=now)
    request.answer, request.answered_at = HostAnswer.YES if hosts else HostAnswer.NO, now


def _tell_asker(requests: Sequence[HostRequest], *, now: datetime) -> None:
    first = requests[0]
    if first.asked_by is not None and first.asked_by.active and first.asked_by_id != first.person_id:
        occasion = now.isoformat()
        _post(HOST_ANSWER, first.session, first.token, to=first.asked_by, about=first.person, occasion=occasion, now=now)


def _post(kind: str, session: ScheduledSession, token: str, *, to: Person, about: Person, occasion: str, now: datetime) -> None:
    outbox.post(
        outbox.Post(
            kind=kind,
            topic=session.topic,
            stream=f"{kind}:{token}",
            person_id=to.id,
            recipient=to.email,
            key=f"{kind}:{token}:{occasion}",
            payload={"token": token, "about_person_id": about.id},
        ),
        now=now,
    )
