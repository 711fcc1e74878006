"""Feedback of the company: a lunch after which people are being asked, and one of last week whose answers are read."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from database import db, transaction
from people.models import Person
from sessions.feedback import answers, asking, closing, links
from sessions.models import ScheduledSession
from tests.browser.company_courses import FullHouse

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class LivedInHouse(FullHouse):
    """The same with dates that are over: their numbers by state, and links to the questions, one of them used."""

    feedback: dict[str, int]
    feedback_links: dict[str, str]


def furnish_feedback(house: FullHouse, *, meetup: Callable, say: Callable, now: datetime) -> LivedInHouse:
    """The house after last week; the fixtures it is made with come along."""
    guests = [house.people["ada"], house.people["dana"], *(db.session.get_one(Person, id_) for id_ in house.crowd)]

    def had(title: str, ended_at: datetime) -> ScheduledSession:
        session = meetup(invited=guests, at=ended_at - DAY, title=title, starts_at=ended_at - HOUR, ends_at=ended_at)
        for guest in guests:
            say(session, guest, "accepted", at=ended_at - DAY)
        with transaction():
            asking.post_due(now=ended_at + 4 * HOUR)
        return session

    def answered(session: ScheduledSession, at: datetime) -> str:
        token = links.new_path(session.id, "en").removeprefix("/f/")
        with transaction():
            answers.give(links.read(token), {0: "yes"}, now=at)
        return token

    closed = had("Soup of last week", now - 9 * DAY)
    for _guest in range(5):
        answered(closed, now - 8 * DAY)
    with transaction():
        closing.close_due(now=now)
    asking_ = had("Soup of today", now - 5 * HOUR)
    return LivedInHouse(
        **{one.name: getattr(house, one.name) for one in fields(FullHouse)},
        feedback={"asking": asking_.id, "closed": closed.id},
        feedback_links={"open": links.new_path(asking_.id, "en").removeprefix("/f/"), "used": answered(asking_, now)},
    )
