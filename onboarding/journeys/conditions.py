"""To whom a journey or a step is offered: by department, place of work, language and group, and by nothing else."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from config import settings
from database import db
from networks.models import Group, Membership, MembershipState, Visibility
from onboarding.journeys.errors import JourneyError
from onboarding.journeys.models import Conditional
from people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Within a list any of the values, between them all; empty is everybody. `group_id`: who belongs to it."""

    departments: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    group_id: int | None = None


def apply(row: Conditional, conditions: Conditions) -> None:
    """The row is offered to these. Raises JourneyError for a group that is not listed: its name is not for everybody who plans."""
    if conditions.group_id is not None and conditions.group_id != row.group_id:
        group = db.session.get(Group, conditions.group_id)
        if group is None or group.is_closed or group.visibility is not Visibility.LISTED:
            raise JourneyError("Choose a group of the list.", field="group")
    row.departments, row.locations = list(conditions.departments), list(conditions.locations)
    row.languages, row.group_id = list(conditions.languages), conditions.group_id


def of(row: Conditional) -> Conditions:
    """To whom the row is offered."""
    return Conditions(
        departments=tuple(row.departments),
        locations=tuple(row.locations),
        languages=tuple(row.languages),
        group_id=row.group_id,
    )


def fits(conditions: Conditions, person: Person, group_ids: Collection[int]) -> bool:
    """Whether it is offered to this person, who belongs to these groups."""
    language = person.language or settings().language
    chosen = (
        (conditions.departments, person.department),
        (conditions.locations, person.location),
        (conditions.languages, language),
    )
    in_group = conditions.group_id is None or conditions.group_id in group_ids
    return in_group and all(not values or value in values for values, value in chosen)


def groups_of(person_ids: Collection[int]) -> dict[int, set[int]]:
    """The groups that each of these people belongs to. One query."""
    query = select(Membership.person_id, Membership.group_id).where(
        Membership.person_id.in_(person_ids), Membership.state == MembershipState.MEMBER
    )
    found: dict[int, set[int]] = {person_id: set() for person_id in person_ids}
    for person_id, group_id in db.session.execute(query):
        found[person_id].add(group_id)
    return found


def groups_to_choose(chosen: int | None) -> list[Group]:
    """Listed groups that are open, by name, and the one that is chosen already."""
    query = select(Group).where(Group.visibility == Visibility.LISTED, Group.closed_at.is_(None)).order_by(Group.name, Group.id)
    groups = list(db.session.scalars(query))
    kept = db.session.get(Group, chosen) if chosen is not None else None
    return [*groups, kept] if kept is not None and kept not in groups else groups
