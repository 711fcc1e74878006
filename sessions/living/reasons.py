"""Why an invitation stands, kept beside it: by hand, on account of audiences, or both."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, delete, exists, insert, literal, null, select, update
from sqlalchemy.orm import aliased

from database import db
from sessions.living.models import AudienceValue, InvitationReason, LivingAudience
from sessions.models import Invitation, ScheduledSession

_LIVE = InvitationReason.ended_at.is_(None)
_BY_HAND = cast(null(), Integer)  # PostgreSQL takes a bare NULL for text


def named_by_hand(invitation_ids: Collection[int]) -> None:
    """These people stay invited when an audience lets them go. One statement."""
    other = aliased(InvitationReason)
    on_account = select(InvitationReason.invitation_id, _BY_HAND).where(
        InvitationReason.invitation_id.in_(invitation_ids), InvitationReason.audience_id.is_not(None), _LIVE
    )
    by_hand = exists().where(
        other.invitation_id == InvitationReason.invitation_id, other.audience_id.is_(None), other.ended_at.is_(None)
    )
    _insert_from(on_account.where(~by_hand).distinct())


def forgotten(invitation_id: int) -> None:
    """Withdrawn by hand, or declined: no audience invites this person again."""
    db.session.execute(delete(InvitationReason).where(InvitationReason.invitation_id == invitation_id))


def add(audience: LivingAudience, calendar_object_id: int, person_ids: Sequence[int]) -> None:
    """The invitations of these people to one date, or series, stand on account of the audience too. Two statements."""
    theirs = (
        Invitation.calendar_object_id == calendar_object_id,
        Invitation.person_id.in_(person_ids),
        Invitation.withdrawn_at.is_(None),
    )
    mine = and_(InvitationReason.invitation_id == Invitation.id, InvitationReason.audience_id == audience.id)
    renewed = select(Invitation.id).where(*theirs)
    db.session.execute(
        update(InvitationReason)
        .where(InvitationReason.audience_id == audience.id, InvitationReason.invitation_id.in_(renewed))
        .values(ended_at=None, ends_at=None)
        .execution_options(synchronize_session=False)
    )
    _insert_from(select(Invitation.id, literal(audience.id)).where(*theirs, ~exists().where(mine)))


def keep_as_by_hand(calendar_object_id: int, person_ids: Sequence[int]) -> None:
    """Of these people, whoever is invited without a reason was invited by hand: that is written down before an audience joins in."""
    live = exists().where(InvitationReason.invitation_id == Invitation.id, InvitationReason.ended_at.is_(None))
    standing = select(Invitation.id, _BY_HAND).where(
        Invitation.calendar_object_id == calendar_object_id,
        Invitation.person_id.in_(person_ids),
        Invitation.withdrawn_at.is_(None),
        ~live,
    )
    _insert_from(standing)


def may_return(calendar_object_id: int, person_ids: Sequence[int]) -> list[int]:
    """Of these people, those who have no invitation yet, or whose invitation went only because an audience had let them go."""
    query = select(Invitation.person_id, Invitation.id).where(
        Invitation.calendar_object_id == calendar_object_id, Invitation.person_id.in_(person_ids)
    )
    known = dict(db.session.execute(query).all())
    ended = select(InvitationReason.invitation_id).join(Invitation, Invitation.id == InvitationReason.invitation_id)
    ended = ended.where(InvitationReason.invitation_id.in_(known.values()), ~_LIVE, Invitation.withdrawn_at.is_not(None))
    let_go = set(db.session.scalars(ended))
    return [id_ for id_ in person_ids if id_ not in known or known[id_] in let_go]


def turned_away(calendar_object_ids: Collection[int], person_ids: Sequence[int]) -> set[int]:
    """Of these people, those who were withdrawn by hand, or said no and went, from dates of a course: they come to no other by an audience."""
    let_go = exists().where(InvitationReason.invitation_id == Invitation.id, ~_LIVE)
    query = select(Invitation.person_id, let_go).where(
        Invitation.calendar_object_id.in_(calendar_object_ids),
        Invitation.person_id.in_(person_ids),
        Invitation.withdrawn_at.is_not(None),
    )
    rows = db.session.execute(query).all()
    return {person_id for person_id, _let_go in rows} - {person_id for person_id, may_return in rows if may_return}


def end(audience: LivingAudience, person_ids: Sequence[int], *, now: datetime) -> list[tuple[int, int]]:
    """The audience lets these people go. Returns which invitations have no other reason, and so are to be withdrawn: calendar object, person."""
    query = (
        select(Invitation.id, Invitation.calendar_object_id, Invitation.person_id)
        .join(InvitationReason, InvitationReason.invitation_id == Invitation.id)
        .where(InvitationReason.audience_id == audience.id, _LIVE, Invitation.person_id.in_(person_ids))
        .order_by(Invitation.calendar_object_id, Invitation.id)
    )
    held = {id_: (object_id, person_id) for id_, object_id, person_id in db.session.execute(query)}
    db.session.execute(
        update(InvitationReason)
        .where(InvitationReason.audience_id == audience.id, InvitationReason.invitation_id.in_(held))
        .values(ended_at=now, ends_at=None)
        .execution_options(synchronize_session=False)
    )
    others = set(
        db.session.scalars(select(InvitationReason.invitation_id).where(InvitationReason.invitation_id.in_(held), _LIVE))
    )
    return [one for id_, one in held.items() if id_ not in others]


def end_later(audience: LivingAudience, person_ids: Collection[int], *, at: datetime) -> None:
    """The audience is to let these people go, at that time; who is to go already, when they were to go before. One statement."""
    _plan(audience, person_ids, InvitationReason.ends_at.is_(None), ends_at=at)


def stay(audience: LivingAudience, person_ids: Collection[int]) -> None:
    """The audience is not to let these people go any more. One statement."""
    _plan(audience, person_ids, InvitationReason.ends_at.is_not(None), ends_at=None)


def _plan(audience: LivingAudience, person_ids: Collection[int], which: ColumnElement[bool], *, ends_at: datetime | None) -> None:
    theirs = select(Invitation.id).where(Invitation.person_id.in_(person_ids))
    db.session.execute(
        update(InvitationReason)
        .where(InvitationReason.audience_id == audience.id, InvitationReason.invitation_id.in_(theirs), _LIVE, which)
        .values(ends_at=ends_at)
        .execution_options(synchronize_session=False)
    )


def take_due(*, now: datetime, most: int) -> dict[int, set[int]]:
    """Some of those who are to be let go by now, by audience: they are so no more, whatever becomes of them. Two statements."""
    query = (
        select(InvitationReason.id, InvitationReason.audience_id, Invitation.person_id)
        .join(Invitation, Invitation.id == InvitationReason.invitation_id)
        .where(InvitationReason.ends_at <= now)
        .order_by(InvitationReason.ends_at, InvitationReason.id)
        .limit(most)
    )
    rows = db.session.execute(query).all()
    found: dict[int, set[int]] = {}
    for _id, audience_id, person_id in rows:
        found.setdefault(audience_id or 0, set()).add(person_id)
    db.session.execute(
        update(InvitationReason)
        .where(InvitationReason.id.in_([id_ for id_, _audience_id, _person_id in rows]))
        .values(ends_at=None)
        .execution_options(synchronize_session=False)
    )
    return found


def outlive(audience: LivingAudience) -> None:
    """The audience goes; that it let people go is remembered, so that another one, or the same anew, may invite them."""
    db.session.execute(
        update(InvitationReason)
        .where(InvitationReason.audience_id == audience.id, ~_LIVE)
        .values(audience_id=None)
        .execution_options(synchronize_session=False)
    )


def follow(old_object_id: int, new_object_id: int) -> None:
    """What goes on as a series of its own keeps its audiences, and every invitation its reasons."""
    living = select(LivingAudience).where(LivingAudience.calendar_object_id == old_object_id, LivingAudience.ending_at.is_(None))
    for old in db.session.scalars(living.order_by(LivingAudience.id)).unique().all():
        new = LivingAudience(
            calendar_object_id=new_object_id,
            group_id=old.group_id,
            created_by_id=old.created_by_id,
            created_at=old.created_at,
            values=[AudienceValue(field=one.field, value=one.value) for one in old.values],
        )
        db.session.add(new)
        db.session.flush()
        _take_along(old_object_id, new_object_id, InvitationReason.audience_id == old.id, literal(new.id))
    _take_along(old_object_id, new_object_id, InvitationReason.audience_id.is_(None), _BY_HAND)


def _take_along(old_object_id: int, new_object_id: int, which: ColumnElement[bool], audience_id: ColumnElement[Any]) -> None:
    before, after = aliased(Invitation), aliased(Invitation)
    rows = (
        select(after.id, audience_id, InvitationReason.ended_at, InvitationReason.ends_at)
        .join(before, before.id == InvitationReason.invitation_id)
        .join(after, and_(after.person_id == before.person_id, after.calendar_object_id == new_object_id))
        .where(before.calendar_object_id == old_object_id, which)
    )
    db.session.execute(insert(InvitationReason).from_select(["invitation_id", "audience_id", "ended_at", "ends_at"], rows))


def begin_part(course_id: int, new_object_id: int) -> None:
    """Who is in a course on account of audiences is so in its new part. By hand too, who is by hand in every part on account of nobody else."""
    before, after = aliased(Invitation), aliased(Invitation)
    parts = select(ScheduledSession.calendar_object_id).where(ScheduledSession.series_id == course_id)
    standing = (before.calendar_object_id.in_(parts), before.withdrawn_at.is_(None), before.calendar_object_id != new_object_id)
    same_person = and_(after.person_id == before.person_id, after.calendar_object_id == new_object_id)
    theirs = select(after.id, InvitationReason.audience_id).select_from(InvitationReason)
    theirs = theirs.join(before, before.id == InvitationReason.invitation_id).join(after, same_person).where(*standing, _LIVE)
    _insert_from(theirs.where(InvitationReason.audience_id.is_not(None)).distinct())
    elsewhere, by_hand, other = aliased(Invitation), aliased(InvitationReason), aliased(InvitationReason)
    # A guest at one part has a reason there that is no reason for this one.
    by_audience_alone = exists().where(
        elsewhere.person_id == after.person_id,
        elsewhere.calendar_object_id.in_(parts),
        elsewhere.calendar_object_id != new_object_id,
        elsewhere.withdrawn_at.is_(None),
        other.invitation_id == elsewhere.id,
        other.ended_at.is_(None),
        ~exists().where(by_hand.invitation_id == elsewhere.id, by_hand.audience_id.is_(None), by_hand.ended_at.is_(None)),
    )
    _insert_from(
        theirs.where(InvitationReason.audience_id.is_(None), ~by_audience_alone).with_only_columns(after.id, _BY_HAND).distinct()
    )


def _insert_from(rows: Any) -> None:
    db.session.execute(insert(InvitationReason).from_select(["invitation_id", "audience_id"], rows))
