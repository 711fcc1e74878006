"""What happened around a goal, as one reader may know it: the start of its programme, what serves it, what was written down by hand.

Of what a reader may not see they read that there was something, and no title: whoever names the goal is told so.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from champions.thanks import queries as thanks_read
from champions.thanks.queries import Shown
from database import db
from networks.models import Group, Visibility
from onboarding.goals import queries, serving, standings, things_above
from onboarding.goals.models import Goal
from onboarding.goals.things_above import Line
from people.models import Person
from people.serving import Thing
from sessions import access
from sessions.models import ScheduledSession, SessionState
from sessions.rounds.models import Round, RoundState


class Kind(enum.StrEnum):
    """What it was."""

    START = "start"
    SESSION = "session"
    SERIES = "series"  # from its first date on
    ROUND = "round"
    GROUP = "group"
    SURVEY = "survey"  # from its first wave on
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Happening:
    """On a day of the company. `number` is that of its page (of a series: of its first date), or of the event; None: not for this reader, or its
    page is `path`.
    """

    on: date
    kind: Kind
    title: str = ""
    number: int | None = None
    path: str = ""


def around(goal: Goal, reader: Person) -> list[Happening]:
    """Everything, by day. A constant number of queries."""
    linked = queries.links(goal)
    start = goal.programme.start
    found = [Happening(standings.day_of(start.started_at), Kind.START)] if start is not None and start.goal_id == goal.id else []
    found += [Happening(one.on, Kind.EVENT, one.what, one.id) for one in queries.events(goal)]
    found += _sessions([one.session_id for one in linked if one.session_id], reader)
    found += _series([one.series_id for one in linked if one.series_id], reader)
    found += _rounds([one.round_id for one in linked if one.round_id])
    found += _groups([one.group_id for one in linked if one.group_id])
    found += [Happening(one.on, Kind(kind), one.title, path=one.path) for kind, one in things_above.around(goal.id, reader)]
    return sorted(found, key=lambda one: (one.on, one.kind, one.title))


def _sessions(ids: list[int], reader: Person) -> list[Happening]:
    query = select(ScheduledSession).where(ScheduledSession.id.in_(ids), ScheduledSession.state == SessionState.PUBLISHED)
    return _dates(db.session.scalars(query).all(), Kind.SESSION, reader) if ids else []


def _series(ids: list[int], reader: Person) -> list[Happening]:
    firsts = select(func.min(ScheduledSession.starts_at).label("first_at"), ScheduledSession.series_id)
    firsts = firsts.where(
        ScheduledSession.series_id.in_(ids),
        ScheduledSession.state == SessionState.PUBLISHED,
        ScheduledSession.id.not_in(serving.speaking_dates()),
    )
    first = firsts.group_by(ScheduledSession.series_id).subquery()
    query = select(ScheduledSession).join(
        first, (ScheduledSession.series_id == first.c.series_id) & (ScheduledSession.starts_at == first.c.first_at)
    )
    query = query.where(ScheduledSession.state == SessionState.PUBLISHED)
    return _dates(db.session.scalars(query).all(), Kind.SERIES, reader) if ids else []


def _dates(sessions: Iterable[ScheduledSession], kind: Kind, reader: Person) -> list[Happening]:
    every = list(sessions)
    seen = {session_id for session_id, _person_id in access.who_sees(every, [reader])}
    return [
        Happening(
            one.starts_at.astimezone(one.zone).date(),
            kind,
            one.title if one.id in seen or one.listed else "",
            one.id if one.id in seen else None,
        )
        for one in every
    ]


def _rounds(ids: list[int]) -> list[Happening]:
    kept = (RoundState.DRAFT, RoundState.CANCELLED)
    query = select(Round).where(Round.id.in_(ids), Round.state.not_in(kept))
    rounds = db.session.scalars(query).all() if ids else []
    return [Happening(standings.day_of(_opened(one)), Kind.ROUND, one.title, one.id) for one in rounds]


def _opened(round_: Round) -> datetime:
    return round_.published_at or round_.began_at or round_.created_at


def _groups(ids: list[int]) -> list[Happening]:
    groups = db.session.scalars(select(Group).where(Group.id.in_(ids))).all() if ids else []
    listed = {one.id for one in groups if one.visibility is Visibility.LISTED}
    return [
        Happening(
            standings.day_of(one.created_at),
            Kind.GROUP,
            one.name if one.id in listed else "",
            one.id if one.id in listed else None,
        )
        for one in groups
    ]


def stories_for(goal: Goal) -> list[Line]:
    """Stories that name the goal, of those that every colleague reads."""
    return things_above.lines(Thing.STORY, [one.story_id for one in queries.links(goal) if one.story_id])


def thanks_for(goal: Goal, reader: Person) -> list[Shown]:
    """Thanks that name the goal, of those that every colleague reads. Nobody counts them."""
    named = {one.thanks_id for one in queries.links(goal)}
    return [one for one in thanks_read.shared(reader) if one.thanks.id in named]
