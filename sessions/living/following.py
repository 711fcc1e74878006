"""Somebody comes to what is followed, or goes. Every change costs work for the people it is about, never for the whole audience."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from database import db
from jobs import wake
from networks.models import Group, Membership, MembershipState
from people import imports
from people.models import Person
from sessions import invitations
from sessions.invitations import CHUNK
from sessions.living import filters, inviting, lapsed, reasons, targets
from sessions.living.models import AudienceCheck, LivingAudience

CHECKED_AT_ONCE = 200  # by the worker, in one transaction
STANDS = timedelta(
    days=1
)  # before it counts that somebody fits no more: lists flip back and forth, and teams are renamed one by one


def welcome(group: Group, person_ids: Sequence[int], *, by: Person, now: datetime) -> None:
    """These people have joined the group: they are invited to whatever it is invited to and that lies ahead."""
    for audience in _locked(targets.followed_by(group.id, now=now)):
        inviting.invite(audience, person_ids, by=by, now=now)


def let_go(group: Group, person_ids: Sequence[int], *, by: Person, now: datetime) -> None:
    """These people have left the group: whoever is invited on its account alone is withdrawn, with a CANCEL."""
    for audience in _locked(targets.followed_by(group.id, now=now)):
        inviting.let_go(audience, person_ids, by=by, now=now)


def catch_up(person: Person, *, now: datetime) -> None:
    """Somebody is back in the organisation: what their groups were invited to meanwhile is theirs too."""
    mine = select(Membership.group_id).where(Membership.person_id == person.id, Membership.state == MembershipState.MEMBER)
    groups = list(db.session.scalars(mine))
    for audience in _locked([one for group_id in groups for one in targets.followed_by(group_id, now=now)]):
        inviting.invite(audience, [person.id], by=person, now=now)


def note(person_ids: Sequence[int]) -> None:
    """These people are new, or work elsewhere: the worker looks which filters they fit. Also where none is followed: one may be opened now."""
    for chunk in invitations.chunks(person_ids, CHUNK):
        db.session.execute(insert(AudienceCheck), [{"person_id": id_} for id_ in chunk])
    wake("sessions.audience_checks")


def check_some(*, now: datetime) -> bool:
    """Of those who changed, some more are invited, as they fit the filters now; who has not fitted for a day is let go. Whether there may
    be more to do.

    Who has left the organisation is left as they are: they hear nothing, and are looked at again when they are back. Nobody is looked at
    while an import is written, nor let go while a filter waits to hear what its department is called now (`lapsed.py`, `moves.py`).
    """
    if imports.is_writing():
        return False
    rows = db.session.execute(select(AudienceCheck.id, AudienceCheck.person_id).order_by(AudienceCheck.id).limit(CHECKED_AT_ONCE))
    checks = dict(rows.all())
    if not checks:
        return _let_go_some(now=now)
    followed = filters.any_followed()
    if followed:
        _check(sorted(set(checks.values())), now=now)
    db.session.execute(delete(AudienceCheck).where(AudienceCheck.id.in_(checks) if followed else AudienceCheck.id <= _last()))
    return True


def _last() -> int:
    """The newest of those who wait, whom nobody follows."""
    return db.session.scalar(select(AudienceCheck.id).order_by(AudienceCheck.id.desc()).limit(1)) or 0


def _check(person_ids: Sequence[int], *, now: datetime) -> None:
    """Twice the same changes nothing. What is over is left as it was."""
    for audience, fits, holds in _looked_at(person_ids, now=now):
        if coming := sorted(fits - holds):
            inviting.invite(audience, coming, by=None, now=now)
        if staying := fits & holds:
            reasons.stay(audience, staying)
        if going := holds - fits:
            reasons.end_later(audience, going, at=now + STANDS)


def _let_go_some(*, now: datetime) -> bool:
    """Some of those who have not fitted for a day are let go. Whether there were any."""
    due = reasons.take_due(now=now, most=CHECKED_AT_ONCE)
    looked_at = list(_looked_at(sorted(set().union(*due.values())), now=now)) if due else []
    going = {audience.id: (due.get(audience.id, set()) & holds) - fits for audience, fits, holds in looked_at}
    staying = lapsed.who_stays([audience for audience, _fits, _holds in looked_at], going, now=now)
    for audience, _fits, _holds in looked_at:
        stay = staying.get(audience.id, set())
        if stay:
            reasons.end_later(audience, stay, at=now + STANDS)
        if gone := sorted(going[audience.id] - stay):
            inviting.let_go(audience, gone, by=None, now=now)
    return bool(due)


def _looked_at(person_ids: Sequence[int], *, now: datetime) -> Iterator[tuple[LivingAudience, set[int], set[int]]]:
    """Each filter they are about, locked: who of these people fits it, and who, but for those away, is invited on its account."""
    away = filters.inactive(person_ids)
    fit, held = filters.fitting(person_ids), filters.holding(person_ids)
    query = select(LivingAudience).where(LivingAudience.id.in_(fit.keys() | held.keys()), targets.lies_ahead(now=now))
    for audience in _locked(list(db.session.scalars(query.order_by(LivingAudience.id)).unique())):
        yield audience, fit.get(audience.id, set()), held.get(audience.id, set()) - away


def _locked(audiences: Sequence[LivingAudience]) -> Sequence[LivingAudience]:
    if audiences:
        targets.lock_all(audiences)
    return audiences
