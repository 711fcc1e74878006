"""Turns of coffee: pairs are due, the worker makes them in a process of its own, and what came of it is kept, once.

A turn begins in one transaction and is paired in another. Whoever is killed in between leaves `pairing_asked_at` standing, and the
next worker begins anew; whoever comes second finds that it stands no more, and keeps nothing.
"""

import itertools
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import or_, select, update

from champions import coffee_links, coffee_notices, coffee_times, coffee_weeks
from champions.coffee_guests import guests_in
from champions.coffee_round import LONGEST_MEMORY, CoffeeRound, Guest, Pairing
from champions.models_coffee import CircleState, CoffeeCircle, CoffeeGuest, CoffeeMeeting, CoffeeSeat, CoffeeTurn
from champions.seats import new_seat_token
from config import settings
from database import db
from jobs import wake
from people import apart
from people.models import Person
from sessions.models import Answer

JOB = "champions.coffee"
AT_HOUR = 8  # in the morning of the day, in the circle's zone
LONGEST_TURN = 2  # weeks: what was agreed a month ahead is forgotten
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Intake:
    """What the worker pairs: who, and at which slots each could."""

    asked_at: datetime
    of: CoffeeRound
    slots: Mapping[int, frozenset[int]]


def begin_due(*, now: datetime) -> int:
    """Every circle whose day has come begins a turn; returns how many did."""
    soonest = (now + timedelta(days=1)).date()
    query = select(CoffeeCircle).where(CoffeeCircle.state == CircleState.RUNNING, CoffeeCircle.next_on <= soonest)
    circles = db.session.scalars(
        query.order_by(CoffeeCircle.id).with_for_update().execution_options(populate_existing=True)
    ).all()
    due = [circle for circle in circles if _is_due(circle, now)]
    for circle in due:
        _begin(circle, now=now)
    return len(due)


def _is_due(circle: CoffeeCircle, now: datetime) -> bool:
    if circle.next_on is None:
        return False
    return datetime.combine(circle.next_on, time(AT_HOUR), tzinfo=circle.zone) <= now


def _begin(circle: CoffeeCircle, *, now: datetime) -> None:
    """Everybody who takes part and does not rest seeks somebody. A day that was slept through is made up for today, once."""
    today = now.astimezone(circle.zone).date()
    circle.last_number += 1
    length = timedelta(weeks=min(circle.every_weeks, LONGEST_TURN))
    turn = CoffeeTurn(
        circle_id=circle.id, number=circle.last_number, began_on=today, last_on=today + length, pairing_asked_at=now
    )
    db.session.add(turn)
    db.session.flush()
    while circle.next_on is not None and circle.next_on <= today:
        circle.next_on += timedelta(weeks=circle.every_weeks)
    here = CoffeeGuest.circle_id == circle.id
    db.session.execute(update(CoffeeGuest).where(here).values(seeks_in_id=None))
    rested = or_(CoffeeGuest.pauses_until.is_(None), CoffeeGuest.pauses_until <= today)
    active = CoffeeGuest.person_id.in_(select(Person.id).where(Person.active))
    db.session.execute(update(CoffeeGuest).where(here, rested, active).values(seeks_in_id=turn.id))
    db.session.expire_all()
    wake(JOB)


def seek_again(turn: CoffeeTurn, person_ids: Collection[int], *, now: datetime) -> None:
    """These people have nobody any more in this turn: they come first, and are paired with others who have nobody, if that can be."""
    guests = guests_in(turn.circle_id, person_ids)
    for guest in guests:
        guest.comes_first = True
        if turn.circle.state is CircleState.RUNNING and turn.number == turn.circle.last_number:
            guest.seeks_in_id, turn.pairing_asked_at = turn.id, now
    db.session.flush()
    wake(JOB)


def waiting() -> list[int]:
    """Which turns the worker has to pair, longest first."""
    query = select(CoffeeTurn.id).where(CoffeeTurn.pairing_asked_at.is_not(None)).order_by(CoffeeTurn.pairing_asked_at)
    return list(db.session.scalars(query))


def intake_of(turn_id: int, *, now: datetime) -> Intake | None:
    """Who seeks somebody in this turn; None when nothing has to be paired. A constant number of queries."""
    turn = db.session.get(CoffeeTurn, turn_id, populate_existing=True)
    if turn is None or turn.pairing_asked_at is None:
        return None
    guests = list(
        db.session.scalars(
            select(CoffeeGuest)
            .join(CoffeeGuest.person)
            .where(CoffeeGuest.seeks_in_id == turn.id, Person.active)
            .order_by(CoffeeGuest.person_id)
        )
    )
    ids = [guest.person_id for guest in guests]
    end = datetime.combine(turn.last_on + timedelta(days=2), time(0), tzinfo=turn.circle.zone)
    found = coffee_weeks.weeks_of(guests, now=now, until=end)
    window = coffee_weeks.window_of(turn, now=now)
    slots = {guest.person_id: coffee_times.free_slots(found[guest.person_id], window) for guest in guests}
    met, here = _memory(turn, ids)
    kept_apart = apart.or_in_one_line(ids)
    paired = tuple(_guest(guest, slots[guest.person_id], kept_apart.get(guest.person_id, set()), here) for guest in guests)
    return Intake(turn.pairing_asked_at, CoffeeRound(paired, met, seed=turn.number), slots)


