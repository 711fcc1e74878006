"""Opens the package to the application: pages, API, mails, what is kept about a person."""

from flask import Flask

from networks import api, group_parts, mails, my_data, views_groups, views_meetings, views_people, views_standing
from networks.census import setup as census
from networks.channels import setup as channels
from networks.directories import setup as directories
from networks.discovery import setup as discovery
from networks.mirroring import setup as mirroring
from networks.platforms import setup as platforms
from networks.views import blueprint

PAGES = (views_groups, views_meetings, views_people, views_standing, api)  # importing them hangs their pages on the blueprints


def init_app(app: Flask) -> None:
    """Everything of this package that the application calls is registered."""
    mails.register()
    my_data.register()
    app.register_blueprint(blueprint)
    # The page behind the link of a mail: its link is the key, and no cookie of ours lends it any power.
    app.extensions["csrf"].exempt(views_standing.answer_by_link)
    census.init_app(app)
    directories.init_app(app)
    platforms.init_app(app)
    mirroring.init_app(app)
    channels.init_app(app)
    discovery.init_app(app)
    group_parts.register_part("networks/_meeting_part.html", views_meetings.part)
