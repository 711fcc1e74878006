"""Opens the package to the application: pages, API, access, commands, jobs, mails."""

from datetime import datetime

from flask import Flask

from mail import signals
from mail.models import OutgoingMail
from people import (
    access,
    api,
    commands,
    commands_import,
    jobs_imports,
    jobs_renaming,
    jobs_sign_in,
    mails,
    my_data,
    sign_in,
    views_addresses,
    views_apart,
    views_imports,
    views_nudges,
    views_people,
    views_profile,
    views_sign_in,
)
from people.limits import limiter
from people.views import blueprint

PAGES = (
    views_sign_in,
    views_profile,
    views_addresses,
    views_nudges,
    views_apart,
    views_people,
    views_imports,
)  # importing them hangs their pages on the blueprint
OTHERS = (api, jobs_imports, jobs_renaming, jobs_sign_in)


def init_app(app: Flask) -> None:
    """Everything of this package that the application calls is registered."""
    app.config.setdefault("RATELIMIT_ENABLED", True)
    limiter.init_app(app)
    access.init_app(app)
    app.register_blueprint(blueprint)
    commands.group.add_command(commands_import.import_file)
    app.cli.add_command(commands.group)
    mails.register()
    my_data.register()
    signals.mail_bounced.connect(_on_mail_bounced)


def _on_mail_bounced(_sender: object, *, mail: OutgoingMail, error: str, now: datetime) -> None:  # noqa: ARG001
    sign_in.end_link_of(mail)
