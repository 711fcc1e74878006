"""Opens reports to the application."""

from flask import Flask

from onboarding.evidence.reports import my_data
from onboarding.evidence.reports.views import blueprint


def init_app(app: Flask) -> None:
    """Everything of reports that the application calls is registered."""
    my_data.register()
    app.register_blueprint(blueprint)
