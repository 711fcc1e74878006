"""People come and change. The e-mail address is who a person is: unique, in lower case."""

from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select

from calendars.timezones import is_zone
from database import db
from people.errors import AddressTaken, PeopleError
from people.models import Person, Role

LANGUAGES = ("", "en", "nl")
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


def normalise_email(raw: str) -> str:
    """The address in the form in which it is kept. Raises PeopleError when it cannot be one."""
    try:
        found = validate_email(raw.strip(), check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise PeopleError("This is not an e-mail address: %(address)s", field="email", address=raw.strip()[:100]) from error
    email = found.normalized.lower()
    if len(email) > 254:
        raise PeopleError("This e-mail address is too long.", field="email")
    return email


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
) -> Person:
    """Somebody new is known. Raises AddressTaken, PeopleError naming the field."""
    email = normalise_email(email)
    if by_email(email) is not None:
        raise AddressTaken("Somebody has this address already: %(address)s", field="email", address=email)
    details = Details(
        name=name, department=department, function=function, location=location, timezone=timezone, language=language
    )
    person = Person(email=email, role=role, created_at=now, **checked_values(details))
    db.session.add(person)
    db.session.flush()
    return person


def put_person(email: str, details: Details, *, now: datetime) -> tuple[Person, bool]:
    """The person with this address is as `details` says; True when they are new. A new person needs a name."""
    email = normalise_email(email)
    person = by_email(email)
    if person is not None:
        update_person(person, details)
        return person, False
    person = Person(email=email, created_at=now, **{"name": "", **checked_values(details)})
    if not person.name:
        raise PeopleError("A new person needs a name.", field="name")
    db.session.add(person)
    db.session.flush()
    return person, True


def update_person(person: Person, details: Details) -> bool:
    """The details that are given hold. Returns whether anything changed. Raises PeopleError naming the field."""
    changed = False
    for field, value in checked_values(details).items():
        if getattr(person, field) != value:
            setattr(person, field, value)
            changed = True
    db.session.flush()
    return changed


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


def reactivate(person: Person) -> None:
    """The person is back."""
    person.active = True
    db.session.flush()


def by_email(email: str) -> Person | None:
    """Who has this address, in any letter case."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def faults(details: Details) -> list[PeopleError]:
    """Everything wrong with these details."""
    found = []
    for field, longest in LONGEST.items():
        value = getattr(details, field)
        if value is not None and len(value.strip()) > longest:
            found.append(PeopleError("Too long: at most %(longest)s characters.", field=field, longest=longest))
    if details.name is not None and not details.name.strip():
        found.append(PeopleError("A person needs a name.", field="name"))
    if details.timezone and not is_zone(details.timezone.strip()):
        found.append(PeopleError("There is no such time zone: %(zone)s", field="timezone", zone=details.timezone[:60]))
    if details.language and details.language.strip().lower() not in LANGUAGES:
        found.append(
            PeopleError("Choose en or nl as language, not %(language)s.", field="language", language=details.language[:20])
        )
    return found


def checked_values(details: Details) -> dict[str, str]:
    """The values that are given, trimmed. Raises the first fault."""
    for fault in faults(details):
        raise fault
    values = {name: getattr(details, name) for name in Details.__dataclass_fields__}
    plain = {name: " ".join(value.replace("\x00", "").split()) for name, value in values.items() if value is not None}
    if "language" in plain:
        plain["language"] = plain["language"].lower()
    return plain


def _is_last_administrator(person: Person) -> bool:
    others = select(func.count()).where(Person.role == Role.ADMINISTRATOR, Person.active, Person.id != person.id)
    return not db.session.scalar(others)
