"""Opens evidence to the application."""

from datetime import datetime

from flask import Flask
from sqlalchemy import ColumnElement, exists, literal_column

from onboarding.evidence import queries, views_goals, views_groups
from onboarding.evidence.interviews import setup as interviews
from onboarding.evidence.reports import setup as reports
from onboarding.evidence.views import blueprint
from onboarding.goals.models import Goal, GoalState
from people.models import Person
from sessions import home_parts

# In the statement itself: SQLite has an index of those under way alone, and with a parameter it would prepare what home asks anew each time.
_UNDER_WAY: ColumnElement[GoalState] = literal_column(f"'{GoalState.UNDER_WAY.value}'")
PAGES = (views_goals, views_groups)  # importing them hangs them on the blueprint


def init_app(app: Flask) -> None:
    """Everything of evidence that the application calls is registered."""
    home_parts.register_part("evidence", _at_home, there_is=exists().where(Goal.state == _UNDER_WAY))
    app.register_blueprint(blueprint)
    interviews.init_app(app)
    reports.init_app(app)


def _at_home(person: Person, now: datetime) -> home_parts.Part | None:  # noqa: ARG001
    """Who owns goals, and who looks after them, finds what is known of each."""
    goals = queries.looked_after(person)
    return home_parts.Part(template="evidence/_home_part.html", values={"goals": goals}) if goals else None
