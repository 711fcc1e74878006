"""A course on a table in front of each test: `course(invited=[ada])` is six Tuesdays, published; answers by part in one line."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person
from sessions.courses import answers, links, members, places, plans
from sessions.models import Answer, Rsvp, ScheduledSession, Via
from sessions.series.models import Series


@pytest.fixture
def course_plan(details, now: datetime) -> Callable[..., plans.CoursePlan]:
    """Six Tuesdays from 8 December, 10:00 to 11:00, hosted by Bo; `parts=2` and the like change it."""

    def build(*, parts: int = 6, first: datetime | None = None, minimum: int | None = 4, **changes: object) -> plans.CoursePlan:
        start = first or now + timedelta(days=7)
        planned = [
            plans.PartPlan(
                number=number,
                starts_at=start + timedelta(weeks=number - 1),
                ends_at=start + timedelta(weeks=number - 1, hours=1),
                title="Finding people" if number == 1 else "",
            )
            for number in range(1, parts + 1)
        ]
        common = details(**{"title": "First steps", **changes})
        return plans.CoursePlan(common=common, parts=tuple(planned), minimum_dates=minimum)

    return build


@pytest.fixture
def course(course_plan, planner: Person, now: datetime) -> Callable[..., Series]:
    """A published course with people in it; `like=` makes it a parallel group of another."""

    def build(
        *,
        invited: Sequence[Person] = (),
        publish: bool = True,
        like: Series | None = None,
        at: datetime | None = None,
        **changes: object,
    ) -> Series:
        at, ids = at or now, [person.id for person in invited]
        with transaction():
            original = db.session.get(Series, like.id) if like else None
            made = plans.draft(course_plan(**changes), by=planner, now=at, like=original)
            if ids:
                members.invite(made.id, ids, by=planner, now=at)
            if publish:
                plans.publish(made.id, by=planner, now=at)
        return made

    return build


def parts_of(made: Series) -> list[ScheduledSession]:
    """The parts of a course in their order."""
    query = select(ScheduledSession).where(ScheduledSession.series_id == made.id).order_by(ScheduledSession.part)
    return list(db.session.scalars(query).unique())


@pytest.fixture
def parts() -> Callable[[Series], list[ScheduledSession]]:
    """`parts(course)`: its dates in their order."""
    return parts_of


@pytest.fixture
def say_parts(now: datetime) -> Callable[..., None]:
    """`say_parts(course, ada, "accepted", "declined")`: what Ada says of the first parts, in order; "" leaves one open."""

    def answer(made: Series, person: Person, *words: str, at: datetime | None = None, via: Via = Via.WEB) -> None:
        with transaction():
            wanted = dict(zip([one.id for one in parts_of(made)], words, strict=False))
            said = {id_: Answer(word) for id_, word in wanted.items() if word}
            answers.record(made.id, person.id, said, via=via, now=at or now)

    return answer


@pytest.fixture
def row_in() -> Callable[[Series, Person], list[tuple[int, str, str]]]:
    """A person's own row: part, answer and seat at each date they are invited to."""

    def look(made: Series, person: Person) -> list[tuple[int, str, str]]:
        db.session.rollback()
        db.session.expire_all()
        mine = answers.rsvps_of([one.id for one in parts_of(made)], person.id)
        return [(one.part, mine[one.id].answer.value, mine[one.id].seat.value) for one in parts_of(made) if one.id in mine]

    return look


@pytest.fixture
def mails_to() -> Callable[[Person], list[tuple[str, str]]]:
    """Every message to a person: kind and state, in the order posted."""

    def read(person: Person) -> list[tuple[str, str]]:
        db.session.expire_all()
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.person_id == person.id).order_by(OutgoingMail.id))
        return [(row.kind.removeprefix("sessions."), row.state.value) for row in rows]

    return read


def course_link(made: Series, person: Person) -> str:
    """The path of this person's own page."""
    member = places.membership(made, person.id)
    assert member is not None
    return links.page_path(member)


def rsvp_in(session: ScheduledSession, person: Person) -> Rsvp:
    """The answer of a person at one date, as it is now."""
    query = select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.person_id == person.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
