"""Who is whose line manager. It keeps two out of one training group unless both like it, and from being a pair; and an
ambassador who likes asks theirs for backing. It is used for nothing else.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from database import db
from people import directory
from people.errors import PeopleError
from people.models import Person


def assign(person: Person, email: str) -> bool:
    """The person with this address is the line manager; "" for nobody. Returns whether anything changed. Raises PeopleError."""
    found = _named(person, email) if email.strip() else None
    if (found.id if found else None) == person.manager_id:
        return False
    person.manager_id = found.id if found else None
    db.session.flush()
    return True


def _named(person: Person, email: str) -> Person:
    found = next(iter(directory.by_emails([email]).values()), None)
    if found is None:
        raise PeopleError("Nobody has this address: %(address)s", field="manager", address=email.strip()[:100])
    if found.id == person.id:
        raise PeopleError("Nobody is their own manager.", field="manager")
    return found


def link(named: Mapping[str, str]) -> list[str]:
    """Each person (address, normalised) has this manager (address). Returns the people whose manager nobody knows. Two queries for each 500."""
    people = directory.by_emails([*named, *named.values()])
    unknown = []
    for email, wanted in named.items():
        person, found = people.get(email), people.get(wanted)
        if found is None:
            unknown.append(email)
        elif person is not None and person is not found:
            person.manager_id = found.id
    db.session.flush()
    return unknown


def of(person: Person) -> Person | None:
    """The line manager, if one is known."""
    return db.session.get(Person, person.manager_id) if person.manager_id else None


def manager_email() -> ColumnElement[str]:
    """The address of a person's manager, "" without one: a column for lists of people."""
    manager = aliased(Person)
    email = select(manager.email).where(manager.id == Person.manager_id).correlate(Person).scalar_subquery()
    return func.coalesce(email, "").label("manager")


def emails_of(people: Collection[Person]) -> dict[int, str]:
    """The address of each person's manager, by person. One query."""
    manager = aliased(Person)
    query = select(Person.id, manager.email).join(manager, manager.id == Person.manager_id)
    return dict(db.session.execute(query.where(Person.id.in_([person.id for person in people]))).all())


def above(person_ids: Collection[int]) -> dict[int, set[int]]:
    """Everybody to whom each of these people reports, all the way up. Only who reports to somebody. One query; a circle ends."""
    start = select(Person.id.label("person_id"), Person.manager_id.label("above_id"))
    line = start.where(Person.id.in_(set(person_ids)), Person.manager_id.is_not(None)).cte("line", recursive=True)
    further = select(line.c.person_id, Person.manager_id).join(Person, Person.id == line.c.above_id)
    line = line.union(further.where(Person.manager_id.is_not(None)))
    found: dict[int, set[int]] = {}
    for person_id, above_id in db.session.execute(select(line)):
        if person_id != above_id:
            found.setdefault(person_id, set()).add(above_id)
    return found
