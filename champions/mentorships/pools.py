"""Who looks for an ambassador and who takes somebody, as matching reads them: hard rules and fit come from there, for a round and for two."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from champions import requests, weeks
from champions.mentorships.asking import NO_MATTER
from champions.mentorships.models import Ask, AskState, Mentorship, Proposal
from champions.models import Ambassador, Standing
from champions.reasons import between
from champions.requests import NOT_ALLOWED, MatchingRound, Mentee, Reason, ReasonKind
from config import settings
from database import db
from people import apart
from people.models import Person

# A proposal that came to nothing, whether by a no or by silence: neither can be told from when the two may be brought together again.
AGAIN_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Pool:
    """Everybody by their id. `capacity` of an ambassador is what is left of it. `being_asked`: mentees about whom a proposal is open."""

    mentees: dict[int, Mentee]
    ambassadors: dict[int, requests.Ambassador]
    being_asked: frozenset[int]

    def round_of(self, *, resemblance: float = 0.5, seed: int = 0) -> MatchingRound:
        """What matching is given: those about whom no proposal is open, in order of their ids."""
        free = sorted(self.mentees.keys() - self.being_asked)
        ambassadors = tuple(self.ambassadors[key] for key in sorted(self.ambassadors))
        return MatchingRound(tuple(self.mentees[key] for key in free), ambassadors, resemblance, seed)

    def fit(self, mentee_id: int, ambassador_id: int) -> int:
        """From 0 to 1000; NOT_ALLOWED where a hard rule forbids it, room among them."""
        mentee, ambassador = self.mentees.get(mentee_id), self.ambassadors.get(ambassador_id)
        if mentee is None or ambassador is None or ambassador.capacity < 1:
            return NOT_ALLOWED
        from champions import fits  # here and below: NumPy weighs as much as all of champions, and few requests match

        return fits.fit(mentee, ambassador, 0.5)

    def candidates(self, mentee_id: int) -> list[int]:
        """Who could accompany this person, the best fit first."""
        if mentee_id not in self.mentees:
            return []
        open_to = [one for one in self.ambassadors.values() if one.capacity > 0]
        from champions import fits

        points = fits.points(MatchingRound((self.mentees[mentee_id],), tuple(open_to)))[0].tolist()
        found = sorted((-fit, one.key) for one, fit in zip(open_to, points, strict=True) if fit > NOT_ALLOWED)
        return [key for _fit, key in found]


def pool(
    *,
    mentee_ids: Collection[int] | None = None,
    ambassador_ids: Collection[int] | None = None,
    with_accompanied: bool = False,
    now: datetime,
) -> Pool:
    """Everybody who looks and everybody who is an ambassador now, or of these only. A constant number of queries.

    `with_accompanied`: whoever has an ambassador counts as looking, for a handover.
    """
    states = (AskState.LOOKING, AskState.ACCOMPANIED) if with_accompanied else (AskState.LOOKING,)
    asks, ambassadors = _asks(mentee_ids, states), _ambassadors(ambassador_ids)
    taken = taken_by([one.person_id for one in ambassadors])
    blocked, past = _blocked(asks, ambassadors, now=now), _past([ask.person_id for ask in asks])
    return Pool(
        mentees={ask.person_id: mentee_of(ask, blocked.get(ask.person_id, ()), past.get(ask.person_id, ())) for ask in asks},
        ambassadors={one.person_id: ambassador_of(one, one.capacity - taken[one.person_id]) for one in ambassadors},
        being_asked=_being_asked([ask.person_id for ask in asks]),
    )


def mentee_of(ask: Ask, blocked: Iterable[int] = (), past: Iterable[int] = ()) -> Mentee:
    """Somebody who looks. Who named no time can at any; to whom it is no matter who resembles them, the dial of the round goes."""
    person = ask.person
    return Mentee(
        key=ask.person_id,
        languages=_languages(ask.languages, person),
        times=frozenset(ask.times) or weeks.ALL,
        topics=_plain(ask.topics),
        function=person.function,
        department=person.department,
        place=person.location,
        blocked=frozenset(blocked),
        past=frozenset(past),
        resemblance=None if ask.resemblance == NO_MATTER else ask.resemblance / 100,
    )


def ambassador_of(ambassador: Ambassador, room: int) -> requests.Ambassador:
    """An ambassador who takes so many more."""
    person, places = ambassador.person, ambassador.places
    return requests.Ambassador(
        key=ambassador.person_id,
        languages=_languages(ambassador.languages, person),
        times=frozenset(ambassador.times) or weeks.ALL,
        topics=_plain(ambassador.topics),
        function=person.function,
        department=person.department,
        place=person.location if not places or person.location in places else places[0],
        capacity=max(room, 0),
    )


def reasons(ask: Ask, ambassador: Ambassador) -> tuple[Reason, ...]:
    """What speaks for these two, what counts most first. Times only where both named some."""
    found = between(mentee_of(ask), ambassador_of(ambassador, 1))
    named = bool(ask.times and ambassador.times)
    return tuple(reason for reason in found if named or reason.kind is not ReasonKind.TIMES)


def are_apart(one_id: int, other_id: int) -> bool:
    """Whether one of the two would rather not, or they are in one reporting line. Two queries."""
    return other_id in apart.or_in_one_line([one_id, other_id]).get(one_id, ())


def taken_by(person_ids: Collection[int]) -> Counter[int | None]:
    """How much of their capacity each of these ambassadors has given: whom they accompany, and every proposal that is open.

    One to which somebody said no counts until it expires: that a place is free again must not tell. Two queries.
    """
    goes_on = select(Mentorship.ambassador_id).where(Mentorship.ended_at.is_(None), Mentorship.ambassador_id.in_(set(person_ids)))
    is_open = select(Proposal.ambassador_id).where(Proposal.closed_at.is_(None), Proposal.ambassador_id.in_(set(person_ids)))
    return Counter([*db.session.scalars(goes_on), *db.session.scalars(is_open)])


def _asks(person_ids: Collection[int] | None, states: Collection[AskState]) -> Sequence[Ask]:
    query = select(Ask).join(Person, Person.id == Ask.person_id).where(Ask.state.in_(states), Person.active)
    if person_ids is not None:
        query = query.where(Ask.person_id.in_(person_ids))
    return db.session.scalars(query.order_by(Ask.asked_at, Ask.id).execution_options(populate_existing=True)).all()


def _ambassadors(person_ids: Collection[int] | None) -> Sequence[Ambassador]:
    query = select(Ambassador).join(Ambassador.person).where(Ambassador.standing == Standing.ACTIVE, Person.active)
    if person_ids is not None:
        query = query.where(Ambassador.person_id.in_(person_ids))
    return db.session.scalars(query.order_by(Ambassador.id).execution_options(populate_existing=True)).all()


def _blocked(asks: Sequence[Ask], ambassadors: Sequence[Ambassador], *, now: datetime) -> dict[int, set[int]]:
    """Whom each must never be proposed: apart, in one line, proposed already or not long ago."""
    mentees = {ask.person_id for ask in asks}
    found = apart.or_in_one_line(mentees | {one.person_id for one in ambassadors})
    lately = or_(Proposal.closed_at.is_(None), Proposal.closed_at > now - AGAIN_AFTER)
    query = select(Proposal.mentee_id, Proposal.ambassador_id).where(lately, Proposal.mentee_id.in_(mentees))
    for mentee_id, ambassador_id in db.session.execute(query):
        found.setdefault(mentee_id, set()).add(ambassador_id)
    return found


def _past(person_ids: Collection[int]) -> dict[int, set[int]]:
    query = select(Mentorship.mentee_id, Mentorship.ambassador_id).where(
        Mentorship.ambassador_id.is_not(None), Mentorship.mentee_id.in_(person_ids)
    )
    found: dict[int, set[int]] = {}
    for mentee_id, ambassador_id in db.session.execute(query):
        found.setdefault(mentee_id, set()).add(ambassador_id or 0)
    return found


def _being_asked(person_ids: Collection[int]) -> frozenset[int]:
    query = select(Proposal.mentee_id).where(Proposal.closed_at.is_(None), Proposal.mentee_id.in_(person_ids))
    return frozenset(db.session.scalars(query))


def _languages(chosen: Sequence[str], person: Person) -> frozenset[str]:
    return frozenset(chosen) or frozenset({person.language or settings().language})


def _plain(words: Sequence[str]) -> frozenset[str]:
    """Topics as they are compared: whatever their capitals."""
    return frozenset(word.casefold() for word in words)
