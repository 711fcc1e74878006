"""Reads for the pages of series: one person's row of dates, the dates as hosts weigh them, what else is planned then."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value

from database import db
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from sessions.changes import GROUPS, Change, Told, what_of
from sessions.clashes import at_the_same_time, of_people
from sessions.details import SessionDetails
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat
from sessions.queries_mine import OPEN_DATES, MySession
from sessions.queries_month import Dated
from sessions.series.models import Series, SeriesRsvp
from sessions.series.plans import PlannedDate

SENT = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One person's own dates, in order. `answer` None: not invited."""

    answer: SeriesRsvp | None
    dates: tuple[MySession, ...]

    def ahead(self, now: datetime) -> tuple[MySession, ...]:
        """Those that take place and have not begun."""
        return tuple(item for item in self.dates if item.session.is_published and item.session.starts_at > now)

    def waits(self, now: datetime) -> bool:
        """Whether an answer is wanted: at least one date is open, and can still be answered."""
        return any(item.asks and now < item.session.answers_until for item in self.ahead(now))

    def on_their_own(self, now: datetime) -> tuple[MySession, ...]:
        """Those ahead which were answered by themselves: an answer for the series leaves them as they are."""
        return tuple(item for item in self.ahead(now) if item.rsvp and item.rsvp.stands_alone)

    def past_or_off(self, now: datetime) -> tuple[MySession, ...]:
        ahead = set(self.ahead(now))
        return tuple(item for item in self.dates if item not in ahead)


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date as hosts weigh it: people by what they said."""

    session: ScheduledSession
    seated: int = 0
    waiting: int = 0
    maybe: int = 0
    unanswered: int = 0
    declined: int = 0


def dates_of(series: Series) -> list[ScheduledSession]:
    """The dates of a series in order of their start, with their hosts. Two queries."""
    query = select(ScheduledSession).where(ScheduledSession.series_id == series.id)
    return list(db.session.scalars(query.order_by(ScheduledSession.starts_at, ScheduledSession.id)).unique())


def successor_of(series: Series) -> Series | None:
    """The series that goes on where this one was cut off."""
    return db.session.scalar(select(Series).where(Series.continues_id == series.id).order_by(Series.id).limit(1))


def row_of(series: Series, person: Person, dates: Sequence[ScheduledSession]) -> Row:
    """One person's row; dates they were never asked about are left out. A constant number of queries."""
    query = select(SeriesRsvp).join(Invitation, Invitation.id == SeriesRsvp.invitation_id)
    query = query.where(SeriesRsvp.series_id == series.id, SeriesRsvp.person_id == person.id, Invitation.withdrawn_at.is_(None))
    answer = db.session.scalar(query)
    if answer is None:
        return Row(None, ())
    by_id = {session.id: session for session in dates}
    mine = select(Rsvp).where(Rsvp.invitation_id == answer.invitation_id)
    mine = mine.options(lazyload(Rsvp.session), lazyload(Rsvp.person), lazyload(Rsvp.invitation))
    rsvps = {rsvp.session_id: rsvp for rsvp in db.session.scalars(mine)}
    for rsvp in rsvps.values():
        set_committed_value(rsvp, "session", by_id.get(rsvp.session_id))
        set_committed_value(rsvp, "invitation", answer.invitation)
        set_committed_value(rsvp, "person", answer.person)
    places = _places(series, [rsvp for rsvp in rsvps.values() if rsvp.seat is Seat.WAITING])
    items = (MySession(one, rsvps[one.id], places.get(one.id), one.is_hosted_by(person)) for one in dates if one.id in rsvps)
    return Row(answer, tuple(items))


def _places(series: Series, waiting: Sequence[Rsvp]) -> dict[int, int]:
    """The place in line by date. In a group there is one line, whatever the date."""
    if not waiting:
        return {}
    if series.keeps_group:
        place = _place_in_group(series, waiting[0].person_id)
        return {rsvp.session_id: place for rsvp in waiting}
    ahead = select(Rsvp.session_id, func.coalesce(Rsvp.waiting_number, 0)).where(Rsvp.seat == Seat.WAITING)
    numbers: dict[int, list[int]] = {}
    for session_id, number in db.session.execute(ahead.where(Rsvp.session_id.in_([rsvp.session_id for rsvp in waiting]))):
        numbers.setdefault(session_id, []).append(number)
    return {rsvp.session_id: sum(number <= (rsvp.waiting_number or 0) for number in numbers[rsvp.session_id]) for rsvp in waiting}


