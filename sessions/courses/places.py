"""Where a date stands in its course: which part of how many; whose course it is; which courses are the same one on other dates."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from database import db
from sessions.models import ScheduledSession, SessionState
from sessions.series.models import Series, SeriesForm, SeriesRsvp


@dataclass(frozen=True, slots=True)
class Place:
    """A part by its number, of so many."""

    course: Series
    number: int
    of: int


def place_of(session: ScheduledSession) -> Place | None:
    """Which part this date is; None for whatever belongs to no course."""
    return places_of([session]).get(session.id)


def places_of(sessions: Iterable[ScheduledSession]) -> dict[int, Place]:
    """The same of many, by session. One query, none where no course is among them."""
    numbers = {one.id: (one.series_id, one.part) for one in sessions if one.part is not None and one.series_id is not None}
    if not numbers:
        return {}
    last = select(func.max(ScheduledSession.part)).where(ScheduledSession.series_id == Series.id).scalar_subquery()
    query = select(Series, last).where(Series.id.in_({series_id for series_id, _part in numbers.values()}))
    courses = {course.id: (course, of or 0) for course, of in db.session.execute(query)}
    return {id_: Place(courses[series_id][0], part, courses[series_id][1]) for id_, (series_id, part) in numbers.items()}


def title_of(course: Series, session: ScheduledSession) -> str:
    """A part's own title, without that of the course before it; "" when it has none."""
    return "" if session.title == course.title else session.title.removeprefix(f"{course.title}: ")


def titled(course_title: str, part_title: str) -> str:
    """How a part is called in a calendar, where its course does not stand beside it."""
    return f"{course_title}: {part_title}" if part_title else course_title


def programme_of(course: Series) -> int:
    """The number that parallel groups have in common: that of the first."""
    return course.programme_id or course.id


def groups_of(course: Series) -> list[Series]:
    """The courses of this programme, this one too, in the order in which they were made."""
    root = programme_of(course)
    query = select(Series).where(or_(Series.id == root, Series.programme_id == root), Series.form == SeriesForm.COURSE)
    return list(db.session.scalars(query.order_by(Series.id)))


def membership(course: Series, person_id: int) -> SeriesRsvp | None:
    """The row that says this person was invited to the course, and not to one of its dates alone."""
    return db.session.scalar(select(SeriesRsvp).where(SeriesRsvp.series_id == course.id, SeriesRsvp.person_id == person_id))


def home_of(course: Series, person_id: int) -> SeriesRsvp | None:
    """Where this person takes part in the programme: here if they can, else in a parallel group."""
    return homes_of([(course, person_id)]).get((course.id, person_id))


def homes_of(wanted: Collection[tuple[Series, int]]) -> dict[tuple[int, int], SeriesRsvp]:
    """The same of many, by course and person. One query, none where nothing is wanted."""
    if not wanted:
        return {}
    root = func.coalesce(Series.programme_id, Series.id)
    query = (
        select(SeriesRsvp, root)
        .join(Series, Series.id == SeriesRsvp.series_id)
        .where(root.in_({programme_of(course) for course, _person_id in wanted}), Series.form == SeriesForm.COURSE)
        .where(SeriesRsvp.person_id.in_({person_id for _course, person_id in wanted}))
        .order_by(SeriesRsvp.id)
    )
    rows = db.session.execute(query).all()
    found = {}
    for course, person_id in wanted:
        mine = [row for row, programme in rows if row.person_id == person_id and programme == programme_of(course)]
        if mine:
            found[course.id, person_id] = next((row for row in mine if row.series_id == course.id), mine[0])
    return found


def ends_at(course: Series) -> datetime | None:
    """When the last part of the programme is over, in whichever group; None when none takes place."""
    ids = [one.id for one in groups_of(course)]
    query = select(func.max(ScheduledSession.ends_at)).where(ScheduledSession.series_id.in_(ids))
    found: datetime | None = db.session.scalar(query.where(ScheduledSession.state != SessionState.CANCELLED))
    return found
