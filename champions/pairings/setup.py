"""Opens pairing rounds to the application: pages, and the job that finds the pairs."""

from flask import Flask

from champions.pairings import jobs, my_data
from champions.pairings.views import blueprint

JOBS = (jobs,)


def init_app(app: Flask) -> None:
    """Everything of pairing rounds that the application calls is registered."""
    my_data.register()
    app.register_blueprint(blueprint)
