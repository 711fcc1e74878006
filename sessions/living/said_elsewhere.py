"""Dates of groups that stand on platforms as well: set, moved or cancelled, they are told of in the rooms there, in the same transaction.

What counts is what a date was when the transaction began and what it is at its end, whoever changed it in between.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from sqlalchemy import or_, select

from database import db
from networks.channels import announcing
from networks.channels.announcing import Date, DateNews
from networks.channels.models import Channel, News
from sessions.living.models import LivingAudience
from sessions.living.targets import Target
from sessions.models import ScheduledSession, SessionState

Groups = dict[tuple[str, int | None], set[int | None]]  # by what an audience is invited to: a calendar object or a course


@dataclass(frozen=True, slots=True)
class Before:
    """A date as it was when the transaction began."""

    state: SessionState | None
    starts_at: datetime | None
    ends_at: datetime | None


def tell(before: Mapping[int, Before], *, now: datetime) -> None:
    """The rooms of the groups that are invited hear what became of these dates (by number). Dates of one series make one announcement."""
    if not before or not _anybody_listens():
        return
    db.session.flush()
    query = select(ScheduledSession).where(ScheduledSession.id.in_(before), ScheduledSession.ends_at > now)
    changed: dict[tuple[int, bool, News], list[ScheduledSession]] = {}
    for session in db.session.scalars(query.order_by(ScheduledSession.starts_at, ScheduledSession.id)).unique():
        news = _news(before[session.id], session)
        if news is not None:
            changed.setdefault((session.series_id or session.id, session.series_id is None, news), []).append(session)
    groups = _groups([session for sessions in changed.values() for session in sessions])
    for (_number, _single, news), sessions in changed.items():
        for group_id in sorted({id_ for session in sessions for id_ in _invited(groups, session) if id_ is not None}):
            told = [session for session in sessions if group_id in _invited(groups, session)]
            announcing.tell(group_id, _date_news(news, told), now=now)


def tell_group(group_id: int, target: Target, *, now: datetime) -> None:
    """A group is invited to what stands in the calendar already: to its room those dates are new."""
    if not _anybody_listens():
        return
    query = select(ScheduledSession).where(
        target.has, ScheduledSession.state == SessionState.PUBLISHED, ScheduledSession.starts_at > now
    )
    sessions = db.session.scalars(query.order_by(ScheduledSession.starts_at, ScheduledSession.id)).unique().all()
    if sessions:
        announcing.tell(group_id, _date_news(News.SET, sessions), now=now)


def _anybody_listens() -> bool:
    return db.session.scalar(select(Channel.id).where(Channel.announces).limit(1)) is not None


def _news(before: Before, session: ScheduledSession) -> News | None:
    was_published = before.state is SessionState.PUBLISHED
    if session.state is SessionState.PUBLISHED and not was_published:
        return News.SET
    if session.state is SessionState.CANCELLED and was_published:
        return News.CANCELLED
    moved = (before.starts_at, before.ends_at) != (session.starts_at, session.ends_at)
    return News.MOVED if session.state is SessionState.PUBLISHED and moved else None


def _about(sessions: Sequence[ScheduledSession]) -> str:
    """The same dates have the same word."""
    if len(sessions) == 1:
        return f"session:{sessions[0].id}"
    return f"series:{sessions[0].series_id}:{crc32(repr(sorted(one.id for one in sessions)).encode()):x}"


def _groups(sessions: Collection[ScheduledSession]) -> Groups:
    """Which groups are invited to what, of these dates. One query."""
    objects = {session.calendar_object_id for session in sessions}
    courses = {session.series_id for session in sessions if session.series_id is not None}
    query = select(LivingAudience.calendar_object_id, LivingAudience.course_id, LivingAudience.group_id).where(
        or_(LivingAudience.calendar_object_id.in_(objects), LivingAudience.course_id.in_(courses)),
        LivingAudience.group_id.is_not(None),
        LivingAudience.ending_at.is_(None),
    )
    found: Groups = {}
    for object_id, course_id, group_id in db.session.execute(query):
        place = ("course", course_id) if course_id is not None else ("object", object_id)
        found.setdefault(place, set()).add(group_id)
    return found


def _invited(groups: Groups, session: ScheduledSession) -> set[int | None]:
    """The groups that are invited to this date, by itself or with its series or course."""
    course = groups.get(("course", session.series_id), set()) if session.series_id is not None else set()
    return groups.get(("object", session.calendar_object_id), set()) | course


def _date_news(news: News, sessions: Sequence[ScheduledSession]) -> DateNews:
    first = sessions[0]
    return DateNews(
        news=news,
        about=_about(sessions),
        title=first.title,
        timezone=first.timezone,
        place=first.place,
        path=f"/sessions/{first.id}",
        dates=[Date(one.starts_at, one.ends_at) for one in sessions],
    )
