"""People whom a call names by address."""

from flask import abort

from openapi import problem
from people import directory, people
from people.models import Person


def known_person(email: str) -> Person:
    """The person with this address. Ends the request with 404 when it belongs to nobody."""
    person = people.by_email(email)
    if person is None:
        abort(problem(404, "Unknown people", "Nobody has this address.", code="unknown-people"))
    return person


def people_to_ask(emails: list[str], *, field: str) -> list[Person]:
    """The people of these addresses, each once, in order. Ends the request with 422 naming every address that will not do."""
    found = directory.by_emails(emails)
    wanted = list(dict.fromkeys(people.address_key(email) for email in emails))
    unknown = [f"Nobody has the address {email}." for email in wanted if email not in found]
    gone = [f"{email} is not active any more." for email in wanted if email in found and not found[email].active]
    refuse("unknown-people", "Unknown people", field, [*unknown, *gone])
    return [found[email] for email in wanted]


def refuse(code: str, title: str, field: str, messages: list[str]) -> None:
    """Ends the request with 422 naming every fault, if there is any."""
    if messages:
        faults = [{"field": field, "message": message} for message in messages[:100]]
        abort(problem(422, title, "Nobody was invited or changed: see errors.", code=code, errors=faults))
