"""People come and change. The e-mail address is who a person is: unique, in lower case."""

from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from calendars.timezones import is_zone
from database import db
from people import additions, renaming, reporting_lines, signals
from people.errors import AddressTaken, PeopleError
from people.models import Person, Role
from people.plain_text import can_be_seen, one_line

LANGUAGES = ("", "en", "nl")
TEAMS = frozenset({"department", "function", "location", "language"})  # what people are chosen by
LONGEST = {"name": 200, "department": 200, "function": 200, "location": 200}


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of a person beside the address; None leaves a value as it is."""

    name: str | None = None
    department: str | None = None
    function: str | None = None
    location: str | None = None
    timezone: str | None = None
    language: str | None = None
    manager: str | None = None  # the address of the line manager; "" for nobody


def normalise_email(raw: str) -> str:
    """The address in the form in which it is kept: lower case, its domain in ASCII, as mail servers and calendars need it.

    Raises PeopleError when it cannot be an address.
    """
    shown = one_line(raw)[:100]
    try:
        found = validate_email(raw.strip(), check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise PeopleError("This is not an e-mail address: %(address)s", field="email", address=shown) from error
    return (found.ascii_email or found.normalized).lower()


def add_person(
    email: str,
    name: str,
    *,
    now: datetime,
    role: Role = Role.EMPLOYEE,
    department: str = "",
    function: str = "",
    location: str = "",
    timezone: str = "",
    language: str = "",
    manager: str = "",
) -> Person:
    """Somebody new is known. Raises AddressTaken, PeopleError naming the field."""
    details = Details(
        name=name, department=department, function=function, location=location, timezone=timezone, language=language
    )
    address, values = normalise_email(email), checked_values(details)
    if not additions.add([{**values, "email": address, "role": role, "created_at": now}]):
        raise AddressTaken("Somebody has this address already: %(address)s", field="email", address=address)
    person = _of(address)
    reporting_lines.assign(person, manager)
    return person


def put_person(email: str, details: Details, *, now: datetime) -> tuple[Person, bool]:
    """The person with this address is as `details` says; True when they are new. A new person needs a name."""
    address, values = normalise_email(email), checked_values(details)
    person = by_email(address)
    if person is None and not values.get("name"):
        raise PeopleError("A new person needs a name.", field="name")
    is_new = person is None and bool(additions.add([{**values, "email": address, "created_at": now}]))
    person = _of(address)
    if not is_new:
        update_person(person, details)
    elif details.manager is not None:
        reporting_lines.assign(person, details.manager)
    return person, is_new


def update_person(person: Person, details: Details) -> bool:
    """The details that are given hold. Returns whether anything changed. Raises PeopleError naming the field."""
    changed = {field: value for field, value in checked_values(details).items() if getattr(person, field) != value}
    before = person.name
    for field, value in changed.items():
        setattr(person, field, value)
    db.session.flush()
    if "name" in changed:
        renaming.keep({person.id: before})
    if TEAMS & changed.keys():
        signals.people_changed.send(None, person_ids=[person.id])
    return (details.manager is not None and reporting_lines.assign(person, details.manager)) or bool(changed)


def set_role(person: Person, role: Role) -> None:
    """The role holds. Raises PeopleError for the last administrator."""
    if person.role is Role.ADMINISTRATOR and role is not Role.ADMINISTRATOR and _is_last_administrator(person):
        raise PeopleError("Somebody has to stay administrator. Make another person one first.", field="role")
    person.role = role
    db.session.flush()


def deactivate(person: Person) -> None:
    """The person cannot sign in and hears nothing any more; what they did stays. Raises PeopleError for the last administrator."""
    if person.role is Role.ADMINISTRATOR and _is_last_administrator(person):
        raise PeopleError("Somebody has to stay administrator. Make another person one first.", field="active")
    person.active = False
    person.sign_in_version += 1
    db.session.flush()
    signals.person_deactivated.send(None, person=person)


def reactivate(person: Person) -> None:
    """The person is back."""
    if person.active:
        return
    person.active = True
    db.session.flush()
    signals.person_reactivated.send(None, person=person)
    signals.people_changed.send(None, person_ids=[person.id])


def by_email(email: str) -> Person | None:
    """Who has this address, in any letter case, its domain written in any script."""
    return db.session.scalar(select(Person).where(Person.email == address_key(email)))


def address_key(raw: str) -> str:
    """The address as it would be kept; what is no address stays what it is, and fits nobody."""
    lowered = raw.strip().lower()
    if lowered.isascii():
        return lowered
    try:
        return normalise_email(lowered)
    except PeopleError:
        return lowered


def _of(address: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == address)).one()


def checked_values(details: Details) -> dict[str, str]:
    """The values that are given, each on one line, but for the manager. Raises PeopleError naming the first field at fault."""
    given = {name: getattr(details, name) for name in Details.__dataclass_fields__ if name != "manager"}
    values = {name: one_line(value) for name, value in given.items() if value is not None}
    if "language" in values:
        values["language"] = values["language"].replace("_", "-").partition("-")[0].lower()  # nl-BE is Dutch to us
    for field, longest in LONGEST.items():
        if len(values.get(field, "")) > longest:
            raise PeopleError("Too long: at most %(longest)s characters.", field=field, longest=longest)
    if "name" in values and not can_be_seen(values["name"]):
        raise PeopleError("A person needs a name.", field="name")
    if values.get("timezone") and not is_zone(values["timezone"]):
        raise PeopleError("There is no such time zone: %(zone)s", field="timezone", zone=values["timezone"][:60])
    if values.get("language", "") not in LANGUAGES:
        raise PeopleError("Choose en or nl as language, not %(language)s.", field="language", language=values["language"][:20])
    return values


def _is_last_administrator(person: Person) -> bool:
    """Administrators are held until the transaction ends: two who make each other employees at once cannot both succeed."""
    query = select(Person.id).where(Person.role == Role.ADMINISTRATOR, Person.active).order_by(Person.id)
    return set(db.session.scalars(query.with_for_update())) <= {person.id}
