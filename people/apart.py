"""With whom somebody would rather not be brought together. One private list for everything that brings people together.

Nobody but its owner reads it. Whoever pairs or groups people asks `of` and says nothing about why two were not proposed to each other.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert, or_, select

from database import db
from people import reporting_lines
from people.errors import PeopleError
from people.models import KeptApart, Person

MOST = 20
FEW = 5000  # of more, SQLite would not take the numbers in one statement: then the whole list is read


def keep(person: Person, others: Collection[int]) -> None:
    """This person's list holds these people (ids), and nobody else who is here. Oneself and whoever is away are not added.

    Whoever is on it and away for a while, and so is not shown, stays on it: they may come back.
    Raises PeopleError for a longer list than MOST.
    """
    wanted = set(others) - {person.id}
    if len(wanted) > MOST:
        raise PeopleError("At most %(most)s people.", field="apart", most=MOST)
    known = db.session.scalars(select(Person.id).where(Person.id.in_(wanted), Person.active)).all()
    here = select(Person.id).where(Person.active)
    db.session.execute(delete(KeptApart).where(KeptApart.person_id == person.id, KeptApart.other_id.in_(here)))
    if known:
        db.session.execute(insert(KeptApart), [{"person_id": person.id, "other_id": other} for other in sorted(known)])


def list_of(person: Person) -> Sequence[Person]:
    """The list, by name. For its owner's eyes only."""
    query = select(Person).join(KeptApart, KeptApart.other_id == Person.id).where(KeptApart.person_id == person.id)
    return db.session.scalars(query.order_by(Person.name, Person.id)).all()


def of(person_ids: Collection[int]) -> dict[int, set[int]]:
    """Of each of these people: with whom they are not brought together, whoever of the two asked. Only who has somebody. One query."""
    wanted = set(person_ids)
    query = select(KeptApart.person_id, KeptApart.other_id)
    if len(wanted) <= FEW:
        query = query.where(or_(KeptApart.person_id.in_(wanted), KeptApart.other_id.in_(wanted)))
    found: dict[int, set[int]] = {}
    for one, other in db.session.execute(query):
        for key, kept in ((one, other), (other, one)):
            if key in wanted:
                found.setdefault(key, set()).add(kept)
    return found


def or_in_one_line(person_ids: Collection[int]) -> dict[int, set[int]]:
    """The same, and with everybody of these who is above or below them in a reporting line: what keeps two from being a pair.

    The two rules come out as one, so that nobody can tell which it was. Two queries.
    """
    found = of(person_ids)
    for one, above in reporting_lines.above(person_ids).items():
        for other in above:
            found.setdefault(one, set()).add(other)
            if other in person_ids:
                found.setdefault(other, set()).add(one)
    return found
