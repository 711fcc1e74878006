"""Opens surveys to the application."""

from datetime import datetime

from flask import Flask, url_for
from sqlalchemy import exists

from onboarding.goals import happenings, things_above
from onboarding.surveys import jobs, mails, my_data, queries, views_desk, views_reading, views_unknown, words
from onboarding.surveys.models import SurveyAsked
from onboarding.surveys.views import blueprint
from onboarding.voices import days
from people import profile_parts
from people.models import Person
from sessions import glances, home_parts
from sessions.home_parts import Part

PAGES = (views_desk, views_reading, views_unknown)  # importing them hangs their pages on the blueprint
JOBS = (jobs,)  # ... and gives the worker what happens on a timer


def init_app(app: Flask) -> None:
    """Everything of surveys that the application calls is registered."""
    mails.register()
    my_data.register()
    home_parts.register_part("surveys", _at_home, there_is=exists().where(SurveyAsked.person_id == glances.PERSON))
    profile_parts.register_part("surveys/_profile_part.html", lambda _person: {})
    things_above.register_around(happenings.Kind.SURVEY, _around)
    app.register_blueprint(blueprint)
    # No cookie lends these any power: a token or a link does.
    for view in (views_unknown.hand_in, views_unknown.signature_by_link, views_unknown.stop_by_link):
        app.extensions["csrf"].exempt(view)


def _around(goal_id: int, reader: Person) -> list[things_above.Dated]:
    return [
        things_above.Dated(on, survey.name, url_for("surveys.survey", survey_id=survey.id)) if seen else things_above.Dated(on)
        for survey, on, seen in queries.around(goal_id, reader)
    ]


def _at_home(person: Person, now: datetime) -> Part | None:
    asking = queries.waiting(person, today=days.today(now))
    return Part(
        waiting=[words.waiting(one.wave, url_for("surveys.answer", wave_id=one.wave.id), opened=one.had_token) for one in asking]
    )
