"""Opens the package to the application."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Its pages, jobs and commands."""
