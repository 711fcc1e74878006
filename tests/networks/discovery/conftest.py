"""What somebody handed over, and what was found in it."""

from io import BytesIO

import pytest

from calendars.fetching import FetchError, Unfetched
from database import db, transaction
from networks.discovery import found_networks, hand_overs, jobs
from networks.discovery.models import HandOver
from people.models import Person
from tests.networks.discovery.by_hand import WEEKLY, calendar, event

CAST = ("ada", "bo", "chen", "dana", "stranger", "other")


def nowhere(_address: str) -> bytes:
    raise FetchError(Unfetched.UNREACHABLE)


def lunch(*more: str, people=CAST, title: str = "Soup on Tuesday") -> str:
    """A calendar in which the cast has met every week since September."""
    asked = [f"ATTENDEE:mailto:{name}@brink-waal.example" for name in people if name != "ada"]
    return calendar(event(title, WEEKLY, people=asked).replace("mailto:ada@x.example", "mailto:ada@brink-waal.example"), *more)


@pytest.fixture
def hand(app, now):
    """`hand(ada, text)`: she hands this over, as a file."""

    def make(person: Person, content: str | bytes, name: str = "mine.ics") -> HandOver:
        octets = content.encode() if isinstance(content, str) else content
        with transaction() as session:
            return hand_overs.take_file(session.get_one(Person, person.id), BytesIO(octets), name, now=now)

    return make


@pytest.fixture
def read(hand, clock):
    """The same, and the worker has read it."""

    def make(person: Person, content: str | bytes, name: str = "mine.ics") -> HandOver:
        handed = hand(person, content, name)
        jobs.read_all(nowhere)
        return again(handed)

    return make


@pytest.fixture
def found(read, ada, bo, chen, dana):
    """`found()`: the number of the one network in Ada's calendar."""

    def make(person: Person = ada, content: str = "") -> int:
        ((number, _proposal),) = found_networks.of_hand_over(read(person, content or lunch()))
        return number

    return make


def again(handed: HandOver) -> HandOver:
    """As it stands now."""
    db.session.rollback()
    return db.session.get_one(HandOver, handed.id, populate_existing=True)
