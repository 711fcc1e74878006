"""A filter names a department, function, location or language that nobody has any more: given another name, most of the time.

Then its people stay invited until somebody who looks after the place says what it is called now, or switches the filter off.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from database import alone, db
from people import directory
from people.models import Person
from sessions import invitations
from sessions.errors import DetailsInvalid
from sessions.living import audiences, filters, inviting, moves, reasons, targets
from sessions.living.models import AudienceMove, AudienceValue, InvitationReason, LivingAudience
from sessions.living.moves import Move
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
    asked = [*values_of(followed), *moves.asked(followed, now=now)]
    dates = targets.next_of(list(dict.fromkeys(asked))[:most], now=now)
    return [(one, dates[one.id]) for one in followed if one.id in dates]


def rename(target: Target, audience_id: int, value_id: int, value: str, *, now: datetime) -> LivingAudience:
    """What nobody has any more is called so now: whoever fits the filter by that name is invited and stays, whoever does not goes.

    While another value of it is nobody's, nobody goes. Raises AudienceMissing, DetailsInvalid for a name that nobody has either.
    """
    audience = _locked(target, audience_id)
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
    _take_in(audience, now=now)
    _let_go(audience, now=now)
    return audience


def follow_too(target: Target, audience_id: int, move: Move, *, now: datetime) -> LivingAudience:
    """What several people of it have now is another name of what is followed: whoever fits by it stays, or is invited.

    Raises AudienceMissing, also for what is not asked any more.
    """
    audience = _asked_about(target, audience_id, move, now=now)
    audience.values.append(AudienceValue(field=move.field, value=move.value))
    db.session.flush()
    _take_in(audience, now=now)
    return audience


def let_move(target: Target, audience_id: int, move: Move, *, now: datetime) -> LivingAudience:
    """They have moved: who is there is let go, and so is whoever follows them there, without another question.

    Raises AudienceMissing, also for what is not asked any more.
    """
    audience = _asked_about(target, audience_id, move, now=now)
    db.session.add(AudienceMove(audience_id=audience.id, field=move.field, value=move.value))
    db.session.flush()
    _let_go(audience, now=now, only=move)
    return audience


def _asked_about(target: Target, audience_id: int, move: Move, *, now: datetime) -> LivingAudience:
    audience = _locked(target, audience_id)
    if move not in moves.asked([audience], now=now).get(audience.id, ()):
        raise audiences.AudienceMissing("This question has been answered already.")
    return audience


def _locked(target: Target, audience_id: int) -> LivingAudience:
    alone(audiences.ONE_AT_A_TIME)
    targets.lock(target)
    audience = db.session.get(LivingAudience, audience_id, populate_existing=True)
    if audience is None or targets.of(audience) != target or audience.ending_at is not None:
        raise audiences.AudienceMissing("They are not followed any more.")
    return audience


def _take_in(audience: LivingAudience, *, now: datetime) -> None:
    """Whoever fits is invited, and is not to go any more."""
    fits, holds = directory.ids(filters.filter_of(audience)), _holding(audience)
    if coming := [id_ for id_ in fits if id_ not in holds]:
        inviting.invite(audience, coming, by=None, now=now)
    for chunk in invitations.chunks(sorted(holds & set(fits)), invitations.CHUNK):
        reasons.stay(audience, chunk)


def _let_go(audience: LivingAudience, *, now: datetime, only: Move | None = None) -> None:
    """Who fits no more goes at once; with `only`, who has moved there. Nobody goes about whom is asked."""
    for chunk in invitations.chunks(
        sorted(_holding(audience) - set(directory.ids(filters.filter_of(audience)))), invitations.CHUNK
    ):
        there = moves.held_back([only], chunk) if only else set(chunk)
        stay = who_stays([audience], {audience.id: there}, now=now).get(audience.id, set())
        if going := sorted(there - stay):
            inviting.let_go(audience, going, by=None, now=now)


def _holding(audience: LivingAudience) -> set[int]:
    held = select(Invitation.person_id).join(InvitationReason, InvitationReason.invitation_id == Invitation.id)
    held = held.join(Person, Person.id == Invitation.person_id).where(Person.active)
    on_its_account = held.where(InvitationReason.audience_id == audience.id, InvitationReason.ended_at.is_(None))
    return set(db.session.scalars(on_its_account.distinct()))


def who_stays(audiences_: Collection[LivingAudience], going: Mapping[int, set[int]], *, now: datetime) -> dict[int, set[int]]:
    """Of those who fit a filter no more, who stays until a question is answered, by audience."""
    lapsed = values_of(audiences_)
    people = set().union(*going.values())
    asked = moves.asked(audiences_, people, now=now) if people else {}
    return {id_: set(ids) if id_ in lapsed else moves.held_back(asked.get(id_, ()), ids) for id_, ids in going.items() if ids}
