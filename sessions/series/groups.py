"""People in a series: one answer for all of it each, and, where the same people stay together, the seats of the group.

Expects the calendar object to be locked in the open transaction: lock first, then count.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from database import db
from sessions import changes
from sessions import notices as date_notices
from sessions.errors import CapacityTaken
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState, Via
from sessions.series import notices, stand_ins
from sessions.series.models import Series, SeriesDelegation, SeriesRsvp


def of(session: ScheduledSession) -> Series | None:
    """The series of this date if it keeps its group: seats are then those of the group, not of the date."""
    if session.series_id is None or session.recurrence_id is None:
        return None
    series = db.session.get(Series, session.series_id)
    return series if series is not None and series.keeps_group else None


def ask(series: Series, invitation_ids: Mapping[int, int]) -> None:
    """Everybody (invitation id by person id) has an open answer for the series. One statement."""
    rows = [
        {
            "series_id": series.id,
            "person_id": person_id,
            "invitation_id": id_,
            "answer": Answer.NEEDS_ACTION,
            "seat": Seat.NONE,
            "comment": "",
        }
        for person_id, id_ in invitation_ids.items()
    ]
    db.session.execute(insert(SeriesRsvp), rows)


def ask_anew(series: Series, dates: Sequence[ScheduledSession], invitations: Sequence[Invitation]) -> None:
    """People who come back are asked for the dates ahead, also for those that were not there when they left. They send nobody."""
    for invitation in invitations:
        answer = answer_of(series.id, invitation.person_id)
        if answer is None:
            ask(series, {invitation.person_id: invitation.id})
        else:
            answer.answer, answer.answered_at, answer.via, answer.comment = Answer.NEEDS_ACTION, None, None, ""
            answer.reply_sequence, answer.reply_dtstamp = None, None
            db.session.execute(delete(SeriesDelegation).where(SeriesDelegation.delegator_id == answer.id))
    add_dates(dates, invitations)


def add_dates(dates: Sequence[ScheduledSession], invitations: Iterable[Invitation]) -> None:
    """Each of these people has an open answer at each of these dates, where they have none."""
    for invitation in invitations:
        known = set(db.session.scalars(select(Rsvp.session_id).where(Rsvp.invitation_id == invitation.id)))
        for session in dates:
            if session.id not in known:
                db.session.add(Rsvp(session_id=session.id, person_id=invitation.person_id, invitation_id=invitation.id))
    db.session.flush()


def answer_of(series_id: int, person_id: int) -> SeriesRsvp | None:
    """The answer of a person for a series, as it is now."""
    query = select(SeriesRsvp).where(SeriesRsvp.series_id == series_id, SeriesRsvp.person_id == person_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def join(series: Series, person_id: int, *, now: datetime) -> SeriesRsvp | None:
    """The person has a seat in the group, or the next place in its line; who has either keeps it. None: not in this series."""
    member = answer_of(series.id, person_id)
    if member is None or member.seat is not Seat.NONE:
        return member
    let_go(series, now=now)  # whose only date is over keeps no seat
    if _has_free_seat(series, now=now) and not _somebody_waits(series):
        member.seat = Seat.SEATED
    else:
        series.last_waiting_number += 1
        member.seat, member.waiting_number = Seat.WAITING, series.last_waiting_number
    db.session.flush()
    return member


def settle(series: Series, rsvp: Rsvp, *, now: datetime) -> None:
    """A yes for one date follows the seat in the group: their own, or that of whom they come in place of.

    Who has neither sits there when there is room, as does an owner who comes after all while their delegate sits.
    """
    member = answer_of(series.id, rsvp.person_id)
    place = member.seat if member is not None else Seat.NONE
    if place is Seat.NONE:
        place = stand_ins.place_of_owner(series, rsvp)
    if place is Seat.NONE and member is not None:
        joined = join(series, rsvp.person_id, now=now)
        place = joined.seat if joined is not None else place
    if place is not Seat.WAITING and stand_ins.has_room(series, rsvp):
        rsvp.seat, rsvp.waiting_number = Seat.SEATED, None
    elif rsvp.seat is not Seat.WAITING:
        rsvp.seat, rsvp.waiting_number = Seat.WAITING, _number_at(series, rsvp, member)


def _number_at(series: Series, rsvp: Rsvp, member: SeriesRsvp | None) -> int:
    """The place in the group's line, also on this date; a new one for who has none there, or whose delegate took it along."""
    number = member.waiting_number if member is not None else None
    taken = select(Rsvp.id).where(Rsvp.session_id == rsvp.session_id, Rsvp.waiting_number == number)
    if number is None or db.session.scalar(taken) is not None:
        series.last_waiting_number += 1
        number = series.last_waiting_number
    return number


def leave_if_gone(session: ScheduledSession, *, now: datetime) -> None:
    """After an answer other than yes: who comes to no date ahead any more is not of the group, and the seat is another's."""
    series = of(session)
    if series is not None:
        let_go(series, now=now)


