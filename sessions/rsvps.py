"""Answers. Every door (calendar, signed link, page, API, host) ends in `record_answer`; nothing is overwritten without a record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified

from database import db
from mail import outbox
from people.models import Person
from rows import write_row
from sessions import delegations, notices, records, scheduling, side_by_side, standings, telling, waitlist
from sessions.delegations import Returned
from sessions.errors import NotInvited, Outdated, SessionMissing, TooLate, WrongState
from sessions.models import Answer, AnswerRecord, Outcome, Rsvp, ScheduledSession, Seat, SessionState, Via
from sessions.precedence import CalendarReply, judge, revision_answered
from sessions.series import groups
from sessions.standings import standing_of, still_invited

# What an answer by calendar may change; written with each, so that many take one statement.
_WRITTEN = ("answer", "seat", "via", "comment", "guests", "reply_sequence", "reply_dtstamp", "reply_prodid")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an answer. `outcome` None: a repeat of what counted already. `place_in_line` is 1 for the first who waits."""

    rsvp: Rsvp
    outcome: Outcome | None
    place_in_line: int | None


def record_answer(
    session_id: int,
    person_id: int,
    answer: Answer,
    *,
    via: Via,
    now: datetime,
    comment: str | None = None,
    shows_name: bool | None = None,
    by: Person | None = None,
    reply: CalendarReply | None = None,
    asked: int | None = None,
) -> Recorded:
    """The answer counts, the seat follows from it, and everybody concerned is told, all in the caller's transaction.

    `by` is who recorded it if not the person; hosts and managers may until the session is over. `reply` comes with via=CALENDAR.
    `comment` and `shows_name` stay as they are when None. `asked` is the `asked_sequence` of the page that asked.
    Raises NotInvited, WrongState (draft, cancelled), Outdated (the page asked for another date), TooLate (not for calendar
    replies: those are kept and answered with the truth).
    """
    session, rsvp = side_by_side.at_hand(session_id, person_id, answer) or _one_at_a_time(session_id, person_id)
    rsvp = still_invited(session, rsvp)
    for_somebody = by is not None and by.id != person_id
    if session.state is not SessionState.PUBLISHED:
        raise WrongState(
            "This session was cancelled." if session.state is SessionState.CANCELLED else "This session is still a draft."
        )
    if asked is not None and asked != session.asked_sequence:
        raise Outdated("This belongs to an earlier date or place. Here is the new one.")
    outcome = _judged(session, rsvp, answer, reply)
    received_at = reply.received_at if reply else now
    if outcome is Outcome.APPLIED and is_late(session, answer, received_at, for_somebody=for_somebody):
        if reply is None:
            raise TooLate(too_late_words(session, now))
        outcome = Outcome.LATE
    if outcome is not Outcome.APPLIED:
        return _kept_aside(session, rsvp, answer, outcome, via=via, now=now, comment=comment, reply=reply)
    return _applied(session, rsvp, answer, via=via, now=now, comment=comment, shows_name=shows_name, by=by, reply=reply)


def _one_at_a_time(session_id: int, person_id: int) -> tuple[ScheduledSession, Rsvp | None]:
    session = scheduling.lock(session_id)
    return session, standings.of(session, person_id)


def revert(record_id: int, *, by: Person, now: datetime, session_id: int | None = None) -> Recorded:
    """The answer before this record counts again, as the host's doing; the record says so. Seats follow as ever: the old seat may be gone.

    Raises SessionError when it is not the latest change of this person's answer, or the session is over.
    """
    record = db.session.get(AnswerRecord, record_id)
    if record is None or (session_id is not None and record.session_id != session_id):
        raise SessionMissing("There is no such entry.")
    session = scheduling.lock(record.session_id)
    rsvp = db.session.get(Rsvp, record.rsvp_id, populate_existing=True)
    if rsvp is None or rsvp.is_withdrawn or not rsvp.person.active:
        raise NotInvited("This person is not invited any more.")
    if session.is_over(now) or session.state is not SessionState.PUBLISHED:
        raise WrongState("The answers of this session cannot be changed any more.")
    latest = latest_answer(rsvp)
    if record.outcome is not Outcome.APPLIED or latest is None or latest.id != record.id:
        raise WrongState("Only the latest answer of a person can be taken back.")
    recorded = _applied(
        session, rsvp, record.answer_before, via=Via.HOST, now=now, comment=None, shows_name=None, by=by, reply=None
    )
    record.outcome = Outcome.REVERTED
    db.session.flush()
    return recorded


def refresh(rsvp: Rsvp, *, occasion: str, now: datetime) -> None:
    """The person's calendar is told the true state once more. Raises WrongState when there is nothing to tell any more."""
    session = scheduling.lock(rsvp.session_id)
    if not session.is_published or session.is_over(now) or rsvp.is_withdrawn:
        raise WrongState("There is nothing to send any more: the session is over, or off, or this person is not invited.")
    notices.seated(session, [rsvp], occasion=occasion, why="refreshed", now=now)


