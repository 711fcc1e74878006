"""Opens participation to the application."""

from flask import Flask

from onboarding.evidence.participation import api, jobs, my_data, views

PAGES = (api,)  # importing it hangs its calls on the API
JOBS = (jobs,)  # ... and gives the worker what happens on a timer


def init_app(app: Flask) -> None:
    """Everything of participation that the application calls is registered."""
    my_data.register()
    app.register_blueprint(views.blueprint)
