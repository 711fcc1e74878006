"""Opens the package to the application: pages, API, mails, the topic, what is kept about a person."""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import select

from config import settings
from database import db
from mail import inbox
from networks import api, mails, my_data, views_groups, views_people, views_standing
from networks.models import Group
from networks.views import blueprint

PAGES = (views_groups, views_people, views_standing, api)  # importing them hangs their pages on the blueprints


def init_app(app: Flask) -> None:
    """Everything of this package that the application calls is registered."""
    mails.register()
    my_data.register()
    app.register_blueprint(blueprint)
    # The page behind the link of a mail: its link is the key, and no cookie of ours lends it any power.
    app.extensions["csrf"].exempt(views_standing.answer_by_link)
    inbox.register_topic("group", describe=describe_topics)


def describe_topics(topics: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Name and address of each `group:ID`, for the mail page."""
    numbers = [number for kind, _colon, number in (topic.partition(":") for topic in topics) if kind == "group"]
    ids = [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 10]
    rows = db.session.execute(select(Group.id, Group.name).where(Group.id.in_(ids)))
    return {f"group:{id_}": (name, f"{settings().base_url}/groups/{id_}") for id_, name in rows}
