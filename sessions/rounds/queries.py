"""Reads for the pages of rounds. Each page takes a constant number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, or_, select

from database import db
from people import privacy
from people.models import Person
from people.privacy import Share
from sessions import attendance, checkin
from sessions.feedback import queries as feedback
from sessions.feedback.queries import Outcome
from sessions.models import Invitation, ScheduledSession
from sessions.rounds import explaining, going_on, intakes, proposing, qualities, rounds, words
from sessions.rounds.compositions import Quality, ViolationKind
from sessions.rounds.models import PlaceAnswer, Round, RoundGroup, RoundHost, RoundState, SignUp
from sessions.rounds.placing import last_move
from sessions.series.models import Series

T = TypeVar("T")
LISTED = 100


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """Somebody who signed up, as the community manager sees them: who they are and why they are there; not what they said."""

    sign_up: SignUp
    why: str
    fits: bool = True

    @property
    def person(self) -> Person:
        return self.sign_up.person

    @property
    def said_yes(self) -> bool:
        return self.sign_up.answer is PlaceAnswer.YES


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of the proposal, with what is wrong with its size or host."""

    row: RoundGroup
    people: Sequence[ShownPerson]
    too_small: bool
    host_cannot: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The proposal: groups, who is in none, how good it is now, and what it is compared with."""

    groups: list[ShownGroup]
    unplaced: list[ShownPerson]
    now: Mapping[str, Any]
    last_moved: str
    all_fit: bool

    @property
    def placed(self) -> int:
        return sum(len(group.people) for group in self.groups)


def board(found: Round) -> Board:
    """The whole of it, as it stands after every move by hand."""
    standing = intakes.standing_of(found)
    live = qualities.quality(standing.intake, standing.groups)
    why = explaining.explain(standing.intake, standing.groups)
    names = intakes.names_of(key for reasons in why.values() for reason in reasons for key in reason.keys)
    unfit = _unfit(live)
    members: dict[int | None, list[ShownPerson]] = {}
    for one in sorted(standing.sign_ups, key=lambda one: (one.person.name, one.person_id)):
        told = words.why_here(why.get(one.person_id, ()), names) if one.group_id else words.why_nowhere(one.why_unplaced)
        members.setdefault(one.group_id, []).append(ShownPerson(one, told, one.person_id not in unfit))
    groups = [_group(row, place, members.get(row.id, []), live) for place, row in enumerate(standing.rows)]
    moved = last_move(found)
    name = next((one.person.name for one in standing.sign_ups if moved and one.id == moved.sign_up_id), "")
    return Board(groups, members.get(None, []), proposing.as_figures(live), name, not unfit)


_OF_GROUPS = {ViolationKind.TOO_SMALL, ViolationKind.HOST_TWICE, ViolationKind.HOST_UNKNOWN, ViolationKind.TOO_MANY_GROUPS}


def _unfit(live: Quality) -> set[int | None]:
    """Who does not fit where they are; of what kind the reason is, is not told."""
    return {violation.key for violation in live.violations if violation.kind not in _OF_GROUPS}


def _group(row: RoundGroup, place: int, people: Sequence[ShownPerson], live: Quality) -> ShownGroup:
    wrong = {violation.kind for violation in live.violations if violation.group == place}
    host = row.host.person_id if row.host else None
    cannot = any(violation.group == place and violation.key == host for violation in live.violations) or host is None
    return ShownGroup(row, people, ViolationKind.TOO_SMALL in wrong, cannot)


def open_to(person: Person, *, now: datetime) -> list[Round]:
    """The rounds for which this person can sign up and has not, the first to close first."""
    mine_ = select(SignUp.id).where(SignUp.round_id == Round.id, SignUp.person_id == person.id)
    query = (
        select(Round)
        .where(Round.state == RoundState.OPEN, or_(Round.sign_up_until.is_(None), Round.sign_up_until > now))
        .where(~mine_.exists())
        .order_by(Round.sign_up_until.is_(None), Round.sign_up_until, Round.id)
    )
    return list(db.session.scalars(query.limit(LISTED)))


def mine(person: Person) -> list[SignUp]:
    """The rounds this person signed up for, the newest first; those that were called off are none of them."""
    query = select(SignUp).join(SignUp.round).where(SignUp.person_id == person.id, Round.state != RoundState.CANCELLED)
    return list(db.session.scalars(query.order_by(SignUp.id.desc()).limit(LISTED)))


def asked(person: Person) -> list[SignUp]:
    """The places that wait for a yes or a no of this person."""
    query = select(SignUp).join(SignUp.round).where(SignUp.person_id == person.id)
    query = query.where(Round.state.in_((RoundState.ASKED, RoundState.PUBLISHED)), Round.closed_at.is_(None))
    query = query.where(SignUp.group_id.is_not(None), SignUp.asked_at.is_not(None), SignUp.answer == PlaceAnswer.NONE)
    return [one for one in db.session.scalars(query.order_by(SignUp.asked_at)) if one.is_offered]


def hosted_by(person: Person) -> list[Round]:
    """The published rounds in which this person hosts a group."""
    mine_ = (
        select(RoundGroup.round_id)
        .join(RoundHost, RoundHost.id == RoundGroup.host_id)
        .where(RoundHost.person_id == person.id, RoundGroup.series_id.is_not(None))
    )
    query = select(Round).where(Round.id.in_(mine_), Round.state == RoundState.PUBLISHED)
    return list(db.session.scalars(query.order_by(Round.id.desc()).limit(LISTED)))


def groups_hosted(found: Round, person: Person) -> list[tuple[RoundGroup, list[SignUp]]]:
    """The groups of a published round that this person hosts, with who is in them and what they would like to be able to do."""
    query = (
        select(RoundGroup)
        .join(RoundHost, RoundHost.id == RoundGroup.host_id)
        .where(RoundGroup.round_id == found.id, RoundHost.person_id == person.id, RoundGroup.series_id.is_not(None))
        .order_by(RoundGroup.number)
    )
    groups = list(db.session.scalars(query))
    inside = select(SignUp).join(SignUp.person).where(SignUp.group_id.in_([group.id for group in groups]), Person.active)
    people: dict[int | None, list[SignUp]] = {}
    for one in db.session.scalars(inside.order_by(Person.name, Person.id)):
        people.setdefault(one.group_id, []).append(one)
    return [(group, people.get(group.id, [])) for group in groups]


def by_state() -> dict[RoundState, list[Round]]:
    """Every round, by state, the newest first."""
    found: dict[RoundState, list[Round]] = {state: [] for state in RoundState}
    for one in db.session.scalars(select(Round).order_by(Round.id.desc()).limit(LISTED)):
        found[one.state].append(one)
    return found


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What came of a published round. The manager knows who signed up and who was placed; who came is told in fives, of nobody."""

    signed_up: int
    placed: int
    waiting: int
    dates_held: int
    came: Share
    came_back: Share
    said: Outcome  # after the dates, without anybody's name
    able: Sequence[str]


