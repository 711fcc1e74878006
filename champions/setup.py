"""Opens the package to the application."""

from flask import Flask

from champions import mails, mails_backings, my_data, views_backings, views_finding, views_mine, views_register
from champions.views import blueprint

PAGES = (views_mine, views_backings, views_finding, views_register)  # importing them hangs their pages on the blueprint


def init_app(app: Flask) -> None:
    """Everything of ambassadors that the application calls is registered."""
    mails.register()
    mails_backings.register()
    my_data.register()
    app.register_blueprint(blueprint)
    # The pages behind the links of mails: the link is the key, and no cookie of ours lends it any power.
    for view in (views_mine.answer_by_link, views_backings.answer_backing):
        app.extensions["csrf"].exempt(view)
