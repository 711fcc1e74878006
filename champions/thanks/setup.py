"""Opens thanks to the application."""

from datetime import datetime
from typing import Any

from flask import Flask

from champions.thanks import api, mails, my_data, queries, thanks, views_mine, views_writing
from champions.thanks.views import blueprint
from networks import group_parts
from networks.models import Group
from people import profile_parts
from people.models import Person

PAGES = (api, views_mine, views_writing)  # importing them hangs them on the blueprints


def init_app(app: Flask) -> None:
    """Everything of thanks that the application calls is registered."""
    mails.register()
    my_data.register()
    profile_parts.register_part("thanks/_profile_part.html", lambda me: {"received": queries.received(me, most=queries.NEWEST)})
    group_parts.register_part("thanks/_group_part.html", _of_group)
    app.register_blueprint(blueprint)
    # The page behind the link of the mail: the link is the key, and no cookie of ours lends it any power.
    app.extensions["csrf"].exempt(views_mine.answer_thanks)


def _of_group(group: Group, reader: Person, now: datetime) -> dict[str, Any]:  # noqa: ARG001
    return {"thanks": queries.of_group(group, reader), "may_take_off": thanks.may_take_off(group, reader)}
