"""A pairing round of the company, half-way: somebody for the administrator, and nobody for Dana."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from champions import register
from champions.mentorships import asking
from champions.offers import Offer
from champions.pairings import pairing
from champions.pairings.matching_apart import Task, Way, find
from champions.pairings.models import PairingRound
from database import db, transaction
from people.models import Person
from tests.browser.company_mentorships import WISH


def furnish_pairings(people: Mapping[str, Person], crowd: list[int], *, now: datetime) -> None:
    """After `furnish_mentorships`: one more ambassador, whom Dana keeps apart, and one more who looks."""
    with transaction():
        chen = db.session.get_one(Person, people["chen"].id)
        helper, looks = db.session.get_one(Person, crowd[3]), db.session.get_one(Person, people["admin"].id)
        register.volunteer(helper, Offer(("Finding files",), ("nl", "en"), (), (7, 18), 1), now=now)
        register.welcome(helper.id, by=chen, now=now)
        asking.ask(looks, WISH, now=now)
        found = pairing.start(chen, resemblance=60, now=now)
        of = pairing.request_of(found, now=now)
        pairing.keep(found.id, found.began_at, of, {way: find(Task(of, way)) for way in Way})


def pairs_to_look_at() -> int:
    """The number of the round."""
    return db.session.scalars(select(PairingRound.id)).one()
