"""The answer for a whole series. It counts for every date that has no answer of its own; a date answered by itself keeps that answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from database import db, known
from mail import outbox
from people.models import Person
from sessions import records, rsvps, scheduling, telling
from sessions.errors import NotInvited, Outdated, TooLate, WrongState
from sessions.models import Answer, Outcome, Rsvp, ScheduledSession, Seat, SessionState, Via
from sessions.precedence import CalendarReply, Standing, judge, revision_answered
from sessions.rsvps import Written
from sessions.series import copies, groups, handing_on, notices, plans, returning, signals
from sessions.series.models import Series, SeriesRsvp
from sessions.standings import ALONE

Dated = tuple[ScheduledSession, Rsvp]


@dataclass(frozen=True, slots=True)
class RecordedSeries:
    """What became of an answer for a series. `outcome` None: a repeat. `kept` are dates with an answer of their own, which stands."""

    answer: SeriesRsvp
    outcome: Outcome | None
    applied: tuple[Rsvp, ...] = ()
    kept: tuple[Rsvp, ...] = ()


def record_answer(
    series_id: int,
    person_id: int,
    answer: Answer,
    *,
    via: Via,
    now: datetime,
    comment: str | None = None,
    by: Person | None = None,
    reply: CalendarReply | None = None,
    asked: int | None = None,
    every_date: bool = False,
    to: Person | None = None,
) -> RecordedSeries:
    """The answer counts for each date that can still be answered, and everybody concerned is told once.

    With `every_date` also for those that have an answer of their own. Seats follow for each date, or for the group that stays together.
    With a no, who comes instead (`to`) has the seats of these dates, as far as they can still answer. Raises NotInvited, WrongState (draft, cancelled), Outdated (the page asked for other dates), TooLate (not for calendar replies).
    """
    series, dates = plans.lock(series_id)
    member = invited(series, person_id)
    if series.state is not SessionState.PUBLISHED:
        off = series.state is SessionState.CANCELLED
        raise WrongState("This series was cancelled." if off else "This series is still a draft.")
    if asked is not None and asked != series.question(dates, now=now):
        raise Outdated("This belongs to earlier dates or another place. Here are the new ones.")
    outcome = judge(reply, answer, standing_of(series, member)) if reply else Outcome.APPLIED
    for_somebody = by is not None and by.id != person_id
    answered = Answer.ACCEPTED if to else answer  # whoever comes instead has to be able to say yes
    open_ = _open_dates(dates, member, answered, at=reply.received_at if reply else now, for_somebody=for_somebody)
    if outcome is Outcome.APPLIED and not open_:
        if reply is None:
            raise TooLate("No date of this series can be answered any more.")
        outcome = Outcome.LATE
    if outcome is not Outcome.APPLIED:
        return _kept_aside(series, member, answer, outcome, reply=reply, now=now)
    return _applied(
        series,
        dates,
        member,
        open_,
        answer,
        via=via,
        now=now,
        comment=comment,
        by=by,
        reply=reply,
        every_date=every_date,
        to=to,
    )


def _applied(
    series: Series,
    dates: list[ScheduledSession],
    member: SeriesRsvp,
    open_: list[Dated],
    answer: Answer,
    *,
    via: Via,
    now: datetime,
    comment: str | None,
    by: Person | None,
    reply: CalendarReply | None,
    every_date: bool,
    to: Person | None,
) -> RecordedSeries:
    seen = [(session, rsvp) for session, rsvp in open_ if not _was_asked_since(session, series, member, reply)]
    chosen = [(session, rsvp) for session, rsvp in seen if every_date or not rsvp.stands_alone]
    before = (member.answer, member.seat)
    if to is not None:
        chosen = handing_on.hand_over(series, member, chosen, to, now=now)
    _write_over(open_, member, comment, via=via, by=by)
    handing_on.follow(member, answer, now=now)
    _write(series, member, answer, via=via, now=now, comment=comment, reply=reply)
    written = _write_dates(chosen, answer, via=via, now=now, comment=comment, by=by, reply=reply)
    kept = tuple(rsvp for _session, rsvp in open_ if rsvp not in {one for _date, one in chosen})
    partly = len(seen) < len(open_) or _is_partly_late(dates, open_, member, now=now)
    differs = partly or _is_missing(kept, answer, before[0]) or _is_overtaken(member, reply)
    door = Via.HOST if by or differs else via  # what their calendar says then is not how it stands
    returning.tell([one for each in written for one in each.returned], now=now)
    _tell(series, member, chosen, written, before=before, via=door, now=now, always=to is not None)
    if via is Via.CALENDAR and member.invitation:
        outbox.mark_answered(member.invitation.stream, at=now)
    _seat_others(dates, chosen, written, now=now)
    signals.series_answered.send(None, series=series, person_id=member.person_id, answer=answer)
    return RecordedSeries(member, Outcome.APPLIED, tuple(rsvp for _session, rsvp in chosen), kept)


def refresh(member: SeriesRsvp, *, occasion: str, now: datetime) -> None:
    """The person's calendar is told the true state of the series once more. Raises WrongState when there is nothing to tell."""
    series, dates = plans.lock(member.series_id)
    if not series.is_published or member.invitation is None or member.invitation.withdrawn_at or not plans.ahead(dates, now=now):
        raise WrongState("There is nothing to send any more: the series is over, or off, or this person is not invited.")
    notices.told(series, [member.invitation], why="refreshed", occasion=occasion, now=now)


