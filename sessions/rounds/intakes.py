"""A round as its composer reads it. A constant number of queries, however many signed up."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from database import db
from people import apart
from people.models import Person
from sessions.rounds import accompanied, offers, rounds
from sessions.rounds.compositions import Candidate, Group, HostOffer, Intake, Terms
from sessions.rounds.models import Companion, KeptApart, Round, RoundGroup, RoundTime, SignUp, SignUpPlace, SignUpTime

WEEK_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Standing:
    """The groups of a round as they stand, in order of number; `groups` for the composer, `rows` as they are kept, in the same order."""

    intake: Intake
    rows: Sequence[RoundGroup]
    groups: Sequence[Group]
    sign_ups: Sequence[SignUp]

    def place_of(self, group_id: int | None) -> int | None:
        """Where a group stands in the lists."""
        return next((number for number, row in enumerate(self.rows) if row.id == group_id), None)


def standing_of(found: Round) -> Standing:
    """Everybody, and who is where."""
    sign_ups = rounds.signed_up(found)
    query = select(RoundGroup).where(RoundGroup.round_id == found.id).order_by(RoundGroup.number)
    rows = db.session.scalars(query).all()
    members: dict[int | None, list[int]] = {}
    for one in sign_ups:
        members.setdefault(one.group_id, []).append(one.person_id)
    groups = [
        Group(
            time=row.time_id,
            place=str(row.place_id),
            language=row.language,
            host=row.host.person_id if row.host else 0,
            members=tuple(sorted(members.get(row.id, ()))),
        )
        for row in rows
    ]
    return Standing(intake_of(found, sign_ups), rows, groups, sign_ups)


def intake_of(found: Round, sign_ups: Sequence[SignUp]) -> Intake:
    """Who can what, and what the manager decided. In order of sign-up."""
    times = _sets(found, SignUpTime.sign_up_id, SignUpTime.time_id)
    places = _sets(found, SignUpPlace.sign_up_id, SignUpPlace.place_id)
    asked_here = _sets(found, KeptApart.sign_up_id, KeptApart.person_id)
    everywhere = apart.of([one.person_id for one in sign_ups])
    companions, ambassadors = _companions(found, sign_ups), _ambassadors(sign_ups)
    beside = _beside(sign_ups, ambassadors)
    candidates = tuple(
        Candidate(
            key=one.person_id,
            times=frozenset(times.get(one.id, ())),
            places=frozenset(map(str, places.get(one.id, ()))),
            languages=frozenset(one.languages),
            function=one.person.function,
            department=one.person.department,
            wish=one.wish,
            companions=frozenset({*companions.get(one.id, ()), *beside.get(one.person_id, ())}),
            led_by=frozenset(ambassadors.get(one.person_id, ())),
            avoids=frozenset({*asked_here.get(one.id, ()), *everywhere.get(one.person_id, ())}),
            manager=one.person.manager_id,
            manager_welcome=one.manager_welcome,
            reports_welcome=one.manager_welcome,
        )
        for one in sign_ups
    )
    return Intake(candidates, _hosts(found), _terms(found), seed=found.seed)


def _companions(found: Round, sign_ups: Sequence[SignUp]) -> dict[int, set[int]]:
    """Those who named each other: until both have said so, nobody is put beside anybody for it."""
    named = _sets(found, Companion.sign_up_id, Companion.person_id)
    sign_up_of = {one.person_id: one.id for one in sign_ups}
    return {
        one.id: {other for other in named.get(one.id, ()) if one.person_id in named.get(sign_up_of.get(other, 0), ())}
        for one in sign_ups
    }


def _ambassadors(sign_ups: Sequence[SignUp]) -> Mapping[int, Collection[int]]:
    """Of those who would rather come with their ambassador: who that is. Both agreed to that when it began, so one of them saying it is enough."""
    wished = [one.person_id for one in sign_ups if one.with_ambassador]
    return accompanied.ambassadors_of(wished) if wished else {}


def _beside(sign_ups: Sequence[SignUp], ambassadors: Mapping[int, Collection[int]]) -> dict[int, set[int]]:
    """Those of them who signed up both: whom to put each of the two beside."""
    here = {one.person_id for one in sign_ups}
    found: dict[int, set[int]] = {}
    for person_id, theirs in ambassadors.items():
        for ambassador_id in here.intersection(theirs):
            found.setdefault(person_id, set()).add(ambassador_id)
            found.setdefault(ambassador_id, set()).add(person_id)
    return found


def _sets(found: Round, sign_up_id: InstrumentedAttribute[int], chosen: InstrumentedAttribute[int]) -> dict[int, set[int]]:
    """What was chosen in this round, by sign-up."""
    query = select(sign_up_id, chosen).join(SignUp, SignUp.id == sign_up_id).where(SignUp.round_id == found.id)
    sets: dict[int, set[int]] = {}
    for key, value in db.session.execute(query):
        sets.setdefault(key, set()).add(value)
    return sets


def _hosts(found: Round) -> tuple[HostOffer, ...]:
    times, places = offers.host_times(found), offers.host_places(found)
    return tuple(
        HostOffer(
            key=host.person_id,
            times=frozenset(times.get(host.id, ())),
            places=frozenset(map(str, places.get(host.id, ()))),
            languages=frozenset(host.languages),
            most_groups=host.most_groups,
        )
        for host in offers.hosts(found)
    )


def _terms(found: Round) -> Terms:
    return Terms(
        smallest=found.smallest,
        largest=found.largest,
        most_groups=found.most_groups,
        resemblance=found.resemblance / 100,
        keep_pairs=1.0 if found.keeps_pairs else 0.0,
        overlapping=overlapping(found.times, found.minutes),
    )


def overlapping(times: Sequence[RoundTime], minutes: int) -> frozenset[tuple[int, int]]:
    """Pairs of times at which nobody can be twice: one begins before the other is over, also past Sunday night."""
    found = set()
    for first, second in combinations(times, 2):
        apart = abs(_minute(first) - _minute(second))
        if min(apart, WEEK_MINUTES - apart) < minutes:
            found.add((first.id, second.id))
    return frozenset(found)


def _minute(at: RoundTime) -> int:
    return at.weekday * 24 * 60 + at.starts.hour * 60 + at.starts.minute


def names_of(keys: Iterable[int]) -> dict[int, str]:
    """The names of these people."""
    query = select(Person.id, Person.name).where(Person.id.in_(set(keys)))
    return dict(db.session.execute(query).all())
