"""Why an invitation stands, kept beside it: by hand, on account of audiences, or both."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, cast, delete, exists, insert, literal, null, select, update
from sqlalchemy.orm import aliased

from database import db
from sessions.living.models import InvitationReason, LivingAudience
from sessions.models import Invitation

_LIVE = InvitationReason.ended_at.is_(None)
_BY_HAND = cast(null(), Integer)  # PostgreSQL takes a bare NULL for text


def named_by_hand(invitation_ids: Collection[int]) -> None:
    """These people stay invited when an audience lets them go. One statement."""
    other = aliased(InvitationReason)
    on_account = select(InvitationReason.invitation_id, _BY_HAND).where(
        InvitationReason.invitation_id.in_(invitation_ids), InvitationReason.audience_id.is_not(None), _LIVE
    )
    by_hand = exists().where(other.invitation_id == InvitationReason.invitation_id, other.audience_id.is_(None))
    _insert_from(on_account.where(~by_hand).distinct())


def forgotten(invitation_id: int) -> None:
    """Withdrawn by hand, or declined: no audience invites this person again."""
    db.session.execute(delete(InvitationReason).where(InvitationReason.invitation_id == invitation_id))


def add(audience: LivingAudience, person_ids: Sequence[int]) -> None:
    """The invitations of these people stand on account of the audience too; those that stood before stay, as by hand. Four statements."""
    theirs = (
        Invitation.calendar_object_id == audience.calendar_object_id,
        Invitation.person_id.in_(person_ids),
        Invitation.withdrawn_at.is_(None),
    )
    mine = and_(InvitationReason.invitation_id == Invitation.id, InvitationReason.audience_id == audience.id)
    renewed = select(Invitation.id).where(*theirs)
    db.session.execute(
        update(InvitationReason)
        .where(InvitationReason.audience_id == audience.id, InvitationReason.invitation_id.in_(renewed))
        .values(ended_at=None)
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


def end(audience: LivingAudience, person_ids: Sequence[int], *, now: datetime) -> list[int]:
    """The audience lets these people go; returns who has no other reason to be invited, and so is to be withdrawn."""
    query = (
        select(Invitation.person_id, Invitation.id)
        .join(InvitationReason, InvitationReason.invitation_id == Invitation.id)
        .where(InvitationReason.audience_id == audience.id, _LIVE, Invitation.person_id.in_(person_ids))
    )
    held = dict(db.session.execute(query).all())
    db.session.execute(
        update(InvitationReason)
        .where(InvitationReason.audience_id == audience.id, InvitationReason.invitation_id.in_(held.values()))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    others = set(
        db.session.scalars(select(InvitationReason.invitation_id).where(InvitationReason.invitation_id.in_(held.values()), _LIVE))
    )
    return [person_id for person_id, id_ in held.items() if id_ not in others]


def follow(old_object_id: int, new_object_id: int) -> None:
    """What goes on as a series of its own keeps its audiences, and every invitation its reasons."""
    audiences = select(
        literal(new_object_id), LivingAudience.group_id, LivingAudience.created_by_id, LivingAudience.created_at
    ).where(LivingAudience.calendar_object_id == old_object_id, LivingAudience.ending_at.is_(None))
    columns = ["calendar_object_id", "group_id", "created_by_id", "created_at"]
    db.session.execute(insert(LivingAudience).from_select(columns, audiences))
    old, new = aliased(LivingAudience), aliased(LivingAudience)
    before, after = aliased(Invitation), aliased(Invitation)
    rows = (
        select(after.id, new.id, InvitationReason.ended_at)
        .join(before, before.id == InvitationReason.invitation_id)
        .join(after, and_(after.person_id == before.person_id, after.calendar_object_id == new_object_id))
        .outerjoin(old, old.id == InvitationReason.audience_id)
        .outerjoin(new, and_(new.group_id == old.group_id, new.calendar_object_id == new_object_id))
        .where(before.calendar_object_id == old_object_id)
    )
    rows = rows.where((InvitationReason.audience_id.is_(None)) | (new.id.is_not(None)))
    db.session.execute(insert(InvitationReason).from_select(["invitation_id", "audience_id", "ended_at"], rows))


def _insert_from(rows: Any) -> None:
    db.session.execute(insert(InvitationReason).from_select(["invitation_id", "audience_id"], rows))
