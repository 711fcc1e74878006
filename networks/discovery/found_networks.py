"""What was found and waits for whoever handed it over: they make a network of it, or put it aside. Until then it is nothing but a proposal."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from database import db
from networks.census import networks, rolls
from networks.census.models import Network, Rhythm
from networks.census.networks import Details
from networks.directories import following
from networks.discovery.errors import HandOverMissing
from networks.discovery.models import FoundNetwork, HandOver, HandOverPiece, HandOverState
from networks.discovery.proposing import Proposal
from networks.discovery.recognition import proposal_of
from people import addresses
from people.models import Person

_LONGEST_GAP = {Rhythm.WEEKLY: 10, Rhythm.FORTNIGHTLY: 21, Rhythm.MONTHLY: 45}  # days between two dates, on average


@dataclass(frozen=True, slots=True)
class Found:
    """One that waits. `people` are colleagues whom Foyer knows, whoever handed it over left out; `unknown` are addresses of nobody here."""

    id: int
    hand_over: HandOver
    proposal: Proposal
    people: tuple[Person, ...]
    unknown: tuple[str, ...]
    is_part: bool  # whoever handed it over stands there as well


def of_hand_over(hand_over: HandOver) -> list[tuple[int, Proposal]]:
    """What waits of it, and its number, in the order in which it was found."""
    query = select(FoundNetwork).where(FoundNetwork.hand_over_id == hand_over.id).order_by(FoundNetwork.number)
    return [(one.id, proposal_of(one.details)) for one in db.session.scalars(query)]


def waiting(hand_over_ids: Collection[int]) -> dict[int, int]:
    """How many wait, by what they were found in."""
    query = select(FoundNetwork.hand_over_id, func.count()).where(FoundNetwork.hand_over_id.in_(hand_over_ids))
    return dict(db.session.execute(query.group_by(FoundNetwork.hand_over_id)).all())


def own(person: Person, found_id: int) -> Found:
    """One that waits for this person. Raises HandOverMissing, to everybody else whatever they may do elsewhere. Four queries."""
    row, hand_over = _row(person, found_id)
    proposal = proposal_of(row.details)
    emails = [one.address for one in proposal.people]
    owner = addresses.owners(emails)
    mine = addresses.addresses_of(person)
    by_id = {owner[email].id: owner[email] for email in emails if email in owner and email not in mine}
    unknown = tuple(email for email in emails if email not in owner and email not in mine)
    people = tuple(sorted(by_id.values(), key=lambda one: (one.name.casefold(), one.id)))
    return Found(found_id, hand_over, proposal, people, unknown, bool(mine & set(emails)))


def _row(person: Person, found_id: int, *, lock: bool = False) -> tuple[FoundNetwork, HandOver]:
    query = select(FoundNetwork, HandOver).join(HandOver, HandOver.id == FoundNetwork.hand_over_id)
    query = query.where(FoundNetwork.id == found_id, HandOver.person_id == person.id)
    row = db.session.execute(query.with_for_update(of=FoundNetwork) if lock else query).first()
    if row is None:
        raise HandOverMissing("It is decided already, or nothing of yours.")
    found, hand_over = row
    if hand_over.directory_id is not None and not person.may_manage:
        raise HandOverMissing("It is decided already, or nothing of yours.")
    return found, hand_over


def rhythm_of(proposal: Proposal) -> Rhythm:
    """How often it meets, in the words of the census."""
    if proposal.gap <= 0:
        return Rhythm.NOW_AND_THEN
    return next((rhythm for rhythm, days in _LONGEST_GAP.items() if proposal.gap < days), Rhythm.NOW_AND_THEN)


def confirm(person: Person, found_id: int, details: Details, people: Collection[int], *, keeps: bool, now: datetime) -> Network:
    """The network is registered, and the proposal gone. Who keeps it together names these people, of whom each hears it.

    Only people who stand in the proposal are named. What was found in a directory is known as a group of it, and its people are named by
    whoever manages. Raises HandOverMissing, NetworkInvalid.
    """
    _row(person, found_id, lock=True)
    found = own(person, found_id)
    directory_id = found.hand_over.directory_id
    network = networks.register(details, by=person, keeper=person if keeps else None, belongs=found.is_part, now=now)
    chosen = [one.id for one in found.people if one.id in people]
    if (keeps or directory_id is not None) and chosen:
        rolls.name_people(network, chosen, person, now=now)
    if directory_id is not None:
        following.keep(directory_id, found.proposal.directory_key, found.proposal.name or network.name, network)
    _decided(person, found_id)
    return network


def put_aside(person: Person, found_id: int) -> HandOver:
    """It is no network, or none to be known here: nothing is kept of it. Raises HandOverMissing."""
    return _decided(person, found_id)


def _decided(person: Person, found_id: int) -> HandOver:
    row, hand_over = _row(person, found_id)
    db.session.delete(row)
    db.session.flush()
    return hand_over


def forget_person(emails: Collection[str]) -> None:
    """Nobody's proposals hold these addresses any more, and what holds one and is not read yet is gone."""
    for row in db.session.scalars(select(FoundNetwork).execution_options(yield_per=50)):
        if _names(json.dumps(row.details, ensure_ascii=False), emails):
            people = [one for one in row.details["people"] if one[0] not in emails]
            organiser = "" if row.details["organiser"] in emails else row.details["organiser"]
            row.details = {**row.details, "people": people, "organiser": organiser}
    for hand_over_id in _unread_with(emails):
        db.session.delete(db.session.get_one(HandOver, hand_over_id))
    db.session.flush()


def _unread_with(emails: Collection[str]) -> Sequence[int]:
    query = select(HandOverPiece).join(HandOver, HandOver.id == HandOverPiece.hand_over_id)
    waits = query.where(HandOver.state == HandOverState.WAITING).execution_options(yield_per=1)
    found = {one.hand_over_id for one in db.session.scalars(waits) if _names(one.octets.decode("utf-8", "ignore"), emails)}
    return sorted(found)


def _names(text: str, emails: Collection[str]) -> bool:
    return any(email in text.lower() for email in emails)
