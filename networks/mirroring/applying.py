"""Some changes of a run are applied, by the rules of membership: each is looked at once more, and passed over if it is not so any more."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from database import db
from networks import groups
from networks.mirroring import sides, sources
from networks.mirroring.errors import SourceFailed
from networks.mirroring.models import Act, ChangeState, Mirror, MirrorChange, Reason
from networks.mirroring.plan import Actual, Owner, Standing
from networks.platforms.foyer_groups import FoyerGroups
from networks.platforms.protocol import Done, Outcome
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
    room_id, adds = str(group.id), FoyerGroups(by=by, now=now)
    done = set(_changed(adds.take_out(room_id, _accounts(still, Act.REMOVE))))
    if not group.is_closed:
        done |= set(_changed(adds.bring_in(room_id, _accounts(still, Act.ADD))))
        done |= set(_changed(FoyerGroups(by=by, now=now, asks=True).bring_in(room_id, _accounts(still, Act.INVITE))))
    for change in changes:
        change.state, change.at = (ChangeState.DONE if str(change.person_id) in done else ChangeState.PASSED_OVER), now


def _accounts(changes: Sequence[MirrorChange], act: Act) -> list[str]:
    return [str(change.person_id) for change in changes if change.act is act]


def _changed(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Who is in, or asked, or out, now, and was not before."""
    return (one.account for one in outcomes if one.done in {Done.DONE, Done.ASKED})


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