def _place_in_group(series: Series, person_id: int) -> int:
    mine = select(SeriesRsvp.waiting_number).where(SeriesRsvp.series_id == series.id, SeriesRsvp.person_id == person_id)
    query = select(func.count()).select_from(SeriesRsvp).where(SeriesRsvp.series_id == series.id, SeriesRsvp.seat == Seat.WAITING)
    return db.session.scalar(query.where(SeriesRsvp.waiting_number <= mine.scalar_subquery())) or 1


def lines(dates: Sequence[ScheduledSession]) -> list[DateLine]:
    """The dates as hosts weigh them, in their order. One query."""
    group = case(
        (Rsvp.seat == Seat.SEATED, "seated"),
        (Rsvp.seat == Seat.WAITING, "waiting"),
        (Rsvp.answer == Answer.TENTATIVE, "maybe"),
        (Rsvp.answer == Answer.DECLINED, "declined"),
        else_="unanswered",
    )
    query = (
        select(Rsvp.session_id, group, func.count())
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .join(Person, Person.id == Rsvp.person_id)
        .where(Rsvp.session_id.in_([session.id for session in dates]), Invitation.withdrawn_at.is_(None), Person.active)
        .group_by(Rsvp.session_id, group)
    )
    counts: dict[int, dict[str, int]] = {}
    for session_id, name, count in db.session.execute(query):
        counts.setdefault(session_id, {})[name] = count
    return [DateLine(session, **counts.get(session.id, {})) for session in dates]


