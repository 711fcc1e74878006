"""What a room is told about dates of its group: a row in the transaction that makes it true, said once by the worker.

Nothing is said of who comes. What is overtaken before it was said is not said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from database import db
from jobs import wake
from networks.channels.connected import exposes
from networks.channels.models import Announcement, Channel, News, Saying
from networks.models import Group
from networks.platforms.protocol import AccessDenied, PlatformFault, Unavailable

JOB = "networks.channel_announcements"
MOST_ATTEMPTS = 8
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
LEASE = timedelta(minutes=10)
DATES_NAMED = 4


@dataclass(frozen=True, slots=True)
class Date:
    """One date, as it is or was: aware UTC."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DateNews:
    """What became of some dates that belong together. `about`: the same dates have the same word ("session:12"); `path`: of the page here."""

    news: News
    about: str
    title: str
    timezone: str
    place: str
    path: str
    dates: Sequence[Date]


def tell(group_id: int, news: DateNews, *, now: datetime) -> int:
    """The rooms of this group hear of it, where somebody has turned that on. How many."""
    query = select(Channel).join(Group, Group.id == Channel.group_id)
    query = query.where(Channel.group_id == group_id, Channel.announces, Channel.room_id != "", Group.closed_at.is_(None))
    told = [_write(channel, news, now=now) for channel in db.session.scalars(query.order_by(Channel.id))]
    if any(told):
        db.session.flush()
        wake(JOB)
    return sum(told)


def _write(channel: Channel, news: DateNews, *, now: datetime) -> bool:
    """A date that was not told of yet and has moved is told of as it is now; one that is off again was never said."""
    kind, unsaid = news.news, _unsaid(channel, news.about)
    for one in unsaid:
        one.state = Saying.DROPPED
    if any(one.news is News.SET for one in unsaid):
        if kind is News.CANCELLED:
            return False
        kind = News.SET
    number = db.session.scalar(select(func.coalesce(func.max(Announcement.id), 0))) or 0
    db.session.add(
        Announcement(
            channel_id=channel.id,
            key=f"date-{news.about.replace(':', '-')}-{number + 1}",
            about=news.about,
            news=kind,
            facts=_facts(news),
            created_at=now,
            due_at=now,
        )
    )
    db.session.flush()
    return True


def _unsaid(channel: Channel, about: str) -> Sequence[Announcement]:
    """What was never handed to the platform: an attempt may have reached the room."""
    query = select(Announcement).where(Announcement.channel_id == channel.id, Announcement.about == about)
    return db.session.scalars(query.where(Announcement.state == Saying.WAITS, Announcement.attempts == 0)).all()


def _facts(news: DateNews) -> dict[str, Any]:
    dates = sorted(news.dates, key=lambda one: one.starts_at)
    return {
        "title": news.title,
        "timezone": news.timezone,
        "place": news.place,
        "path": news.path,
        "count": len(dates),
        "dates": [[one.starts_at.isoformat(), one.ends_at.isoformat()] for one in dates[:DATES_NAMED]],
        "last": dates[-1].ends_at.isoformat(),
    }


def dates_of(announcement: Announcement) -> list[Date]:
    """The dates it names, the first ones when there are many."""
    return [Date(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in announcement.facts["dates"]]


def claim(*, now: datetime) -> Announcement | None:
    """The next one to say is this worker's for a while; None when nothing is due. What is over by now is dropped.

    A room hears its news in their order: one that waits to be tried again holds up those after it, or a date would be off before it is new.
    """
    older = aliased(Announcement)
    waits = select(older.id).where(
        older.channel_id == Announcement.channel_id, older.id < Announcement.id, older.state == Saying.WAITS
    )
    while True:
        query = select(Announcement).where(Announcement.state == Saying.WAITS, Announcement.due_at <= now, ~waits.exists())
        found = db.session.scalar(query.order_by(Announcement.id).limit(1).with_for_update(of=Announcement, skip_locked=True))
        if found is None:
            return None
        channel = db.session.get_one(Channel, found.channel_id, populate_existing=True)
        if datetime.fromisoformat(found.facts["last"]) > now and _may_hear(channel):
            found.attempts, found.due_at = found.attempts + 1, now + LEASE
            db.session.flush()
            return found
        found.state = Saying.DROPPED
        db.session.flush()


def _may_hear(channel: Channel) -> bool:
    """Not where everybody would read of a group that is not listed."""
    return not channel.group.is_closed and not exposes(channel.platform, channel.group)


def said(announcement_id: int, *, now: datetime) -> None:
    """It stands in the room."""
    found = db.session.get(Announcement, announcement_id, populate_existing=True)
    if found is not None:
        found.state, found.said_at, found.told = Saying.SAID, now, ""
        db.session.flush()


def went_wrong(announcement_id: int, error: PlatformFault, *, now: datetime) -> None:
    """It goes later, a few times, unless it is dropped by now; then, or where the platform will never say it, it is given up, and that shows at the channel."""
    found = db.session.get(Announcement, announcement_id, populate_existing=True)
    if found is None or found.state is not Saying.WAITS:
        return
    found.told = str(error)
    if not isinstance(error, Unavailable | AccessDenied) or found.attempts >= MOST_ATTEMPTS:
        found.state = Saying.FAILED
    else:
        pause = min(FIRST_PAUSE * 4 ** (found.attempts - 1), LONGEST_PAUSE)
        asked = error.retry_after if isinstance(error, Unavailable) else None
        found.due_at = now + (pause if asked is None else timedelta(seconds=asked))
    db.session.flush()


def turn(channel: Channel, *, on: bool, language: str) -> None:
    """From now on the room hears of dates, in this language; or hears nothing more."""
    channel.announces, channel.language = on, language
    if not on:
        waits = select(Announcement).where(Announcement.channel_id == channel.id, Announcement.state == Saying.WAITS)
        for one in db.session.scalars(waits):
            one.state = Saying.DROPPED
    db.session.flush()


def last_fault(channel: Channel) -> str:
    """What the platform said of the newest announcement, if that did not go."""
    query = select(Announcement.state, Announcement.told).where(Announcement.channel_id == channel.id)
    newest = db.session.execute(
        query.where(Announcement.state.in_((Saying.SAID, Saying.FAILED))).order_by(Announcement.id.desc())
    ).first()
    return newest.told if newest is not None and newest.state is Saying.FAILED else ""
