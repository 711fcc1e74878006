"""The processes beside the web, worker and mail door; and `flask mail deliver` for one round by hand."""

import logging
import signal
import threading

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

import jobs
from config import ConfigError, settings
from memory import share_one_heap

group = AppGroup("mail", help="Look after mail by hand.")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Do the background work: deliver mail, read what came in, remind. Runs until it is stopped; start as many as you like."""
    work(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


@click.command("mail-door")
@with_appcontext
def mail_door() -> None:
    """Take in mail: listen for LMTP at FOYER_LMTP_BIND, fetch from FOYER_IMAP_URL. Runs until it is stopped."""
    take_in(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def work(app: Flask) -> None:
    """This process is a worker until it is stopped."""
    share_one_heap()
    logging.basicConfig(level=logging.WARNING)
    jobs.work(app)


def take_in(app: Flask) -> None:
    """This process takes in mail until it is stopped. Needs an application context; raises ConfigError for an address that is taken."""
    from mail.commands_imap import ImapDoor  # who serves or works needs neither
    from mail.commands_lmtp import open_door

    share_one_heap()
    logging.basicConfig(level=logging.WARNING)
    lmtp = None
    if settings().lmtp_bind != "off":
        try:
            lmtp = open_door(app)
        except OSError as error:
            raise ConfigError(f"FOYER_LMTP_BIND {settings().lmtp_bind} cannot be opened: {error.strerror}.") from error
        click.echo(f"LMTP at {settings().lmtp_bind}")
    imap = ImapDoor(app) if settings().imap_url.get_secret_value() else None
    if imap:
        imap.start()
        click.echo("Fetching by IMAP")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopping.set())
    stopping.wait()
    if imap:
        imap.stop()
    if lmtp:
        lmtp.stop()


@group.command("deliver")
def deliver() -> None:
    """Send everything that is due now, and end."""
    jobs.run_now("mail.deliver")
    click.echo("Done.")
