"""Finding people: search and filters that stay fast with a hundred thousand of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from config import settings
from database import db
from paging import Order
from people import search
from people.models import Person, search_text_of
from people.people import address_key

CHUNK = 500
_SHOWN = ("id", "email", "name", "department", "function", "location", "timezone", "language", "manager_id", "role", "active")
IN_ORDER: Order = (Person.name, Person.id)
LISTED = [getattr(Person, name) for name in _SHOWN]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Who is meant: within one list any of the values, between lists all of them. `active` None: both."""

    text: str = ""
    departments: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    active: bool | None = True


@dataclass(frozen=True, slots=True)
class Facets:
    """The values there are to choose from, each once, in order."""

    departments: Sequence[str]
    functions: Sequence[str]
    locations: Sequence[str]


def matching(chosen: Filter) -> Select[Person]:
    """Everybody who fits, in order of name."""
    query = select(Person)
    if chosen.active is not None:
        query = query.where(Person.active.is_(chosen.active))
    lists = ((Person.department, chosen.departments), (Person.function, chosen.functions), (Person.location, chosen.locations))
    for column, values in lists:
        if values:
            query = query.where(column.in_(values))
    if chosen.languages:
        query = query.where(speaks().in_(chosen.languages))
    if words := _words(chosen.text):
        query = query.where(search.contains(words))
    return query.order_by(*IN_ORDER)


def listed(chosen: Filter) -> Select[Any]:
    """The same, with the columns that lists show of a person: hundreds of them stand on a page."""
    return matching(chosen).with_only_columns(*LISTED)


def order_of(chosen: Filter) -> Order:
    """For `paginate`: in which order they come, where it takes long to find them."""
    return IN_ORDER if chosen.text else ()


def speaks() -> ColumnElement[str]:
    """The language in which a person reads: the company's for whoever has chosen none."""
    return func.coalesce(func.nullif(Person.language, ""), literal(settings().language))


def ids(chosen: Filter) -> list[int]:
    """Everybody who fits, by number, in order of name."""
    return list(db.session.scalars(matching(chosen).with_only_columns(Person.id)))


def _words(text: str) -> list[str]:
    """The words to look for; accents and capitals aside."""
    return [search_text_of(word, "").strip() for word in text.replace("\0", " ").split()[:8]]


def called(name: str, *, limit: int) -> Sequence[Person]:
    """Active people with this whole name if there are any, else whose name holds all these words; accents and capitals aside."""
    plain = search_text_of(name, "").strip()
    whole = Person.search_text == literal(f"{plain} ") + Person.email
    # The address stands last, so a word with a space behind it is one of the name.
    words = [(literal(" ") + Person.search_text).contains(f" {word} ", autoescape=True) for word in plain.split()[:8]]
    query = select(Person, whole).where(Person.active, *words).order_by(whole.desc(), Person.name, Person.id).limit(limit)
    found = db.session.execute(query).all() if words else []
    return [person for person, is_whole in found if is_whole == found[0][1]]


def count(chosen: Filter) -> int:
    """How many fit."""
    return db.session.scalar(select(func.count()).select_from(matching(chosen).order_by(None).subquery())) or 0


def by_emails(emails: Sequence[str]) -> dict[str, Person]:
    """The people with these addresses, by address in lower case; unknown ones are left out. One query for each 500."""
    wanted = list(dict.fromkeys(address_key(email) for email in emails))
    found: dict[str, Person] = {}
    for start in range(0, len(wanted), CHUNK):
        query = select(Person).where(Person.email.in_(wanted[start : start + CHUNK]))
        found.update({person.email: person for person in db.session.scalars(query)})
    return found


def facets() -> Facets:
    """The departments, functions and locations there are. Each is read from its index, value by value, however many people there are."""
    found: dict[str, list[str]] = {column.key: [] for column in _FACETS}
    for column, value in db.session.connection().execute(VALUES):
        found[column].append(value)
    return Facets(*found.values())


def _values(column: InstrumentedAttribute[str]) -> Select[str, str]:
    first = select(func.min(column).label("value")).where(column > "").cte(f"{column.key}s", recursive=True)
    following = select(func.min(column)).where(column > first.c.value).correlate(first).scalar_subquery()
    values = first.union_all(select(following).where(first.c.value.is_not(None)))
    return select(literal(column.key), values.c.value).where(values.c.value.is_not(None))


_FACETS = (Person.department, Person.function, Person.location)
VALUES = union_all(*map(_values, _FACETS))
