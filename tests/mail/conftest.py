"""A mailbox that Foyer fetches from."""

import pytest
from pydantic import SecretStr

from mail.commands_imap import ImapDoor
from tests.infra.letters import post


@pytest.fixture
def at(app, settings):
    """`at(url)`: the settings with this mailbox, which the application has too."""

    def use(url):
        app.config["FOYER"] = settings.model_copy(update={"imap_url": SecretStr(url)})
        return app.config["FOYER"]

    return use


@pytest.fixture
def open_door(app, at):
    """`open_door(url)`: a door that fetches until the test ends."""
    doors = []

    def start(url, **options):
        at(url)
        doors.append(ImapDoor(app, **options))
        doors[-1].start()
        return doors[-1]

    yield start
    for door in doors:
        door._stopping.set()
    for door in doors:
        door.stop()


@pytest.fixture
def address(app):
    """An answer address whose token exists."""
    return f"bounce+{post('a').token}@brink-waal.example"
