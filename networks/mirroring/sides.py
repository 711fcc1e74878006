"""Both sides of a mirror as they are now: who the source lists, and where everybody stands with the group."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from database import db
from networks import groups
from networks.mirroring import sources
from networks.mirroring.models import Act, Brake, ChangeState, Mirror, MirrorChange
from networks.mirroring.plan import Actual, Owner, Plan, Standing, brake_of, plan
from networks.models import Ending, Membership, MembershipState, Origin
from people.models import Person

BRINGS_IN = (Act.ADD, Act.INVITE)
STANDINGS = {
    MembershipState.MEMBER: Standing.MEMBER,
    MembershipState.INVITED: Standing.INVITED,
    MembershipState.ASKED: Standing.ASKED,
    MembershipState.OVER: Standing.OUT,
}


@dataclass(frozen=True, slots=True)
class Look:
    """What a mirror would do now. `fingerprint` is another one as soon as either side, or how the mirror goes, is."""

    plan: Plan
    brake: Brake | None
    fingerprint: str


def look(mirror: Mirror, *, lock: bool = False) -> Look:
    """Both sides compared; with `lock` they stay as they are until the transaction ends. Raises SourceFailed, GroupMissing."""
    source = sources.source_of(mirror)
    if lock:
        groups.lock(mirror.group_id)
        source.lock()
    wanted, actual = source.members(), actual_of(mirror)
    found = plan(wanted, actual, mirror.rule, automatic=mirror.is_automatic)
    seen = [
        mirror.rule,
        mirror.is_automatic,
        mirror.most_removed,
        [mirror.source_kind, mirror.source_id],
        sorted(wanted),
        [[id_, stands.standing, stands.owner] for id_, stands in sorted(actual.items())],
    ]
    fingerprint = hashlib.sha256(json.dumps(seen).encode()).hexdigest()
    return Look(found, brake_of(found, wanted, most_removed=mirror.most_removed), fingerprint)


def actual_of(mirror: Mirror, person_ids: Collection[int] | None = None) -> dict[int, Actual]:
    """Where everybody who is here (or these of them) stands with the group; who was taken back by the mirror itself stands nowhere."""
    rows = _rows(mirror, person_ids)
    brought, taken_back = _own_doing(mirror, person_ids)
    found = {}
    for person_id, state, origin, ending, ended_at in rows:
        if ending is Ending.WITHDRAWN and (person_id, ended_at) in taken_back:
            continue
        owner = Owner.MIRROR if origin is Origin.MIRRORED and person_id in brought else Owner.MANUAL
        found[person_id] = Actual(STANDINGS[state], owner)
    return found


Row = tuple[int, MembershipState, Origin | None, Ending | None, datetime | None]


def _rows(mirror: Mirror, person_ids: Collection[int] | None) -> list[Row]:
    query = (
        select(Membership.person_id, Membership.state, Membership.origin, Membership.ending, Membership.ended_at)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.group_id == mirror.group_id, Person.active)
    )
    if person_ids is not None:
        query = query.where(Membership.person_id.in_(person_ids))
    return [(id_, state, origin, ending, at) for id_, state, origin, ending, at in db.session.execute(query)]


def _own_doing(mirror: Mirror, person_ids: Collection[int] | None) -> tuple[set[int], set[tuple[int, datetime | None]]]:
    """Whom this mirror brought in or invited; and whom it took back, with the moment."""
    brings = MirrorChange.act.in_(BRINGS_IN)
    query = select(MirrorChange.person_id, MirrorChange.act, MirrorChange.state, MirrorChange.at).where(
        MirrorChange.mirror_id == mirror.id,
        or_(
            MirrorChange.state == ChangeState.DONE,
            MirrorChange.state == ChangeState.STAYS,
            and_(MirrorChange.state == ChangeState.UNDONE, brings),
        ),
    )
    if person_ids is not None:
        query = query.where(MirrorChange.person_id.in_(person_ids))
    brought, taken_back = set(), set()
    for person_id, act, state, at in db.session.execute(query):
        if act in BRINGS_IN and state is not ChangeState.UNDONE:
            brought.add(person_id)
        else:
            taken_back.add((person_id, at))
    return brought, taken_back
