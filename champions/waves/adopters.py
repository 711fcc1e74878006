"""Raising a hand to try new things first, and taking it down. Who stands on somebody's list is asked, and never put in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from champions import signing
from champions.errors import LinkInvalid
from champions.waves import notices
from champions.waves.errors import WaveError
from champions.waves.models import EarlyAdopter, Hand
from database import db
from people.models import Person
from people.plain_text import can_be_seen, one_line

ABOUT = "early adopter"
ASKS_ANEW_AFTER = timedelta(days=180)  # a hand that was taken down, or never raised
MOST_TOPICS, LONGEST_TOPIC = 12, 60


@dataclass(slots=True)
class Asked:
    """What became of each (ids). `already`: their hand is raised, for managers to see. `left_alone`: they are being asked already, or
    took their hand down or said no not long ago; whoever tells these apart knows who said no.
    """

    asked: list[int] = field(default_factory=list)
    already: list[int] = field(default_factory=list)
    left_alone: list[int] = field(default_factory=list)


def raise_hand(person: Person, topics: Sequence[str], *, now: datetime) -> EarlyAdopter:
    """This person likes to be asked first, for these topics; none means anything. Raises WaveError for too many or too long ones."""
    adopter = _of_many([person.id]).get(person.id) or _new(person.id, Hand.RAISED, now)
    adopter.topics = _words(topics)
    _stands(adopter, Hand.RAISED, now)
    return adopter


def take_down(person: Person, *, now: datetime) -> None:
    """Nobody asks them any more; waves they said yes to go on, unless they say no there. Also the no of who was asked."""
    adopter = _of_many([person.id]).get(person.id)
    if adopter is not None and adopter.standing is not Hand.DOWN:
        adopter.topics = []
        _stands(adopter, Hand.DOWN, now)


def ask(person_ids: Sequence[int], *, by: Person, now: datetime) -> Asked:
    """These people are asked by mail whether they would like to be early adopters; each decides. A constant number of reads."""
    done, asked = Asked(), []
    query = select(Person).where(Person.id.in_(set(person_ids)), Person.active).order_by(Person.id)
    people = list(db.session.scalars(query))
    known = _of_many([person.id for person in people])
    for person in people:
        adopter = known.get(person.id)
        if adopter is not None and adopter.standing is Hand.RAISED:
            done.already.append(person.id)
        elif adopter is not None and (adopter.standing is Hand.ASKED or adopter.since > now - ASKS_ANEW_AFTER):
            done.left_alone.append(person.id)
        else:
            adopter = adopter or _new(person.id, Hand.ASKED, now)
            adopter.asked_by_id = by.id
            _stands(adopter, Hand.ASKED, now)
            asked.append(adopter)
    notices.would_you(asked, now=now)
    done.asked = [adopter.person_id for adopter in asked]
    return done


def path_of(adopter: EarlyAdopter) -> str:
    """The path of the page that asks this person."""
    return f"/m/early/{signing.sign(ABOUT, adopter.id, adopter.token)}"


def read(token: str) -> EarlyAdopter:
    """Who is asked, or was. Raises LinkInvalid."""
    adopter_id, start = signing.read(ABOUT, token)
    adopter = db.session.get(EarlyAdopter, adopter_id)
    if adopter is None or adopter.token[: signing.START] != start or not adopter.person.active:
        raise LinkInvalid("This question is not open any more. Nothing is expected of you.")
    return adopter


def _words(given: Sequence[str]) -> list[str]:
    kept: dict[str, str] = {}
    for word in map(one_line, given):
        if can_be_seen(word):
            kept.setdefault(word.casefold(), word)
    if len(kept) > MOST_TOPICS:
        raise WaveError("At most %(most)s, please: a few are easier to choose from.", field="topics", most=MOST_TOPICS)
    if any(len(word) > LONGEST_TOPIC for word in kept.values()):
        raise WaveError("Each at most %(longest)s characters long.", field="topics", longest=LONGEST_TOPIC)
    return list(kept.values())


def _stands(adopter: EarlyAdopter, standing: Hand, now: datetime) -> None:
    if adopter.standing is not standing:
        adopter.standing, adopter.since = standing, now
    db.session.flush()


def _new(person_id: int, standing: Hand, now: datetime) -> EarlyAdopter:
    adopter = EarlyAdopter(person_id=person_id, standing=standing, since=now, topics=[], token=signing.new_token())
    db.session.add(adopter)
    db.session.flush()
    db.session.refresh(adopter)
    return adopter


def _of_many(person_ids: Sequence[int]) -> dict[int, EarlyAdopter]:
    """The people are locked first, in the order of their numbers, so that two doors do not make two rows."""
    db.session.execute(select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update())
    query = select(EarlyAdopter).where(EarlyAdopter.person_id.in_(person_ids))
    return {adopter.person_id: adopter for adopter in db.session.scalars(query.execution_options(populate_existing=True))}
