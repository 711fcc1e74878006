"""Several people of a filter work by one other name now: a department that is given another name bit by bit, or people who moved.

The list itself does not tell, so they stay invited until somebody who looks after the place says which. It is asked where most of those
who have the other name came from here, and where many came within a week; one alone, and two who go to a team of others, have moved.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, union_all

from database import db
from people.models import Person
from sessions.living import filters
from sessions.living.models import AudienceMove, AudienceValue, Field, InvitationReason, LivingAudience
from sessions.models import Invitation

AT_ONCE = 2  # one alone has moved
MANY, SHARE = 5, 4  # as many, and one for every four who still fit: to another team that there was before
WITHIN = timedelta(days=7)
FIELDS = (Field.DEPARTMENT, Field.FUNCTION, Field.LOCATION)  # a language is everybody's own choice

_LIVE = InvitationReason.ended_at.is_(None)


@dataclass(frozen=True, slots=True)
class Move:
    """What several people of a filter have now, in one of its fields, and the filter does not name."""

    field: Field
    value: str


def asked(audiences: Iterable[LivingAudience], people: Collection[int] | None = None, *, now: datetime) -> dict[int, list[Move]]:
    """What is to be asked of each filter, by audience: about these people, or about all whom it is to let go. Three queries at most.

    The work follows from who has the other names, not from how many are invited.
    """
    living = {one.id: one for one in audiences if one.group_id is None and one.ending_at is None}
    candidates = _candidates(living, people) if living else []
    if not candidates:
        return {}
    came = _came(living, {value for _id, _field, value in candidates}, since=now - WITHIN)
    named = {value.value for one in living.values() for value in one.values}
    have = _have(named | {value for _id, _field, value in candidates})
    found: dict[int, list[Move]] = {}
    for id_, field, value in sorted(candidates):
        still = sum(have[field, one.value] for one in living[id_].values if one.field is field)
        if is_asked(came[id_, field, value], have[field, value], still):
            found.setdefault(id_, []).append(Move(field, value))
    return found


def is_asked(came: int, have: int, still: int) -> bool:
    """Of those who `have` the other name so many `came` from the filter within a week; `still` have what it names."""
    is_new = came >= AT_ONCE and 2 * came >= have
    return is_new or (came >= MANY and SHARE * came >= still)


def held_back(moves: Collection[Move], person_ids: Collection[int]) -> set[int]:
    """Of these people, those about whom is asked. One query."""
    if not moves or not person_ids:
        return set()
    columns = filters.columns()
    theirs = or_(*(columns[move.field] == move.value for move in moves))
    return set(db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), theirs)))


def _candidates(audience_ids: Collection[int], people: Collection[int] | None) -> list[tuple[int, Field, str]]:
    """What those who are to go have instead of what their filter names, unless it was answered before."""
    who = InvitationReason.ends_at.is_not(None) if people is None else Person.id.in_(people)
    rows = _each(
        lambda field, column: (
            _people_of(audience_ids, InvitationReason.audience_id, literal(field.value), column)
            .where(who, _LIVE, column != "", *_is_no_value(field, column))
            .distinct()
        )
    )
    return [(id_, Field(field), value) for id_, field, value in rows]


def _is_no_value(field: Field, column: ColumnElement[str]) -> tuple[ColumnElement[bool], ...]:
    named = and_(AudienceValue.audience_id == InvitationReason.audience_id, AudienceValue.field == field)
    said = and_(
        AudienceMove.audience_id == InvitationReason.audience_id, AudienceMove.field == field, AudienceMove.value == column
    )
    return (exists().where(named), ~exists().where(named, AudienceValue.value == column), ~exists().where(said))


def _people_of(audience_ids: Collection[int], *columns: Any) -> Select[*tuple[Any, ...]]:
    query = select(*columns).select_from(InvitationReason).join(Invitation, Invitation.id == InvitationReason.invitation_id)
    return query.join(Person, Person.id == Invitation.person_id).where(
        InvitationReason.audience_id.in_(audience_ids), Person.active
    )


def _came(audience_ids: Collection[int], values: Collection[str], *, since: datetime) -> Counter[tuple[int, Field, str]]:
    """How many people of each filter have these values now, who are invited on its account or were let go by it lately."""
    recent = or_(_LIVE, InvitationReason.ended_at >= since)
    rows = _each(
        lambda field, column: (
            _people_of(audience_ids, InvitationReason.audience_id, literal(field.value), column, func.count(Person.id.distinct()))
            .where(column.in_(values), recent)
            .group_by(InvitationReason.audience_id, column)
        )
    )
    return Counter({(id_, Field(field), value): count for id_, field, value, count in rows})


def _have(values: Collection[str]) -> Counter[tuple[Field, str]]:
    """How many people have these values."""
    rows = _each(
        lambda field, column: (
            select(literal(field.value), column, func.count()).where(Person.active, column.in_(values)).group_by(column)
        )
    )
    return Counter({(Field(field), value): count for field, value, count in rows})


def _each(part: Callable[[Field, ColumnElement[str]], Select[*tuple[Any, ...]]]) -> Iterable[Any]:
    """The same question of every field, in one query."""
    columns = filters.columns()
    return db.session.execute(union_all(*(part(field, columns[field]) for field in FIELDS))).all()
