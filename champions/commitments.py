"""Commitments: what somebody promises of their own accord, what they say became of it, and whom they show it to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from champions import rhythms, signing
from champions.errors import ChampionError, CommitmentMissing, LinkInvalid
from champions.models_commitments import Commitment, CommitmentMark, CommitmentShare
from database import db
from people.models import Person
from people.plain_text import can_be_seen, one_line
from people.quiet_hours import zone_of

ABOUT = "commitment"
LONGEST_WORDS = 300
MOST = 20  # of one person
MOST_SHARES = 20
LONGEST_AHEAD = timedelta(days=731)
RHYTHMS = (1, 2, 3, 4, 8, 13, 26)  # weeks
REMINDERS = (0, 1, 7)  # days before


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised. `every_weeks` None: once. `reminder_days` None: no reminder; the hour is on the person's own clock."""

    words: str
    due_on: date
    every_weeks: int | None = None
    reminder_days: int | None = 0
    reminder_hour: int = 9


def make(person: Person, promise: Promise, *, now: datetime) -> Commitment:
    """The person is committed to it, as they said. Raises ChampionError naming the field."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    if (db.session.scalar(select(func.count()).where(Commitment.person_id == person.id)) or 0) >= MOST:
        raise ChampionError("%(most)s commitments are plenty. Take one off first.", field="words", most=MOST)
    commitment = Commitment(person_id=person.id, created_at=now, token=signing.new_token(), marks=[], shares=[])
    _apply(commitment, promise, person, now=now)
    db.session.add(commitment)
    db.session.flush()
    db.session.refresh(commitment)
    return commitment


def change(commitment_id: int, promise: Promise, *, by: Person, now: datetime) -> Commitment:
    """It reads like this from now on; what was said of earlier dates stays. Raises CommitmentMissing, ChampionError."""
    commitment = _mine(commitment_id, by)
    _apply(commitment, promise, by, now=now)
    db.session.flush()
    return commitment


def mark(commitment_id: int, day: date, *, kept: bool, by: Person, now: datetime) -> Commitment:
    """They kept this date, or did not; the next date comes in its turn. The later word counts.

    Raises CommitmentMissing, also for a day that is no date of it.
    """
    commitment = _mine(commitment_id, by)
    guard_date(commitment, day)
    known = commitment.mark_of(day)
    if known is None:
        commitment.marks.append(CommitmentMark(due_on=day, kept=kept, marked_at=now))
    else:
        known.kept, known.marked_at = kept, now
    if day == commitment.due_on and commitment.every_weeks is not None:
        today = now.astimezone(zone_of(by)).date()
        commitment.due_on = rhythms.next_date(day, commitment.every_weeks, not_before=today)
    db.session.flush()
    plan(commitment, by)
    return commitment


def guard_date(commitment: Commitment, day: date) -> None:
    """Raises CommitmentMissing for a day that is no date of it, and of which nothing was said."""
    since = commitment.created_at.astimezone(zone_of(commitment.person)).date()
    is_one = rhythms.belongs(day, commitment.due_on, commitment.every_weeks, since=since)
    if not is_one and commitment.mark_of(day) is None:
        raise CommitmentMissing("This date does not belong to it any more.")


def take_off(commitment_id: int, *, by: Person) -> None:
    """It is gone, with what was said of its dates. Raises CommitmentMissing."""
    db.session.delete(_mine(commitment_id, by))
    db.session.flush()


def share(commitment_id: int, person_ids: Sequence[int], *, by: Person, now: datetime) -> list[str]:
    """These people see it from now on; returns the names of those who did not before. Raises CommitmentMissing, ChampionError."""
    commitment = _mine(commitment_id, by)
    known = {one.person_id for one in commitment.shares} | {by.id}
    fresh = [id_ for id_ in dict.fromkeys(person_ids) if id_ not in known]
    if len(commitment.shares) + len(fresh) > MOST_SHARES:
        raise ChampionError("At most %(most)s people.", field="who", most=MOST_SHARES)
    people = db.session.scalars(select(Person).where(Person.id.in_(fresh), Person.active).order_by(Person.name, Person.id)).all()
    commitment.shares.extend(CommitmentShare(person_id=person.id, shared_at=now) for person in people)
    db.session.flush()
    return [person.name for person in people]


def end_share(commitment_id: int, person_id: int, *, by: Person) -> None:
    """That person does not see it any more, and is not told; either of the two may end it. Raises CommitmentMissing."""
    commitment = _locked(commitment_id)
    if commitment is None or by.id not in {commitment.person_id, person_id}:
        raise CommitmentMissing("There is no such commitment.")
    commitment.shares = [one for one in commitment.shares if one.person_id != person_id]
    db.session.flush()


def plan(commitment: Commitment, person: Person) -> None:
    """The worker looks at it again when its reminder is due, or its next date."""
    zone = zone_of(person)
    when = [rhythms.opens_at(commitment.due_on, commitment.reminder_days, commitment.reminder_hour, zone)]
    if commitment.every_weeks is not None:
        after = rhythms.next_date(commitment.due_on, commitment.every_weeks, not_before=commitment.due_on)
        when.append(rhythms.opens_at(after, commitment.reminder_days, commitment.reminder_hour, zone))
    if commitment.reminder_days is None or commitment.reminded_on == commitment.due_on or commitment.is_over:
        when.pop(0)
    commitment.next_at = min((at.astimezone(UTC) for at in when), default=None)
    db.session.flush()


def path_of(commitment: Commitment, day: date) -> str:
    """The path of the page that asks how it went, for one date."""
    return f"/m/commitment/{signing.sign(ABOUT, commitment.id, commitment.token)}/{day.isoformat()}"


def read(token: str) -> Commitment:
    """The commitment behind a link. Raises LinkInvalid."""
    commitment_id, start = signing.read(ABOUT, token)
    commitment = db.session.get(Commitment, commitment_id)
    if commitment is None or commitment.token[: signing.START] != start or not commitment.person.active:
        raise LinkInvalid("This commitment is not there any more. Nothing is expected of you.")
    return commitment


def _apply(commitment: Commitment, promise: Promise, person: Person, *, now: datetime) -> None:
    words, today = one_line(promise.words), now.astimezone(zone_of(person)).date()
    if not can_be_seen(words):
        raise ChampionError("Say in a few words what you commit to.", field="words")
    if len(words) > LONGEST_WORDS:
        raise ChampionError("Too long: at most %(longest)s characters.", field="words", longest=LONGEST_WORDS)
    if not today <= promise.due_on <= today + LONGEST_AHEAD and promise.due_on != commitment.due_on:
        raise ChampionError("Choose a day from today on, within the next two years.", field="due_on")
    commitment.words, commitment.due_on = words, promise.due_on
    commitment.every_weeks = promise.every_weeks if promise.every_weeks in RHYTHMS else None
    commitment.reminder_days = promise.reminder_days if promise.reminder_days in REMINDERS else None
    commitment.reminder_hour = promise.reminder_hour % 24
    opens_at = rhythms.opens_at(promise.due_on, commitment.reminder_days, commitment.reminder_hour, zone_of(person))
    commitment.reminded_on = promise.due_on if opens_at <= now else None  # nobody is reminded of what they have just written
    plan(commitment, person)


def _mine(commitment_id: int, person: Person) -> Commitment:
    commitment = _locked(commitment_id)
    if commitment is None or commitment.person_id != person.id:
        raise CommitmentMissing("There is no such commitment.")
    return commitment


def _locked(commitment_id: int) -> Commitment | None:
    query = select(Commitment).where(Commitment.id == commitment_id).with_for_update(of=Commitment)
    query = query.options(selectinload(Commitment.marks), selectinload(Commitment.shares))
    return db.session.scalar(query.execution_options(populate_existing=True))
