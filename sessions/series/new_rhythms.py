"""A series goes on in another rhythm: from a date on other days, or at another distance, under a new UID.

Days that both rhythms have keep their date, with answers and seats; the others are off, and new ones are asked about.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import insert, select, update

from database import db
from people.models import Person
from sessions import changes, scheduling
from sessions import details as checks
from sessions.details import SessionDetails, details_of
from sessions.errors import DetailsInvalid, WrongState
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState
from sessions.series import groups, handing_on, notices, plans, single_dates, splits
from sessions.series.models import Series, SeriesRsvp
from sessions.series.plans import PlannedDate, SeriesPlan


@dataclass(frozen=True, slots=True)
class NewRhythm:
    """What going on in another rhythm would do: dates that stay, sessions that are off, dates that are new."""

    stays: tuple[PlannedDate, ...]
    off: tuple[ScheduledSession, ...]
    new: tuple[PlannedDate, ...]
    before: tuple[ScheduledSession, ...]  # the dates that this takes the place of


def plan_rhythm(session: ScheduledSession, plan: SeriesPlan, *, now: datetime) -> NewRhythm:
    """What `go_on` would do; changes nothing. Raises what `go_on` would raise for this plan."""
    series = plans.of(session)
    if series is None:
        raise WrongState("This session belongs to no series.")
    query = select(ScheduledSession).where(ScheduledSession.series_id == series.id).order_by(ScheduledSession.recurrence_id)
    return _compared(list(db.session.scalars(query).unique()), session, plan, now=now)


def go_on(session_id: int, plan: SeriesPlan, *, by: Person, now: datetime) -> Series:
    """From this date on the series meets as planned; everybody on its list is told once, and asked about what is new.

    Who said no to all of it is not asked again. The capacity is that of the group where one stays together.
    Raises DetailsInvalid, CapacityTaken, WrongState (a draft, or no date ahead).
    """
    session = scheduling.lock(session_id)
    if session.series_id is None:
        raise WrongState("This session belongs to no series.")
    series, dates = plans.lock(session.series_id)
    if not series.is_published:
        raise WrongState("A draft has told nobody: throw it away, and plan the series anew.")
    details = checks.checked(plan.first)
    compared = _compared(dates, session, plan, now=now)
    following = _following(dates, session, now=now)
    single = single_dates.known(following)
    new = splits.split(series, dates, following[0], now=now)
    by_day = {_day(one): one for one in dates if one.series_id == new.id}
    planned = sorted((*compared.stays, *compared.new), key=lambda one: one.recurrence_id)
    new.recur, new.first_at, new.last_at = plan.rhythm.recur, planned[0].recurrence_id, planned[-1].recurrence_id
    plans.write_common(new, details)
    for session in compared.off:
        session.state, session.cancelled_at = SessionState.CANCELLED, now
    stays = [(by_day[one.on], one) for one in compared.stays]
    stayed = [(one, _stay(one, plans.dated(details, place, keeps_group=new.keeps_group), place, now=now)) for one, place in stays]
    db.session.flush()
    changes.ask_again([one.id for one, change in stayed if change.asks_again], now=now)
    added = [_added(new, details, one, by=by, now=now) for one in compared.new]
    db.session.flush()
    _ask(new, added)
    handing_on.at_new_dates(new, added, now=now)
    changed = {one.id: change for one, change in stayed}
    single_dates.tell_of_change(single, changed, occasion=f"rhythm:{new.id}", now=now)
    _tell(new, [session for session, _one in stays], compared.off, details, now=now)
    return new


def _tell(
    new: Series,
    stays: Sequence[ScheduledSession],
    off: Sequence[ScheduledSession],
    details: SessionDetails,
    *,
    now: datetime,
) -> None:
    if new.keeps_group:
        groups.guard_capacity(new, details.capacity, now=now)
        new.group_capacity = details.capacity
    new.edit_number += 1
    db.session.flush()
    occasion = f"edit:{new.edit_number}"
    notices.told(
        new,
        plans.invitations_of(new),
        why="changed",
        occasion=occasion,
        now=now,
        changed=["rhythm"],
        dates=[one.id for one in off],
    )
    for session in stays:
        scheduling.promote(session, now=now)
    groups.let_go(new, now=now)


def _compared(dates: Sequence[ScheduledSession], session: ScheduledSession, plan: SeriesPlan, *, now: datetime) -> NewRhythm:
    wanted = [one for one in plans.planned_dates(plan) if not one.is_skipped]
    if not wanted:
        raise DetailsInvalid("skipped", "Every date is left out: keep at least one.")
    if plans.at_once(wanted):
        raise DetailsInvalid("skipped", "Two dates of this series are at the same time. Move one of them, or leave it out.")
    if wanted[0].starts_at <= now:
        raise DetailsInvalid("starts_at", "This start lies in the past.")
    following = _following(dates, session, now=now)
    had, days = {_day(one) for one in following}, {one.on for one in wanted}
    return NewRhythm(
        stays=tuple(one for one in wanted if one.on in had),
        off=tuple(one for one in following if _day(one) not in days),
        new=tuple(one for one in wanted if one.on not in had),
        before=tuple(following),
    )


def _following(dates: Sequence[ScheduledSession], session: ScheduledSession, *, now: datetime) -> list[ScheduledSession]:
    ahead = plans.ahead(list(dates), now=now)
    found = [one for one in ahead if one.recurrence_id and session.recurrence_id and one.recurrence_id >= session.recurrence_id]
    if not found:
        raise WrongState("No date of this series lies ahead any more.")
    return found


def _day(session: ScheduledSession) -> date:
    """The day the rhythm gives this date, wherever it was moved."""
    return (session.recurrence_id or session.starts_at).astimezone(session.zone).date()


def _stay(session: ScheduledSession, details: SessionDetails, one: PlannedDate, *, now: datetime) -> changes.Change:
    """The date keeps its people. Returns what changes for them: a new time or place asks them again.

    One that was moved by itself keeps its time, where the rhythm has it at the same moment as before.
    """
    was_moved = session.starts_at != session.recurrence_id
    if was_moved and not one.is_moved and one.recurrence_id == session.recurrence_id:
        own = details_of(session)
        details = replace(details, starts_at=own.starts_at, ends_at=own.ends_at, rsvp_until=own.rsvp_until)
    planned = scheduling.plan_change(session, details, now=now)
    session.recurrence_id = one.recurrence_id
    if planned.fields:
        scheduling.write(session, details)
        session.edit_number += 1
        session.revised_at = now
    if planned.asks_again:
        session.asked_at = now
    return planned


def _added(series: Series, details: SessionDetails, one: PlannedDate, *, by: Person, now: datetime) -> ScheduledSession:
    dated = plans.dated(details, one, keeps_group=series.keeps_group)
    session = plans.add_date(series, dated, one.recurrence_id, by=by, now=now)
    session.state, session.published_at = SessionState.PUBLISHED, now
    return session


def _ask(series: Series, added: Sequence[ScheduledSession]) -> None:
    """The answer for all of it is open again, but for who said no; new dates are asked about in the same way."""
    said_no = set(
        db.session.scalars(
            select(SeriesRsvp.person_id).where(SeriesRsvp.series_id == series.id, SeriesRsvp.answer == Answer.DECLINED)
        )
    )
    db.session.execute(
        update(SeriesRsvp)
        .where(SeriesRsvp.series_id == series.id, SeriesRsvp.answer != Answer.DECLINED)
        .values(answer=Answer.NEEDS_ACTION, answered_at=None, via=None, reply_sequence=None, reply_dtstamp=None)
    )
    query = select(Invitation.id, Invitation.person_id).where(
        Invitation.calendar_object_id == series.calendar_object_id, Invitation.withdrawn_at.is_(None), single_dates.is_whole()
    )
    invited = db.session.execute(query).all()
    rows = [
        {
            "session_id": session.id,
            "person_id": person_id,
            "invitation_id": id_,
            "answer": Answer.DECLINED if person_id in said_no else Answer.NEEDS_ACTION,
            "seat": Seat.NONE,
        }
        for session in added
        for id_, person_id in invited
    ]
    if rows:
        db.session.execute(insert(Rsvp), rows)