def invited(series: Series, person_id: int) -> SeriesRsvp:
    """The answer of somebody who is invited to all of it now. Raises NotInvited."""
    member = groups.answer_of(series.id, person_id)
    if member is None or member.invitation is None or member.invitation.withdrawn_at or not member.person.active:
        raise NotInvited("This person is not invited to this series.")
    return member


def standing_of(series: Series, member: SeriesRsvp) -> Standing:
    """What counts so far for the series, as the decision in `precedence` needs it."""
    invitation = member.invitation
    return Standing(
        answer=member.answer,
        answered_at=member.answered_at,
        reply_sequence=member.reply_sequence,
        reply_dtstamp=member.reply_dtstamp,
        asked_sequence=series.asked_sequence,
        sequence=series.calendar_object.sequence if series.calendar_object else 0,
        told_sequence=invitation.told_sequence if invitation else None,
        told_at=invitation.told_at if invitation else None,
        invited_at=invitation.invited_at if invitation else None,
    )


def _open_dates(
    dates: list[ScheduledSession], member: SeriesRsvp, answer: Answer, *, at: datetime, for_somebody: bool
) -> list[Dated]:
    """This person's dates that take place and can be answered so at that instant, in order of the rhythm."""
    by_id = {session.id: session for session in dates if session.state is SessionState.PUBLISHED}
    rows = {id_: rsvp for id_ in by_id if (rsvp := known(("rsvp", id_, member.person_id)))}
    if not rows:
        query = select(Rsvp).options(*ALONE).where(Rsvp.session_id.in_(by_id), Rsvp.person_id == member.person_id)
        rows = {rsvp.session_id: rsvp for rsvp in db.session.scalars(query.execution_options(populate_existing=True))}
    for id_, rsvp in rows.items():
        set_committed_value(rsvp, "session", by_id[id_])  # whoever asks for it later need not look it up
    return [
        (session, rows[session.id])
        for session in by_id.values()
        if session.id in rows and not rsvps.is_late(session, answer, at, for_somebody=for_somebody)
    ]


def _was_asked_since(session: ScheduledSession, series: Series, member: SeriesRsvp, reply: CalendarReply | None) -> bool:
    """Whether this date was asked about again after the reply: a yes for all was none to a time that nobody had seen."""
    if reply is None or session.asked_at is None:
        return False
    answered = revision_answered(reply, standing_of(series, member))
    return session.asked_sequence > answered and reply.dtstamp < session.asked_at


def _is_partly_late(dates: list[ScheduledSession], open_: list[Dated], member: SeriesRsvp, *, now: datetime) -> bool:
    """Whether a date that is not over could not be answered any more, while others could."""
    answered = {session.id for session, _rsvp in open_}
    closed = [one.id for one in dates if one.is_published and not one.is_over(now) and one.id not in answered]
    theirs = select(Rsvp.id).where(Rsvp.session_id.in_(closed), Rsvp.person_id == member.person_id, ~Rsvp.stands_alone)
    return bool(closed) and db.session.scalar(theirs.limit(1)) is not None


def _is_overtaken(member: SeriesRsvp, reply: CalendarReply | None) -> bool:
    invitation = member.invitation
    return invitation is not None and telling.is_overtaken(invitation, reply.dtstamp if reply else None)


def _is_missing(kept: tuple[Rsvp, ...], answer: Answer, before: Answer) -> bool:
    """Whether a date keeps an answer that stands in no calendar by itself: given elsewhere, when that for the series said the same."""
    return any(rsvp.reply_dtstamp is None and rsvp.answer is before and rsvp.answer is not answer for rsvp in kept)


