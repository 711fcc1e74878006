"""Who may see a course, and who looks after it: who hosts all its parts. The host of one looks after that one."""

from database import db
from people.models import Person
from sessions.courses import members
from sessions.errors import SessionMissing
from sessions.series.access import hosts_a_date, may_host
from sessions.series.models import Series


def course_seen_by(person: Person, course_id: int) -> Series:
    """The course, if this person is invited to it and it was published, or looks after it. Raises SessionMissing otherwise."""
    course = _course(course_id)
    if course is None or not _sees(course, person):
        raise SessionMissing("There is no such course, or you are not invited to it.")
    return course


def _sees(course: Series, person: Person) -> bool:
    if may_host(course, person) or hosts_a_date(course, person):
        return True
    return course.published_at is not None and members.is_invited(course, person.id)


def course_hosted_by(person: Person, course_id: int) -> Series:
    """The course, if this person looks after it. Raises SessionMissing otherwise."""
    course = _course(course_id)
    if course is None or not may_host(course, person):
        raise SessionMissing("There is no such course, or you do not look after it.")
    return course


def _course(course_id: int) -> Series | None:
    course = db.session.get(Series, course_id)
    return course if course is not None and course.is_course else None
