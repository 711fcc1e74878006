"""The interest list: "tell me when there is something like this". Who plans sees how many asked, from five on, and never who.

Each list has a topic: a format, or the first session or series of its kind, whose copies are like it. When a date exists, whoever plans
it invites all who asked, and has no names before that. A person's wish ends with the invitation, or when they take it back.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from database import db
from people import privacy
from people.models import Person
from sessions import invitations, scheduling
from sessions.courses import members, plans
from sessions.errors import WrongState
from sessions.kits import uses
from sessions.models import Invitation, ScheduledSession
from sessions.models_interests import Interest, InterestFigure
from sessions.series.models import Series

ASKED = select(Interest.id).where(Interest.topic == bindparam("topic"), Interest.person_id == bindparam("person"))
_FIGURES = select(InterestFigure.topic, InterestFigure.shown).where(
    InterestFigure.topic.in_(bindparam("topics", expanding=True)), InterestFigure.shown.is_not(None)
)


@dataclass(frozen=True, slots=True)
class Asked:
    """So many people asked for something that this session is, or `is_another` of. `topic` says what."""

    topic: str
    count: int
    is_another: bool


def topic_of(session: ScheduledSession) -> str:
    """What somebody asks for at this session: its format, or another one like it."""
    key = uses.key_of(session)
    return of_format(key) if key else uses.topic_of(session)


def of_format(key: str) -> str:
    """What somebody asks for at a format."""
    return f"format:{key}"


def ask(topic: str, person: Person, *, now: datetime) -> None:
    """This person will be invited when there is something like it; asking twice changes nothing."""
    _lock([topic])
    known = select(Interest.id).where(Interest.topic == topic, Interest.person_id == person.id)
    if db.session.scalar(known) is None:
        db.session.add(Interest(person_id=person.id, topic=topic, asked_at=now))
        db.session.flush()
    _step([topic])


def take_back(topic: str, person: Person) -> None:
    """Nothing is kept of this person's having asked."""
    _lock([topic])
    db.session.execute(delete(Interest).where(Interest.topic == topic, Interest.person_id == person.id))
    _step([topic])


def has_asked(topic: str, person: Person) -> bool:
    """Whether this person asked for it."""
    return db.session.scalar(ASKED, {"topic": topic, "person": person.id}) is not None


def list_of(person: Person) -> list[Interest]:
    """What this person asked for, in the order they did."""
    return list(db.session.scalars(select(Interest).where(Interest.person_id == person.id).order_by(Interest.id)))


def refresh(person: Person) -> None:
    """The numbers of what this person asked for follow their leaving or coming back."""
    topics = sorted(interest.topic for interest in list_of(person))
    _lock(topics)
    _step(topics)


def figures(topics: Collection[str]) -> dict[str, int]:
    """How many people asked, by topic; topics that too few asked for are left out. One query."""
    found = db.session.execute(_FIGURES, {"topics": list(topics)})
    return {topic: shown for topic, shown in found if shown is not None}


def asked_for(session: ScheduledSession) -> list[Asked]:
    """How many people asked for what this session is, as whoever plans it is shown it. One query."""
    return asked(session, figures(topics_of(session)))


def asked(session: ScheduledSession, found: Mapping[str, int]) -> list[Asked]:
    """The same, of what `figures` found for `topics_of` this session."""
    return [Asked(topic, count, topic == _first(session)) for topic, count in found.items()]


def topics_of(session: ScheduledSession) -> list[str]:
    """What people ask for that this session is: its format, one like it; two at most."""
    return list(dict.fromkeys([topic_of(session), uses.topic_of(session)]))


def _first(session: ScheduledSession) -> str:
    """The list of those who asked at this very session, or at its series, for another one."""
    series = uses.series_of(session)
    return series.topic if series is not None else session.topic


def invite(session_id: int, *, by: Person, now: datetime) -> None:
    """Everybody who asked for what this session is, and is not invited to it yet, is invited; their wish ends with it. To a part of a
    course means to all of its parts.

    Never fewer than five at once: whoever invites all others by hand first would see by it who else had asked. Raises WrongState then, or
    when the session is not in people's calendars, and what inviting raises.
    """
    course = _course_of(session_id)
    if course is not None:
        plans.lock(course.id)  # before its parts, as everywhere
    session = scheduling.lock(session_id)
    if not session.is_published:
        raise WrongState("Publish it first: then whoever asked can be invited.")
    topics = sorted(asked.topic for asked in asked_for(session) if not asked.is_another)
    _lock(topics)
    ids = _to_invite(session, topics)
    if not topics or len(ids) < privacy.FLOOR:
        raise WrongState("Nobody can be invited from the list: too few have asked, or they have been invited.")
    if course is not None:
        members.invite(course.id, ids, by=by, now=now)
    else:
        invitations.invite(session_id, ids, by=by, now=now)
    db.session.execute(delete(Interest).where(Interest.topic.in_(topics), Interest.person_id.in_(ids)))
    for figure in db.session.scalars(select(InterestFigure).where(InterestFigure.topic.in_(topics))):
        figure.shown = privacy.shown(_count(figure.topic))  # those who are left; the others are no secret any more
    db.session.flush()


def _course_of(session_id: int) -> Series | None:
    session = db.session.get(ScheduledSession, session_id)
    series = uses.series_of(session) if session is not None else None
    return series if series is not None and series.is_course else None


def _to_invite(session: ScheduledSession, topics: Sequence[str]) -> list[int]:
    """Who asked and was never invited: whoever was, and was withdrawn or said no, waits for another one."""
    invited = select(Invitation.person_id).where(Invitation.calendar_object_id == session.calendar_object_id)
    query = (
        select(Interest.person_id)
        .join(Person, Person.id == Interest.person_id)
        .where(Interest.topic.in_(topics), Person.active, Interest.person_id.not_in(invited))
        .order_by(Person.name, Person.id)  # in order of asking they would be told apart by it
    )
    return list(dict.fromkeys(db.session.scalars(query)))


def _lock(topics: Sequence[str]) -> None:
    """The figures of these topics exist, and are held until the transaction ends; in an order that is everybody's."""
    if not topics:
        return
    made = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = made(InterestFigure).values([{"topic": topic, "shown": None} for topic in topics])
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["topic"]))
    query = select(InterestFigure).where(InterestFigure.topic.in_(topics)).order_by(InterestFigure.topic).with_for_update()
    db.session.scalars(query.execution_options(populate_existing=True)).all()


def _step(topics: Sequence[str]) -> None:
    for topic in topics:
        figure = db.session.get_one(InterestFigure, topic)
        figure.shown = privacy.step(figure.shown, _count(topic))
    db.session.flush()


def _count(topic: str) -> int:
    query = select(func.count()).select_from(Interest).join(Person, Person.id == Interest.person_id)
    return db.session.scalar(query.where(Interest.topic == topic, Person.active)) or 0
