"""A coffee that is arranged: yes, maybe, another time, not this time; and afterwards, did you meet? Whatever the door, it ends here."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select

from champions import coffee_guests, coffee_notices, coffee_times, coffee_turns, coffee_weeks, seats
from champions.coffee_errors import CoffeeMissing, CoffeeOver
from champions.coffee_guests import guests_in
from champions.models_coffee import CoffeeGuest, CoffeeMeeting, CoffeeSeat
from database import db
from people import nudges
from people.models import Person
from people.quiet_hours import after_quiet_hours
from sessions.models import Answer, Outcome
from sessions.precedence import CalendarReply

MOST_TIMES = 4  # one coffee is proposed for so many times at most
ASKED_AFTER, ASKED_UNTIL = timedelta(hours=2), timedelta(days=7)  # after its end: whether they met
OLDEST_ANSWER = timedelta(days=60)  # ... can be said for so long


def record_answer(seat_id: int, answer: Answer, *, now: datetime, reply: CalendarReply | None = None) -> Outcome | None:
    """The answer counts; a no calls the coffee off, or leaves it to the other two. None: it counted already. Raises CoffeeOver when the
    coffee is off or has begun.
    """
    seat = _locked(seat_id)
    outcome = seats.outcome(seat, answer, reply, seat.meeting.revision)
    if outcome is not Outcome.APPLIED:
        return outcome
    _guard_open(seat.meeting, now)
    before = seat.answer
    seats.keep(seat, answer, reply, now=now)
    if before is Answer.DECLINED and answer is not Answer.DECLINED:
        seat.meeting.sequence += 1
        db.session.flush()
        coffee_notices.changed(seat.meeting, news="comes-after-all", about=seat, now=now)
    elif answer is Answer.DECLINED and before is not Answer.DECLINED:
        _without(seat, now=now)
    db.session.flush()
    return outcome


def _without(seat: CoffeeSeat, *, now: datetime) -> None:
    """Two of three still have a coffee; of two, the other is looked after."""
    meeting = seat.meeting
    meeting.sequence += 1
    stay = seat.others
    if len(stay) >= 2:
        db.session.flush()
        coffee_notices.off([seat], now=now)
        coffee_notices.changed(meeting, news="fewer", about=seat, now=now)
        return
    meeting.cancelled_at = now
    db.session.flush()
    coffee_notices.off(meeting.seats, now=now)
    coffee_turns.seek_again(meeting.turn, [one.person_id for one in stay], now=now)


def move(seat_id: int, *, now: datetime, wanted: datetime | None = None, or_another: bool = True) -> CoffeeMeeting:
    """The coffee is at another time that suits everybody, `wanted` if it does, `or_another`; all are asked anew, but for who asked for it.

    Raises CoffeeOver when there is no such time, or the coffee is off or has begun.
    """
    seat = _locked(seat_id)
    meeting = seat.meeting
    _guard_open(meeting, now)
    slot = _next_slot(meeting, wanted, or_another=or_another, now=now) if len(meeting.tried) < MOST_TIMES else None
    if slot is None:
        raise CoffeeOver("There is no other time that suits everybody. Write to each other, or say no: that is fine.")
    meeting.starts_at = coffee_times.start_of(slot)
    meeting.ends_at = meeting.starts_at + timedelta(minutes=meeting.turn.circle.minutes)
    meeting.tried = [*meeting.tried, slot]
    meeting.sequence += 1
    meeting.asked_sequence = meeting.sequence
    for one in meeting.coming:
        seats.ask_anew(one)
    seats.keep(seat, Answer.ACCEPTED, now=now)
    db.session.flush()
    coffee_notices.changed(meeting, news="moved", about=seat, now=now)
    return meeting


def _next_slot(meeting: CoffeeMeeting, wanted: datetime | None, *, or_another: bool, now: datetime) -> int | None:
    turn = meeting.turn
    guests = _weeks_known(meeting)
    end = datetime.combine(turn.last_on + timedelta(days=2), time(0), tzinfo=turn.circle.zone)
    found = coffee_weeks.weeks_of(guests, now=now, until=end, but_not=meeting.id)
    window = coffee_weeks.window_of(turn, now=now)
    shared = frozenset.intersection(*(coffee_times.free_slots(week, window) for week in found.values()))
    left = shared - set(meeting.tried)
    slot = coffee_times.slot_at(wanted) if wanted is not None else None
    if slot in left and coffee_times.start_of(slot) == wanted:
        return slot
    elsewhere = {slot for slot in left if not _overlaps(slot, meeting)}
    return coffee_times.choose(elsewhere) if or_another else None


def _overlaps(slot: int, meeting: CoffeeMeeting) -> bool:
    start = coffee_times.start_of(slot)
    return start < meeting.ends_at and start + (meeting.ends_at - meeting.starts_at) > meeting.starts_at


def _weeks_known(meeting: CoffeeMeeting) -> list[CoffeeGuest]:
    """What those who come said of their week; who stopped since has said nothing any more."""
    known = {guest.person_id: guest for guest in guests_in(meeting.turn.circle_id, [one.person_id for one in meeting.coming])}
    return [
        known.get(one.person_id) or CoffeeGuest(person_id=one.person_id, person=one.person, times=[], languages=[])
        for one in meeting.coming
    ]


def say_whether_met(seat_id: int, met: bool, *, now: datetime) -> None:
    """Whether they met, for this person's own page and the next pairing. Raises CoffeeOver before the coffee, or long after it."""
    seat = _locked(seat_id)
    if seat.meeting.cancelled_at is not None or seat.answer is Answer.DECLINED:
        raise CoffeeOver("This coffee was called off.")
    if not seat.meeting.starts_at <= now < seat.meeting.ends_at + OLDEST_ANSWER:
        raise CoffeeOver("Say it after the coffee.")
    seat.met = met
    db.session.flush()


