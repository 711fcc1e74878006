"""Series as a community manager makes them: `weekly(invited=[ada])` is a lunch on six Tuesdays, published."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person
from sessions import invitations
from sessions.models import Answer, Rsvp, ScheduledSession, Via
from sessions.series import answers, plans
from sessions.series.models import Series, SeriesRsvp
from sessions.series.rhythms import Every, Rhythm

TUESDAYS = Rhythm(every=Every.WEEK, weekdays=(1,), count=6)


@pytest.fixture
def weekly(details, planner: Person, now: datetime) -> Callable[..., Series]:
    """A lunch on six Tuesdays from 8 December, 10:00 to 11:00, hosted by Bo; `capacity=3` and the like change its details."""

    def build(
        *,
        invited: Sequence[Person] = (),
        rhythm: Rhythm = TUESDAYS,
        publish: bool = True,
        at: datetime | None = None,
        plan: dict | None = None,
        **changes: object,
    ) -> Series:
        with transaction():
            series = plans.draft(
                plans.SeriesPlan(first=details(**changes), rhythm=rhythm, **(plan or {})), by=planner, now=at or now
            )
            dates = dates_of(series)
            if invited:
                invitations.invite(dates[0].id, [person.id for person in invited], by=planner, now=at or now)
            if publish:
                plans.publish(series.id, by=planner, now=at or now)
        return series

    return build


def dates_of(series: Series) -> list[ScheduledSession]:
    """The dates of a series in order of its rhythm."""
    query = select(ScheduledSession).where(ScheduledSession.series_id == series.id).order_by(ScheduledSession.recurrence_id)
    return list(db.session.scalars(query).unique())


@pytest.fixture
def dates() -> Callable[[Series], list[ScheduledSession]]:
    """`dates(series)`: its dates in order of its rhythm."""
    return dates_of


@pytest.fixture
def say_all(now: datetime) -> Callable[..., answers.RecordedSeries]:
    """`say_all(series, ada, "accepted")`: the answer for all dates, in a transaction of its own."""

    def answer(series: Series, person: Person, word: str, *, via: Via = Via.WEB, at: datetime | None = None, **more: object):
        with transaction():
            return answers.record_answer(series.id, person.id, Answer(word), via=via, now=at or now, **more)

    return answer


@pytest.fixture
def row() -> Callable[[Series, Person], tuple[str, list[tuple[str, str]]]]:
    """A person's own row: the answer for the series, then answer and seat at each date."""

    def look(series: Series, person: Person) -> tuple[str, list[tuple[str, str]]]:
        db.session.expire_all()
        whole = db.session.scalars(
            select(SeriesRsvp).where(SeriesRsvp.series_id == series.id, SeriesRsvp.person_id == person.id)
        ).one()
        query = (
            select(Rsvp)
            .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
            .where(ScheduledSession.series_id == series.id, Rsvp.person_id == person.id)
        )
        found = db.session.scalars(query.order_by(ScheduledSession.starts_at))
        return whole.answer.value, [(rsvp.answer.value, rsvp.seat.value) for rsvp in found]

    return look


@pytest.fixture
def told() -> Callable[[Series], list[tuple[str, str, int, str]]]:
    """Every message about a series as a whole: why, who to (local part), SEQUENCE, state; in the order posted."""

    def read(series: Series) -> list[tuple[str, str, int, str]]:
        db.session.expire_all()
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.topic == series.topic).order_by(OutgoingMail.id))
        return [(row.payload["why"], row.recipient.partition("@")[0], row.revision, row.state.value) for row in rows]

    return read
