"""Why people are invited, as far as an audience is the reason: for their mails and their pages."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from config import settings
from database import db
from networks.models import Group, Membership, Visibility
from people.models import Person
from sessions.living.models import AudienceValue, Field, InvitationReason, LivingAudience
from sessions.models import Invitation

# Built once: every page of a session asks it.
_IS_PRIVATE = or_(Membership.hides_name.is_(True), Group.visibility == Visibility.UNLISTED)
_ALL = (
    select(InvitationReason.invitation_id, InvitationReason.audience_id, Group.id, Group.name, _IS_PRIVATE)
    .join(Invitation, Invitation.id == InvitationReason.invitation_id)
    .outerjoin(LivingAudience, LivingAudience.id == InvitationReason.audience_id)
    .outerjoin(Group, Group.id == LivingAudience.group_id)
    .outerjoin(Membership, and_(Membership.group_id == Group.id, Membership.person_id == Invitation.person_id))
    .where(InvitationReason.ended_at.is_(None))
    .where(or_(LivingAudience.ending_at.is_(None), InvitationReason.audience_id.is_(None)))
    .order_by(Group.name.is_(None), Group.name, InvitationReason.audience_id)
)
_REASONS = _ALL.where(InvitationReason.invitation_id.in_(bindparam("invitations", expanding=True)))
_REASONS_OF_PERSON = _ALL.where(
    Invitation.calendar_object_id == bindparam("calendar_object"),
    Invitation.person_id == bindparam("person"),
    Invitation.withdrawn_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class Why:
    """A group they belong to, or (`group_id` None) a filter they fit, field by field.

    `is_private`: a mail, which may be passed on, does not say which group: it is not listed, or they hide their name there.
    """

    group_id: int | None = None
    group: str = ""
    is_private: bool = False
    fields: dict[Field, tuple[str, ...]] = field(default_factory=dict)

    def still_fits(self, person: Person) -> bool:
        """Whether the filter is still true of them: who has just moved is no longer told that they work there."""
        return all(own(person, one) in values for one, values in self.fields.items())


@dataclass(frozen=True, slots=True)
class Whys:
    """All reasons of one invitation, groups by name first. `by_hand`: somebody named them, too."""

    reasons: tuple[Why, ...] = ()
    by_hand: bool = False


def own(person: Person, one: Field) -> str:
    """What this person has in a field of a filter."""
    if one is Field.LANGUAGE:
        return person.language or settings().language
    return {Field.DEPARTMENT: person.department, Field.FUNCTION: person.function, Field.LOCATION: person.location}[one]


def of(invitation_ids: Collection[int]) -> dict[int, Whys]:
    """The reasons of each of these invitations that stands on account of an audience. One query, another where filters are among them."""
    return _read(_REASONS, {"invitations": list(invitation_ids)}) if invitation_ids else {}


def of_person(calendar_object_id: int, person_id: int) -> Whys:
    """The same of whatever this person is invited to there now."""
    return merged(_read(_REASONS_OF_PERSON, {"calendar_object": calendar_object_id, "person": person_id}).values())


def _read(query: Select[*tuple[Any, ...]], asked: dict[str, Any]) -> dict[int, Whys]:
    rows: list[Any] = list(db.session.execute(query, asked))  # joined from outside: any of them may be None
    fields = _fields({row[1] for row in rows if row[1] is not None and row[2] is None})
    found: dict[int, Whys] = {}
    for invitation_id, audience_id, group_id, name, private in rows:
        known = found.get(invitation_id, Whys())
        if audience_id is None:
            found[invitation_id] = replace(known, by_hand=True)
        else:
            why = Why(group_id, name, bool(private)) if group_id is not None else Why(fields=fields.get(audience_id, {}))
            found[invitation_id] = replace(known, reasons=(*known.reasons, why))
    return found


def _fields(audience_ids: Collection[int]) -> dict[int, dict[Field, tuple[str, ...]]]:
    found: dict[int, dict[Field, tuple[str, ...]]] = {}
    if audience_ids:
        query = select(AudienceValue).where(AudienceValue.audience_id.in_(audience_ids)).order_by(AudienceValue.id)
        for one in db.session.scalars(query):
            fields = found.setdefault(one.audience_id, {})
            fields[one.field] = (*fields.get(one.field, ()), one.value)
    return found


def in_data(whys: Whys) -> list[str]:
    """For what Foyer keeps about a person: the groups, and what of a filter."""
    return [
        why.group or ", ".join(f"{one.value} {' / '.join(values)}" for one, values in why.fields.items()) for why in whys.reasons
    ]


def merged(whys: Collection[Whys]) -> Whys:
    """Of several invitations, as those to the parts of a course: each reason once."""
    reasons: list[Why] = []
    for one in whys:
        reasons += [why for why in one.reasons if why not in reasons]
    return Whys(tuple(reasons), any(one.by_hand for one in whys))