def leave(series_id: int | None, person_id: int, *, now: datetime) -> Series | None:
    """The person has neither seat nor place in line in the group. Returns the series if a seat became free by it.

    It goes back to whoever sent this person all along, if somebody did; they are asked about all of it again.
    """
    member = answer_of(series_id, person_id) if series_id is not None else None
    if member is None:
        return None
    seat, number = member.seat, member.waiting_number
    member.seat, member.waiting_number = Seat.NONE, None
    db.session.flush()
    sends = select(SeriesDelegation.id).where(SeriesDelegation.delegator_id == member.id)
    sender = None if db.session.scalar(sends) else _sender_of(member, now=now)  # somebody comes yet, by whoever is gone
    if sender is not None and sender.seat is Seat.NONE and seat is not Seat.NONE:
        sender.seat, sender.waiting_number = seat, number
        db.session.flush()
        return None
    return member.series if seat is Seat.SEATED and member.series.keeps_group else None


def hand_over(member: SeriesRsvp, to: SeriesRsvp) -> None:
    """`to` has the seat in the group or the place in its line; who waited there has the seat instead."""
    if to.seat is Seat.NONE or (to.seat is Seat.WAITING and member.seat is Seat.SEATED):
        seat, number = member.seat, member.waiting_number
        member.seat, member.waiting_number = Seat.NONE, None
        db.session.flush()
        to.seat, to.waiting_number = seat, number
        db.session.flush()


def _sender_of(member: SeriesRsvp, *, now: datetime) -> SeriesRsvp | None:
    """Who sent this person all along, last, is asked about all of it again, and sends nobody any more."""
    query = select(SeriesDelegation).where(SeriesDelegation.delegate_id == member.id).order_by(SeriesDelegation.id)
    sender = None
    for delegation in db.session.scalars(query.execution_options(populate_existing=True)).all():
        delegator = delegation.delegator
        if delegator.person.active and delegator.invitation is not None and delegator.invitation.withdrawn_at is None:
            sender = delegator
            # Not `reply_dtstamp`: what their calendar said before this is older than the new question.
            sender.answer, sender.via, sender.answered_at = Answer.NEEDS_ACTION, None, now
            sender.reply_sequence, sender.reply_dtstamp = None, None
        else:  # who sent them is gone: whoever had sent those
            sender = _sender_of(delegator, now=now) or sender
        db.session.delete(delegation)
    db.session.flush()
    return sender


def forget(series_id: int | None, person_id: int, *, now: datetime) -> Series | None:
    """The person is in this series no more: nothing was said, and nothing is kept. Returns the series if a seat became free by it."""
    member = answer_of(series_id, person_id) if series_id is not None else None
    if member is not None:
        member.answer, member.answered_at, member.via = Answer.NEEDS_ACTION, None, None
        member.reply_sequence, member.reply_dtstamp = None, None
    return leave(series_id, person_id, now=now)


def give_up(series_id: int, person_id: int, *, now: datetime) -> None:
    """The person comes no more: a yes is open again, any other answer stands. A seat is whose it was before, or whoever waits has it."""
    member = answer_of(series_id, person_id)
    if member is not None and member.answer is Answer.ACCEPTED:
        forget(series_id, person_id, now=now)
    else:
        leave(series_id, person_id, now=now)
    series = db.session.get(Series, series_id)
    if series is not None:
        let_go(series, now=now)


def let_go(series: Series, *, now: datetime) -> None:
    """Nobody keeps a seat or a place in line in the group who comes to no date ahead and said no yes for all: others move up.

    Whoever sends somebody to a date ahead comes to it, as far as the seat goes.
    """
    if not series.keeps_group:
        return
    while gone := _gone(series, now=now):
        for person_id in gone:
            leave(series.id, person_id, now=now)
    call_in(series, now=now)


def _gone(series: Series, *, now: datetime) -> list[int]:
    db.session.flush()
    comes = (
        select(Rsvp.person_id)
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .where(ScheduledSession.series_id == series.id, ScheduledSession.starts_at > now)
        .where(Rsvp.seat != Seat.NONE, ScheduledSession.state == SessionState.PUBLISHED)
    )
    gone = select(SeriesRsvp.person_id).where(
        SeriesRsvp.series_id == series.id,
        SeriesRsvp.seat != Seat.NONE,
        SeriesRsvp.answer != Answer.ACCEPTED,
        SeriesRsvp.person_id.not_in(comes),
    )
    found = list(db.session.scalars(gone))
    return [one for one in found if one not in stand_ins.who_send_somebody(series, now=now)] if found else []


def somebody_waits_in(*, now: datetime) -> list[int]:
    """The ids of series that keep their group, have a date ahead, and somebody in line."""
    waits = select(SeriesRsvp.id).where(SeriesRsvp.series_id == Series.id, SeriesRsvp.seat == Seat.WAITING)
    goes_on = select(ScheduledSession.id).where(
        ScheduledSession.series_id == Series.id,
        ScheduledSession.state == SessionState.PUBLISHED,
        ScheduledSession.starts_at > now,
    )
    query = select(Series.id).where(Series.keeps_group, Series.state == SessionState.PUBLISHED)
    return list(db.session.scalars(query.where(waits.exists(), goes_on.exists()).order_by(Series.id)))


