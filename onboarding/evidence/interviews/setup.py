"""Opens interviews to the application."""

from datetime import datetime

from flask import Flask, url_for
from sqlalchemy import exists

from onboarding.evidence.interviews import mails, my_data, queries, words
from onboarding.evidence.interviews.models import Interview
from onboarding.evidence.interviews.views import blueprint
from people.models import Person
from sessions import glances, home_parts


def init_app(app: Flask) -> None:
    """Everything of interviews that the application calls is registered."""
    mails.register()
    my_data.register()
    home_parts.register_part("interviews", _at_home, there_is=exists().where(Interview.person_id == glances.PERSON))
    app.register_blueprint(blueprint)


def _at_home(person: Person, now: datetime) -> home_parts.Part | None:  # noqa: ARG001
    return home_parts.Part(
        waiting=[
            words.waiting(one, goal, url_for("interviews.one", interview_id=one.id)) for one, goal in queries.waiting(person)
        ]
    )
