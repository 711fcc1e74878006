"""Opens rounds to the application."""

from flask import Flask

from sessions.rounds import models


def init_app(app: Flask) -> None:
    """Everything of rounds that the application calls is registered."""
    app.extensions["foyer_rounds"] = models.Round.__tablename__
