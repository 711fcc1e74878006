"""Opens the package to the application: pages, commands, renderers, the inbox's answer address, what happens on a timer."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from config import settings
from database import db, transaction
from jobs import job
from mail import inbox, signals
from mail.models import OutgoingMail
from sessions import mails, reminders, replies, told, views
from sessions.models import ScheduledSession


def init_app(app: Flask) -> None:
    """Everything of this package that the application calls is registered."""
    mails.register()
    app.register_blueprint(views.blueprint)
    inbox.register_address("rsvp", exists=replies.token_exists, handle=replies.handle)
    inbox.register_topic("session", describe=describe_topics)
    signals.mail_sent.connect(_on_mail_sent)
    signals.mail_bounced.connect(_on_mail_bounced)


@job("sessions.reminders", every_minutes=5)
def post_reminders() -> None:
    """Reminders and nudges that are due are on their way."""
    with transaction():
        reminders.post_due(now=datetime.now(UTC))


def describe_topics(topics: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Title and address of each `session:ID`, for the mail page."""
    ids = [int(topic.partition(":")[2]) for topic in topics if topic.startswith("session:")]
    rows = db.session.execute(select(ScheduledSession.id, ScheduledSession.title).where(ScheduledSession.id.in_(ids)))
    return {f"session:{id_}": (title, f"{settings().base_url}/sessions/{id_}") for id_, title in rows}


def _on_mail_sent(_sender: object, *, mails: Sequence[OutgoingMail], now: datetime) -> None:
    told.keep(mails, now=now)


def _on_mail_bounced(_sender: object, *, mail: OutgoingMail, now: datetime) -> None:
    told.came_back(mail, now=now)
