"""A proposal comes about: the worker composes, the community manager looks, and each person is asked after that."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from database import db
from jobs import wake
from sessions.rounds import notices, offers, rounds
from sessions.rounds.compositions import Composition, Quality
from sessions.rounds.errors import RoundClosed
from sessions.rounds.models import PlaceAnswer, Round, RoundGroup, RoundMove, RoundState, SignUp

JOB = "sessions.rounds"


def compose(round_id: int, *, resemblance: int, keeps_pairs: bool, now: datetime) -> Round:
    """Sign-up is closed, and the worker puts groups together; what was proposed before, to nobody yet, goes.

    `resemblance` of a hundred. Raises RoundClosed when people were asked already, or there is nothing to compose.
    """
    found = rounds.lock(round_id)
    if found.state not in {RoundState.OPEN, RoundState.PROPOSED}:
        raise RoundClosed(
            "Groups are being put together already." if found.state is RoundState.COMPOSING else "The groups are settled."
        )
    if rounds.count_signed_up(found) < found.smallest:
        raise RoundClosed("Fewer people have signed up than make one group.")
    if not offers.hosts(found):
        raise RoundClosed("Nobody hosts yet. Add at least one host.")
    rounds.forget_proposal(found)
    found.sign_up_until = min(found.sign_up_until or now, now)
    found.resemblance, found.keeps_pairs = max(0, min(100, resemblance)), keeps_pairs
    found.state, found.compose_began_at, found.compose_error = RoundState.COMPOSING, now, ""
    db.session.flush()
    wake(JOB)
    return found


def waiting() -> list[int]:
    """Rounds that the worker is to compose, the oldest first."""
    return list(db.session.scalars(select(Round.id).where(Round.state == RoundState.COMPOSING).order_by(Round.id)))


def keep(round_id: int, began_at: datetime | None, composition: Composition, figures: Mapping[str, Any]) -> bool:
    """The groups stand as composed, for the manager to look at. False when the round went on without them meanwhile.

    Who withdrew meanwhile is in none; whether a change meanwhile still fits shows as a violation.
    """
    found = rounds.lock(round_id)
    if found.state is not RoundState.COMPOSING or found.compose_began_at != began_at:
        return False
    sign_ups = {one.person_id: one for one in rounds.signed_up(found)}
    hosts = {host.person_id: host for host in offers.hosts(found)}
    for number, group in enumerate(composition.groups, start=1):
        host = hosts.get(group.host)
        row = RoundGroup(
            round_id=found.id,
            number=number,
            time_id=group.time,
            place_id=int(group.place),
            host_id=host.id if host else None,
            language=group.language,
        )
        db.session.add(row)
        db.session.flush()
        for key in group.members:
            if key in sign_ups:
                sign_ups[key].group = row
    for one in composition.unplaced:
        if one.key in sign_ups:
            sign_ups[one.key].why_unplaced, sign_ups[one.key].remedies = one.why.value, list(one.remedies)
    found.figures = {**figures, **_of_composition(composition)}
    found.state = RoundState.PROPOSED
    db.session.flush()
    return True


def fail(round_id: int, began_at: datetime | None, error: str) -> None:
    """No groups came of it; the page says why, and it can be asked for again."""
    found = rounds.lock(round_id)
    if found.state is RoundState.COMPOSING and found.compose_began_at == began_at:
        found.state, found.compose_error = RoundState.OPEN, error[:200]
        db.session.flush()


def _of_composition(composition: Composition) -> dict[str, Any]:
    """What is kept of it beside the groups: figures without anybody's name or number."""
    return {
        "bound": asdict(composition.bound),
        "proven": composition.proven,
        "remedies": [
            {
                "step": remedy.step.value,
                "count": len(remedy.keys),
                "time": remedy.time,
                "place": int(remedy.place) if remedy.place else None,
                "language": remedy.language,
                "size": remedy.size,
            }
            for remedy in composition.remedies
        ],
    }


def as_figures(quality: Quality) -> dict[str, Any]:
    """A quality as it is kept: without its violations, which name people."""
    return {name: value for name, value in asdict(quality).items() if name != "violations"}


def ask(round_id: int, *, now: datetime) -> int:
    """Everybody who has a place they were not asked about gets a mail with it; returns how many. Raises RoundClosed when there is nobody."""
    found = rounds.lock(round_id)
    if found.state not in {RoundState.PROPOSED, RoundState.ASKED}:
        raise RoundClosed("There is no proposal to send.")
    sign_ups = to_ask(found)
    if not sign_ups:
        raise RoundClosed("Everybody who has a place was asked about it already.")
    for kept in sign_ups:
        kept.asked_at, kept.answer = now, PlaceAnswer.NONE
    found.state = RoundState.ASKED
    db.session.execute(delete(RoundMove).where(RoundMove.round_id == found.id))
    db.session.flush()
    return notices.places_proposed(found, sign_ups, now=now)


def to_ask(found: Round) -> list[SignUp]:
    """Who has a place and was not asked about it."""
    return [one for one in rounds.signed_up(found) if one.group_id is not None and one.asked_at is None]