def _write_over(open_: list[Dated], member: SeriesRsvp, comment: str | None, *, via: Via, by: Person | None) -> None:
    """What the person said of the series before stands at no date any more, also where that date has its own answer now."""
    if comment is None or not member.comment or comment.strip() == member.comment:
        return
    for _session, rsvp in open_:
        if rsvp.comment == member.comment:
            rsvps.take_down(rsvp, "", None, via=via, by=by)


def _write(
    series: Series,
    member: SeriesRsvp,
    answer: Answer,
    *,
    via: Via,
    now: datetime,
    comment: str | None,
    reply: CalendarReply | None,
) -> None:
    sequence = revision_answered(reply, standing_of(series, member)) if reply else None
    member.answer, member.via, member.answered_at = answer, via, now
    member.reply_sequence, member.reply_dtstamp = sequence, reply.dtstamp if reply else None
    if comment is not None:
        member.comment = comment.strip()[:2000]
    db.session.flush()


def _write_dates(
    chosen: list[Dated],
    answer: Answer,
    *,
    via: Via,
    now: datetime,
    comment: str | None,
    by: Person | None,
    reply: CalendarReply | None,
) -> list[Written]:
    written = []
    for number, (session, rsvp) in enumerate(chosen):
        word = comment if number == 0 else None  # said once, read once
        one = rsvps.write_answer(session, rsvp, answer, via=via, now=now, comment=word, by=by, reply=reply, alone=False)
        records.write_soon(one.record)
        written.append(one)
    records.write_earlier()
    return written


def _tell(
    series: Series,
    member: SeriesRsvp,
    chosen: list[Dated],
    written: list[Written],
    *,
    before: tuple[Answer, Seat],
    via: Via,
    now: datetime,
    always: bool = False,
) -> None:
    """One message for all of it, if the calendar says something else anywhere. A changed STATUS takes a new SEQUENCE."""
    untrue = [
        session.id
        for (session, rsvp), one in zip(chosen, written, strict=True)
        if telling.needs_telling(rsvp, one.before, via=via)
        or (via is Via.CALENDAR and _stood_out(series, session, one, before[0]))
    ]
    if not always and not untrue and (via is Via.CALENDAR or before == (member.answer, member.seat)):
        return
    turned = any(
        (one.before[1] is Seat.WAITING) != (rsvp.seat is Seat.WAITING) for (_s, rsvp), one in zip(chosen, written, strict=True)
    )
    if turned and series.calendar_object:
        series.calendar_object.sequence += 1
        db.session.flush()
    waits = [session.id for session, rsvp in chosen if rsvp.seat is Seat.WAITING]
    due_at = telling.due_at(chosen[0][1], via, now=now) if chosen else None
    occasion = f"answer:{now.isoformat()}"
    invitations = [member.invitation] if member.invitation else []
    notices.told(series, invitations, why="answered", occasion=occasion, now=now, dates=waits, due_at=due_at)


def _stood_out(series: Series, session: ScheduledSession, one: Written, answer_before: Answer) -> bool:
    """Whether this date stands in the calendar by itself, with an answer that one for the series does not touch."""
    return copies.differs(series, session) or one.before[0] is not answer_before


def _seat_others(dates: list[ScheduledSession], chosen: list[Dated], written: list[Written], *, now: datetime) -> None:
    for (session, _rsvp), one in zip(chosen, written, strict=True):
        if one.freed:
            scheduling.promote(session, now=now)
    groups.leave_if_gone(dates[0], now=now)


def _kept_aside(
    series: Series, member: SeriesRsvp, answer: Answer, outcome: Outcome | None, *, reply: CalendarReply | None, now: datetime
) -> RecordedSeries:
    """A repeat changes nothing. What was overtaken, or came too late, changes nothing either; the calendar gets the true state back."""
    invitations = [member.invitation] if member.invitation else []
    overtaken = outcome is Outcome.EARLIER and answer is not member.answer and member.answered_at is not None
    current = reply is not None and reply.sequence >= series.asked_sequence
    occasion = f"refreshed:{now:%Y%m%d%H}"  # once an hour: a calendar that answers by itself would answer that as well
    if outcome is Outcome.LATE or (overtaken and current):
        notices.told(series, invitations, why="refreshed", occasion=occasion, now=now)
    return RecordedSeries(member, outcome)
