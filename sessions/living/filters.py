"""Filters as a living audience: whoever works in these departments, functions and places, and reads these languages."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, union_all
from sqlalchemy.orm import aliased

from database import db
from people import directory
from people.directory import Filter
from people.models import Person
from sessions.errors import DetailsInvalid
from sessions.living.models import AudienceValue, Field, InvitationReason, LivingAudience
from sessions.models import Invitation

LISTS = {Field.DEPARTMENT: "departments", Field.FUNCTION: "functions", Field.LOCATION: "locations", Field.LANGUAGE: "languages"}


def columns() -> dict[Field, ColumnElement[str]]:
    """What each field is held against."""
    return {
        Field.DEPARTMENT: Person.department.expression,
        Field.FUNCTION: Person.function.expression,
        Field.LOCATION: Person.location.expression,
        Field.LANGUAGE: directory.speaks(),
    }


def values_of(chosen: Filter) -> list[tuple[Field, str]]:
    """Field and value of all it names, each once."""
    return [(field, value) for field, name in LISTS.items() for value in dict.fromkeys(getattr(chosen, name)) if value]


def filter_of(audience: LivingAudience) -> Filter:
    """The filter of an audience that is not a group."""
    named = {field: tuple(one.value for one in audience.values if one.field is field) for field in Field}
    return Filter(
        departments=named[Field.DEPARTMENT],
        functions=named[Field.FUNCTION],
        locations=named[Field.LOCATION],
        languages=named[Field.LANGUAGE],
    )


def guard_known(chosen: Filter) -> None:
    """Raises DetailsInvalid for a filter that names nothing, or something that is nobody's: a slip of the pen would follow nobody."""
    values = values_of(chosen)
    if not values:
        raise DetailsInvalid("departments", "Choose a department, a function, a location or a language.")
    known = columns()
    for field, value in values:
        if not db.session.scalar(select(exists().where(Person.active, known[field] == value))):
            raise DetailsInvalid(LISTS[field], "Nobody here has this: %(value)s", value=value[:100])


def fitting(person_ids: Collection[int]) -> dict[int, set[int]]:
    """Which of these people fit which filter that is followed, by audience. One statement: the audiences are found by their values."""
    meets = union_all(*(_meets(field, column, person_ids) for field, column in columns().items())).subquery()
    other = aliased(AudienceValue)
    fields = select(func.count(other.field.distinct())).where(other.audience_id == meets.c.audience_id).scalar_subquery()
    query = select(meets.c.audience_id, meets.c.person_id).group_by(meets.c.audience_id, meets.c.person_id)
    return _by_audience(query.having(func.count() == fields))


def _meets(field: Field, column: ColumnElement[str], person_ids: Collection[int]) -> Any:
    """In each field a person has one value: it is met once or not at all."""
    return (
        select(AudienceValue.audience_id, Person.id.label("person_id"))
        .join(Person, AudienceValue.value == column)
        .join(LivingAudience, LivingAudience.id == AudienceValue.audience_id)
        .where(AudienceValue.field == field, LivingAudience.ending_at.is_(None))
        .where(Person.id.in_(person_ids), Person.active)
    )


def holding(person_ids: Collection[int]) -> dict[int, set[int]]:
    """Which of these people are invited on account of which filter, by audience."""
    query = (
        select(InvitationReason.audience_id, Invitation.person_id)
        .join(Invitation, Invitation.id == InvitationReason.invitation_id)
        .join(LivingAudience, LivingAudience.id == InvitationReason.audience_id)
        .where(Invitation.person_id.in_(person_ids), InvitationReason.ended_at.is_(None))
        .where(LivingAudience.group_id.is_(None), LivingAudience.ending_at.is_(None))
    )
    return _by_audience(query.distinct())


def _by_audience(query: Any) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for audience_id, person_id in db.session.execute(query):
        found.setdefault(audience_id, set()).add(person_id)
    return found


def inactive(person_ids: Sequence[int]) -> set[int]:
    """Who of these has left the organisation: their invitations wait for them, as with groups."""
    return set(db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), Person.active.is_(False))))


def any_followed() -> bool:
    """Whether any filter is followed at all."""
    followed = exists().where(LivingAudience.group_id.is_(None), LivingAudience.ending_at.is_(None))
    return bool(db.session.scalar(select(followed)))


def followed_already(chosen: Filter, where: ColumnElement[bool]) -> bool:
    """Whether this very filter is an audience of that place."""
    living = db.session.scalars(select(LivingAudience).where(where, LivingAudience.group_id.is_(None))).unique()
    return any({(one.field, one.value) for one in audience.values} == set(values_of(chosen)) for audience in living)
