"""What Foyer keeps about a person, from courses: which they are in. The answers for the parts are among the sessions."""

from typing import Any

from sqlalchemy import select

from database import db
from people.models import Person
from people.profile_parts import register_data
from sessions.series.models import Series, SeriesForm, SeriesRsvp


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("courses", _courses)


def _courses(person: Person) -> list[dict[str, Any]]:
    query = select(Series).join(SeriesRsvp, SeriesRsvp.series_id == Series.id).where(SeriesRsvp.person_id == person.id)
    query = query.where(Series.form == SeriesForm.COURSE).order_by(Series.first_at, Series.id)
    return [{"course": course.title, "starts_at": course.first_at.isoformat()} for course in db.session.scalars(query)]
