"""Opens the part to the application."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Pages, mails and jobs of goals are registered."""
