"""A lunch that is over and the questions after it: `lunch = had_lunch(ada, ...)`, `ask()`, `links_of(lunch)`, `answer(link, "yes", "Soup.")`."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from database import transaction
from people.models import Person
from sessions.feedback import answers, asking, closing, links
from sessions.models import ScheduledSession

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def had_lunch(meetup, say, now: datetime) -> Callable[..., ScheduledSession]:
    """Everybody named had a seat at it; it ended four hours ago."""

    def build(*people: Person, **changes: object) -> ScheduledSession:
        times = {"starts_at": now - 5 * HOUR, "ends_at": now - 4 * HOUR}
        session = meetup(invited=people, at=now - DAY, **{**times, **changes})
        for person in people:
            say(session, person, "accepted", at=now - DAY)
        return session

    return build


@pytest.fixture
def ask(now: datetime) -> Callable[..., int]:
    """Everybody who is to be asked now is; how many."""

    def post(*, at: datetime | None = None) -> int:
        with transaction():
            return asking.post_due(now=at or now)

    return post


@pytest.fixture
def close(now: datetime) -> Callable[[], int]:
    """Eight days have passed."""

    def end() -> int:
        with transaction():
            return closing.close_due(now=now + 8 * DAY)

    return end


@pytest.fixture
def link_in(words_of) -> Callable[..., str]:
    """`link_in(mail)`: the token of the link to the questions in it, "" where there is none."""

    def read(mail: object) -> str:
        found = re.search(r"/f/(\S+)", words_of(mail))
        return found.group(1) if found else ""

    return read


@pytest.fixture
def answer(now: datetime) -> Callable[..., None]:
    """`answer(token, "yes", "Soup.", "")`: one person's answers, in the order of the questions."""

    def give(token: str, *said: str, at: datetime | None = None) -> None:
        with transaction():
            answers.give(links.read(token), dict(enumerate(said)), now=at or now)

    return give


@pytest.fixture
def answered(had_lunch, colleagues, ask, answer, close) -> Callable[..., ScheduledSession]:
    """`answered(("yes", "Soup."), ("no",))`: a lunch with a guest for each of these, their answers read."""

    def build(*said: Sequence[str], closed: bool = True, **changes: object) -> ScheduledSession:
        session = had_lunch(*colleagues(max(len(said), 5)), **changes)
        ask()
        for one in said:
            answer(links.new_path(session.id, "en").removeprefix("/f/"), *one)
        if closed:
            close()
        return session

    return build
