"""A group begins to follow something, in another way, pauses, goes on, and follows nothing any more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from database import db
from networks import groups
from networks.mirroring import running, sources
from networks.mirroring.errors import MirrorInvalid, MirrorMissing
from networks.mirroring.models import Mirror, MirrorState, Rule, SourceKind
from networks.models import Group
from people.models import Person
from people.plain_text import can_be_seen, one_line

LONGEST_BASIS = 300


@dataclass(frozen=True, slots=True)
class Terms:
    """How a mirror goes. `most_removed`: per cent of those it brought in that may go in one run without a question."""

    kind: SourceKind
    source_id: int
    rule: Rule = Rule.SUGGEST
    is_automatic: bool = False
    basis: str = ""
    most_removed: int = 20


def of_group(group_id: int) -> Mirror | None:
    """What this group follows, if anything."""
    return db.session.scalar(select(Mirror).where(Mirror.group_id == group_id))


def set_up(group_id: int, terms: Terms, *, by: Person, now: datetime) -> Mirror:
    """The group follows this from now on. Nobody comes or goes by that: its first plan is looked at by somebody.

    Raises GroupMissing, GroupClosed, MirrorMissing when `by` does not read the source, MirrorInvalid naming the field.
    """
    groups.guard_not_closed(groups.lock(group_id))
    if of_group(group_id) is not None:
        raise MirrorInvalid("This group follows something already.", field="source")
    mirror = Mirror(group_id=group_id, run_by_id=by.id, created_at=now, state=MirrorState.PAUSED, drift={})
    mirror.next_look_at = now + running.LOOKS_EVERY
    _apply(mirror, terms, by=by)
    db.session.add(mirror)
    db.session.flush()
    sources.source_of(mirror).is_followed_by(db.session.get_one(Group, group_id), now=now)
    return mirror


def change(mirror_id: int, terms: Terms, *, by: Person, now: datetime) -> Mirror:
    """The mirror goes as said. When it follows something else it pauses, for somebody to look first.

    Raises MirrorMissing, MirrorBusy, MirrorInvalid naming the field.
    """
    mirror = running.lock(mirror_id)
    running.guard_at_rest(mirror)
    before = sources.source_of(mirror)
    is_another = (mirror.source_kind, mirror.source_id) != (terms.kind, terms.source_id)
    _apply(mirror, terms, by=by)
    mirror.run_by_id, mirror.drift, mirror.looked_at = by.id, {}, None
    if is_another:
        mirror.state, mirror.brake = MirrorState.PAUSED, None
        before.is_left(now=now)
        sources.source_of(mirror).is_followed_by(mirror.group, now=now)
    db.session.flush()
    return mirror


def _apply(mirror: Mirror, terms: Terms, *, by: Person) -> None:
    if not sources.source(terms.kind, terms.source_id).is_read_by(by):
        raise MirrorMissing("There is no such source, or you do not read who belongs to it.")
    if _leads_back(mirror.group_id, terms):
        raise MirrorInvalid("That one follows this group already: neither would ever lose anybody.", field="source")
    basis = one_line(terms.basis) if terms.is_automatic else ""
    if terms.is_automatic and not can_be_seen(basis):
        raise MirrorInvalid("Say where it is written that everybody belongs: members read it.", field="basis")
    if len(basis) > LONGEST_BASIS:
        raise MirrorInvalid("Too long: at most %(longest)s characters.", field="basis", longest=LONGEST_BASIS)
    if not 0 <= terms.most_removed <= 100:
        raise MirrorInvalid("A number from 0 to 100.", field="most_removed")
    mirror.follow(terms.kind, terms.source_id)
    mirror.rule = terms.rule
    mirror.is_automatic, mirror.basis, mirror.most_removed = terms.is_automatic, basis, terms.most_removed


def _leads_back(group_id: int, terms: Terms) -> bool:
    return terms.kind is SourceKind.GROUP and group_id in {terms.source_id, *_followed_by(terms.source_id)}


def _followed_by(group_id: int) -> Iterator[int]:
    """The groups that this one follows, by one step or more."""
    seen = {group_id}
    while (mirror := of_group(group_id)) and mirror.source_group_id is not None and mirror.source_group_id not in seen:
        group_id = mirror.source_group_id
        seen.add(group_id)
        yield group_id


def pause(mirror_id: int, *, now: datetime) -> Mirror:
    """It does nothing until somebody lets it go on; a question of a brake is settled by that, and a run that is being applied ends as it is."""
    mirror = running.lock(mirror_id)
    running.break_off(mirror, now=now)
    mirror.state, mirror.brake, mirror.drift, mirror.looked_at = MirrorState.PAUSED, None, {}, None
    db.session.flush()
    return mirror


def go_on(mirror_id: int, *, by: Person, now: datetime) -> Mirror:
    """It looks by itself again, the first time a day from now. Raises MirrorMissing when `by` does not read the source."""
    mirror = running.lock(mirror_id)
    if not sources.source_of(mirror).is_read_by(by):
        raise MirrorMissing("There is no such source, or you do not read who belongs to it.")
    mirror.state, mirror.brake, mirror.run_by_id, mirror.looked_at = MirrorState.ACTIVE, None, by.id, None
    mirror.next_look_at = now + running.LOOKS_EVERY
    db.session.flush()
    return mirror


def take_away(mirror_id: int, *, now: datetime) -> None:
    """The group follows nothing any more. Who belongs to it stays, and no mirror owns that: its log is gone. Open invitations stand.

    Raises MirrorMissing, MirrorBusy.
    """
    mirror = running.lock(mirror_id)
    running.guard_at_rest(mirror)
    sources.source_of(mirror).is_left(now=now)
    db.session.delete(mirror)
    db.session.flush()
