"""Planning a course: its parts are dates of their own, which begin, are published and end together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select, update

from database import db
from people.models import Person
from people.plain_text import one_line
from sessions import details as checks
from sessions import invitations, notices, scheduling
from sessions.courses import places
from sessions.details import SessionDetails, details_of
from sessions.errors import DetailsInvalid, SessionMissing, WrongState
from sessions.living import reasons
from sessions.models import ScheduledSession, SessionState
from sessions.scheduling import Belonging
from sessions.series.models import Series, SeriesForm, SeriesRsvp
from sessions.series.plans import write_common

LEAST_PARTS, MOST_PARTS = 2, 20
LONGEST_TITLE = 90  # the title of a course and that of a part stand in one line


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPlan:
    """One part: which, when (aware UTC), and what it is about if it says so."""

    number: int
    starts_at: datetime
    ends_at: datetime
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePlan:
    """What a person decides about a course. `common` holds for every part, but for its start and end.

    `minimum_dates`: how many parts make it whole; None says nothing about it.
    """

    common: SessionDetails
    parts: tuple[PartPlan, ...]
    minimum_dates: int | None = None


def faults(plan: CoursePlan) -> list[DetailsInvalid]:
    """Everything that is wrong with this plan; `draft` raises the first."""
    found = checks.faults(
        replace(plan.common, starts_at=plan.parts[0].starts_at, ends_at=plan.parts[0].ends_at) if plan.parts else plan.common
    )
    found = [error for error in found if error.field not in {"starts_at", "ends_at"}]
    if len(one_line(plan.common.title)) > LONGEST_TITLE:
        found.append(DetailsInvalid("title", "The title is too long: at most 90 characters."))
    if not LEAST_PARTS <= len(plan.parts) <= MOST_PARTS:
        found.append(DetailsInvalid("parts", "A course has 2 to 20 parts."))
    found += [error for part in plan.parts for error in part_faults(part)]
    found += at_once(plan.parts)
    if plan.minimum_dates is not None and not 0 < plan.minimum_dates <= len(plan.parts):
        found.append(DetailsInvalid("minimum_dates", "Choose a number from 1 to the number of parts, or leave it empty."))
    return found


def part_faults(part: PartPlan) -> list[DetailsInvalid]:
    """What is wrong with one part; at the field `parts`."""
    found = []
    if part.ends_at <= part.starts_at:
        found.append(DetailsInvalid("parts", "Part %(number)s ends before it starts.", number=part.number))
    elif (part.ends_at - part.starts_at).days >= 14:
        found.append(DetailsInvalid("parts", "Part %(number)s lasts too long: less than two weeks.", number=part.number))
    if len(one_line(part.title)) > LONGEST_TITLE:
        found.append(
            DetailsInvalid("parts", "The title of part %(number)s is too long: at most 90 characters.", number=part.number)
        )
    return found


def at_once(parts: Sequence[PartPlan]) -> list[DetailsInvalid]:
    """Parts that nobody could come to both of, each pair of neighbours in time; at the field `parts`."""
    in_time = sorted((part for part in parts if part.ends_at > part.starts_at), key=lambda part: (part.starts_at, part.number))
    return [
        DetailsInvalid(
            "parts",
            "Parts %(first)s and %(second)s are at the same time.",
            first=min(one.number, other.number),
            second=max(one.number, other.number),
        )
        for one, other in pairwise(in_time)
        if other.starts_at < one.ends_at
    ]


def draft(plan: CoursePlan, *, by: Person, now: datetime, like: Series | None = None) -> Series:
    """A course exists that nobody has been told about, a draft for each part. `like`: the same course, on other dates.

    Raises DetailsInvalid.
    """
    for fault in faults(plan):
        raise fault
    starts = sorted(part.starts_at for part in plan.parts)
    course = Series(
        form=SeriesForm.COURSE,
        programme_id=places.programme_of(like) if like else None,
        first_at=starts[0],
        last_at=starts[-1],
        minimum_dates=plan.minimum_dates,
        created_by_id=by.id,
        created_at=now,
    )
    common = replace(plan.common, starts_at=plan.parts[0].starts_at, ends_at=plan.parts[0].ends_at)
    write_common(course, checks.checked(common))
    db.session.add(course)
    db.session.flush()
    for part in plan.parts:
        _draft_part(course, common, part, by=by, now=now)
    return course


def _draft_part(course: Series, common: SessionDetails, part: PartPlan, *, by: Person, now: datetime) -> ScheduledSession:
    title = places.titled(course.title, one_line(part.title))
    details = replace(common, title=title, starts_at=part.starts_at, ends_at=part.ends_at, rsvp_until=None)
    return scheduling.draft(details, by=by, now=now, belongs=Belonging(series_id=course.id, part=part.number))


def add_part(course_id: int, part: PartPlan, *, by: Person, now: datetime) -> ScheduledSession:
    """The course has one part more, like its last one; once it is published, everybody in it is invited to that part too.

    Raises DetailsInvalid, and WrongState when the course was cancelled or is full.
    """
    course, dates = lock(course_id)
    if course.state is SessionState.CANCELLED:
        raise WrongState("This course was cancelled.")
    if not dates or len(dates) >= MOST_PARTS:
        raise WrongState("A course has 2 to 20 parts.")
    number = max(date.part or 0 for date in dates) + 1
    part = replace(part, number=number)
    for fault in part_faults(part):
        raise fault
    scheduling.guard_parts(course.id, part.starts_at, part.ends_at)
    session = _draft_part(course, details_of(dates[-1]), part, by=by, now=now)
    course.last_at = max(course.last_at, part.starts_at)
    members = db.session.scalars(select(SeriesRsvp.person_id).where(SeriesRsvp.series_id == course.id).order_by(SeriesRsvp.id))
    invitations.invite(session.id, list(members), by=by, now=now)
    reasons.begin_part(course.id, session.calendar_object_id)
    if course.is_published:
        scheduling.guard_publication(session, now=now)
        _open([session], now=now)
    return session


def publish(course_id: int, *, by: Person, now: datetime) -> Series:  # noqa: ARG001
    """All parts stand in the calendar, and everybody on the list is invited to each. Raises WrongState."""
    course, dates = lock(course_id)
    if course.state is not SessionState.DRAFT:
        raise WrongState("This course has been published already." if course.is_published else "This course was cancelled.")
    drafts = [session for session in dates if session.state is SessionState.DRAFT]
    if not drafts:
        raise WrongState("There is no date left to publish.")
    for session in drafts:
        scheduling.guard_publication(session, now=now)
    course.state, course.published_at = SessionState.PUBLISHED, now
    _open(drafts, now=now)
    return course


def _open(drafts: list[ScheduledSession], *, now: datetime) -> None:
    for session in drafts:
        session.state, session.published_at = SessionState.PUBLISHED, now
    db.session.flush()
    for session in drafts:
        notices.invited(session, scheduling.current_invitations(session), now=now)


def cancel(course_id: int, *, reason: str, by: Person, now: datetime) -> Series:
    """No part ahead takes place; everybody who was told is told why, of each. Raises WrongState."""
    course, dates = lock(course_id)
    if course.state is SessionState.DRAFT:
        raise WrongState("This course is still a draft. Throw it away instead.")
    ahead = [one for one in dates if one.state is not SessionState.CANCELLED and not one.is_over(now)]
    if course.state is SessionState.CANCELLED or not ahead:
        raise WrongState(
            "This course was cancelled already." if course.state is SessionState.CANCELLED else "This course is over."
        )
    for session in ahead:
        scheduling.cancel(session.id, reason=reason, by=by, now=now)
    course.state, course.cancel_reason = SessionState.CANCELLED, reason.strip()
    db.session.flush()
    return course


def discard(course_id: int, *, by: Person) -> None:
    """The draft is gone with its parts; nobody had been told. Raises WrongState for anything but a draft."""
    course, dates = lock(course_id)
    if course.state is not SessionState.DRAFT:
        raise WrongState("Only a draft can be thrown away. Cancel the course instead.")
    for session in dates:
        scheduling.discard(session.id, by=by)
    others = [one.id for one in places.groups_of(course) if one.id != course.id]
    if others and course.programme_id is None:  # the first goes; the next one stands for the programme
        db.session.execute(update(Series).where(Series.id.in_(others[1:])).values(programme_id=others[0]))
        db.session.execute(update(Series).where(Series.id == others[0]).values(programme_id=None))
    db.session.delete(course)
    db.session.flush()


def lock(course_id: int) -> tuple[Series, list[ScheduledSession]]:
    """The course and its parts in their order, all held until the transaction ends. Raises SessionMissing."""
    found = db.session.get(Series, course_id)
    if found is None or not found.is_course:
        raise SessionMissing("There is no such course.")
    ids = select(ScheduledSession.calendar_object_id).where(ScheduledSession.series_id == course_id)
    dates = scheduling.lock_dates(list(db.session.scalars(ids)))
    query = select(Series).where(Series.id == course_id).with_for_update(of=Series).execution_options(populate_existing=True)
    return db.session.scalars(query).one(), sorted(dates, key=lambda session: (session.part or 0, session.id))


def answerable(dates: list[ScheduledSession], *, now: datetime) -> list[ScheduledSession]:
    """The parts that can still be answered."""
    return [one for one in dates if one.state is not SessionState.CANCELLED and now < one.answers_until]