def _judged(session: ScheduledSession, rsvp: Rsvp, answer: Answer, reply: CalendarReply | None) -> Outcome | None:
    if reply is None:
        return Outcome.APPLIED
    return judge(reply, answer, standing_of(session, rsvp))


def is_late(session: ScheduledSession, answer: Answer, at: datetime, *, for_somebody: bool) -> bool:
    """Whether this answer reached us when it could not be given any more."""
    if for_somebody:
        return session.is_over(at)
    if answer is Answer.DECLINED:
        return at >= session.starts_at  # giving a seat back is welcome until the last minute
    return at >= session.answers_until


def too_late_words(session: ScheduledSession, now: datetime) -> str:
    """What TooLate says."""
    if now >= session.starts_at:
        return "This session has begun; answers cannot be changed any more."
    return "The date to answer has passed. You can still say no; for anything else, write to the host."


@dataclass(frozen=True, slots=True)
class Written:
    """An answer that stands, and whom nobody has told yet. `before` is answer and seat as they were; `freed`: a seat came free.

    `returned`: whose date it is again, after a delegate's no.
    """

    before: tuple[Answer, Seat]
    freed: bool
    record: dict[str, Any]
    returned: tuple[Returned, ...] = ()


def write_answer(
    session: ScheduledSession,
    rsvp: Rsvp,
    answer: Answer,
    *,
    via: Via,
    now: datetime,
    comment: str | None = None,
    shows_name: bool | None = None,
    by: Person | None = None,
    reply: CalendarReply | None = None,
    alone: bool = True,
) -> Written:
    """The answer stands and the seat follows from it; the caller sees to the record, to telling, and to who has a freed seat.

    `alone`: it is given for this date and not for its whole series.
    """
    before: tuple[Answer, Seat] = (rsvp.answer, rsvp.seat)
    returned: tuple[Returned, ...] = ()
    if Answer.DECLINED in {answer, rsvp.answer}:  # who sent a colleague stands as a no; a colleague who cannot come says no
        returned = tuple(delegations.follow(session, rsvp, answer, now=now))
    freed = _settle_seat(session, rsvp, answer, now=now)
    standing = standing_of(session, rsvp)
    rsvp.answer, rsvp.via, rsvp.answered_at = answer, via, now
    take_down(rsvp, comment, shows_name, via=via, by=by)
    rsvp.reply_sequence = revision_answered(reply, standing) if reply else None
    rsvp.reply_dtstamp = reply.dtstamp if reply else None
    rsvp.stands_alone = alone and session.recurrence_id is not None
    if reply:
        rsvp.reply_prodid, rsvp.guests = reply.prodid[:200], reply.guests
    record = _record(rsvp, answer, before, Outcome.APPLIED, via=via, now=now, comment=comment, by=by, reply=reply)
    return Written(before, freed, record, returned)


def _applied(
    session: ScheduledSession,
    rsvp: Rsvp,
    answer: Answer,
    *,
    via: Via,
    now: datetime,
    comment: str | None,
    shows_name: bool | None,
    by: Person | None,
    reply: CalendarReply | None,
) -> Recorded:
    written = write_answer(session, rsvp, answer, via=via, now=now, comment=comment, shows_name=shows_name, by=by, reply=reply)
    delegations.tell(written.returned, now=now)
    door = Via.HOST if by else via  # a calendar may not know what a host vouches for
    # Who sent a colleague and then said no still sends them: only the calendar has forgotten it.
    forgotten = via is Via.CALENDAR and answer is Answer.DECLINED and delegations.sends_somebody(session, rsvp)
    tells = forgotten or telling.needs_telling(rsvp, written.before, via=door, pressed_at=reply.dtstamp if reply else None)
    if telling.put_off(telling.Untold(rsvp, written.record, tells)):
        pass
    elif tells:
        write_row(rsvp)
        telling.tell_the_person(session, rsvp, written.before[1], records.write(written.record), via=via, now=now)
    else:
        _write_soon(rsvp, written.record)
    if via is Via.CALENDAR:
        outbox.mark_answered(rsvp.invitation.stream, at=now)
    if written.freed:
        records.write_earlier()
        scheduling.promote(session, now=now)
    if answer is not Answer.ACCEPTED:
        groups.leave_if_gone(session, now=now)
    return Recorded(rsvp, Outcome.APPLIED, waitlist.place_in_line(rsvp))


