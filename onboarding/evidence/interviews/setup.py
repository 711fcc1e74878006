"""Opens interviews to the application."""

from datetime import datetime

from flask import Flask

from onboarding.evidence.interviews import my_data, queries, words
from onboarding.evidence.interviews.models import Stage
from onboarding.evidence.interviews.views import blueprint
from people.models import Person
from sessions import home_parts


def init_app(app: Flask) -> None:
    """Everything of interviews that the application calls is registered."""
    my_data.register()
    home_parts.register_part("interviews", _at_home)
    app.register_blueprint(blueprint)


def _at_home(person: Person, now: datetime) -> home_parts.Part | None:  # noqa: ARG001
    waiting = queries.waiting(person)
    if not waiting:
        return None
    return home_parts.Part("evidence/_home_interviews.html", {"waiting": waiting, "asked": Stage.ASKED}, waits=words.waits())
