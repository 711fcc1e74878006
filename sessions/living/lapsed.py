"""A filter names a department, function, location or language that nobody has any more: given another name, most of the time.

Then its people stay invited until somebody who looks after the place says what it is called now, or switches the filter off.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from database import alone, db
from people import directory
from people.models import Person
from sessions.errors import DetailsInvalid
from sessions.living import audiences, filters, inviting, targets
from sessions.living.models import AudienceValue, InvitationReason, LivingAudience
from sessions.living.targets import Target
from sessions.models import Invitation, ScheduledSession

AT_ONCE = 2  # one alone who leaves a department of their own has moved; several at once are still where they were


def values_of(audiences_: Collection[LivingAudience]) -> dict[int, list[AudienceValue]]:
    """What nobody active has any more, of filters whose people wait for an answer because of it; by audience. Two queries."""
    nobodys = [
        and_(AudienceValue.field == field, ~exists().where(Person.active, column == AudienceValue.value))
        for field, column in filters.columns().items()
    ]
    ids = [one.id for one in audiences_ if one.group_id is None and one.ending_at is None]
    query = select(AudienceValue).where(AudienceValue.audience_id.in_(ids), or_(*nobodys)).order_by(AudienceValue.id)
    found: dict[int, list[AudienceValue]] = {}
    for value in db.session.scalars(query) if ids else ():
        found.setdefault(value.audience_id, []).append(value)
    waiting = _with_people_who_wait(found) if found else set()
    return {id_: values for id_, values in found.items() if id_ in waiting}


def _with_people_who_wait(audience_ids: Collection[int]) -> set[int]:
    """On whose account several active people are invited that do not fit: in some field they have none of its values."""
    named, other = aliased(AudienceValue), aliased(AudienceValue)
    has_it = or_(*(and_(other.field == field, other.value == column) for field, column in filters.columns().items()))
    has_one = select(other.id).where(other.audience_id == named.audience_id, other.field == named.field, has_it)
    lacks_one = ~has_one.correlate_except(other).exists()  # "except": SQLAlchemy does not look past the innermost query by itself
    misfit = select(named.id).where(named.audience_id == InvitationReason.audience_id, lacks_one).correlate_except(named)
    query = (
        select(InvitationReason.audience_id)
        .join(Invitation, Invitation.id == InvitationReason.invitation_id)
        .join(Person, Person.id == Invitation.person_id)
        .where(InvitationReason.audience_id.in_(audience_ids), InvitationReason.ended_at.is_(None), Person.active)
        .where(misfit.exists())
        .group_by(InvitationReason.audience_id)
        .having(func.count(Person.id.distinct()) >= AT_ONCE)
    )
    return {id_ for id_ in db.session.scalars(query) if id_ is not None}


def waiting(*, now: datetime, most: int) -> list[tuple[LivingAudience, ScheduledSession]]:
    """Every filter that waits for an answer, with the next date that it is about; at most so many. As many queries for many as for one."""
    query = select(LivingAudience).where(LivingAudience.group_id.is_(None), LivingAudience.ending_at.is_(None))
    followed = db.session.scalars(query.where(targets.lies_ahead(now=now)).order_by(LivingAudience.id)).unique().all()
    dates = targets.next_of(list(values_of(followed))[:most], now=now)
    return [(one, dates[one.id]) for one in followed if one.id in dates]


def rename(target: Target, audience_id: int, value_id: int, value: str, *, now: datetime) -> LivingAudience:
    """What nobody has any more is called so now: whoever fits the filter by that name is invited and stays, whoever does not goes.

    While another value of it is nobody's, nobody goes. Raises AudienceMissing, DetailsInvalid for a name that nobody has either.
    """
    alone(audiences.ONE_AT_A_TIME)
    targets.lock(target)
    audience = db.session.get(LivingAudience, audience_id, populate_existing=True)
    if audience is None or targets.of(audience) != target or audience.ending_at is not None:
        raise audiences.AudienceMissing("They are not followed any more.")
    lapsed = next((one for one in values_of([audience]).get(audience.id, ()) if one.id == value_id), None)
    if lapsed is None:
        raise audiences.AudienceMissing("This question has been answered already.")
    if not value or not db.session.scalar(select(exists().where(Person.active, filters.columns()[lapsed.field] == value))):
        raise DetailsInvalid(filters.LISTS[lapsed.field], "Choose what it is called now.")
    if any(one.field is lapsed.field and one.value == value for one in audience.values):
        audience.values.remove(lapsed)
    else:
        lapsed.value = value
    db.session.flush()
    _put_right(audience, now=now)
    return audience


def _put_right(audience: LivingAudience, *, now: datetime) -> None:
    fits = directory.ids(filters.filter_of(audience))
    held = select(Invitation.person_id).join(InvitationReason, InvitationReason.invitation_id == Invitation.id)
    held = held.join(Person, Person.id == Invitation.person_id).where(Person.active)
    holds = set(
        db.session.scalars(
            held.where(InvitationReason.audience_id == audience.id, InvitationReason.ended_at.is_(None)).distinct()
        )
    )
    if coming := [id_ for id_ in fits if id_ not in holds]:
        inviting.invite(audience, coming, by=None, now=now)
    going = sorted(holds - set(fits))
    if going and not values_of([audience]):
        inviting.let_go(audience, going, by=None, now=now)