def _guest(guest: CoffeeGuest, slots: frozenset[int], kept_apart: set[int], here: Collection[Pair]) -> Guest:
    again = {other for pair in here if guest.person_id in pair for other in pair if other != guest.person_id}
    return Guest(
        key=guest.person_id,
        times=slots,
        languages=frozenset(guest.languages),
        department=guest.person.department,
        blocked=frozenset(kept_apart | again),
        comes_first=guest.comes_first,
    )


def _memory(turn: CoffeeTurn, person_ids: Sequence[int]) -> tuple[dict[Pair, int], set[Pair]]:
    """How many turns ago two of these people met last; and who were put together in this very turn, whatever became of it."""
    query = (
        select(CoffeeMeeting.id, CoffeeTurn.number, CoffeeMeeting.cancelled_at, CoffeeSeat)
        .join(CoffeeMeeting, CoffeeMeeting.id == CoffeeSeat.meeting_id)
        .join(CoffeeTurn, CoffeeTurn.id == CoffeeMeeting.turn_id)
        .where(CoffeeTurn.circle_id == turn.circle_id, CoffeeTurn.number >= turn.number - LONGEST_MEMORY)
        .where(CoffeeSeat.person_id.in_(person_ids))
        .order_by(CoffeeTurn.number, CoffeeSeat.person_id)
    )
    coffees: dict[tuple[int, int, bool], list[CoffeeSeat]] = {}
    for id_, number, cancelled_at, seat in db.session.execute(query):
        coffees.setdefault((id_, number, cancelled_at is not None), []).append(seat)
    met: dict[Pair, int] = {}
    here: set[Pair] = set()
    for (_id, number, is_off), seats in coffees.items():
        for one, other in itertools.combinations(seats, 2):
            pair = (one.person_id, other.person_id)
            if number == turn.number:
                here.add(pair)
            elif not is_off and _have_met(one) and _have_met(other):
                met[pair] = turn.number - number
    return met, here


def _have_met(seat: CoffeeSeat) -> bool:
    """As far as anybody said."""
    return seat.answer is not Answer.DECLINED and seat.met is not False


def keep(turn_id: int, intake: Intake, pairing: Pairing, *, now: datetime) -> bool:
    """What the worker found is so: each has an invitation on its way, or a word that they come first next time. False: it was done by
    another, or is not asked for any more, and nothing changed.
    """
    query = select(CoffeeTurn).where(CoffeeTurn.id == turn_id).with_for_update()
    turn = db.session.scalar(query.execution_options(populate_existing=True))
    if turn is None or turn.pairing_asked_at != intake.asked_at:
        return False
    seeking = {
        guest.person_id: guest
        for guest in db.session.scalars(select(CoffeeGuest).where(CoffeeGuest.seeks_in_id == turn.id))
        if guest.person.active
    }
    left: list[CoffeeGuest] = [seeking[key] for key in pairing.alone if key in seeking]
    for keys in pairing.meetings:
        there = [seeking[key] for key in keys if key in seeking]
        if not _arrange(turn, there, intake, now=now):
            left += there
    for guest in left:
        guest.comes_first = True
    turn.pairing_asked_at, turn.paired_at = None, turn.paired_at or now
    db.session.flush()
    coffee_notices.alone(turn, left, now=now)
    return True


def _arrange(turn: CoffeeTurn, guests: Sequence[CoffeeGuest], intake: Intake, *, now: datetime) -> bool:
    """Whether these people have a coffee: somebody of them may have stopped while they were being paired."""
    if len(guests) < 2:
        return False
    slot = coffee_times.choose(frozenset.intersection(*(intake.slots[guest.person_id] for guest in guests)))
    if slot is None:
        return False
    at = coffee_times.start_of(slot)
    meeting = CoffeeMeeting(
        turn_id=turn.id,
        uid=f"coffee-{secrets.token_hex(16)}@{settings().mail_domain}",
        starts_at=at,
        ends_at=at + timedelta(minutes=turn.circle.minutes),
        tried=[slot],
        created_at=now,
        seats=[CoffeeSeat(person_id=guest.person_id, token=new_seat_token(coffee_links.MARK)) for guest in guests],
    )
    db.session.add(meeting)
    for guest in guests:
        guest.seeks_in_id, guest.comes_first = None, False
    db.session.flush()
    coffee_notices.invited(meeting, now=now)
    return True
