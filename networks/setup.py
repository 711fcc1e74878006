"""Opens the package to the application."""

from flask import Flask

from networks import invitations, requests

RULES = (invitations, requests)


def init_app(app: Flask) -> None:
    """Its pages, jobs and commands."""
