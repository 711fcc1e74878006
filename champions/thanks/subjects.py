"""What thanks can be linked to: a session that the writer sees, or a group that both are known to belong to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from champions.thanks.errors import ThanksError
from networks import access as groups_seen
from networks import memberships
from networks import queries as group_queries
from networks.access import Place
from networks.errors import GroupMissing
from networks.models import Group, Visibility
from people.models import Person
from sessions import access, queries_month
from sessions.errors import SessionMissing
from sessions.models import ScheduledSession
from sessions.queries_month import Dated

LOOKS_BACK = timedelta(days=60)
MOST_SESSIONS = 20
OFFERED_STATES = {"in", "host", "maybe"}


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the two, or neither."""

    session_id: int | None = None
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form lists: the newest session first, groups by name."""

    sessions: list[ScheduledSession | Dated]
    groups: list[Group]


def offered_to(person: Person, *, now: datetime, session_id: int | None = None) -> Offered:
    """Sessions of the last weeks that they came to or hosted, and their groups. `session_id`: one more, if they see it."""
    mine = queries_month.between(person, now - LOOKS_BACK, now, everything=False)
    sessions: list[ScheduledSession | Dated] = [
        one for one in reversed(mine) if one.state in OFFERED_STATES and one.starts_at <= now
    ]
    asked_for = _session_seen_by(person, session_id) if session_id is not None else None
    if asked_for is not None:
        sessions = [asked_for, *(one for one in sessions if one.id != asked_for.id)]
    groups = group_queries.mine(person)
    return Offered(
        sessions[:MOST_SESSIONS],
        sorted(
            (one for one in (*groups.member, *groups.looked_after) if not one.is_closed), key=lambda group: group.name.casefold()
        ),
    )


def check(subject: Subject, *, by: Person, to: Person, now: datetime) -> None:
    """Raises ThanksError when thanks to this person cannot name it.

    Nothing follows from what the reader of a name may not know: a session is shown to whoever sees it (`queries.py`), so who was invited
    to it is not asked here; a group only to who is seen to belong to it, so a hidden member and a stranger get the same words.
    """
    if subject.session_id is not None and _session_seen_by(by, subject.session_id) is None:
        raise ThanksError("Choose something of the list, or nothing in particular.", field="about")
    if subject.group_id is None:
        return
    try:
        place = groups_seen.place_of(by, subject.group_id, now=now)
    except GroupMissing:
        place = None
    if place is None or not place.is_inside or place.group.is_closed:
        raise ThanksError("Choose something of the list, or nothing in particular.", field="about")
    if not _is_known_to(place, to):
        raise ThanksError(
            "“%(group)s” is not listed, so it can be named only to who is seen to belong to it. Leave it out.",
            field="about",
            group=place.group.name,
        )


def _session_seen_by(person: Person, session_id: int) -> ScheduledSession | None:
    try:
        return access.session_seen_by(person, session_id)
    except SessionMissing:
        return None


def _is_known_to(place: Place, person: Person) -> bool:
    """Whether the writer, who stands at `place`, can see that this person knows the group."""
    group = place.group
    if group.visibility is Visibility.LISTED or group.is_looked_after_by(person):
        return True
    membership = memberships.of_person(group, person)
    if membership is None or not membership.is_member:
        return False
    return place.looks_after or (place.sees_people and not membership.hides_name)
