"""Some changes of a run are taken back: as far as they still stand as the run left them. What people decided since is theirs."""

from collections.abc import Sequence
from datetime import datetime

from networks import groups, memberships
from networks.mirroring.models import Act, ChangeState, Mirror, MirrorChange, Reason
from networks.models import Ending, Group, Membership, MembershipState, Origin, Step
from people.models import Person


def undo_some(mirror: Mirror, changes: Sequence[MirrorChange], *, by: Person, now: datetime) -> None:
    """Each of these is undone, or stays."""
    group = groups.lock(mirror.group_id)
    rows = {one.person_id: one for one in memberships.of_people(group, [change.person_id for change in changes])}
    standing = [change for change in changes if _stands(change, rows.get(change.person_id))]
    undone = memberships.take_back(group.id, [one.person_id for one in standing if one.act is not Act.REMOVE], by=by, now=now)
    if not group.is_closed:
        back = {one.person_id: rows[one.person_id] for one in standing if one.act is Act.REMOVE}
        undone += _bring_back(group, back, by=by, now=now)
    for change in changes:
        if change.person_id in undone:
            change.state, change.at = ChangeState.UNDONE, now
        else:
            change.state = ChangeState.STAYS


def _stands(change: MirrorChange, membership: Membership | None) -> bool:
    """Whether nothing has happened since the run did this."""
    if membership is None or change.reason is Reason.ASKED:  # who asked to come in is in by their own wish
        return False
    if change.act is Act.REMOVE:
        return membership.ending is Ending.WITHDRAWN and membership.ended_at == change.at
    if change.act is Act.INVITE:
        return membership.state is MembershipState.INVITED and membership.asked_at == change.at
    return membership.is_member and membership.began_at == change.at


def _bring_back(group: Group, rows: dict[int, Membership], *, by: Person, now: datetime) -> list[int]:
    """Who was a member is one again; who had been invited can answer their link again, and gets no second mail."""
    members = [id_ for id_, one in rows.items() if one.began_at is not None and not _was_invited(one)]
    invited = [one for id_, one in rows.items() if id_ not in members]
    began = memberships.add(group, members, Origin.MIRRORED, by=by, now=now).began if members else []
    for membership in invited:
        memberships.put_question(membership, MembershipState.INVITED, by=by, now=now, mirrored=True)
    memberships.keep_records(group, [one.person_id for one in invited], Step.INVITED, by=by, now=now)
    return [*began, *(one.person_id for one in invited)]


def _was_invited(membership: Membership) -> bool:
    """Whether the last thing before it was taken back was a question."""
    return membership.asked_at is not None and (membership.began_at is None or membership.asked_at > membership.began_at)
