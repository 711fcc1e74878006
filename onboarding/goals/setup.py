"""Opens goals to the application: pages, API, mails, what is kept about a person, and what a thing is for."""

from datetime import datetime

from flask import Flask, url_for
from sqlalchemy import exists, or_

from onboarding.goals import (
    api,
    jobs,
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
from onboarding.goals.models import Goal, Plan
from onboarding.goals.views import blueprint
from people import serving
from people.models import Person
from sessions import glances, home_parts

PAGES = (api, views_goals, views_imports, views_measuring, views_programmes)  # importing them hangs them on the blueprints
JOBS = (jobs,)


def init_app(app: Flask) -> None:
    """Everything of goals that the application calls is registered."""
    mails.register()
    my_data.register()
    app.register_blueprint(blueprint)
    serving.register(views_serving.GoalPurposes())
    home_parts.register_part(
        "goals",
        _at_home,
        there_is=or_(exists().where(Goal.heir_id == glances.PERSON), exists().where(Plan.heir_id == glances.PERSON)),
    )


def _at_home(person: Person, now: datetime) -> home_parts.Part | None:  # noqa: ARG001
    goals, plans = queries.asked_of(person)
    asked = [(one.name, url_for("goals.goal", goal_id=one.id)) for one in goals]
    asked += [
        (
            f"{words.part_words(one.kind)}, {one.programme.name}",
            url_for("goals.programme", programme_id=one.programme_id, _anchor=one.kind.value),
        )
        for one in plans
    ]
    return home_parts.Part(waiting=[words.waiting(title, url) for title, url in asked])
