"""Opens directories to the application: pages, the worker's part, what is kept about a person."""

from flask import Flask

from networks.directories import jobs, my_data
from networks.directories.views import blueprint

JOBS = (jobs,)


def init_app(app: Flask) -> None:
    """Everything of directories that the application calls is registered."""
    my_data.register()
    app.register_blueprint(blueprint)
