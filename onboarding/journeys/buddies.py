"""A buddy for a journey: a colleague of one's own choice, or an ambassador who is proposed. Both say yes, and either ends it at any time.

The buddy sees that somebody follows the journey, and nothing of how it goes unless that person shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from champions import queries as ambassadors
from champions import signing
from champions.models import Ambassador
from database import db
from mail import outbox
from onboarding.journeys import following
from onboarding.journeys.errors import BuddyMissing, JourneyError
from onboarding.journeys.models_following import Buddy, BuddyState, Follower
from people import apart
from people.models import Person
from people.quiet_hours import after_quiet_hours

ASKED, AGREED = "onboarding.buddy", "onboarding.buddy_agreed"
MOST_PROPOSED = 3
MOST_ASKED, WITHIN = 5, timedelta(days=30)  # colleagues whom one person asks


@dataclass(frozen=True, slots=True)
class Proposal:
    """An ambassador who could go along, and what the two have in common; said to the one who looks."""

    ambassador: Ambassador
    same_place: bool
    same_function: bool


def ask(journey_id: int, colleague: Person, *, by: Person, now: datetime) -> Buddy:
    """The colleague gets the question by mail, after their quiet hours. Whom one asks is the first yes.

    Where one of the two would rather not be brought together with the other, it stands there as any other question and reaches nobody:
    who was asked and says nothing looks the same, and a refusal would tell of a list that nobody else reads.
    One at a time. Raises JourneyError for oneself, and for who has left or said no.
    """
    follower = following.own(journey_id, by)
    known = {one.person_id: one for one in _all(follower)}
    _guard(follower, colleague, known, today=following.today_of(by, now))
    buddy = Buddy(
        follower_id=follower.id, person_id=colleague.id, asked_on=following.today_of(by, now), token=signing.new_token()
    )
    db.session.add(buddy)
    db.session.flush()
    db.session.refresh(buddy)
    if not _are_apart(buddy):
        outbox.post(_post(ASKED, buddy, colleague, now), now=now)
    return buddy


def answer(buddy_id: int, *, says_yes: bool, by: Person, now: datetime) -> Buddy:
    """The colleague says yes or no; the later word counts, and a no needs no reason. Raises BuddyMissing."""
    buddy = _of_colleague(buddy_id, by)
    if says_yes and _has_another(buddy):
        raise BuddyMissing("Somebody else goes along by now. Nothing is expected of you.")
    was, buddy.state = buddy.state, BuddyState.AGREED if says_yes else BuddyState.DECLINED
    if not says_yes:
        buddy.shows_progress = False
    db.session.flush()
    if says_yes and was is not BuddyState.AGREED:
        outbox.post(_post(AGREED, buddy, buddy.follower.person, now), now=now)
    return buddy


def end(journey_id: int, *, by: Person) -> None:
    """Whoever follows the journey goes on without the buddy, or takes the question back. Nobody is told, and nothing needs a reason."""
    buddy = _current(following.own(journey_id, by))
    if buddy is not None:
        db.session.delete(buddy)
        db.session.flush()


def show(journey_id: int, *, shows: bool, by: Person) -> None:
    """Whether the buddy sees how it goes. Raises BuddyMissing without one who said yes."""
    buddy = _current(following.own(journey_id, by))
    if buddy is None or not buddy.has_agreed:
        raise BuddyMissing("You have no buddy for this journey.")
    buddy.shows_progress = shows
    db.session.flush()


def of(follower: Follower) -> Buddy | None:
    """The buddy of this person's journey, asked or agreed, while both are here."""
    return _current(follower)


def accompanied_by(person: Person) -> list[Buddy]:
    """Whose buddy this person is or is asked to be, by name."""
    query = select(Buddy).where(Buddy.person_id == person.id, Buddy.state != BuddyState.DECLINED)
    kept = apart.of([person.id]).get(person.id, set())
    found = [
        one for one in db.session.scalars(query) if one.is_answerable and (one.has_agreed or one.follower.person_id not in kept)
    ]
    return sorted(found, key=lambda one: one.follower.person.name.casefold())


