"""Planning a series: a rhythm becomes dates, which are looked at before they are kept; then everybody on the list is asked once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from database import db, known
from people.models import Person
from sessions import details as checks
from sessions import scheduling
from sessions.details import SessionDetails
from sessions.errors import DetailsInvalid, SessionMissing, WrongState
from sessions.models import Host, Invitation, ScheduledSession, SessionState
from sessions.scheduling import Belonging
from sessions.series import notices, rhythms
from sessions.series.models import Series, SeriesForm, SeriesRsvp
from sessions.series.rhythms import Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlan:
    """What a person decides about a series. `first` are the details of its first date; the others differ by their day.

    `skipped` and `moved` name dates of the rhythm in its zone; `moved` gives the new start (aware UTC). With `keeps_group` the capacity
    is that of the group.
    """

    first: SessionDetails
    rhythm: Rhythm
    keeps_group: bool = False
    skipped: frozenset[date] = frozenset()
    moved: Mapping[date, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """One date of a rhythm. `on` is its day in the zone, `recurrence_id` the instant the rhythm gives it (aware UTC)."""

    on: date
    recurrence_id: datetime
    starts_at: datetime
    ends_at: datetime
    is_skipped: bool

    @property
    def is_moved(self) -> bool:
        return self.starts_at != self.recurrence_id


def planned_dates(plan: SeriesPlan) -> list[PlannedDate]:
    """Every date of the plan in order, the skipped ones too. Wall-clock time is kept across changes of the clocks.

    Raises DetailsInvalid, also for a wall-clock time that the clocks skip on one of the days.
    """
    zone = ZoneInfo(plan.first.timezone)
    start = plan.first.starts_at.astimezone(zone).replace(tzinfo=None)
    lasts = plan.first.ends_at - plan.first.starts_at
    found = []
    for local in rhythms.dates(plan.rhythm, start.date(), start.time()):
        at = local.replace(tzinfo=zone).astimezone(UTC)
        on = local.date()
        if on not in plan.skipped and at.astimezone(zone).replace(tzinfo=None) != local:
            raise DetailsInvalid(
                "starts_at", "On %(day)s the clocks skip this time. Choose another, or leave that date out.", day=on.isoformat()
            )
        starts_at = plan.moved.get(on, at)
        found.append(PlannedDate(on, at, starts_at, starts_at + lasts, on in plan.skipped))
    return found


def draft(plan: SeriesPlan, *, by: Person, now: datetime, continues: Series | None = None) -> Series:
    """A series exists that nobody has been told about, with a draft for each date that is not skipped.

    Raises DetailsInvalid (with the field), also when no date is left.
    """
    details = checks.checked(plan.first)
    planned = [one for one in planned_dates(plan) if not one.is_skipped]
    if not planned:
        raise DetailsInvalid("skipped", "Every date is left out: keep at least one.")
    if at_once(planned):
        raise DetailsInvalid("skipped", "Two dates of this series are at the same time. Move one of them, or leave it out.")
    calendar_object = scheduling.new_calendar_object(now=now)
    series = Series(
        form=SeriesForm.SERIES,
        calendar_object=calendar_object,
        continues_id=continues.id if continues else None,
        recur=plan.rhythm.recur,
        first_at=planned[0].recurrence_id,
        last_at=planned[-1].recurrence_id,
        keeps_group=plan.keeps_group,
        group_capacity=details.capacity if plan.keeps_group else None,
        created_by_id=by.id,
        created_at=now,
    )
    write_common(series, details)
    db.session.add(series)
    db.session.flush()
    for one in planned:
        add_date(series, dated(details, one, keeps_group=plan.keeps_group), one.recurrence_id, by=by, now=now)
    return series


def at_once(planned: Sequence[PlannedDate]) -> set[date]:
    """Which dates share their time with another one: where a date was moved onto it."""
    kept = [one for one in planned if not one.is_skipped]
    return {
        day
        for one in kept
        if one.is_moved
        for other in kept
        if other is not one and other.starts_at < one.ends_at and other.ends_at > one.starts_at
        for day in (one.on, other.on)
    }


def write_common(series: Series, details: SessionDetails) -> None:
    """What the dates have in common is as these details say."""
    for name in ("timezone", "title", "kind", "description", "place", "address", "online_url"):
        setattr(series, name, getattr(details, name))
    series.minutes = int((details.ends_at - details.starts_at).total_seconds() // 60)


def add_date(series: Series, details: SessionDetails, recurrence_id: datetime, *, by: Person, now: datetime) -> ScheduledSession:
    """The series has one more date, a draft."""
    belongs = Belonging(series_id=series.id, calendar_object=series.calendar_object, recurrence_id=recurrence_id)
    return scheduling.draft(details, by=by, now=now, belongs=belongs)


def dated(details: SessionDetails, one: PlannedDate, *, keeps_group: bool) -> SessionDetails:
    """The details of the first date, for this one: the date to answer keeps its distance. A group has its seats, not the date."""
    lead = details.starts_at - details.rsvp_until if details.rsvp_until else None
    return replace(
        details,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        rsvp_until=one.starts_at - lead if lead is not None else None,
        capacity=None if keeps_group else details.capacity,
    )


def publish(series_id: int, *, by: Person, now: datetime) -> Series:  # noqa: ARG001
    """All dates stand in the calendar, and everybody on the list is asked once, for all of them. Raises WrongState."""
    series, dates = lock(series_id)
    if series.state is not SessionState.DRAFT:
        raise WrongState("This series has been published already." if series.is_published else "This series was cancelled.")
    drafts = [session for session in dates if session.state is SessionState.DRAFT]
    if not drafts:
        raise WrongState("There is no date left to publish.")
    for session in drafts:
        scheduling.guard_publication(session, now=now)
        session.state, session.published_at = SessionState.PUBLISHED, now
    series.state, series.published_at = SessionState.PUBLISHED, now
    db.session.flush()
    notices.told(series, invitations_of(series), why="invited", occasion=f"published:{now.isoformat()}", now=now)
    return series


def discard(series_id: int, *, by: Person) -> None:  # noqa: ARG001
    """The draft is gone with its dates; nobody had been told. Raises WrongState for anything but a draft."""
    series, dates = lock(series_id)
    if series.state is not SessionState.DRAFT:
        raise WrongState("Only a draft can be thrown away. Cancel the series instead.")
    calendar_object = series.calendar_object
    for session in dates:
        db.session.delete(session)
    db.session.flush()
    db.session.delete(series)
    db.session.flush()
    db.session.delete(calendar_object)
    db.session.flush()


def lock(series_id: int) -> tuple[Series, list[ScheduledSession]]:
    """The series and its dates in order of their rhythm, all held until the transaction ends. Raises SessionMissing."""
    found = db.session.get(Series, series_id)
    if found is None or found.calendar_object_id is None:
        raise SessionMissing("There is no such series.")
    dates = known(("dates", found.calendar_object_id)) or scheduling.lock_dates([found.calendar_object_id])
    _with_hosts(dates)
    query = select(Series).where(Series.id == series_id).with_for_update(of=Series).execution_options(populate_existing=True)
    return db.session.scalars(query).one(), sorted(dates, key=lambda session: (session.recurrence_id, session.id))


def _with_hosts(dates: list[ScheduledSession]) -> None:
    """Who hosts is at hand for each date: asked one by one it would be a query for each."""
    query = select(Host).where(Host.session_id.in_([session.id for session in dates])).order_by(Host.id)
    hosts: dict[int, list[Host]] = {}
    for host in db.session.scalars(query):
        hosts.setdefault(host.session_id, []).append(host)
    for session in dates:
        set_committed_value(session, "hosts", hosts.get(session.id, []))


def invitations_of(series: Series) -> list[Invitation]:
    """Everybody invited now to all of it who is still here, in order of invitation."""
    query = (
        select(Invitation)
        .join(SeriesRsvp, SeriesRsvp.invitation_id == Invitation.id)
        .join(Person, Person.id == Invitation.person_id)
        .where(Invitation.calendar_object_id == series.calendar_object_id, Invitation.withdrawn_at.is_(None), Person.active)
        .order_by(Invitation.id)
    )
    return list(db.session.scalars(query))


def ahead(dates: list[ScheduledSession], *, now: datetime) -> list[ScheduledSession]:
    """The dates that have not begun and are not off."""
    return [session for session in dates if session.starts_at > now and session.state is not SessionState.CANCELLED]


def of(session: ScheduledSession) -> Series | None:
    """The series this date shares its UID with; None for a single session and for a date of a course."""
    return db.session.get(Series, session.series_id) if session.recurrence_id is not None and session.series_id else None
