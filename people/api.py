"""People by API: put by address, the same rule as the page."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, url_for
from spectree import Response as Answers

from database import transaction
from openapi import COUNTED, Closed, Listed, PageQuery, Shape, Text, blueprint, errors, left_out, listed, problem, spec
from paging import paginate
from people import directory, people, reporting_lines
from people.errors import PeopleError
from people.models import Person, Role
from people.people import Details
from security import bearer_manager


class PersonBody(Closed):
    """What is known of a person beside the address. What is left out stays as it is; null empties. A new person needs a name."""

    name: Text = left_out()
    department: Text | None = left_out()
    function: Text | None = left_out()
    location: Text | None = left_out()
    timezone: Text | None = left_out(description="IANA name; empty: the company's zone.")
    language: Text | None = left_out(description="en or nl; empty: the company's language.")
    manager: Text | None = left_out(description="E-mail address of the line manager.")


class PersonShape(Shape):
    """A person."""

    email: str
    name: str
    department: str
    function: str
    location: str
    timezone: str
    language: str
    manager: str
    role: Role
    active: bool


class PeopleQuery(PageQuery):
    """Which people."""

    text: Text = ""
    department: Text = ""
    location: Text = ""


@blueprint.put("/people/<path:email>")
@spec.validate(resp=Answers(HTTP_200=PersonShape, HTTP_201=PersonShape, **errors(403, 404, 422)), tags=["people"])
@bearer_manager
def put_person(email: str, json: PersonBody) -> tuple[dict[str, Any], int, dict[str, str]]:
    """The person with this address is as the body says: created (201) or updated (200)."""
    details = Details(**{name: getattr(json, name) or "" for name in json.model_fields_set})
    with transaction():
        person, is_new = people.put_person(email, details, now=datetime.now(UTC))
    headers = {"Location": url_for("api.get_person", email=person.email)} if is_new else {}
    return _shape(person, _manager_of(person)), 201 if is_new else 200, headers


@blueprint.get("/people/<path:email>")
@spec.validate(resp=Answers(HTTP_200=PersonShape, **errors(403, 404)), tags=["people"])
@bearer_manager
def get_person(email: str) -> dict[str, Any]:
    """One person."""
    person = people.by_email(email)
    if person is None:
        abort(problem(404, "Not found", "Nobody has this address.", code="person-missing"))
    return _shape(person, _manager_of(person))


@blueprint.get("/people")
@spec.validate(query=PeopleQuery, resp=Answers(HTTP_200=Listed[PersonShape], **errors(403, 422)), tags=["people"])
@bearer_manager
def list_people(query: PeopleQuery) -> dict[str, Any]:
    """Active people by name; `text` stands anywhere in name or address."""
    chosen = directory.Filter(
        text=query.text,
        departments=(query.department,) if query.department else (),
        locations=(query.location,) if query.location else (),
    )
    found = directory.listed(chosen).add_columns(reporting_lines.manager_email())
    page = paginate(found, query.page, per_page=query.per_page, up_to=COUNTED, plain=True, order=directory.order_of(chosen))
    return listed(page, [_shape(person, person.manager) for person in page.items])


def of_people_error(error: PeopleError) -> Any:
    """The rule's own words."""
    faults = [{"field": error.field, "message": error.message}] if error.field else None
    return problem(422, "Not valid", error.message, code="not-valid", errors=faults)


def _manager_of(person: Person) -> str:
    return reporting_lines.emails_of([person]).get(person.id, "")


def _shape(person: Any, manager: str) -> dict[str, Any]:
    """Of a Person, or of a row that `directory.listed` finds."""
    return {
        "email": person.email,
        "name": person.name,
        "department": person.department,
        "function": person.function,
        "location": person.location,
        "timezone": person.timezone,
        "language": person.language,
        "active": person.active,
        "manager": manager,
        "role": person.role.value,
    }
