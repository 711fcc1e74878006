"""`flask foyer prepare`: what happens before the processes start. Migrates, fills the demo on first start, says what to do next."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from config import settings
from database import learn_how_rows_are_spread, transaction
from jobs import job
from people.first_start import nobody_exists, setup_code

foyer = AppGroup("foyer", help="Prepare and look after this installation.")


def init_app(app: Flask) -> None:
    """The command group is known."""
    app.cli.add_command(foyer)


@foyer.command("prepare")
def prepare() -> None:
    """Migrate the database, fill the demo company on first start, and say what to do next."""
    # Both weigh much, and only this command needs them.
    from flask_migrate import upgrade

    import demo

    upgrade(directory=str(Path(current_app.root_path) / "migrations"))
    if settings().demo and demo.is_empty():
        click.echo("Filling the demo company. This happens once.")
        demo.fill(now=datetime.now(UTC))
    click.echo(_next_steps())


@job("foyer.statistics", every_minutes=60)
def learn() -> None:
    """The database knows how its rows are spread."""
    with transaction():
        learn_how_rows_are_spread()


def _next_steps() -> str:
    import demo

    address = settings().base_url
    lines = ["", f"  Foyer:    {address}"]
    if settings().demo:
        lines += [
            f"  Sign in:  ada@{demo.DOMAIN} (employee), bo@{demo.DOMAIN} (hosts a session),",
            f"            chen@{demo.DOMAIN} (community manager), marieke@{demo.DOMAIN} (administrator)",
            f"            Their password is {demo.PASSWORD}",
        ]
    if settings().postbox:
        lines += [f"  Mail:     no mail leaves this machine. Read it at {address}/postbox", ""]
    elif nobody_exists():
        lines += [f"  First:    make yourself administrator at {address}/setup?code={setup_code()}", ""]
    return "\n".join([*lines, "  Stop with Ctrl-C.", ""])
