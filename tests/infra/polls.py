"""A date poll on a table in front of each test: `poll(asked=[ada, ...])`, what people mark in one line."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person
from sessions.polls import asking, dates, links, marking, polls, queries
from sessions.polls.models import Mark, Poll, PollPerson


@pytest.fixture
def poll_details(bo: Person) -> Callable[..., polls.PollDetails]:
    """A lunch of an hour, hosted by Bo; `poll_details(minutes=30)` changes a field."""

    def build(**changes: object) -> polls.PollDetails:
        fields = {
            "title": "Winter lunch",
            "timezone": "Europe/Amsterdam",
            "minutes": 60,
            "host_id": bo.id,
            "place": "Canteen",
            "description": "Soup first.",
        }
        return polls.PollDetails(**{**fields, **changes})

    return build


@pytest.fixture
def poll(poll_details, chen: Person, now: datetime) -> Callable[..., Poll]:
    """An open poll by Chen about the day in one, two and three weeks; `days=(1, 2)` are others."""

    def build(
        *,
        asked: Sequence[Person] = (),
        days: Sequence[float] = (7, 14, 21),
        opened: bool = True,
        at: datetime | None = None,
        **changes: object,
    ) -> Poll:
        at = at or now
        with transaction():
            made = polls.draft(poll_details(**changes), by=chen, now=at)
            for day in days:
                dates.add(made.id, now + timedelta(days=day), now=at)
            asking.ask(made.id, [person.id for person in asked], now=at)
            if opened:
                polls.open_(made.id, now=at)
        return made

    return build


@pytest.fixture
def mark(now: datetime) -> Callable[..., PollPerson]:
    """`mark(poll, ada, "yes", "no")`: what Ada says about the first dates, in order; "" leaves one open."""

    def say(made: Poll, person: Person, *words: str, at: datetime | None = None, comment: str | None = None) -> PollPerson:
        with transaction():
            wanted = dict(zip([date.id for date in polls.lock(made.id).dates], words, strict=False))
            marks = {date_id: Mark(word) for date_id, word in wanted.items() if word}
            return marking.record_marks(asked_in(made, person).id, marks, now=at or now, comment=comment)

    return say


@pytest.fixture
def marked() -> Callable[[Poll], dict[str, list[str]]]:
    """What everybody marked, by first name, in order of the dates; "" where nothing."""

    def read(made: Poll) -> dict[str, list[str]]:
        db.session.rollback()  # what a browser has sent since is not in the snapshot of an earlier read
        db.session.expire_all()
        order = [date.id for date in db.session.get_one(Poll, made.id).dates]
        found: dict[str, list[str]] = {}
        for asked in db.session.scalars(select(PollPerson).where(PollPerson.poll_id == made.id).order_by(PollPerson.id)):
            marks: Mapping[int, Mark] = queries.marks_of(asked)
            found[asked.person.name.split()[0]] = [marks[id_].value if id_ in marks else "" for id_ in order]
        return found

    return read


@pytest.fixture
def poll_mails() -> Callable[[Poll], list[tuple[str, str, str]]]:
    """Every message about a poll: kind, who to (local part), state; in the order posted."""

    def read(made: Poll) -> list[tuple[str, str, str]]:
        db.session.expire_all()
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.topic == f"poll:{made.id}").order_by(OutgoingMail.id))
        return [
            (row.kind.removeprefix("sessions.poll").strip("_"), row.recipient.partition("@")[0], row.state.value) for row in rows
        ]

    return read


def asked_in(made: Poll, person: Person) -> PollPerson:
    """The row of this person in this poll, as it is now."""
    query = select(PollPerson).where(PollPerson.poll_id == made.id, PollPerson.person_id == person.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def link_in(made: Poll, person: Person) -> str:
    """The path of this person's link."""
    return links.path_of(asked_in(made, person))