def after_cancellation(session: ScheduledSession, *, now: datetime) -> None:
    """A date of a series is off: nobody keeps a seat for its sake, and without any date left the series is off too."""
    series = db.session.get(Series, session.series_id) if session.recurrence_id is not None and session.series_id else None
    if series is None:
        return
    db.session.flush()
    left = select(ScheduledSession.id).where(
        ScheduledSession.series_id == series.id, ScheduledSession.state != SessionState.CANCELLED
    )
    if db.session.scalar(left.limit(1)) is None:
        series.state, series.cancel_reason = SessionState.CANCELLED, session.cancel_reason
        db.session.flush()
    else:
        let_go(series, now=now)


def call_in(series: Series | None, *, now: datetime) -> list[SeriesRsvp]:
    """Whoever waits longest has each free seat of the group, at every date ahead they said yes to, and is told once."""
    if series is None or not series.is_published:
        return []
    free = _free_seats(series, now=now)
    waiting = select(SeriesRsvp).where(SeriesRsvp.series_id == series.id, SeriesRsvp.seat == Seat.WAITING)
    waiting = waiting.order_by(SeriesRsvp.waiting_number)
    called = [] if free is not None and free <= 0 else list(db.session.scalars(waiting.limit(free) if free else waiting))
    for member in called:
        member.seat, member.waiting_number = Seat.SEATED, None
        _seat_everywhere(series, member, now=now)
    if called and series.calendar_object is not None:
        series.calendar_object.sequence += 1
        db.session.flush()
        invitations = [member.invitation for member in called if member.invitation]
        occasion = f"promoted:{series.calendar_object.sequence}"
        notices.told(series, invitations, why="promoted", occasion=occasion, now=now, changed=["seat"])
    _call_to_dates(series, now=now)
    return called


def _seat_everywhere(series: Series, member: SeriesRsvp, *, now: datetime) -> None:
    query = (
        select(Rsvp)
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .where(ScheduledSession.series_id == series.id, ScheduledSession.starts_at > now)
        .where(Rsvp.person_id == member.person_id, Rsvp.seat == Seat.WAITING)
    )
    for rsvp in db.session.scalars(query):
        rsvp.seat, rsvp.waiting_number = Seat.SEATED, None
        changes.keep_record(rsvp, (rsvp.answer, Seat.WAITING), via=Via.SYSTEM, now=now)


def _call_to_dates(series: Series, *, now: datetime) -> None:
    """Whoever waits at a single date, in somebody's seat or for it, sits there when there is room, and is told."""
    for rsvp in stand_ins.waiting_for_a_date(series, now=now):
        member = answer_of(series.id, rsvp.person_id)
        has_seat = member is not None and member.seat is Seat.SEATED
        if (not has_seat and stand_ins.place_of_owner(series, rsvp) is Seat.WAITING) or not stand_ins.has_room(series, rsvp):
            continue
        session = db.session.get_one(ScheduledSession, rsvp.session_id)
        rsvp.seat, rsvp.waiting_number = Seat.SEATED, None
        session.calendar_object.sequence += 1  # their event turns from TENTATIVE to CONFIRMED
        changes.keep_record(rsvp, (rsvp.answer, Seat.WAITING), via=Via.SYSTEM, now=now)
        db.session.flush()
        occasion = f"promoted:{session.calendar_object.sequence}"
        date_notices.seated(session, [rsvp], occasion=occasion, why="promoted", now=now)


def _has_free_seat(series: Series, *, now: datetime) -> bool:
    free = _free_seats(series, now=now)
    return free is None or free > 0


def _free_seats(series: Series, *, now: datetime) -> int | None:
    if series.group_capacity is None:
        return None
    return series.group_capacity - _seats_needed(series, now=now)


def _seats_needed(series: Series, *, now: datetime) -> int:
    """The seats of the group that are taken, and as many as sit beside it where most do."""
    return seats_taken(series.id) + max(stand_ins.beside_the_group(series, now=now).values(), default=0)


def seats_taken(series_id: int) -> int:
    """How many seats of the group are taken."""
    db.session.flush()
    query = select(func.count()).select_from(SeriesRsvp)
    return db.session.scalar(query.where(SeriesRsvp.series_id == series_id, SeriesRsvp.seat == Seat.SEATED)) or 0


def guard_capacity(series: Series, capacity: int | None, *, now: datetime) -> None:
    """Nobody loses a seat. Raises CapacityTaken."""
    taken = _seats_needed(series, now=now)
    if capacity is not None and capacity < taken:
        raise CapacityTaken("%(taken)s seats are taken already. Nobody loses a seat: choose %(taken)s or more.", taken=taken)


def _somebody_waits(series: Series) -> bool:
    if series.last_waiting_number == 0:
        return False  # nobody ever had to
    query = select(SeriesRsvp.id).where(SeriesRsvp.series_id == series.id, SeriesRsvp.seat == Seat.WAITING).limit(1)
    return db.session.scalar(query) is not None
