"""Opens participation to the application."""

from flask import Flask

from onboarding.evidence.participation import my_data


def init_app(app: Flask) -> None:  # noqa: ARG001
    """Everything of participation that the application calls is registered."""
    my_data.register()
