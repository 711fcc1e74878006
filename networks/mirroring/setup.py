"""Opens mirrors to the application: pages, mails, the worker's part, what is kept about a person."""

from datetime import datetime
from typing import Any

from flask import Flask

from networks import group_parts, memberships
from networks.mirroring import jobs, mails, mirrors, my_data, sources, views_runs, words
from networks.mirroring.views import blueprint
from networks.models import Group
from people.models import Person

JOBS = (jobs,)
PAGES = (views_runs,)  # importing them hangs their pages on the blueprint


def init_app(app: Flask) -> None:
    """Everything of mirrors that the application calls is registered."""
    mails.register()
    my_data.register()
    group_parts.register_part("mirroring/_group_part.html", _follows)
    app.register_blueprint(blueprint)


def _follows(group: Group, reader: Person, now: datetime) -> dict[str, Any]:  # noqa: ARG001
    """For who belongs to the group: where people come from. For who looks after it: the way to its mirror."""
    runs = group.is_looked_after_by(reader)
    membership = memberships.of_person(group, reader)
    belongs = runs or (membership is not None and membership.is_member)
    mirror = mirrors.of_group(group.id) if belongs else None
    return {"mirror": mirror, "source": sources.name_of(mirror) if mirror is not None else "", "runs": runs, "words": words}
