"""What the rules object to, as problem details; and people named by address."""

from flask import Response, abort

from openapi import problem
from people import directory
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

STATUS: dict[type[SessionError], tuple[int, str]] = {
    SessionMissing: (404, "Not found"),
    NotInvited: (404, "Not invited"),
    TooLate: (409, "Too late"),
    WrongState: (409, "Not possible in this state"),
    CapacityTaken: (409, "Seats are taken"),
    EditConflict: (409, "Changed meanwhile"),
    LinkExpired: (410, "Over"),
    DetailsInvalid: (422, "Not valid"),
}


def of_session_error(error: SessionError) -> Response:
    """The rule's own words, with a status."""
    status, title = STATUS.get(type(error), (409, "Not possible"))
    faults = [{"field": error.field, "message": error.message}] if isinstance(error, DetailsInvalid) else None
    return problem(status, title, error.message, code=error.code, errors=faults)


def known_people(emails: list[str], *, status: int = 422) -> list[Person]:
    """The people of these addresses, in order. Ends the request with `status` naming every address that belongs to nobody."""
    wanted = [email.strip().lower() for email in emails]
    found = directory.by_emails(wanted)
    unknown = [email for email in wanted if email not in found]
    if unknown:
        faults = [{"field": "people", "message": f"Nobody has the address {email}."} for email in unknown[:100]]
        abort(problem(status, "Unknown people", "Some addresses belong to nobody here.", code="unknown-people", errors=faults))
    return [found[email] for email in dict.fromkeys(wanted)]
