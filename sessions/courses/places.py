"""Where a date stands in its course: which part of how many; whose course it is; which courses are the same one on other dates."""

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
    if session.part is None or session.series_id is None:
        return None
    last = db.session.scalar(select(func.max(ScheduledSession.part)).where(ScheduledSession.series_id == session.series_id))
    return Place(db.session.get_one(Series, session.series_id), session.part, last or session.part)


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
    ids = [one.id for one in groups_of(course)]
    query = select(SeriesRsvp).where(SeriesRsvp.series_id.in_(ids), SeriesRsvp.person_id == person_id).order_by(SeriesRsvp.id)
    rows = list(db.session.scalars(query))
    return next((row for row in rows if row.series_id == course.id), rows[0] if rows else None)


def ends_at(course: Series) -> datetime | None:
    """When the last part of the programme is over, in whichever group; None when none takes place."""
    ids = [one.id for one in groups_of(course)]
    query = select(func.max(ScheduledSession.ends_at)).where(ScheduledSession.series_id.in_(ids))
    found: datetime | None = db.session.scalar(query.where(ScheduledSession.state != SessionState.CANCELLED))
    return found
