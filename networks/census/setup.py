"""Opens the census to the application."""

from datetime import datetime
from typing import Any

from flask import Flask

from networks import group_parts
from networks.census import (
    jobs,
    mails,
    my_data,
    queries,
    views_census,
    views_keepers,
    views_lists,
    views_map,
    views_merging,
    views_networks,
    views_still,
    words,
)
from networks.census.views import blueprint
from networks.models import Group
from people.models import Person

PAGES = (
    views_census,
    views_keepers,
    views_lists,
    views_map,
    views_merging,
    views_networks,
    views_still,
)  # importing them hangs their pages on the blueprint
JOBS = (jobs,)  # ... and gives the worker what happens on a timer


def init_app(app: Flask) -> None:
    """Everything of this package that the application calls is registered."""
    mails.register()
    my_data.register()
    group_parts.register_part("census/_group_part.html", _meets)
    app.register_blueprint(blueprint)
    # The pages behind the links of mails: the link is the key, and no cookie of ours lends it any power.
    for view in (views_keepers.answer_by_link, views_lists.answer_by_list_link, views_still.answer_still):
        app.extensions["csrf"].exempt(view)


def _meets(group: Group, reader: Person, now: datetime) -> dict[str, Any]:  # noqa: ARG001
    """How the network that the group mirrors meets, which every colleague finds among the networks too."""
    return {"network": queries.of_group(group), "words": words}
