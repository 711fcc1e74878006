"""Mentorships of the company: Bo accompanies Ada, stopped with one of the crowd, and is asked about another; Dana looks."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from champions.mentorships import answering, asking, links, proposals, records
from champions.mentorships.asking import Wish
from champions.mentorships.models import Ask, AskState, Going, Mentorship, Origin, Proposal
from champions.mentorships.records import Next
from database import db, transaction
from people import apart
from people.models import Person

WISH = Wish("I would like to find the drawings of the line without asking.", ("Finding files",), ("en", "nl"), (7, 18), 100)


def furnish_mentorships(people: Mapping[str, Person], crowd: list[int], *, now: datetime) -> None:
    """After `furnish_ambassadors`: Bo takes two."""
    with transaction():
        ada, bo, chen, dana = (db.session.get_one(Person, people[name].id) for name in ("ada", "bo", "chen", "dana"))
        left, waits = (db.session.get_one(Person, id_) for id_ in crowd[1:3])
        apart.keep(dana, [crowd[3]])
        for person in (ada, left, waits, dana):
            asking.ask(person, WISH, now=now - timedelta(days=3))
        for person in (ada, left):
            proposal = proposals.propose(person.id, bo.id, origin=Origin.BY_HAND, by=chen, now=now)
            answering.answer(proposal.id, person.id, yes=True, now=now)
            answering.answer(proposal.id, bo.id, yes=True, now=now)
        today = now.date()
        records.end(_with(left), "Thank you for asking so well.", by=bo, today=today, now=now)
        records.plan(_with(ada), Next("Find one drawing together", now + timedelta(days=6), "Canteen"), by=ada, now=now)
        records.check_in(_with(ada), "We found the first one.", by=bo, met_on=today, today=today, now=now, going=Going.WELL)
        records.check_in(_with(ada), "I found the next by myself.", by=ada, met_on=today, today=today, now=now)
        proposals.propose(waits.id, bo.id, origin=Origin.BY_HAND, by=chen, now=now)


def _with(mentee: Person) -> int:
    return db.session.scalars(select(Mentorship.id).where(Mentorship.mentee_id == mentee.id)).one()


def record_of(person: Person) -> int:
    """The number of the mentorship of this mentee."""
    return _with(person)


def mentee_token(person: Person) -> str:
    """The token of the link on which the ambassador of this mentee says how it stands."""
    return links.path_to_mentee(db.session.get_one(Mentorship, _with(person))).rpartition("/")[2]


def pair_tokens() -> list[tuple[str, str]]:
    """Side and token of both links about the pair that is asked."""
    proposal = db.session.scalars(select(Proposal).where(Proposal.closed_at.is_(None))).one()
    paths = [links.path_of(proposal, person_id) for person_id in (proposal.mentee_id, proposal.ambassador_id)]
    return [(path.split("/")[3], path.split("/")[4]) for path in paths]


def another_token() -> str:
    """The token of the link that asks whether somebody would like another ambassador."""
    ask = db.session.scalars(select(Ask).where(Ask.state == AskState.DECIDES)).one()
    return links.path_to_another(ask).rpartition("/")[2]
