"""Opens the census to the application."""

from flask import Flask

from networks.census import (
    jobs,
    mails,
    my_data,
    views_census,
    views_keepers,
    views_lists,
    views_map,
    views_merging,
    views_networks,
)
from networks.census.views import blueprint

PAGES = (
    views_census,
    views_keepers,
    views_lists,
    views_map,
    views_merging,
    views_networks,
)  # importing them hangs their pages on the blueprint
JOBS = (jobs,)  # ... and gives the worker what happens on a timer


def init_app(app: Flask) -> None:
    """Everything of this package that the application calls is registered."""
    mails.register()
    my_data.register()
    app.register_blueprint(blueprint)
    # The pages behind the links of mails: the link is the key, and no cookie of ours lends it any power.
    for view in (views_keepers.answer_by_link, views_lists.answer_by_list_link):
        app.extensions["csrf"].exempt(view)
