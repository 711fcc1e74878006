"""Opens date polls to the application: pages, mails, the topic, what happens on a timer."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from config import settings
from database import alone, db, transaction
from jobs import job
from mail import inbox
from people import profile_parts
from people import signals as people_signals
from people.models import Person
from sessions.polls import (
    erasures,
    mails,
    my_data,
    queries,
    reminders,
    views_asking,
    views_ending,
    views_marks,
    views_planning,
    views_poll,
)
from sessions.polls.models import Poll
from sessions.polls.views import blueprint

PAGES = (views_poll, views_planning, views_asking, views_marks, views_ending)  # importing them hangs their pages on the blueprint


def init_app(app: Flask) -> None:
    """Everything of date polls that the application calls is registered."""
    mails.register()
    my_data.register()
    app.register_blueprint(blueprint)
    # The page behind the link of a mail: its link is the key, and no cookie of ours lends it any power.
    app.extensions["csrf"].exempt(views_marks.mark_by_link)
    inbox.register_topic("poll", describe=describe_topics)
    profile_parts.register_leaving("polls/_leaving_part.html", lambda person: {"polls": queries.open_polls_of(person)})
    people_signals.person_erased.connect(_on_person_erased)


@job("sessions.poll_reminders", every_minutes=5)
def post_reminders() -> None:
    """Questions to those who have not marked are on their way when they are due."""
    with transaction():
        alone("sessions.reminders")  # both count what a person was asked lately
        reminders.post_due(now=datetime.now(UTC))


def describe_topics(topics: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Title and address of each `poll:ID`, for the mail page."""
    numbers = [number for kind, _colon, number in (topic.partition(":") for topic in topics) if kind == "poll"]
    ids = [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 10]
    rows = db.session.execute(select(Poll.id, Poll.title).where(Poll.id.in_(ids)))
    return {f"poll:{id_}": (title, f"{settings().base_url}/polls/{id_}") for id_, title in rows}


def _on_person_erased(_sender: object, *, person: Person, now: datetime) -> None:  # noqa: ARG001
    erasures.hand_over(person)
