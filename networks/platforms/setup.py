"""Opens platforms to the application: pages, and the worker's test."""

from flask import Flask

from networks.platforms import jobs
from networks.platforms.views import blueprint

JOBS = (jobs,)


def init_app(app: Flask) -> None:
    """Everything of platforms that the application calls is registered."""
    app.register_blueprint(blueprint)
