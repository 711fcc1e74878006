"""Who is meant: named people and filters, with a look at the names before anybody is invited."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, func, select

from database import db
from people import directory, naming, people
from people.errors import AddressTaken
from people.models import Person
from people.naming import Look, Pasted
from people.plain_text import can_be_seen
from sessions.models import Invitation, ScheduledSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """People named one by one (`emails`, normalised) and by filter; empty filters name nobody."""

    emails: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()

    @property
    def has_filter(self) -> bool:
        return bool(self.departments or self.functions or self.locations)


def look(session: ScheduledSession, audience: Audience) -> Look:
    """Counts and first names of an audience; changes nothing. A constant number of queries for each 500 addresses."""
    return look_past(_invited_ids(session), audience)


def look_past(invited: Collection[int], audience: Audience) -> Look:
    """The same, past those who have been asked already."""
    return naming.look_past(invited, person_ids(audience), audience.emails)


def add_unknown(audience: Audience, pasted: Pasted, *, now: datetime) -> None:
    """Whoever is named by an address that belongs to nobody is one of the people now."""
    known = directory.by_emails(list(audience.emails))
    for email in audience.emails:
        if email in known:
            continue
        name = pasted.names.get(email, "")
        with suppress(AddressTaken):  # somebody else added them a moment ago
            people.add_person(email, name if can_be_seen(name) else email.partition("@")[0], now=now)


def person_ids(audience: Audience) -> list[int]:
    """Everybody the audience means, active people only, each once, in order of name."""
    named = naming.ids_of(audience.emails)
    if audience.has_filter:
        named += db.session.scalars(_filtered(audience))
    return list(dict.fromkeys(named))


def _filtered(audience: Audience) -> Select[int]:
    """Within one kind any of the values, between kinds all of them: Planning or Quality, in Deventer."""
    chosen = (
        (Person.department, audience.departments),
        (Person.function, audience.functions),
        (Person.location, audience.locations),
    )
    conditions = [column.in_(values) for column, values in chosen if values]
    return select(Person.id).where(Person.active, and_(*conditions)).order_by(Person.name, Person.id)


def _invited_ids(session: ScheduledSession) -> set[int]:
    query = select(Invitation.person_id).where(
        Invitation.calendar_object_id == session.calendar_object_id, Invitation.withdrawn_at.is_(None)
    )
    return set(db.session.scalars(query))


def anybody_invited(session: ScheduledSession) -> bool:
    """Whether the list of the session has names on it."""
    current = exists().where(Invitation.calendar_object_id == session.calendar_object_id, Invitation.withdrawn_at.is_(None))
    return bool(db.session.scalar(select(current)))


def count_invited(session: ScheduledSession) -> int:
    """How many people who are still here stand on the list of the session."""
    query = select(func.count()).select_from(Invitation).join(Person, Person.id == Invitation.person_id).where(Person.active)
    current = (Invitation.calendar_object_id == session.calendar_object_id, Invitation.withdrawn_at.is_(None))
    return db.session.scalar(query.where(*current)) or 0
