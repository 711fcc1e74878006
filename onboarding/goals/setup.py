"""Opens goals to the application: pages, API, mails, what is kept about a person, and what a thing is for."""

from datetime import datetime

from flask import Flask

from onboarding.goals import (
    api,
    mails,
    my_data,
    queries,
    views_goals,
    views_imports,
    views_measuring,
    views_programmes,
    views_serving,
    words,
)
from onboarding.goals.views import blueprint
from people import serving
from people.models import Person
from sessions import home_parts

PAGES = (api, views_goals, views_imports, views_measuring, views_programmes)  # importing them hangs them on the blueprints


def init_app(app: Flask) -> None:
    """Everything of goals that the application calls is registered."""
    mails.register()
    my_data.register()
    app.register_blueprint(blueprint)
    serving.register(views_serving.GoalPurposes())
    home_parts.register_part("goals", _at_home)


def _at_home(person: Person, now: datetime) -> home_parts.Part | None:  # noqa: ARG001
    goals, plans = queries.asked_of(person)
    if not goals and not plans:
        return None
    values = {"goals": goals, "plans": plans, "part_words": words.part_words}
    return home_parts.Part("goals/_home_part.html", values, waits=words.waits())
