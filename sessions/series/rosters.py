"""Who comes to which date of a series: for those who look after all of it, as the rosters of its dates are theirs to read.

Only dates that are not over: what somebody did at the others stands on the roster of each, and is added up nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from database import db
from paging import Page, paginate
from people.models import Person
from sessions.models import Invitation, Rsvp, ScheduledSession
from sessions.queries_roster import GROUPS, group_of
from sessions.series.models import Series

SHOWN = 50  # people on a page


@dataclass(frozen=True, slots=True)
class SeriesRosterLine:
    """One person, and their dates ahead by how they stand there (the groups of a roster), in order of time."""

    person: Person
    dates: dict[str, tuple[ScheduledSession, ...]]


def page_of(series: Series, dates: Sequence[ScheduledSession], number: int) -> tuple[Page[Person], list[SeriesRosterLine]]:
    """Everybody invited to any of these dates who is still here, by name. A constant number of queries."""
    by_id = {session.id: session for session in dates}
    asked = (
        select(Rsvp.person_id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .where(Invitation.calendar_object_id == series.calendar_object_id, Invitation.withdrawn_at.is_(None))
        .where(Rsvp.session_id.in_(by_id))
    )
    people = select(Person).where(Person.id.in_(asked), Person.active).order_by(Person.name, Person.id)
    page = paginate(people, number, per_page=SHOWN)
    bare = (lazyload(Rsvp.session), lazyload(Rsvp.person), lazyload(Rsvp.invitation))
    query = select(Rsvp).options(*bare).where(Rsvp.session_id.in_(by_id), Rsvp.person_id.in_([one.id for one in page.items]))
    standing: dict[int, dict[str, list[ScheduledSession]]] = {}
    for rsvp in db.session.scalars(query):
        standing.setdefault(rsvp.person_id, {}).setdefault(group_of(rsvp), []).append(by_id[rsvp.session_id])
    return page, [SeriesRosterLine(person, _in_order(standing.get(person.id, {}))) for person in page.items]


def _in_order(found: dict[str, list[ScheduledSession]]) -> dict[str, tuple[ScheduledSession, ...]]:
    return {name: tuple(sorted(found.get(name, ()), key=lambda one: one.starts_at)) for name in GROUPS}


def ahead(dates: Sequence[ScheduledSession], *, now: datetime) -> list[ScheduledSession]:
    """The dates that take place and are not over."""
    return [session for session in dates if session.is_published and not session.is_over(now)]
