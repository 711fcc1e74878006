"""What the rules object to, as problem details; and people named by department."""

from flask import Response
from sqlalchemy import select

from database import db
from openapi import problem
from people.api_named import refuse
from people.models import Person
from sessions.errors import (
    CapacityTaken,
    DetailsInvalid,
    EditConflict,
    LinkExpired,
    NotInvited,
    SessionError,
    SessionMissing,
    TooLate,
    WrongState,
)
from sessions.rounds.errors import RoundMissing, RoundNotYours

STATUS: dict[type[SessionError], tuple[int, str]] = {
    SessionMissing: (404, "Not found"),
    NotInvited: (404, "Not invited"),
    TooLate: (409, "Too late"),
    WrongState: (409, "Not possible in this state"),
    CapacityTaken: (409, "Seats are taken"),
    EditConflict: (409, "Changed meanwhile"),
    LinkExpired: (410, "Over"),
    DetailsInvalid: (422, "Not valid"),
    RoundNotYours: (403, "Not allowed"),
    RoundMissing: (404, "Not found"),
}


FIELDS = {
    "ends_at": "duration_minutes",
    "host_ids": "hosts",
    "minimum_dates": "minimum_parts",
}  # where the API has another word than the rule


def of_session_error(error: SessionError) -> Response:
    """The rule's own words, with a status."""
    status, title = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), (409, "Not possible"))
    faults = (
        [{"field": FIELDS.get(error.field, error.field), "message": error.message}] if isinstance(error, DetailsInvalid) else None
    )
    return problem(status, title, error.message, code=error.code, errors=faults)


def people_of(departments: list[str]) -> list[int]:
    """The ids of everybody active in these departments. Ends the request with 422 naming every one in which nobody is."""
    if not departments:
        return []
    there = Person.active, Person.department.in_(departments), Person.department != ""
    empty = set(departments) - set(db.session.scalars(select(Person.department).where(*there).distinct()))
    messages = [f"Nobody works in the department {name}." for name in dict.fromkeys(departments) if name in empty]
    refuse("unknown-departments", "Unknown departments", "departments", messages)
    return list(db.session.scalars(select(Person.id).where(*there).order_by(Person.name, Person.id)))
