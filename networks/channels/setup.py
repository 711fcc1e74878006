"""Opens channels to the application: pages, mails, the worker's part, what is kept about a person."""

from datetime import datetime
from typing import Any

from flask import Flask

from networks import access, group_parts
from networks.channels import channels, connected, departures, jobs, mails, my_data, queries, views_runs, words
from networks.channels.views import blueprint
from networks.models import Group
from networks.platforms import connections
from people.models import Person

JOBS = (jobs,)
PAGES = (views_runs,)  # importing them hangs their pages on the blueprint


def init_app(app: Flask) -> None:
    """Everything of channels that the application calls is registered."""
    mails.register()
    my_data.register()
    group_parts.register_part("channels/_group_part.html", _stands_on)
    connections.register_hanging(words.hanging_on)
    connections.register_before_cut(departures.keep_all)
    app.register_blueprint(blueprint)


def _stands_on(group: Group, reader: Person, now: datetime) -> dict[str, Any]:
    """For who belongs to the group: where it stands, and their own row. For who may set one up: the way there."""
    place = access.place_of(reader, group.id, now=now)
    found = channels.of_group(group)
    return {
        "channels": found,
        "own": queries.own_rows(found, reader) if found else {},
        "belongs": place.is_member or place.looks_after,
        "runs": place.may_change,
        "offers": place.may_change and not group.is_closed and bool(connected.offered_to(group)),
        "words": words,
    }
