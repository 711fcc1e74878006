"""Opens courses to the application: pages, mails, what happens on a timer."""

from datetime import UTC, datetime

from flask import Flask

from database import alone, transaction
from jobs import job
from sessions.courses import (
    api,
    mails,
    my_data,
    offering,
    views_answers,
    views_audiences,
    views_course,
    views_people,
    views_planning,
)
from sessions.courses.views import blueprint

PAGES = (
    views_planning,
    views_people,
    views_audiences,
    views_course,
    views_answers,
)  # importing them hangs their pages on the blueprint

API = (api,)


def init_app(app: Flask) -> None:
    """Everything of courses that the application calls is registered."""
    mails.register()
    my_data.register()
    app.register_blueprint(blueprint)
    # The page behind the link of a mail: its link is the key, and no cookie of ours lends it any power.
    app.extensions["csrf"].exempt(views_answers.answer_by_link)
    app.extensions["csrf"].exempt(views_answers.make_up_by_link)
    app.extensions["csrf"].exempt(views_answers.interest_by_link)


@job("sessions.make_ups", every_minutes=5)
def post_offers() -> None:
    """Mails about parts that can be made up are on their way when they are due."""
    with transaction():
        alone("sessions.reminders")  # both count what a person was asked lately
        offering.post_due(now=datetime.now(UTC))
