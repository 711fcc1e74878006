"""Opens the package to the application: pages, commands, jobs, the address for returned mail."""

from flask import Flask

from mail import bounces, commands, jobs_delivery, jobs_inbox, views_mail, views_postbox
from mail.views import blueprint

PAGES = (views_mail, views_postbox)  # importing them hangs their pages on the blueprint
JOBS = (jobs_delivery, jobs_inbox)


def init_app(app: Flask) -> None:
    """Everything of this package that the application calls is registered."""
    bounces.register()
    app.register_blueprint(blueprint)
    for command in (commands.group, commands.worker, commands.mail_door):
        app.cli.add_command(command)
