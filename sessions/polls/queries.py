"""Reads for the pages of polls. Each page takes a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_, select

from config import settings
from database import db
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from sessions.busy import sources
from sessions.clashes import at_the_same_time, of_people
from sessions.models import ScheduledSession, SessionState
from sessions.polls import polls, ranking
from sessions.polls.models import Mark, Poll, PollDate, PollMark, PollPerson, PollState
from sessions.polls.ranking import RankedDate
from sessions.series import holidays

WAITING, LISTED = 20, 100
# Built once, for every visit of home asks them: SQLAlchemy takes longer to put them together than a database to answer.
_PERSON: BindParameter[int] = bindparam("person")
_NOW: BindParameter[datetime] = bindparam("now")
_WAITING = (
    select(PollPerson)
    .join(PollPerson.poll)
    .where(PollPerson.person_id == _PERSON, PollPerson.answered_at.is_(None), Poll.state == PollState.OPEN)
    .where(or_(Poll.answer_until.is_(None), Poll.answer_until > _NOW))
    .where(exists().where(PollDate.poll_id == Poll.id, PollDate.starts_at > _NOW))
    .order_by(PollPerson.asked_at, PollPerson.id)
    .limit(WAITING)
)


@dataclass(frozen=True, slots=True)
class Board:
    """What the host chooses by: the dates, the best first; who has not answered at all; what people wrote."""

    ranked: Sequence[RankedDate]
    asked: Sequence[PollPerson]
    unreached: frozenset[int]

    @property
    def silent(self) -> list[PollPerson]:
        return [asked for asked in self.asked if asked.answered_at is None]

    @property
    def words(self) -> list[PollPerson]:
        return [asked for asked in self.asked if asked.comment]


def board(poll: Poll, *, now: datetime) -> Board:
    """The whole of it, people in order of name."""
    asked = sorted(polls.asked_people(poll), key=lambda one: (one.person.name, one.person_id))
    ranked = ranking.rank(poll.dates, [one.person for one in asked], _marks(poll), now=now)
    return Board(ranked, asked, _unreached(poll))


def _marks(poll: Poll) -> dict[tuple[int, int], Mark]:
    query = (
        select(PollPerson.person_id, PollMark.date_id, PollMark.mark)
        .join(PollPerson, PollPerson.id == PollMark.poll_person_id)
        .where(PollPerson.poll_id == poll.id)
    )
    return {(person_id, date_id): mark for person_id, date_id, mark in db.session.execute(query)}


def _unreached(poll: Poll) -> frozenset[int]:
    """To whom a mail about this poll did not arrive."""
    bad = OutgoingMail.state.in_((OutgoingState.FAILED, OutgoingState.BOUNCED))
    query = select(OutgoingMail.person_id).where(OutgoingMail.topic == poll.topic, bad, OutgoingMail.person_id.is_not(None))
    return frozenset(id_ for id_ in db.session.scalars(query) if id_ is not None)


def marks_of(asked: PollPerson) -> dict[int, Mark]:
    """What this person marked, by date."""
    query = select(PollMark.date_id, PollMark.mark).where(PollMark.poll_person_id == asked.id)
    return dict(db.session.execute(query).all())


def shown_to(asked: PollPerson, *, now: datetime) -> dict[int, RankedDate]:
    """What the others marked, by date, where the host chose that those who are asked see it; otherwise nothing."""
    if not asked.poll.shows_marks:
        return {}
    others = [one.person for one in polls.asked_people(asked.poll) if one.id != asked.id]
    others.sort(key=lambda person: (person.name, person.id))
    found = ranking.rank(asked.poll.dates, others, _marks(asked.poll), now=now)
    return {one.date.id: one for one in found}


def clashes(poll: Poll) -> dict[int, list[ScheduledSession]]:
    """Other sessions that the host of the poll hosts at the time of a date, by date; a session that this poll became is no other."""
    spans = {date.id: (date.starts_at, poll.end_of(date.starts_at)) for date in poll.dates}
    found = at_the_same_time(spans, host_ids=[poll.host_id])
    others = {id_: [session for session in sessions if session.id != poll.session_id] for id_, sessions in found.items()}
    return {id_: sessions for id_, sessions in others.items() if sessions}


def holidays_of(poll: Poll, *, language: str) -> dict[int, str]:
    """What is celebrated on the day of a date, where the poll is, by date."""
    named = holidays_on(poll, [date.starts_at for date in poll.dates], language=language)
    return {date.id: named[date.starts_at] for date in poll.dates if date.starts_at in named}


def holidays_on(poll: Poll, instants: Iterable[datetime], *, language: str) -> dict[datetime, str]:
    """What is celebrated on the day of each instant, where the poll is; only those with a holiday."""
    days = {at: at.astimezone(poll.zone).date() for at in instants}
    named = holidays.named(days.values(), holidays.places(settings().holidays), language=language)
    return {at: named[day] for at, day in days.items() if day in named}


def cannot_come(poll: Poll, *, reader: Person) -> dict[int, int]:
    """How many of those asked have another session at a date, at least, by date; nothing where there are too few for a number."""
    if poll.state is PollState.CLOSED or not poll.dates:
        return {}
    asked = select(PollPerson.person_id).join(PollPerson.person).where(PollPerson.poll_id == poll.id, Person.active)
    _total, counts = of_people(asked, [(date.starts_at, poll.end_of(date.starts_at)) for date in poll.dates], reader=reader)
    return {date.id: count for date, count in zip(poll.dates, counts, strict=True) if count is not None}


def busy_dates(asked: PollPerson) -> set[int]:
    """The dates at which this person is busy by the calendar they connected: for their own eyes."""
    times = sources.times_of(asked.person)
    return {
        date.id
        for date in asked.poll.dates
        if any(start < asked.poll.end_of(date.starts_at) and end > date.starts_at for start, end in times)
    }


def waits_for(person: Person, *, now: datetime) -> list[PollPerson]:
    """Polls that still wait for a first word of this person, the oldest first."""
    return list(db.session.scalars(_WAITING, {"person": person.id, "now": now}))


def asks(person: Person) -> list[PollPerson]:
    """Every open poll that asks this person, answered or not, the newest first."""
    query = select(PollPerson).join(PollPerson.poll).where(PollPerson.person_id == person.id, Poll.state == PollState.OPEN)
    return list(db.session.scalars(query.order_by(PollPerson.id.desc()).limit(LISTED)))


def series_of(poll: Poll) -> int | None:
    """The number of the series that the chosen date became the first of."""
    if poll.session_id is None:
        return None
    query = select(ScheduledSession.series_id).where(ScheduledSession.id == poll.session_id)
    return db.session.scalar(query.where(ScheduledSession.recurrence_id.is_not(None)))


def looked_after_by(person: Person) -> dict[PollState, list[Poll]]:
    """The polls this person looks after, by state, the newest first: their own; for who manages, everybody's."""
    query = select(Poll)
    if not person.may_manage:
        query = query.where(Poll.host_id == person.id)
    found: dict[PollState, list[Poll]] = {state: [] for state in PollState}
    for poll in db.session.scalars(query.order_by(Poll.id.desc()).limit(LISTED)):
        found[poll.state].append(poll)
    return found


def open_polls_of(person: Person) -> list[Poll]:
    """The polls this person hosts that still ask."""
    query = select(Poll).where(Poll.host_id == person.id, Poll.state == PollState.OPEN).order_by(Poll.id)
    return list(db.session.scalars(query))


def state_of_session(poll: Poll) -> SessionState | None:
    """How the session stands that the poll became; None when there is none, or none any more."""
    return db.session.scalar(select(ScheduledSession.state).where(ScheduledSession.id == poll.session_id))


def answered(polls_: Sequence[Poll]) -> dict[int, tuple[int, int]]:
    """How many of those who are asked have answered, and how many are asked, by poll. For the host, who sees each name anyway."""
    query = (
        select(PollPerson.poll_id, func.count(PollPerson.answered_at), func.count())
        .join(PollPerson.person)
        .where(and_(PollPerson.poll_id.in_([poll.id for poll in polls_]), Person.active))
        .group_by(PollPerson.poll_id)
    )
    return {poll_id: (said, all_) for poll_id, said, all_ in db.session.execute(query)}
