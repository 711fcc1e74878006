"""What Foyer keeps about a person, from this package: invitations with every answer, sessions hosted, where they were."""

from typing import Any

from sqlalchemy import select

from config import settings
from database import db
from people.models import Person
from people.profile_parts import register_data
from sessions import delegations, interests, queries_interests
from sessions.living import queries as living
from sessions.models import AnswerRecord, Host, Rsvp, ScheduledSession
from sessions.models_attendance import Attendance
from sessions.models_cohosts import HostRequest


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("invitations", _invitations)
    register_data("hosted", _hosted)
    register_data("asked_for", _asked_for)
    register_data("asked_to_host", _asked_to_host)
    register_data("attendance", _attendance)


def _invitations(person: Person) -> list[dict[str, Any]]:
    query = select(Rsvp).join(Rsvp.session).where(Rsvp.person_id == person.id).order_by(ScheduledSession.starts_at)
    rsvps = list(db.session.scalars(query))
    records: dict[int, list[dict[str, str]]] = {}
    history = select(AnswerRecord).join(Rsvp, Rsvp.id == AnswerRecord.rsvp_id).where(Rsvp.person_id == person.id)
    for record in db.session.scalars(history.order_by(AnswerRecord.id)):
        line = {
            "at": record.at.isoformat(),
            "via": record.via.value,
            "answer": record.answer.value,
            "seat": record.seat.value,
            "outcome": record.outcome.value,
            "comment": record.comment,
        }
        records.setdefault(record.rsvp_id, []).append(line)
    sends, sent_by = delegations.parties([rsvp.id for rsvp in rsvps])
    why = living.reasons_of(person)
    return [
        {
            "session": rsvp.session.title,
            "starts_at": rsvp.session.starts_at.isoformat(),
            "invited_at": rsvp.invitation.invited_at.isoformat(),
            "answer": rsvp.answer.value,
            "seat": rsvp.seat.value,
            "comment": rsvp.comment,
            "shows_name": rsvp.shows_name,
            "comes_instead": sends[rsvp.id].name if rsvp.id in sends else "",
            "in_place_of": sent_by[rsvp.id].name if rsvp.id in sent_by else "",
            "because_you_are_in": ", ".join(why.get(rsvp.invitation_id, [])),
            "history": records.get(rsvp.id, []),
        }
        for rsvp in rsvps
    ]


def _asked_for(person: Person) -> list[dict[str, str]]:
    found = interests.list_of(person)
    titles = queries_interests.titles_of({one.topic for one in found}, person.language or settings().language)
    return [{"about": titles.get(one.topic, one.topic), "asked_at": one.asked_at.isoformat()} for one in found]


def _asked_to_host(person: Person) -> list[dict[str, Any]]:
    query = select(HostRequest).where(HostRequest.person_id == person.id).order_by(HostRequest.id)
    return [
        {
            "session": request.session.title,
            "starts_at": request.session.starts_at.isoformat(),
            "asked_at": request.asked_at.isoformat(),
            "hosting": request.answer.value,
            "answered_at": request.answered_at.isoformat() if request.answered_at else None,
        }
        for request in db.session.scalars(query).unique()
    ]


def _hosted(person: Person) -> list[dict[str, str]]:
    query = select(ScheduledSession).join(Host, Host.session_id == ScheduledSession.id).where(Host.person_id == person.id)
    return [
        {"session": session.title, "starts_at": session.starts_at.isoformat()}
        for session in db.session.scalars(query.order_by(ScheduledSession.starts_at)).unique()
    ]


def _attendance(person: Person) -> list[dict[str, str]]:
    query = select(ScheduledSession, Attendance).join(Attendance, Attendance.session_id == ScheduledSession.id)
    query = query.where(Attendance.person_id == person.id).order_by(ScheduledSession.starts_at)
    return [
        {
            "session": session.title,
            "starts_at": session.starts_at.isoformat(),
            "presence": row.presence.value,
            "how": row.how.value if row.how else "",
            "at": row.at.isoformat(),
        }
        for session, row in db.session.execute(query).unique()
    ]