def ask_whether_met(*, now: datetime) -> int:
    """Everybody whose coffee is over is asked once whether they met, unless they want no nudges; returns how many are."""
    query = (
        select(CoffeeMeeting)
        .where(CoffeeMeeting.met_asked_at.is_(None), CoffeeMeeting.cancelled_at.is_(None))
        .where(CoffeeMeeting.ends_at <= now - ASKED_AFTER, CoffeeMeeting.ends_at > now - ASKED_UNTIL)
        .order_by(CoffeeMeeting.id)
        .limit(500)
    )
    asked = 0
    for meeting in db.session.scalars(query).all():
        meeting.met_asked_at = now
        for seat in meeting.coming:
            if seat.met is None and len(meeting.coming) > 1 and nudges.may_nudge(seat.person, now=now):
                nudges.record(seat.person_id, coffee_notices.MET, now=now)
                coffee_notices.ask_whether_met(seat, now=now, due_at=after_quiet_hours(now, seat.person))
                asked += 1
    db.session.flush()
    return asked


def leave(person: Person, *, now: datetime) -> None:
    """Somebody leaves the organisation: they take part in no circle, and whoever has a coffee with them hears that it is off."""
    for guest in db.session.scalars(select(CoffeeGuest).where(CoffeeGuest.person_id == person.id)).all():
        coffee_guests.stop(guest.circle_id, person)
    for seat in _ahead(person, now=now):
        record_answer(seat.id, Answer.DECLINED, now=now)


def _ahead(person: Person, *, now: datetime) -> Sequence[CoffeeSeat]:
    query = (
        select(CoffeeSeat)
        .join(CoffeeMeeting, CoffeeMeeting.id == CoffeeSeat.meeting_id)
        .where(CoffeeSeat.person_id == person.id, CoffeeSeat.answer != Answer.DECLINED)
        .where(CoffeeMeeting.cancelled_at.is_(None), CoffeeMeeting.starts_at > now)
        .order_by(CoffeeMeeting.starts_at, CoffeeSeat.id)
    )
    return db.session.scalars(query).all()


def _locked(seat_id: int) -> CoffeeSeat:
    """The seat, its coffee locked: of two who say no at once, the second finds it off."""
    meeting_id = select(CoffeeSeat.meeting_id).where(CoffeeSeat.id == seat_id).scalar_subquery()
    query = select(CoffeeMeeting).where(CoffeeMeeting.id == meeting_id).with_for_update(of=CoffeeMeeting)
    meeting = db.session.scalar(query.execution_options(populate_existing=True))
    seat = next((one for one in meeting.seats if one.id == seat_id), None) if meeting else None
    if seat is None:
        raise CoffeeMissing("There is no such coffee, or it is not yours.")
    return seat


def _guard_open(meeting: CoffeeMeeting, now: datetime) -> None:
    if meeting.cancelled_at is not None:
        raise CoffeeOver("This coffee was called off.")
    if not meeting.is_open(now):
        raise CoffeeOver("This coffee has begun, or is over.")
