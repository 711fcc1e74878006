"""Pairing rounds, made through the rules; pairs are found in this process, which is quicker than in a child."""

from collections.abc import Callable
from datetime import datetime

import pytest

from champions.pairings import pairing
from champions.pairings.matching_apart import Task, Way, find
from champions.pairings.models import PairingRound
from database import db, transaction
from people.models import Person
from tests.infra.mentorships import fresh


@pytest.fixture
def looks_for_pairs(app: object, now: datetime, chen: Person) -> Callable[..., int]:
    """`looks_for_pairs()`: Chen presses "Find pairs"; the number of the round, for the worker to do."""

    def start(resemblance: int = 50) -> int:
        with transaction():
            return pairing.start(fresh(chen), resemblance=resemblance, now=now).id

    return start


@pytest.fixture
def pairs_found(looks_for_pairs: Callable[..., int], now: datetime) -> Callable[..., int]:
    """`pairs_found()`: and the pairs are there to look at."""

    def run(resemblance: int = 50) -> int:
        round_id = looks_for_pairs(resemblance)
        found = db.session.get_one(PairingRound, round_id)
        of = pairing.request_of(found, now=now)
        with transaction():
            pairing.keep(round_id, found.began_at, of, {way: find(Task(of, way)) for way in Way})
        return round_id

    return run
