"""What stands in a calendar to subscribe to: single events, and a series as one event with its exceptions (RFC 5545 section 3.8.5).

A date that is not in this calendar (cancelled, declined, never this person's) is an EXDATE; one that differs from the rhythm is an
event of its own beside it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from calendars.invitations import EventStatus, FeedEvent
from config import settings
from database import db
from sessions.models import Answer, Rsvp, ScheduledSession, Seat, SessionState
from sessions.series import rhythms
from sessions.series.copies import differs
from sessions.series.models import Series, SeriesRsvp


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A date as one person has it; `rsvp` None: not as somebody invited. `settled_at` is when answer or seat last changed."""

    session: ScheduledSession
    rsvp: Rsvp | None = None
    settled_at: datetime | None = None

    @property
    def is_off(self) -> bool:
        return self.session.state is SessionState.CANCELLED

    @property
    def is_declined(self) -> bool:
        return self.rsvp is not None and self.rsvp.answer is Answer.DECLINED

    @property
    def status(self) -> EventStatus:
        if self.is_off:
            return EventStatus.CANCELLED
        seated = self.rsvp is None or self.rsvp.seat is Seat.SEATED
        return EventStatus.CONFIRMED if seated else EventStatus.TENTATIVE

    @property
    def changed_at(self) -> datetime:
        session, invited_at = self.session, self.rsvp.invitation.invited_at if self.rsvp else None
        moments = (
            session.created_at,
            session.published_at,
            session.revised_at,
            session.cancelled_at,
            self.settled_at,
            invited_at,
        )
        return max(moment for moment in moments if moment)


def events(rows: Iterable[FeedRow], *, bare: bool = False) -> list[FeedEvent]:
    """The events of these dates in order of time. `bare`: title, time and place only. Three queries at most."""
    single, of_series = [], dict[int, list[FeedRow]]()
    for row in rows:
        if row.session.recurrence_id is None or row.session.series_id is None:
            single.append(row)
        else:
            of_series.setdefault(row.session.series_id, []).append(row)
    found = [[event(row, bare=bare)] for row in single if row.is_off or not row.is_declined]
    alone = _of_single_dates(row for rows_ in of_series.values() for row in rows_)
    found += [series_events(series, of_series[series.id], alone=alone, bare=bare) for series in _all_series(of_series)]
    found = [group for group in found if group]
    return [one for group in sorted(found, key=lambda group: (group[0].starts_at, group[0].uid)) for one in group]


def _all_series(ids: Iterable[int]) -> Sequence[Series]:
    wanted = list(ids)
    if not wanted:
        return []
    before = joinedload(Series.continues).joinedload(Series.calendar_object)
    return db.session.scalars(select(Series).where(Series.id.in_(wanted)).options(before)).unique().all()


def _of_single_dates(rows: Iterable[FeedRow]) -> set[int]:
    """The ids of the invitations among these that are to single dates: the page of the series is not theirs to see."""
    ids = {row.rsvp.invitation_id for row in rows if row.rsvp is not None}
    if not ids:
        return set()
    return ids - set(db.session.scalars(select(SeriesRsvp.invitation_id).where(SeriesRsvp.invitation_id.in_(ids))))


def series_events(series: Series, rows: Sequence[FeedRow], *, alone: Collection[int] = (), bare: bool = False) -> list[FeedEvent]:
    """The series, then the dates that differ from it. One that is off altogether stays, struck out, as a single session does.

    `alone` are the invitations to single dates.
    """
    shown = [row for row in rows if not row.is_off and not row.is_declined]
    if not shown and series.state is SessionState.CANCELLED:
        shown = [row for row in rows if row.is_off]
    shown.sort(key=_place)
    if not shown:
        return []
    status = Counter(row.status for row in shown).most_common(1)[0][0]
    page = f"sessions/{shown[0].session.id}" if _is_alone(shown[0], alone) else f"series/{series.id}"
    master = _master(series, shown, status, dtstamp=max(row.changed_at for row in rows), page=page, bare=bare)
    others = [row for row in shown if row.status is not status or differs(series, row.session)]
    return [master, *(event(row, bare=bare) for row in others)]


def _is_alone(row: FeedRow, alone: Collection[int]) -> bool:
    return row.rsvp is not None and row.rsvp.invitation_id in alone


def _place(row: FeedRow) -> datetime:
    return row.session.recurrence_id or row.session.starts_at


def _master(
    series: Series, shown: Sequence[FeedRow], status: EventStatus, *, dtstamp: datetime, page: str, bare: bool
) -> FeedEvent:
    instants = [_place(row) for row in shown]
    known = shown[0].session.calendar_object
    continued = series.continues.calendar_object if series.continues else None
    return FeedEvent(
        uid=known.uid,
        sequence=known.sequence,
        dtstamp=dtstamp,
        starts_at=instants[0],
        ends_at=instants[0] + timedelta(minutes=series.minutes),
        timezone=series.timezone,
        summary=series.title,
        description="" if bare else series.description,
        location=_location(series, bare=bare),
        url="" if bare else series.online_url or f"{settings().base_url}/{page}",
        status=status,
        recur=series.recur,
        until=instants[-1],
        exdates=rhythms.left_out(series.recur, instants, series.zone),
        related_to=continued.uid if continued else "",
    )


def event(row: FeedRow, *, bare: bool = False) -> FeedEvent:
    """One date by itself."""
    session = row.session
    return FeedEvent(
        uid=session.calendar_object.uid,
        sequence=session.calendar_object.sequence,
        dtstamp=row.changed_at,  # not now: an unchanged feed must be the same bytes (ETag)
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        timezone=session.timezone,
        summary=session.title,
        description="" if bare else session.description,
        location=_location(session, bare=bare),
        url="" if bare else session.online_url or f"{settings().base_url}/sessions/{session.id}",
        status=row.status,
        recurrence_id=session.recurrence_id,
    )


def _location(where: Series | ScheduledSession, *, bare: bool) -> str:
    """How to get in is for who is invited: it may be the code of a door."""
    return where.place if bare else ", ".join(part for part in (where.place, where.address) if part)
