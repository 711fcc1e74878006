"""Opens waves to the application."""

from flask import Flask

from champions.waves import mails, my_data, views_lists, views_mine, views_planning
from champions.waves.views import blueprint

PAGES = (views_mine, views_planning, views_lists)  # importing them hangs their pages on the blueprint


def init_app(app: Flask) -> None:
    """Everything of waves that the application calls is registered."""
    mails.register()
    my_data.register()
    app.register_blueprint(blueprint)
    # The pages behind the links of mails: the link is the key, and no cookie of ours lends it any power.
    for view in (views_mine.answer_early, views_mine.answer_wave, views_mine.say_how_it_was):
        app.extensions["csrf"].exempt(view)
