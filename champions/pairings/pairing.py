"""Looking for pairs all at once: a community manager starts it, the worker finds, the manager looks, and then the two of each are asked."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from champions.errors import NotPossible, PairingMissing, WrongStanding
from champions.mentorships import pools, proposals
from champions.mentorships.models import Ask, AskState, Origin, Proposal
from champions.models import Ambassador, Standing
from champions.pairings import needs
from champions.pairings.matching_apart import Found, Way
from champions.pairings.models import PairingLine, PairingRound, PairingState
from champions.requests import Matching, MatchingRound, Why
from database import alone, db
from jobs import wake
from people.models import Person

JOB = "champions.pairings"
STEPS = len(Way)  # found the best, and by the two ways it is compared with


def start(by: Person, *, resemblance: int, now: datetime) -> PairingRound:
    """The worker looks for pairs among everybody who looks and is not being asked. What an earlier round found, and nobody was told, goes.

    `resemblance` of a hundred. Raises WrongStanding while pairs are being looked for, NotPossible when there is nobody, or no room.
    """
    alone(JOB)
    if waiting():
        raise WrongStanding("Pairs are being looked for already.")
    of = pools.pool(now=now).round_of()
    if not of.mentees:
        raise NotPossible("Nobody waits for an ambassador now, or everybody is being asked already.")
    if not any(ambassador.capacity for ambassador in of.ambassadors):
        raise NotPossible("No ambassador has room now. Ask colleagues whether they would like to be one, or wait a while.")
    db.session.execute(delete(PairingRound).where(PairingRound.state.in_([PairingState.FOUND, PairingState.FAILED])))
    found = PairingRound(
        began_at=now, by_id=by.id, resemblance=max(0, min(100, resemblance)), seed=secrets.randbelow(2**31), figures={}
    )
    db.session.add(found)
    db.session.flush()
    wake(JOB)
    return found


def waiting() -> list[int]:
    """Rounds that the worker is to do, the oldest first."""
    query = select(PairingRound.id).where(PairingRound.state == PairingState.FINDING)
    return list(db.session.scalars(query.order_by(PairingRound.id)))


def request_of(found: PairingRound, *, now: datetime) -> MatchingRound:
    """What matching is given, hard rules included."""
    return pools.pool(now=now).round_of(resemblance=found.resemblance / 100, seed=found.seed)


def step(round_id: int, began_at: datetime, done: int) -> bool:
    """So many steps are done. False when nobody waits for it any more."""
    found = _locked(round_id)
    if found is None or not _is_this(found, began_at):
        return False
    found.steps_done = done
    db.session.flush()
    return True


def keep(round_id: int, began_at: datetime, of: MatchingRound, founds: Mapping[Way, Found]) -> bool:
    """The pairs stand as found, for the community manager to look at. False when nobody waits for them any more."""
    found = _locked(round_id)
    if found is None or not _is_this(found, began_at):
        return False
    matching = founds[Way.BEST].matching
    db.session.add_all(_lines(found.id, matching))
    found.figures = _figures(of, founds)
    found.state, found.steps_done = PairingState.FOUND, STEPS
    db.session.flush()
    return True


def fail(round_id: int, began_at: datetime) -> None:
    """No pairs came of it; the page says so."""
    found = _locked(round_id)
    if found is not None and _is_this(found, began_at):
        found.state = PairingState.FAILED
        db.session.flush()


def take_out(round_id: int, line_id: int, *, out: bool) -> PairingLine:
    """This pair is not asked, or is after all. Raises PairingMissing, WrongStanding once the pairs are asked."""
    found = _open(round_id)
    line = db.session.get(PairingLine, line_id)
    if line is None or line.round_id != found.id or line.ambassador_id is None:
        raise PairingMissing("This pair is not there any more.")
    line.is_out = out
    db.session.flush()
    return line


def confirm(round_id: int, *, by: Person, now: datetime) -> list[Proposal]:
    """The two of each pair are asked, by the rule that proposes any pair; of the round only figures are kept.

    A pair that a hard rule forbids by now is passed over. Raises PairingMissing, WrongStanding; NotPossible when no pair is left.
    """
    found = _open(round_id)
    query = select(PairingLine.mentee_id, PairingLine.ambassador_id)
    query = query.where(PairingLine.round_id == found.id, PairingLine.ambassador_id.is_not(None), PairingLine.is_out.is_(False))
    pairs = [(mentee, ambassador or 0) for mentee, ambassador in db.session.execute(query.order_by(PairingLine.id))]
    made = proposals.propose_many(pairs, origin=Origin.ROUND, by=by, now=now) if pairs else []
    if not made:
        raise NotPossible("No pair is left to ask. Look for pairs anew.")
    found.state, found.asked_at = PairingState.ASKED, now
    found.figures = {**found.figures, "asked": len(made), "passed_over": len(pairs) - len(made), "needs": []}
    db.session.execute(delete(PairingLine).where(PairingLine.round_id == found.id))
    db.session.flush()
    return made


def dispose(round_id: int) -> None:
    """Nothing of it is kept; nobody had been told. Raises PairingMissing, WrongStanding once the pairs are asked."""
    found = _open(round_id, PairingState.FOUND, PairingState.FAILED, PairingState.FINDING)
    db.session.execute(delete(PairingRound).where(PairingRound.id == found.id))


def _locked(round_id: int) -> PairingRound | None:
    query = select(PairingRound).where(PairingRound.id == round_id).with_for_update(of=PairingRound)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _open(round_id: int, *states: PairingState) -> PairingRound:
    found = _locked(round_id)
    if found is None:
        raise PairingMissing("These pairs are not there any more.")
    if found.state not in (states or (PairingState.FOUND,)):
        raise WrongStanding(
            "Pairs are being looked for already." if found.state is PairingState.FINDING else "These pairs are asked already."
        )
    return found


def _is_this(found: PairingRound, began_at: datetime) -> bool:
    return found.state is PairingState.FINDING and found.began_at == began_at


def _lines(round_id: int, matching: Matching) -> list[PairingLine]:
    """Of those who still look, and ambassadors who still take somebody: matching took its time. Who lost theirs by that has nobody."""
    asks = set(db.session.scalars(select(Ask.person_id).where(Ask.state == AskState.LOOKING)))
    takes = Ambassador.standing == Standing.ACTIVE, Person.active
    there = set(db.session.scalars(select(Ambassador.person_id).join(Ambassador.person).where(*takes)))
    pairs = [
        PairingLine(round_id=round_id, mentee_id=pair.mentee, ambassador_id=pair.ambassador, fit=pair.fit)
        for pair in matching.matches
        if pair.mentee in asks and pair.ambassador in there
    ]
    left = [pair.mentee for pair in matching.matches if pair.ambassador not in there]
    unmatched = [mentee_id for mentee_id in [*matching.unmatched, *left] if mentee_id in asks]
    return pairs + [PairingLine(round_id=round_id, mentee_id=mentee_id) for mentee_id in unmatched]


def _figures(of: MatchingRound, founds: Mapping[Way, Found]) -> dict[str, Any]:
    """What is kept of it beside the pairs: figures without anybody's name or number."""
    unmatched = founds[Way.BEST].matching.unmatched
    without = [mentee for mentee in of.mentees if mentee.key in unmatched]
    return {
        "mentees": len(of.mentees),
        "room": sum(ambassador.capacity for ambassador in of.ambassadors),
        "needs": [asdict(need) for need in needs.of(without)],
        "why": {why.value: sum(one is why for one in unmatched.values()) for why in Why},
        **{way.value: {"matched": len(found.matching.matches), **asdict(found.quality)} for way, found in founds.items()},
    }
