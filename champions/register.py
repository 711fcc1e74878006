"""Becoming an ambassador, resting, leaving. Whoever is asked decides; a no needs no reason, and nobody is asked again soon after it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from champions import backings, notices, offers, signing
from champions.errors import AmbassadorMissing, ChampionError, WrongStanding
from champions.mentorships import answering, departures
from champions.models import Ambassador, AmbassadorRecord, AmbassadorStep, AmbassadorSuggestion, Standing
from champions.offers import Offer
from database import db
from people.models import Person, Role
from people.plain_text import can_be_seen

ASKS_ANEW_AFTER = timedelta(days=180)  # a no, or having left
MOST_SUGGESTIONS = 5  # by one colleague within a month: thinking of somebody is worth something
MONTH, A_DAY = timedelta(days=30), timedelta(days=1)
LONGEST_WORDS = 1000


@dataclass(slots=True)
class Invited:
    """What became of each (ids). `already`: they are in the register, for managers to see. `left_alone`: they are being asked already, or
    said no or left not long ago; whoever tells these apart knows who said no.
    """

    asked: list[int] = field(default_factory=list)
    already: list[int] = field(default_factory=list)
    left_alone: list[int] = field(default_factory=list)


def volunteer(person: Person, offer: Offer, *, now: datetime) -> Ambassador:
    """This person would like to be an ambassador: community managers hear it, and one of them welcomes them.

    Who was asked is one at once; who rests or was one before comes back. Raises OfferInvalid, WrongStanding when they are one already.
    """
    ambassador = _of(person.id)
    if ambassador is None:
        ambassador = _new(person.id, Standing.INTERESTED, now)
    elif ambassador.is_asked:
        return accept(ambassador, offer, now=now)
    elif ambassador.standing is not Standing.FORMER:
        raise WrongStanding("You are in the register of ambassadors already.")
    offers.apply(ambassador, offer)
    heard_today = _volunteered_since(person.id, now - A_DAY)  # and took it back: one mail a day about one colleague
    _stands(ambassador, Standing.INTERESTED, AmbassadorStep.VOLUNTEERED, by=person, now=now)
    if not heard_today:
        notices.volunteered(ambassador, _managers(), now=now)
    return ambassador


def take_back(person: Person, *, now: datetime) -> None:
    """They would rather not after all; it is as if they had said nothing. Raises WrongStanding when nothing waits any more."""
    ambassador = _locked(person.id)
    if ambassador.standing is not Standing.INTERESTED:
        raise WrongStanding("There is nothing to take back any more.")
    _keep(person.id, AmbassadorStep.TOOK_BACK, by=person, now=now)
    db.session.delete(ambassador)
    db.session.flush()


def invite(person_ids: Sequence[int], *, by: Person, now: datetime) -> Invited:
    """A community manager asks these people. Each decides, from the mail and without signing in. A constant number of reads.

    Who volunteered is welcomed with that. Inactive people are left out.
    """
    done, asked = Invited(), []
    people = _active(person_ids)
    known = _of_many([person.id for person in people])
    said_no = _said_no_lately([person.id for person in people], now=now)
    for person in people:
        ambassador = known.get(person.id)
        if ambassador is not None and ambassador.standing is Standing.INTERESTED:
            _welcomed(ambassador, by=by, now=now)
            done.asked.append(person.id)
        elif ambassador is not None and ambassador.helps:
            done.already.append(person.id)
        elif person.id in said_no or (ambassador is not None and ambassador.is_asked):
            done.left_alone.append(person.id)
        else:
            ambassador = ambassador or _new(person.id, Standing.INVITED, now)
            ambassador.invited_by_id = by.id
            _stands(ambassador, Standing.INVITED, AmbassadorStep.INVITED, by=by, now=now)
            asked.append(ambassador)
    notices.asked(asked, now=now)
    done.asked += [ambassador.person_id for ambassador in asked]
    return done


def suggest(person: Person, words: str, *, by: Person, now: datetime) -> bool:
    """A colleague thinks of this person, who reads why and by whom, and decides. One mail, however many colleagues think of them.

    Whether they said no before is nobody's business: then nothing is sent, and the colleague is thanked all the same. Returns whether
    the person is asked. Raises ChampionError for oneself, for empty or too long words, and after a few within a month.
    """
    _guard_suggestion(person, words.strip(), by=by, now=now)
    ambassador = _of(person.id)
    _keep(person.id, AmbassadorStep.SUGGESTED, by=by, now=now)
    if said_no_lately(person.id, now=now) or (ambassador is not None and ambassador.standing in _BUSY):
        return False
    if ambassador is None or ambassador.standing is Standing.FORMER:
        ambassador = ambassador or _new(person.id, Standing.INVITED, now)
        ambassador.standing, ambassador.since = Standing.INVITED, now
    known = {suggestion.by_id: suggestion for suggestion in ambassador.suggestions}
    if by.id in known:
        known[by.id].words = words.strip()
        return True
    ambassador.suggestions.append(AmbassadorSuggestion(by_id=by.id, words=words.strip(), at=now))
    db.session.flush()
    if not known:
        notices.asked([ambassador], now=now)
    return True


_BUSY = {Standing.INTERESTED, Standing.ACTIVE, Standing.RESTING}


def accept(ambassador: Ambassador, offer: Offer, *, now: datetime) -> Ambassador:
    """Who was asked says yes, and offers this. Saying yes twice changes the offer. Raises OfferInvalid, WrongStanding."""
    ambassador = _locked(ambassador.person_id)
    if ambassador.standing not in {Standing.INVITED, Standing.ACTIVE, Standing.RESTING}:
        raise WrongStanding("This question is not open any more. You can still say that you would like to be an ambassador.")
    offers.apply(ambassador, offer)
    if ambassador.is_asked:
        _stands(ambassador, Standing.ACTIVE, AmbassadorStep.SAID_YES, by=ambassador.person, now=now)
    return ambassador


def decline(ambassador: Ambassador, *, now: datetime) -> None:
    """Who was asked says no. No reason; who asked is not told; nobody asks again for half a year. Raises WrongStanding."""
    person_id = ambassador.person_id
    found = _of(person_id)
    if found is None:
        return
    if not found.is_asked:
        raise WrongStanding("This question is not open any more.")
    _keep(person_id, AmbassadorStep.SAID_NO, by=found.person, now=now)
    db.session.delete(found)
    db.session.flush()


def welcome(person_id: int, *, by: Person, now: datetime) -> Ambassador:
    """Who volunteered is an ambassador now, and hears it. Raises AmbassadorMissing, WrongStanding."""
    ambassador = _locked(person_id)
    if ambassador.standing is not Standing.INTERESTED:
        raise WrongStanding("%(name)s is not waiting to be welcomed.", name=ambassador.person.name)
    return _welcomed(ambassador, by=by, now=now)


def change_offer(person: Person, offer: Offer) -> Ambassador:
    """They offer this from now on. Raises AmbassadorMissing, OfferInvalid, WrongStanding for who has not said yes."""
    ambassador = _locked(person.id)
    if ambassador.standing in {Standing.INVITED, Standing.FORMER}:
        raise WrongStanding("First say that you would like to be an ambassador.")
    offers.apply(ambassador, offer)
    db.session.flush()
    return ambassador


def rest(person: Person, *, now: datetime) -> Ambassador:
    """They take nobody new for now; whom they accompany stays with them. Raises AmbassadorMissing, WrongStanding."""
    ambassador = _locked(person.id)
    if ambassador.standing is Standing.ACTIVE:
        answering.set_aside(person.id)
        _stands(ambassador, Standing.RESTING, AmbassadorStep.RESTED, by=person, now=now)
    elif ambassador.standing is not Standing.RESTING:
        raise WrongStanding("Only an ambassador can take a rest.")
    return ambassador


def come_back(person: Person, *, now: datetime) -> Ambassador:
    """The rest is over. Raises AmbassadorMissing, WrongStanding."""
    ambassador = _locked(person.id)
    if ambassador.standing is Standing.RESTING:
        _stands(ambassador, Standing.ACTIVE, AmbassadorStep.CAME_BACK, by=person, now=now)
    elif ambassador.standing is not Standing.ACTIVE:
        raise WrongStanding("There is no rest to come back from.")
    return ambassador


def leave(person: Person, *, now: datetime) -> Ambassador:
    """They are no ambassador any more, without a reason; what they offered is forgotten. Whom they accompany hears it, and decides.

    Raises AmbassadorMissing, WrongStanding.
    """
    ambassador = _locked(person.id)
    if not ambassador.helps:
        raise WrongStanding("You are not an ambassador.")
    departures.ambassador_stops(person.id, now=now)
    offers.apply(ambassador, Offer(capacity=0))
    backings.forget(ambassador)
    _stands(ambassador, Standing.FORMER, AmbassadorStep.LEFT, by=person, now=now)
    return ambassador


def said_no_lately(person_id: int, *, now: datetime) -> bool:
    """Whether asking this person would be pushing: they said no, or left, within half a year."""
    return person_id in _said_no_lately([person_id], now=now)


def _said_no_lately(person_ids: Sequence[int], *, now: datetime) -> set[int]:
    query = select(AmbassadorRecord.person_id).where(
        AmbassadorRecord.person_id.in_(person_ids),
        AmbassadorRecord.step.in_((AmbassadorStep.SAID_NO, AmbassadorStep.LEFT)),
        AmbassadorRecord.at > now - ASKS_ANEW_AFTER,
    )
    return set(db.session.scalars(query))


def _volunteered_since(person_id: int, moment: datetime) -> bool:
    query = select(AmbassadorRecord.id).where(
        AmbassadorRecord.person_id == person_id,
        AmbassadorRecord.step == AmbassadorStep.VOLUNTEERED,
        AmbassadorRecord.at > moment,
    )
    return db.session.scalar(query.limit(1)) is not None


def _guard_suggestion(person: Person, words: str, *, by: Person, now: datetime) -> None:
    if person.id == by.id:
        raise ChampionError("That is you: you can simply say that you would like to be an ambassador.", field="who")
    if not person.active:
        raise ChampionError("%(name)s is not here any more.", field="who", name=person.name)
    if not can_be_seen(words):
        raise ChampionError("Say in a sentence why you thought of them; they read it.", field="words")
    if len(words) > LONGEST_WORDS:
        raise ChampionError("Too long: at most %(longest)s characters.", field="words", longest=LONGEST_WORDS)
    mine = select(func.count(AmbassadorRecord.person_id.distinct())).where(
        AmbassadorRecord.by_id == by.id,
        AmbassadorRecord.step == AmbassadorStep.SUGGESTED,
        AmbassadorRecord.at > now - MONTH,
        AmbassadorRecord.person_id != person.id,
    )
    if (db.session.scalar(mine) or 0) >= MOST_SUGGESTIONS:
        raise ChampionError(
            "You thought of %(most)s colleagues this month. Next month again.", field="who", most=MOST_SUGGESTIONS
        )


def _welcomed(ambassador: Ambassador, *, by: Person, now: datetime) -> Ambassador:
    _stands(ambassador, Standing.ACTIVE, AmbassadorStep.WELCOMED, by=by, now=now)
    notices.welcomed(ambassador, now=now)
    return ambassador


def _stands(ambassador: Ambassador, standing: Standing, step: AmbassadorStep, *, by: Person, now: datetime) -> None:
    ambassador.standing, ambassador.since = standing, now
    if standing is not Standing.INVITED:
        ambassador.suggestions.clear()  # they were about the question, which is answered
    db.session.flush()
    _keep(ambassador.person_id, step, by=by, now=now)


def _keep(person_id: int, step: AmbassadorStep, *, by: Person, now: datetime) -> None:
    db.session.add(AmbassadorRecord(person_id=person_id, at=now, step=step, by_id=by.id))
    db.session.flush()


def _new(person_id: int, standing: Standing, now: datetime) -> Ambassador:
    ambassador = Ambassador(
        person_id=person_id, standing=standing, since=now, token=signing.new_token(), capacity=2, suggestions=[]
    )
    db.session.add(ambassador)
    db.session.flush()
    db.session.refresh(ambassador)
    return ambassador


def _of(person_id: int) -> Ambassador | None:
    """The row of this person, locked. The person is locked first, so that two doors do not make two rows."""
    return _of_many([person_id]).get(person_id)


def _of_many(person_ids: Sequence[int]) -> dict[int, Ambassador]:
    """The same for some people, who are locked in the order of their numbers: two doors do not wait for one another."""
    db.session.execute(select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update())
    query = select(Ambassador).where(Ambassador.person_id.in_(person_ids)).options(selectinload(Ambassador.suggestions))
    found = db.session.scalars(query.execution_options(populate_existing=True))
    return {ambassador.person_id: ambassador for ambassador in found}


def _locked(person_id: int) -> Ambassador:
    ambassador = _of(person_id)
    if ambassador is None:
        raise AmbassadorMissing("This person is not in the register of ambassadors.")
    return ambassador


def _active(person_ids: Collection[int]) -> list[Person]:
    """Those who are here, each once."""
    query = select(Person).where(Person.id.in_(set(person_ids)), Person.active).order_by(Person.id)
    return list(db.session.scalars(query))


def _managers() -> list[Person]:
    """Who looks after ambassadors; where there is no community manager, the administrators."""
    query = select(Person).where(Person.active, Person.role.in_((Role.COMMUNITY_MANAGER, Role.ADMINISTRATOR)))
    people = list(db.session.scalars(query.order_by(Person.id)))
    return [person for person in people if person.role is Role.COMMUNITY_MANAGER] or people
