"""Changing a series: one date, this and the following, or all. Each person is told once, and asked again where time or place are new."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from database import db
from people.models import Person
from sessions import changes, scheduling
from sessions.details import SessionDetails, details_of
from sessions.errors import DetailsInvalid, EditConflict, SessionMissing, WrongState
from sessions.models import Answer, Rsvp, ScheduledSession, SessionState
from sessions.series import groups, notices, plans, rhythms, single_dates, splits, steps
from sessions.series.models import Series, SeriesRsvp


class Scope(enum.StrEnum):
    """Which dates a change is about."""

    THIS = "this"
    FOLLOWING = "following"  # and this one
    ALL = "all"  # that lie ahead


@dataclass(frozen=True, slots=True)
class PlannedEdit:
    """What a change would do. `dates` change, as `details` say (in the same order); `change` is what that means for people.

    `splits`: under a new UID.
    """

    dates: tuple[ScheduledSession, ...]
    details: tuple[SessionDetails, ...]
    change: changes.Change
    splits: bool

    @property
    def moves(self) -> bool:
        return bool(self.change.fields & {*changes.MOVES, "timezone"})

    @property
    def looks(self) -> bool:
        """Whether something else may be at the same time now: for the hosts, or at the place."""
        return self.moves or bool(self.change.fields & {"host_ids", "place"})


def plan_change(session_id: int, details: SessionDetails, *, scope: Scope, now: datetime) -> PlannedEdit:
    """What `change` would do; changes nothing. Raises what `change` would raise for these details."""
    session = db.session.get(ScheduledSession, session_id)
    series = plans.of(session) if session is not None else None
    if session is None or series is None:
        raise SessionMissing("There is no such date.")
    query = select(ScheduledSession).where(ScheduledSession.series_id == series.id).order_by(ScheduledSession.recurrence_id)
    dates = list(db.session.scalars(query).unique())
    targets = _targets(dates, session, scope, now=now)
    wanted = steps.wanted(session, targets, details)
    planned = [scheduling.plan_change(one, wanted[one.id], now=now) for one in targets]
    fields = frozenset().union(*(one.fields for one in planned))
    changing = [one for one, change in zip(targets, planned, strict=True) if change.fields]
    return PlannedEdit(
        dates=tuple(changing),
        details=tuple(wanted[one.id] for one in changing),
        change=changes.Change(fields, begun=not any(one.asks_again for one in planned)),
        splits=scope is not Scope.THIS and series.is_published and _splits(dates, targets, fields, now=now),
    )


def change(
    session_id: int, details: SessionDetails, *, scope: Scope, by: Person, now: datetime, edit_number: int | None = None
) -> ScheduledSession:
    """The dates of this scope are changed as `details` changes the date they were entered for; whoever it concerns is told once.

    A new start is the same step of wall-clock time for each; a date that was moved by itself keeps its time. Where dates before are
    left as they are, the others go on under a new UID (`splits`). Raises DetailsInvalid, CapacityTaken, WrongState, EditConflict.
    """
    if scope is Scope.THIS:
        return scheduling.change(session_id, details, by=by, now=now, edit_number=edit_number)
    session = scheduling.lock(session_id)
    if session.series_id is None:
        raise SessionMissing("This session belongs to no series.")
    series, dates = plans.lock(session.series_id)
    _guard_edit(session, edit_number)
    targets = _targets(dates, session, scope, now=now)
    wanted = steps.wanted(session, targets, details)
    planned = {one.id: scheduling.plan_change(one, wanted[one.id], now=now) for one in targets}
    fields = frozenset().union(*(one.fields for one in planned.values()))
    if not fields:
        return session
    recur = _new_rhythm(series, session, details)
    is_new = series.is_published and _splits(dates, targets, fields, now=now)
    single = single_dates.known(targets) if series.is_published else []
    if is_new:
        series = splits.split(series, dates, targets[0], now=now)
        dates = [one for one in dates if one.series_id == series.id]
    elif series.is_published and series.calendar_object and any(one.bumps_sequence for one in planned.values()):
        series.calendar_object.sequence += 1
    _write_common(series, fields, wanted[session.id])
    if is_new or not _others(dates, targets):
        _shift_rhythm(series, dates, session, details, recur)
    _write_dates(series, targets, wanted, planned, now=now)
    series.edit_number += 1
    db.session.flush()
    if series.is_published:
        single_dates.tell_of_change(single, planned, occasion=f"series-edit:{series.id}:{series.edit_number}", now=now)
        _tell(series, targets, planned, fields, is_new=is_new, now=now)
    return session


def _guard_edit(session: ScheduledSession, edit_number: int | None) -> None:
    if edit_number is not None and edit_number != session.edit_number:
        raise EditConflict("Somebody else changed this session while you were editing. Look at it again and repeat your change.")


def resize_group(series_id: int, capacity: int | None, *, by: Person, now: datetime) -> Series:  # noqa: ARG001
    """The group that stays together has so many seats; whoever waits longest has a new one. Raises CapacityTaken, WrongState."""
    series, _dates = plans.lock(series_id)
    if not series.keeps_group:
        raise WrongState("Seats of this series are counted for each date.")
    groups.guard_capacity(series, capacity, now=now)
    series.group_capacity = capacity
    series.edit_number += 1
    db.session.flush()
    groups.call_in(series, now=now)
    return series


def cancel(session_id: int, *, scope: Scope, reason: str, by: Person, now: datetime) -> None:
    """These dates do not take place; everybody who was told of them is told why, once. Raises WrongState.

    When no date is left the series is off, and out of every calendar.
    """
    session = scheduling.lock(session_id)
    if session.series_id is None or session.recurrence_id is None:
        scheduling.cancel(session_id, reason=reason, by=by, now=now)
        return
    series, dates = plans.lock(session.series_id)
    targets = [session] if scope is Scope.THIS else _targets(dates, session, scope, now=now)
    left = [one for one in dates if one.state is not SessionState.CANCELLED and one not in targets]
    if scope is Scope.THIS and left:
        scheduling.cancel(session_id, reason=reason, by=by, now=now)
        return
    if session.state is SessionState.CANCELLED or not targets:
        raise WrongState("There is nothing ahead that could be cancelled.")
    was_published = series.is_published
    for one in targets:
        one.state, one.cancelled_at, one.cancel_reason = SessionState.CANCELLED, now, reason.strip()
    series.cancel_reason = reason.strip()
    if not left:
        series.state = SessionState.CANCELLED
    elif series.calendar_object is not None:
        series.last_at = max(one.recurrence_id for one in left if one.recurrence_id)
    if was_published and series.calendar_object is not None:
        series.calendar_object.sequence += 1
        db.session.flush()
        told = [one.id for one in targets] if left else []
        occasion = f"cancelled:{now.isoformat()}"
        notices.told(series, plans.invitations_of(series), why="cancelled", occasion=occasion, now=now, dates=told)
        single_dates.tell_of_change(single_dates.known(targets), {}, occasion=occasion, now=now)
    groups.let_go(series, now=now)
    db.session.flush()


def plan_cancellation(session: ScheduledSession, *, scope: Scope, now: datetime) -> list[ScheduledSession]:
    """The dates that `cancel` would call off, in order; none when nothing lies ahead. Changes nothing."""
    query = select(ScheduledSession).where(ScheduledSession.series_id == session.series_id)
    dates = list(db.session.scalars(query.order_by(ScheduledSession.recurrence_id)).unique())
    try:
        return _targets(dates, session, scope, now=now)
    except WrongState:
        return []


def _targets(
    dates: Sequence[ScheduledSession], session: ScheduledSession, scope: Scope, *, now: datetime
) -> list[ScheduledSession]:
    """The dates a change is about: of those that have not begun and are not off. Raises WrongState when there is none."""
    if scope is Scope.THIS:
        return [session]
    ahead = plans.ahead(list(dates), now=now)
    if scope is Scope.FOLLOWING:
        ahead = [
            one for one in ahead if one.recurrence_id and session.recurrence_id and one.recurrence_id >= session.recurrence_id
        ]
    if not ahead:
        raise WrongState("No date of this series lies ahead any more.")
    return ahead


def _splits(
    dates: Sequence[ScheduledSession], targets: Sequence[ScheduledSession], fields: frozenset[str], *, now: datetime
) -> bool:
    """Whether dates stay as they are while what they have in common cannot: then the others go on under a new UID.

    Words and place of dates that are over may differ from those of the series; its rhythm may not.
    """
    others = _others(dates, targets)
    over = all(one.starts_at <= now for one in others)
    return bool(others) and bool(fields & changes.MOVES or (fields & steps.COMMON and not over))


def _others(dates: Sequence[ScheduledSession], targets: Sequence[ScheduledSession]) -> list[ScheduledSession]:
    return [one for one in dates if one not in targets and one.state is not SessionState.CANCELLED]


def _new_rhythm(series: Series, session: ScheduledSession, details: SessionDetails) -> str:
    """The RRULE after the step. Raises DetailsInvalid for a step to another day that a rhythm of months cannot take."""
    before = details_of(session)
    was = before.starts_at.astimezone(ZoneInfo(before.timezone)).date()
    days = (details.starts_at.astimezone(ZoneInfo(details.timezone)).date() - was).days
    if days == 0:
        return series.recur
    shifted = rhythms.shifted(series.recur, days)
    if shifted is None:
        raise DetailsInvalid("on", "Another day does not fit this rhythm of months. Move single dates, or plan a new series.")
    return shifted


def _write_common(series: Series, fields: frozenset[str], details: SessionDetails) -> None:
    for name in fields & steps.COMMON:
        setattr(series, name, getattr(details, name))
    if fields & changes.MOVES:
        series.minutes = int((details.ends_at - details.starts_at).total_seconds() // 60)


def _shift_rhythm(
    series: Series, dates: Sequence[ScheduledSession], session: ScheduledSession, details: SessionDetails, recur: str
) -> None:
    """The rhythm takes the step, and with it the place that each date has in it; those that are off as well (they stay left out)."""
    before = details_of(session)
    if steps.step(before, details) == timedelta() and before.timezone == details.timezone:
        return
    series.recur = recur
    series.first_at, series.last_at = (steps.stepped(at, before, details) for at in (series.first_at, series.last_at))
    forward = steps.step(before, details) > timedelta()
    splits.remember([one for one in dates if one.recurrence_id is not None])
    # No two may stand in one place, not even while they move.
    for one in sorted(dates, key=lambda date: (date.recurrence_id is not None, date.recurrence_id), reverse=forward):
        if one.recurrence_id is not None:
            one.recurrence_id = steps.stepped(one.recurrence_id, before, details)
            db.session.flush()


def _write_dates(
    series: Series,
    targets: Sequence[ScheduledSession],
    wanted: Mapping[int, SessionDetails],
    planned: Mapping[int, changes.Change],
    *,
    now: datetime,
) -> None:
    sequence = series.calendar_object.sequence if series.calendar_object else 0
    for one in targets:
        if not planned[one.id].fields:
            continue
        scheduling.write(one, wanted[one.id])
        one.edit_number += 1
        one.revised_at = now
        if series.is_published and planned[one.id].asks_again:
            one.asked_sequence, one.asked_at = sequence, now
    asked = [one.id for one in targets if planned[one.id].asks_again]
    if series.is_published and asked:
        db.session.flush()
        changes.ask_again(asked, now=now)
        _ask_again(series, asked, sequence, now=now)


def _ask_again(series: Series, session_ids: Sequence[int], sequence: int, *, now: datetime) -> None:
    """A yes for the series is open again, as it is for its dates; the seats are kept."""
    series.asked_sequence, series.asked_at = sequence, now
    said_yes = (SeriesRsvp.series_id == series.id, SeriesRsvp.answer == Answer.ACCEPTED)
    db.session.execute(update(SeriesRsvp).where(*said_yes).values(answer=Answer.NEEDS_ACTION))
    open_ = (Rsvp.session_id.in_(session_ids), Rsvp.answer == Answer.NEEDS_ACTION)
    db.session.execute(update(Rsvp).where(*open_).values(stands_alone=False))
    db.session.flush()


def _tell(
    series: Series,
    targets: Sequence[ScheduledSession],
    planned: Mapping[int, changes.Change],
    fields: frozenset[str],
    *,
    is_new: bool,
    now: datetime,
) -> None:
    invitations = plans.invitations_of(series)
    if not is_new and not any(one.bumps_sequence for one in planned.values()):
        declined = says_no(series)  # nothing that stands in their calendar goes stale by it
        invitations = [invitation for invitation in invitations if invitation.person_id not in declined]
    if is_new or any(one.tells for one in planned.values()):
        occasion = f"edit:{series.edit_number}"
        notices.told(series, invitations, why="changed", occasion=occasion, now=now, changed=fields)
    if fields & changes.SEATS:
        for one in targets:
            scheduling.promote(one, now=now, changed=fields)


def says_no(series: Series) -> set[int]:
    """Who comes to no date of it."""
    comes = select(Rsvp.person_id).join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
    comes = comes.where(ScheduledSession.series_id == series.id, Rsvp.answer != Answer.DECLINED)
    query = select(SeriesRsvp.person_id).where(SeriesRsvp.series_id == series.id, SeriesRsvp.answer == Answer.DECLINED)
    return set(db.session.scalars(query.where(SeriesRsvp.person_id.not_in(comes))))
