"""Which mail about a poll is due to whom: rules post here, `mails.py` writes the words when it leaves."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from mail import outbox
from sessions.polls.models import Poll, PollPerson

ASK = "sessions.poll"
MORE_DATES = "sessions.poll_dates"  # a date was added after they had answered
REMINDER = "sessions.poll_reminder"
CLOSED = "sessions.poll_closed"  # no date was chosen
ABOUT_POLLS = (ASK, MORE_DATES, REMINDER, CLOSED)
SETTLING = timedelta(minutes=10)  # dates are added one by one: the mail about them waits for the next one


def asked(poll: Poll, people: Iterable[PollPerson], *, now: datetime) -> int:
    """Everybody named is asked which dates suit them."""
    return _tell(ASK, poll, people, occasion="asked", now=now)


def more_dates(poll: Poll, people: Iterable[PollPerson], *, now: datetime) -> int:
    """Everybody named hears that there are more dates, in a few minutes."""
    return _tell(MORE_DATES, poll, people, occasion=now.isoformat(), now=now, due_at=now + SETTLING)


def closed(poll: Poll, people: Iterable[PollPerson], *, now: datetime) -> int:
    """Everybody named hears that no date was chosen; whom the question never reached hears nothing (the renderer finds out)."""
    return _tell(CLOSED, poll, people, occasion="closed", now=now)


def reminded(asked: PollPerson, *, now: datetime, due_at: datetime) -> None:
    """This person is asked once more."""
    _tell(REMINDER, asked.poll, [asked], occasion="reminder", now=now, due_at=due_at)


def _tell(
    kind: str, poll: Poll, people: Iterable[PollPerson], *, occasion: str, now: datetime, due_at: datetime | None = None
) -> int:
    posts = [
        outbox.Post(
            kind=kind,
            topic=poll.topic,
            stream=asked.stream,
            person_id=asked.person_id,
            recipient=asked.person.email,
            key=f"{kind}:{asked.id}:{asked.token[:8]}:{occasion}",
            payload={"asked_id": asked.id},
            due_at=due_at,
        )
        for asked in people
    ]
    return outbox.post_many(posts, now=now)
