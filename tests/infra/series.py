"""Series as a community manager makes them: `weekly(invited=[ada])` is a lunch on six Tuesdays, published."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person
from sessions import invitations
from sessions.details import details_of
from sessions.models import Answer, Rsvp, ScheduledSession, Via
from sessions.series import answers, edits, plans
from sessions.series.models import Series, SeriesRsvp
from sessions.series.rhythms import Every, Rhythm
from tests.infra.model_calendar import ModelCalendar

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


@pytest.fixture(params=[False, True], ids=["instance-only", "sabre-like"])
def calendars(request, deliver, smtp_sink, app):
    """`calendars(ada, dana)`: theirs, of one of the two kinds of client, kept up to date by calling it again."""
    known: dict[str, ModelCalendar] = {}
    read: dict[str, int] = {}

    def look(*people):
        deliver()
        for person in people:
            calendar = known.setdefault(person.email, ModelCalendar(person.email, replaces_all=request.param))
            mails = smtp_sink.to(person.email)
            for mail in mails[read.get(person.email, 0) :]:
                calendar.receive(mail.raw)
            read[person.email] = len(mails)
        return [known[person.email] for person in people]

    return look


@pytest.fixture
def press(lmtp, read_in, calendars):
    """`press(ada, "ACCEPTED")`: for all dates in her calendar; `nth=2` for the third alone."""

    def answer(person, partstat, *, nth=None, at):
        (calendar,) = calendars(person)
        (uid,) = calendar.objects
        rid = calendar.dates(uid)[nth] if nth is not None else None
        raw, sender, recipient = calendar.press(uid, partstat, rid=rid, now=at)
        lmtp(raw, recipient, sender=sender)
        read_in()

    return answer


@pytest.fixture
def edit(planner, now):
    """`edit(session, Scope.ALL, place="Hall 2")`: saved; `by=HOUR` moves start and end."""

    def save(session, scope, *, by=None, at=None, **fields):
        with transaction():
            details = details_of(db.session.get(ScheduledSession, session.id))
            if by is not None:
                fields = {"starts_at": details.starts_at + by, "ends_at": details.ends_at + by, **fields}
            return edits.change(session.id, replace(details, **fields), scope=scope, by=planner, now=at or now)

    return save


@pytest.fixture
def call_off(planner, now):
    """`call_off(session, Scope.FOLLOWING)`: these dates do not take place."""

    def off(session, scope, *, at=None):
        with transaction():
            edits.cancel(session.id, scope=scope, reason="Snow.", by=planner, now=at or now)

    return off
