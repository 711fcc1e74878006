"""People by API: put by address, the same rule as the page."""

from datetime import UTC, datetime
from typing import Any

from flask import abort
from pydantic import BaseModel
from spectree import Response as Answers

from database import transaction
from openapi import Closed, Listed, PageQuery, Problem, blueprint, listed, problem, spec
from paging import paginate
from people import directory, people
from people.errors import PeopleError
from people.models import Person, Role
from people.people import Details
from security import bearer_manager

ERRORS = {"HTTP_401": Problem, "HTTP_403": Problem, "HTTP_422": Problem}


class PersonBody(Closed):
    """What is known of a person beside the address. What is left out, or null, stays as it is."""

    name: str | None = None
    department: str | None = None
    function: str | None = None
    location: str | None = None
    timezone: str | None = None
    language: str | None = None


class PersonShape(BaseModel):
    """A person."""

    email: str
    name: str
    department: str
    function: str
    location: str
    timezone: str
    language: str
    role: Role
    active: bool


class PeopleQuery(PageQuery):
    """Which people."""

    text: str = ""
    department: str = ""
    location: str = ""


@blueprint.put("/people/<email>")
@spec.validate(resp=Answers(HTTP_200=PersonShape, HTTP_201=PersonShape, **ERRORS), tags=["people"])
@bearer_manager
def put_person(email: str, json: PersonBody) -> tuple[dict[str, Any], int]:
    """The person with this address is as the body says: created (201) or updated (200)."""
    with transaction():
        person, is_new = people.put_person(email, Details(**json.model_dump()), now=datetime.now(UTC))
    return _shape(person), 201 if is_new else 200


@blueprint.get("/people/<email>")
@spec.validate(resp=Answers(HTTP_200=PersonShape, HTTP_404=Problem, **ERRORS), tags=["people"])
@bearer_manager
def get_person(email: str) -> dict[str, Any]:
    """One person."""
    person = people.by_email(email)
    if person is None:
        abort(problem(404, "Not found", "Nobody has this address.", code="person-missing"))
    return _shape(person)


@blueprint.get("/people")
@spec.validate(query=PeopleQuery, resp=Answers(HTTP_200=Listed[PersonShape], **ERRORS), tags=["people"])
@bearer_manager
def list_people(query: PeopleQuery) -> dict[str, Any]:
    """Active people by name; `text` stands anywhere in name or address."""
    chosen = directory.Filter(
        text=query.text,
        departments=(query.department,) if query.department else (),
        locations=(query.location,) if query.location else (),
    )
    page = paginate(directory.matching(chosen), query.page, per_page=query.per_page)
    return listed(page, [_shape(person) for person in page.items])


def of_people_error(error: PeopleError) -> Any:
    """The rule's own words."""
    faults = [{"field": error.field, "message": error.message}] if error.field else None
    return problem(422, "Not valid", error.message, code="not-valid", errors=faults)


def _shape(person: Person) -> dict[str, Any]:
    names = ("email", "name", "department", "function", "location", "timezone", "language", "active")
    return {**{name: getattr(person, name) for name in names}, "role": person.role.value}
