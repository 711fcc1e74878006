"""Opens the package to the application."""

from flask import Flask

from champions import (
    jobs_reminders,
    mails,
    mails_backings,
    mails_commitments,
    my_data,
    my_data_commitments,
    queries_commitments,
    setup_coffee,
    views_backings,
    views_commitments,
    views_coverage,
    views_finding,
    views_mine,
    views_register,
    views_worklist,
)
from champions.mentorships import setup as mentorships
from champions.pairings import setup as pairings
from champions.thanks import setup as thanks
from champions.views import blueprint
from champions.waves import setup as waves
from people import profile_parts

# Importing them hangs their pages on the blueprint.
PAGES = (views_mine, views_backings, views_commitments, views_coverage, views_finding, views_register, views_worklist)
JOBS = (jobs_reminders,)


def init_app(app: Flask) -> None:
    """Everything of ambassadors that the application calls is registered."""
    mails.register()
    mails_backings.register()
    mails_commitments.register()
    my_data.register()
    my_data_commitments.register()
    profile_parts.register_part("champions/_profile_part.html", lambda me: {"shown": queries_commitments.shown_to(me.id)})
    app.register_blueprint(blueprint)
    mentorships.init_app(app)
    pairings.init_app(app)
    waves.init_app(app)
    thanks.init_app(app)
    # The pages behind the links of mails: the link is the key, and no cookie of ours lends it any power.
    for view in (views_mine.answer_by_link, views_backings.answer_backing, views_commitments.mark_by_link):
        app.extensions["csrf"].exempt(view)
    setup_coffee.init_app(app)
