"""Opens formats to the application: their pages."""

from flask import Flask

from sessions.kits import api, views_editing, views_formats, views_kit
from sessions.kits.views import blueprint

PAGES = (views_formats, views_editing, views_kit)  # importing them hangs their pages on the blueprint
API = (api,)


def init_app(app: Flask) -> None:
    """Everything of formats that the application calls is registered."""
    app.register_blueprint(blueprint)