def seen_by(buddy_id: int, person: Person) -> Buddy:
    """The journey that this person accompanies. Raises BuddyMissing for everybody but the buddy who said yes."""
    buddy = db.session.get(Buddy, buddy_id)
    if buddy is None or buddy.person_id != person.id or not buddy.has_agreed or not buddy.is_answerable:
        raise BuddyMissing("There is nothing here for you to see.")
    return buddy


def proposed_to(follower: Follower) -> list[Proposal]:
    """Ambassadors who take questions now and share a language, whom nothing speaks against; the same place and function first."""
    person = follower.person
    known = {one.person_id for one in _all(follower)} | {person.id}
    blocked = apart.or_in_one_line([person.id]).get(person.id, set())
    language = person.language
    fitting = [
        one
        for one in ambassadors.active()
        if one.capacity > 0 and one.person_id not in known | blocked and (not language or language in one.languages)
    ]
    found = [
        Proposal(one, _is_same(person.location, one.person.location), _is_same(person.function, one.person.function))
        for one in fitting
    ]
    found.sort(key=lambda one: (-(one.same_place + one.same_function), _turn(follower, one.ambassador)))
    return found[:MOST_PROPOSED]


def _turn(follower: Follower, ambassador: Ambassador) -> int:
    """Who comes first of those who fit as well: another one for each who asks, so that nobody is asked by all."""
    return (ambassador.id * 7919 + follower.id * 104_729) % 1_000_003


def _is_same(one: str, other: str) -> bool:
    return bool(one) and one == other


def _are_apart(buddy: Buddy) -> bool:
    """Whether one of the two asked not to be brought together with the other."""
    return buddy.person_id in apart.of([buddy.follower.person_id]).get(buddy.follower.person_id, set())


def _guard(follower: Follower, colleague: Person, known: dict[int, Buddy], *, today: date) -> None:
    if colleague.id == follower.person_id:
        raise JourneyError("That is you. Who would you like to go along?", field="who")
    if _current(follower) is not None:
        raise JourneyError("You have a buddy, or asked somebody. End that first, at any time and without a reason.", field="who")
    before = known.get(colleague.id)
    if not colleague.active or before is not None:
        raise JourneyError("%(name)s cannot go along now. Is there somebody else?", field="who", name=colleague.name)
    if sum(one.asked_on > today - WITHIN for one in known.values()) >= MOST_ASKED:
        raise JourneyError("You asked several colleagues lately. The journey works without a buddy too.", field="who")


def _all(follower: Follower) -> Sequence[Buddy]:
    query = select(Buddy).where(Buddy.follower_id == follower.id).order_by(Buddy.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def _current(follower: Follower) -> Buddy | None:
    return next((one for one in _all(follower) if one.state is not BuddyState.DECLINED and one.person.active), None)


def _has_another(buddy: Buddy) -> bool:
    current = _current(buddy.follower)
    return current is not None and current.id != buddy.id


def _of_colleague(buddy_id: int, by: Person) -> Buddy:
    """Locked, and before it whoever follows: they may be asking somebody else."""
    follows = select(Buddy.follower_id).where(Buddy.id == buddy_id, Buddy.person_id == by.id).scalar_subquery()
    db.session.execute(select(Follower.id).where(Follower.id == follows).with_for_update())
    query = select(Buddy).where(Buddy.id == buddy_id, Buddy.person_id == by.id).with_for_update(of=Buddy)
    buddy = db.session.scalar(query.execution_options(populate_existing=True))
    if buddy is None or not buddy.is_answerable or (not buddy.has_agreed and _are_apart(buddy)):
        raise BuddyMissing("This question is not open any more. Nothing is expected of you.")
    return buddy


def _post(kind: str, buddy: Buddy, to: Person, now: datetime) -> outbox.Post:
    start = buddy.token[: signing.START]
    return outbox.Post(
        kind=kind,
        topic="",  # a matter between the two: no page of mails shows it
        stream=f"{kind}:{start}",
        person_id=to.id,
        recipient=to.email,
        key=f"{kind}:{start}",
        payload={"buddy_id": buddy.id},
        due_at=after_quiet_hours(now, to),
    )