def afterwards(found: Round, *, now: datetime) -> Afterwards:
    """Counts of everybody who signed up, the dates that were, and shares of those who were ever in a group.

    A date counts when no tick of it comes any more: a figure that moves with a tick would tell whose it was. So would one that moves
    when somebody leaves their group, whom the manager sees leave: who has left is counted on.
    """
    sign_ups = rounds.signed_up(found)
    placed = sum(1 for one in sign_ups if not one.waits)
    newest = select(RoundGroup.series_id).where(RoundGroup.round_id == found.id, RoundGroup.series_id.is_not(None))
    became = going_on.all_of(set(db.session.scalars(newest)))
    query = select(ScheduledSession.id, ScheduledSession.series_id, ScheduledSession.ends_at)
    dates = db.session.execute(query.where(ScheduledSession.series_id.in_(became)).order_by(ScheduledSession.starts_at)).all()
    settled = [id_ for id_, _series, ends_at in dates if ends_at + checkin.TICKS_UNTIL <= now]
    held = [id_ for id_ in settled if attendance.is_kept(id_)]
    # One date of each group: ten texts are to be of ten people.
    last = {became[series_id]: id_ for id_, series_id, _ends in dates if series_id is not None}
    said = feedback.outcome([id_ for id_, _series, _ends in dates])
    ever = _ever_placed(became) & {one.person_id for one in sign_ups}
    times = {person_id: count for person_id, count in attendance.times_here(held).items() if person_id in ever} if held else {}
    came, back = len(times), sum(1 for count in times.values() if count > 1)
    return Afterwards(
        len(sign_ups), placed, len(sign_ups) - placed, len(held), privacy.share(came, of=len(ever)), privacy.share(back, of=came),
        said, [*said.able, *feedback.able_together(list(last.values()))],
    )  # fmt: skip


def _ever_placed(series: Collection[int]) -> set[int]:
    """Who was ever invited to the dates of these groups, withdrawn since or not."""
    query = select(Invitation.person_id).join(Series, Series.calendar_object_id == Invitation.calendar_object_id)
    return set(db.session.scalars(query.where(Series.id.in_(series))))


def count_hosts(found: Round) -> int:
    """How many people can host."""
    return db.session.scalar(select(func.count()).select_from(RoundHost).where(RoundHost.round_id == found.id)) or 0
