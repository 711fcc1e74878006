"""Some changes of a run are applied, by the rules of membership: each is looked at once more, and passed over if it is not so any more."""

from collections.abc import Collection, Sequence
from datetime import datetime

from database import db
from networks import groups, invitations, memberships, requests
from networks.mirroring import sides, sources
from networks.mirroring.errors import SourceFailed
from networks.mirroring.models import Act, ChangeState, Mirror, MirrorChange, Reason
from networks.mirroring.plan import Actual, Owner, Standing
from networks.models import Group, Origin
from people.models import Person

BROUGHT_IN = (Standing.MEMBER, Standing.INVITED)


def acting_for(mirror: Mirror, by_id: int | None = None) -> Person | None:
    """In whose name the mirror acts: whoever pressed, or runs it, or looks after the group; who is here, and reads the source."""
    source, stewards = sources.source_of(mirror), [steward.person_id for steward in mirror.group.stewards]
    for person_id in (by_id, mirror.run_by_id, *stewards):
        person = db.session.get(Person, person_id) if person_id is not None else None
        if person is not None and person.active and source.is_read_by(person):
            return person
    return None


def apply_some(mirror: Mirror, changes: Sequence[MirrorChange], *, by: Person, now: datetime) -> None:
    """Each of these is done, or passed over; all of them where the source has failed since."""
    group, actual = groups.lock(mirror.group_id), sides.actual_of(mirror, [change.person_id for change in changes])
    wanted = _wanted(mirror)
    still = [one for one in changes if wanted is not None and _is_so_yet(one, actual.get(one.person_id), wanted)]
    coming = [one for one in still if one.act is not Act.REMOVE and not group.is_closed]
    done = set(_bring_in(group, coming, by=by, now=now))
    going = [one.person_id for one in still if one.act is Act.REMOVE]
    done |= set(memberships.take_back(group.id, going, by=by, now=now))
    for change in changes:
        change.state, change.at = (ChangeState.DONE if change.person_id in done else ChangeState.PASSED_OVER), now


def _wanted(mirror: Mirror) -> frozenset[int] | None:
    try:
        return sources.source_of(mirror).members()
    except SourceFailed:
        return None


def _is_so_yet(change: MirrorChange, stands: Actual | None, wanted: Collection[int]) -> bool:
    """Whether the plan would do the same with this person now: it may be a day since, if the worker was killed."""
    listed = change.person_id in wanted
    if change.act is Act.REMOVE:
        return not listed and stands is not None and stands.owner is Owner.MIRROR and stands.standing in BROUGHT_IN
    if change.reason is Reason.ASKED:
        return listed and stands is not None and stands.standing is Standing.ASKED
    return listed and stands is None


def _bring_in(group: Group, changes: Sequence[MirrorChange], *, by: Person, now: datetime) -> list[int]:
    """Who is in, or invited, now."""
    listed = [change for change in changes if change.reason is Reason.LISTED]
    added = memberships.add(group, _ids(listed, Act.ADD), Origin.MIRRORED, by=by, now=now).began if _ids(listed, Act.ADD) else []
    asked = _ids(listed, Act.INVITE)
    if asked:
        invitations.invite(group.id, asked, by=by, now=now, mirrored=True)
    invited = [one.person_id for one in memberships.of_people(group, asked) if one.asked_at == now and one.ending is None]
    let_in = [change.person_id for change in changes if change.reason is Reason.ASKED]
    for person_id in let_in:
        requests.let_in(group.id, person_id, by=by, now=now)
    return [*added, *invited, *let_in]


def _ids(changes: Sequence[MirrorChange], act: Act) -> list[int]:
    return [change.person_id for change in changes if change.act is act]
