"""Reads for the pages of pairing rounds, which community managers see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import exists, func, select

from champions.errors import PairingMissing
from champions.mentorships import pools
from champions.mentorships.models import Ask, AskState, Proposal
from champions.models import Ambassador
from champions.pairings.models import PairingLine, PairingRound
from champions.requests import Reason
from database import db
from paging import Page, paginate
from people.models import Person

RECENT = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """Who looks and who has room: `looking` includes those about whom a proposal is open, `being_asked`."""

    looking: int
    being_asked: int
    ambassadors: int
    with_room: int
    room: int

    @property
    def free(self) -> int:
        return self.looking - self.being_asked


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair that was found, and what speaks for it."""

    line: PairingLine
    reasons: tuple[Reason, ...]


def counts(*, now: datetime) -> Counts:
    """A constant number of queries."""
    looks = select(Ask.person_id).join(Person, Person.id == Ask.person_id).where(Ask.state == AskState.LOOKING, Person.active)
    is_asked = exists().where(Proposal.mentee_id == Ask.person_id, Proposal.closed_at.is_(None))
    looking = db.session.scalar(select(func.count()).select_from(looks.subquery())) or 0
    being_asked = db.session.scalar(select(func.count()).select_from(looks.where(is_asked).subquery())) or 0
    ambassadors = pools.pool(mentee_ids=[], now=now).ambassadors.values()
    room = [ambassador.capacity for ambassador in ambassadors if ambassador.capacity]
    return Counts(looking, being_asked, len(ambassadors), len(room), sum(room))


def latest() -> Sequence[PairingRound]:
    """The last few rounds, newest first."""
    return db.session.scalars(select(PairingRound).order_by(PairingRound.id.desc()).limit(RECENT)).all()


def existing(round_id: int) -> PairingRound:
    """One round. Raises PairingMissing."""
    found = db.session.get(PairingRound, round_id)
    if found is None:
        raise PairingMissing("These pairs are not there any more.")
    return found


def pairs(found: PairingRound, number: int) -> Page[Pair]:
    """Those with the least in common first: they are the ones to look at. Whoever withdrew since is not among them."""
    query = select(PairingLine).join(Ask, Ask.person_id == PairingLine.mentee_id).where(Ask.state == AskState.LOOKING)
    query = query.where(PairingLine.round_id == found.id, PairingLine.ambassador_id.is_not(None))
    page = paginate(query.order_by(PairingLine.fit, PairingLine.id), number)
    return replace(page, items=_with_reasons(page.items))


def _with_reasons(lines: Sequence[PairingLine]) -> list[Pair]:
    asks = select(Ask).where(Ask.person_id.in_([line.mentee_id for line in lines]))
    of_mentee = {ask.person_id: ask for ask in db.session.scalars(asks)}
    ambassadors = select(Ambassador).where(Ambassador.person_id.in_([line.ambassador_id for line in lines]))
    of_ambassador = {one.person_id: one for one in db.session.scalars(ambassadors)}
    return [
        Pair(line, pools.reasons(of_mentee[line.mentee_id], of_ambassador[line.ambassador_id]))
        for line in lines
        if line.mentee_id in of_mentee and line.ambassador_id in of_ambassador
    ]


def count_to_ask(found: PairingRound) -> int:
    """How many pairs would be asked."""
    query = select(func.count()).select_from(PairingLine).where(PairingLine.round_id == found.id)
    return db.session.scalar(query.where(PairingLine.ambassador_id.is_not(None), PairingLine.is_out.is_(False))) or 0


def unmatched(found: PairingRound, number: int) -> Page[PairingLine]:
    """For whom nobody was found, longest waiting first."""
    query = select(PairingLine).join(Ask, Ask.person_id == PairingLine.mentee_id).where(Ask.state == AskState.LOOKING)
    query = query.where(PairingLine.round_id == found.id, PairingLine.ambassador_id.is_(None))
    return paginate(query.order_by(Ask.asked_at, Ask.id), number)