def take_down(rsvp: Rsvp, comment: str | None, shows_name: bool | None, *, via: Via, by: Person | None) -> None:
    """The person's word, and whether they are named; None leaves it as it is. An emptied word leaves the history as well."""
    if comment is not None:
        if by is None or by.id == rsvp.person_id:
            _take_back_words(rsvp, comment, via=via)
        rsvp.comment = comment.strip()[:2000]
    if shows_name is not None:
        rsvp.shows_name = shows_name


def _write_soon(rsvp: Rsvp, record: dict[str, Any]) -> None:
    for name in _WRITTEN:
        flag_modified(rsvp, name)
    records.write_soon(record)


def _take_back_words(rsvp: Rsvp, comment: str, *, via: Via) -> None:
    """What its writer emptied, or wrote over where it was shown, stands in no history any more. What a host noted stays."""
    written_over = via in {Via.WEB, Via.API} and comment.strip() != rsvp.comment
    if not rsvp.comment or (comment.strip() and not written_over):
        return
    records.write_earlier()
    theirs = AnswerRecord.recorded_by_id.is_(None) | (AnswerRecord.recorded_by_id == rsvp.person_id)
    db.session.execute(
        update(AnswerRecord).where(AnswerRecord.rsvp_id == rsvp.id, theirs, AnswerRecord.comment != "").values(comment="")
    )


def _settle_seat(session: ScheduledSession, rsvp: Rsvp, answer: Answer, *, now: datetime) -> bool:
    """Only a yes has a seat or a place in line. Returns whether one became free. Nobody answers 'open': a reverted one keeps nothing."""
    if answer is Answer.ACCEPTED:
        waitlist.take_or_queue(session, rsvp, now=now)
        return False
    return waitlist.give_up(rsvp)


def _kept_aside(
    session: ScheduledSession,
    rsvp: Rsvp,
    answer: Answer,
    outcome: Outcome | None,
    *,
    via: Via,
    now: datetime,
    comment: str | None,
    reply: CalendarReply | None,
) -> Recorded:
    """A repeat leaves no trace; an overtaken or late answer stands in the history and changes nothing."""
    if outcome is not None:
        record = _record(rsvp, answer, (rsvp.answer, rsvp.seat), outcome, via=via, now=now, comment=comment, by=None, reply=reply)
        record_id = records.write(record)
        if (answer is not rsvp.answer or rsvp.seat is Seat.WAITING) and now < session.ends_at:
            _put_right(session, rsvp, outcome, record_id, via=via, reply=reply, now=now)
    return Recorded(rsvp, outcome, waitlist.place_in_line(rsvp))


def _put_right(
    session: ScheduledSession,
    rsvp: Rsvp,
    outcome: Outcome,
    record_id: int,
    *,
    via: Via,
    reply: CalendarReply | None,
    now: datetime,
) -> None:
    """The calendar says what does not count: it gets the true state back, unless a message of ours says it already."""
    due_at = telling.due_at(rsvp, via, now=now)
    if outcome is Outcome.LATE:
        notices.too_late(session, rsvp, occasion=f"late:{record_id}", now=now, due_at=due_at)
        return
    # Stamped before the answer that counts: overtaken, or pressed just now under a clock that is behind. We cannot know which.
    has_answered = rsvp.answered_at is not None and rsvp.answer is not Answer.NEEDS_ACTION
    if reply is not None and has_answered and reply.sequence >= session.asked_sequence:
        notices.seated(session, [rsvp], occasion=f"earlier:{record_id}", why="refreshed", now=now, due_at=due_at)


def _record(
    rsvp: Rsvp,
    answer: Answer,
    before: tuple[Answer, Seat],
    outcome: Outcome,
    *,
    via: Via,
    now: datetime,
    comment: str | None,
    by: Person | None,
    reply: CalendarReply | None,
) -> dict[str, Any]:
    return {
        "rsvp_id": rsvp.id,
        "session_id": rsvp.session_id,
        "at": now,
        "via": via,
        "outcome": outcome,
        "answer": answer,
        "answer_before": before[0],
        "seat": rsvp.seat,
        "seat_before": before[1],
        "comment": (comment or "").strip()[:2000],
        "sequence": reply.sequence if reply else None,
        "dtstamp": reply.dtstamp if reply else None,
        "recorded_by_id": by.id if by else None,
        "incoming_mail_id": reply.incoming_mail_id if reply else None,
    }


def latest_answer(rsvp: Rsvp) -> AnswerRecord | None:
    """The answer to this invitation that counts, whoever gave it; None when nobody has. What happened by itself is no answer."""
    query = (
        select(AnswerRecord)
        .where(AnswerRecord.rsvp_id == rsvp.id, AnswerRecord.outcome == Outcome.APPLIED, AnswerRecord.via != Via.SYSTEM)
        .where(AnswerRecord.at >= rsvp.invitation.invited_at)  # who was withdrawn and asked again starts anew
        .order_by(AnswerRecord.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)
