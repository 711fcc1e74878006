"""Opens feedback to the application: pages, the mail after a date, what happens on a timer."""

from datetime import UTC, datetime

from flask import Flask

from database import alone, transaction
from jobs import job
from sessions.feedback import asking, closing, mails, views_answers, views_feedback
from sessions.feedback.views import blueprint

PAGES = (views_answers, views_feedback)  # importing them hangs their pages on the blueprint


def init_app(app: Flask) -> None:
    """Everything of feedback that the application calls is registered."""
    mails.register()
    app.register_blueprint(blueprint)
    # The page behind the link of a mail: its link is the key, and no cookie of ours lends it any power.
    app.extensions["csrf"].exempt(views_answers.answer)


@job("sessions.feedback", every_minutes=15)
def ask_and_close() -> None:
    """Whoever came to a date is asked some hours later; a week after that the questions close."""
    with transaction():
        alone("sessions.reminders")  # all of them count what a person was nudged lately
        asking.post_due(now=datetime.now(UTC))
        closing.close_due(now=datetime.now(UTC))
