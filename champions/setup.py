"""Opens the package to the application."""

from flask import Flask

from champions import mails, my_data, views_finding, views_mine, views_register
from champions.views import blueprint

PAGES = (views_mine, views_finding, views_register)  # importing them hangs their pages on the blueprint


def init_app(app: Flask) -> None:
    """Everything of ambassadors that the application calls is registered."""
    mails.register()
    my_data.register()
    app.register_blueprint(blueprint)
    # The page behind the link of a mail: its link is the key, and no cookie of ours lends it any power.
    app.extensions["csrf"].exempt(views_mine.answer_by_link)