def called_by(dates: Sequence[ScheduledSession], capacity: int | None) -> set[int]:
    """Who of those waiting would have a seat at one of these dates or more, with so many seats at each. Two queries."""
    free = {line.session.id: line.waiting if capacity is None else max(capacity - line.seated, 0) for line in lines(dates)}
    query = (
        select(Rsvp.session_id, Rsvp.person_id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .join(Person, Person.id == Rsvp.person_id)
        .where(Rsvp.session_id.in_(free), Rsvp.seat == Seat.WAITING, Invitation.withdrawn_at.is_(None), Person.active)
        .order_by(Rsvp.session_id, Rsvp.waiting_number)
    )
    found: set[int] = set()
    for session_id, person_id in db.session.execute(query):
        if free[session_id] > 0:
            free[session_id] -= 1
            found.add(person_id)
    return found


def told_by(
    dates: Sequence[ScheduledSession], change: Change, *, silent: Collection[int] = (), called: Collection[int] = ()
) -> list[Told]:
    """Who would be told what of a change to these dates: people by the best they said to any of them. One query.

    `silent` hear nothing, whatever else they said: those who come to no date, when nothing in their calendar goes stale. `called` have a
    seat by it.
    """
    number = func.min(
        case(
            (Rsvp.seat == Seat.SEATED, 0),
            (Rsvp.seat == Seat.WAITING, 1),
            (Rsvp.answer == Answer.TENTATIVE, 2),
            (Rsvp.answer == Answer.DECLINED, 4),
            else_=3,
        )
    )
    query = (
        select(Rsvp.person_id, number)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .join(Person, Person.id == Rsvp.person_id)
        .where(Rsvp.session_id.in_([session.id for session in dates]), Invitation.withdrawn_at.is_(None), Person.active)
        .group_by(Rsvp.person_id)
    )
    best = ("seated", "waiting", "maybe", "unanswered", "declined")
    said = {person_id: "called" if person_id in called else best[number] for person_id, number in db.session.execute(query)}
    people = Counter((group, "nothing" if id_ in silent else _what(group, change)) for id_, group in said.items())
    return [Told(group, count, what) for (group, what), count in sorted(people.items(), key=lambda one: GROUPS.index(one[0][0]))]


def _what(group: str, change: Change) -> str:
    """Who said no to these dates and not to all hears of what changes the series in their calendar."""
    what = what_of(group, change)
    return "told" if what == "nothing" and change.tells else what


def count_invited(series: Series) -> int:
    """How many people are invited to all of it now."""
    query = select(func.count()).select_from(Invitation).join(Person, Person.id == Invitation.person_id)
    query = query.join(SeriesRsvp, SeriesRsvp.invitation_id == Invitation.id)
    current = (Invitation.calendar_object_id == series.calendar_object_id, Invitation.withdrawn_at.is_(None), Person.active)
    return db.session.scalar(query.where(*current)) or 0


def sent_to(person: Person, series: Series, dates: Sequence[ScheduledSession]) -> Sequence[OutgoingMail]:
    """What was sent to this person about the series and its dates, newest first."""
    aside = (OutgoingState.REPLACED, OutgoingState.DROPPED)
    topics = [series.topic, *(session.topic for session in dates)]
    query = select(OutgoingMail).where(
        OutgoingMail.person_id == person.id, OutgoingMail.topic.in_(topics), OutgoingMail.state.not_in(aside)
    )
    return db.session.scalars(query.order_by(OutgoingMail.id.desc()).limit(SENT)).all()


def cannot_come(series: Series, dates: Sequence[ScheduledSession], *, reader: Person) -> dict[int, int]:
    """How many of the people invited have another session at a date, at least, by date; nothing where there are too few for a number."""
    asked = select(Invitation.person_id).join(Person, Person.id == Invitation.person_id)
    asked = asked.where(
        Invitation.calendar_object_id == series.calendar_object_id, Invitation.withdrawn_at.is_(None), Person.active
    )
    _total, counts = of_people(asked, [(date.starts_at, date.ends_at) for date in dates], reader=reader)
    return {date.id: count for date, count in zip(dates, counts, strict=True) if count is not None}


def clashes(
    planned: Sequence[PlannedDate], *, host_ids: Iterable[int], place: str, but_not: Collection[int] = ()
) -> dict[date, list[ScheduledSession]]:
    """By day of the rhythm, what else these hosts have then, and what else is at that place. For who plans. Two queries."""
    spans = {one.on: (one.starts_at, one.ends_at) for one in planned if not one.is_skipped}
    return at_the_same_time(spans, host_ids=host_ids, place=place, but_not=but_not)


def clashes_of(wanted: Mapping[int, SessionDetails]) -> dict[int, list[ScheduledSession]]:
    """By session, as it would be, what else its hosts have then, and what else is at its place; those that change are not counted.

    Two queries, as long as the dates have hosts and place in common.
    """
    found: dict[int, list[ScheduledSession]] = {}
    for hosts, place in dict.fromkeys((one.host_ids, one.place) for one in wanted.values()):
        spans = {id_: (one.starts_at, one.ends_at) for id_, one in wanted.items() if (one.host_ids, one.place) == (hosts, place)}
        found |= at_the_same_time(spans, host_ids=hosts, place=place, but_not=list(wanted))
    return found


def for_all_their_dates(waiting: Sequence[MySession], *, now: datetime) -> list[MySession]:
    """What waits, where a date of a series stands for all its open dates. Two queries when there is one, else none."""
    asked = {item.rsvp.invitation_id for item in waiting if item.rsvp and item.session.recurrence_id}
    if not asked:
        return list(waiting)
    counts: dict[int, int] = dict(db.session.execute(OPEN_DATES, {"invitations": list(asked), "now": now}).all())
    known = _by_invitation(asked)
    return [_standing_for(item, counts.get(item.rsvp.invitation_id, 1) if item.rsvp else 1, known) for item in waiting]


def once_each(items: Sequence[Dated]) -> list[Dated]:
    """The same, but that dates of a series which wait for an answer stand there once, with the first. At most one query."""
    waiting: dict[int, list[Dated]] = {}
    for item in items:
        if item.state == "unanswered" and item.recurs:
            waiting.setdefault(item.series_id or 0, []).append(item)
    several = {id_: dates for id_, dates in waiting.items() if len(dates) > 1}
    known = _by_invitation({item.invitation_id for dates in several.values() for item in dates if item.invitation_id})
    first = {dates[0].id: len(dates) for id_, dates in several.items() if id_ in known}
    later = {item.id for id_, dates in several.items() if id_ in known for item in dates[1:]}
    return [
        item._replace(stands_for=item.series_id, dates=first[item.id]) if item.id in first else item
        for item in items
        if item.id not in later
    ]


def _by_invitation(ids: Collection[int]) -> dict[int, Series]:
    """The series that these invitations are to all of, by the series' id."""
    if not ids:
        return {}
    query = select(Series).join(SeriesRsvp, SeriesRsvp.series_id == Series.id).where(SeriesRsvp.invitation_id.in_(ids))
    return {one.id: one for one in db.session.scalars(query)}


def _standing_for(item: MySession, dates: int, known: dict[int, Series]) -> MySession:
    series = known.get(item.session.series_id or 0)
    return replace(item, series=series, dates=dates) if series is not None and dates > 1 else item
