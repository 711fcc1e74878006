"""Ambassadors and people who look for one, made through the rules, each in a transaction of its own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import or_, select

from champions import queries, register
from champions.mentorships import answering, asking, expiring, proposals
from champions.mentorships import queries as mentorships
from champions.mentorships.asking import Wish
from champions.mentorships.models import Ask, Mentorship, Origin, Proposal
from champions.mentorships.models_meetings import MeetingSeat
from champions.mentorships.records import Next
from champions.offers import Offer
from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person

OFFER = Offer(("Files",), ("nl", "en"), ("Deventer",), (2, 7), 2)
AT = datetime(2026, 12, 8, 11, 30, tzinfo=UTC)  # half past twelve in Amsterdam
MEETING = Next("Find one drawing", AT, "Canteen", 45)
WISH = Wish("I would like to find our drawings.", ("files",), ("en",), (7,))


def fresh(person: Person) -> Person:
    """The same person, in the session of now."""
    return db.session.get_one(Person, person.id)


@pytest.fixture
def helps(app: object, now: datetime, chen: Person) -> Callable[..., Person]:
    """`helps(bo, capacity=1)`: Bo is an ambassador."""

    def make(person: Person, **changes: object) -> Person:
        with transaction():
            register.volunteer(fresh(person), replace(OFFER, **changes), now=now)
            register.welcome(person.id, by=fresh(chen), now=now)
        return person

    return make


@pytest.fixture
def asks(app: object, now: datetime) -> Callable[..., Ask]:
    """`asks(ada, topics=("groups",))`: Ada looks for an ambassador."""

    def make(person: Person, at: datetime = now, **changes: object) -> Ask:
        with transaction():
            return asking.ask(fresh(person), replace(WISH, **changes), now=at)

    return make


@pytest.fixture
def proposed(app: object, now: datetime, chen: Person) -> Callable[..., Proposal]:
    """`proposed(ada, bo)`: Chen proposes the two to each other."""

    def make(mentee: Person, ambassador: Person, origin: Origin = Origin.BY_HAND, at: datetime = now) -> Proposal:
        with transaction():
            return proposals.propose(mentee.id, ambassador.id, origin=origin, by=fresh(chen), now=at)

    return make


@pytest.fixture
def answers(app: object, now: datetime) -> Callable[..., Mentorship | None]:
    """`answers(proposal, bo, yes=True)`: Bo says so."""

    def say(proposal: Proposal, person: Person, *, yes: bool = True, at: datetime = now) -> Mentorship | None:
        with transaction():
            return answering.answer(proposal.id, person.id, yes=yes, now=at)

    return say


@pytest.fixture
def accompanied(
    helps: Callable[..., Person], asks: Callable[..., Ask], proposed: Callable[..., Proposal], answers: Callable[..., Mentorship]
) -> Callable[..., Mentorship]:
    """`accompanied(ada, bo)`: Bo accompanies Ada, both said yes."""

    def make(mentee: Person, ambassador: Person) -> Mentorship:
        if queries.mine(ambassador.id) is None:
            helps(ambassador)
        asks(mentee)
        proposal = proposed(mentee, ambassador)
        answers(proposal, mentee)
        return answers(proposal, ambassador)

    return make


def mails_about_pairs() -> list[tuple[str, str]]:
    """Every mail about pairs that is on its way: kind and first name of who gets it, in the order posted."""
    db.session.rollback()
    rows = db.session.scalars(
        select(OutgoingMail)
        .where(or_(OutgoingMail.stream.like("proposal:%"), OutgoingMail.stream.like("mentorship:%")))
        .order_by(OutgoingMail.id)
    )
    return [(row.kind.removeprefix("champions."), row.recipient.partition("@")[0]) for row in rows]


def state_of(person: Person) -> str:
    """Where somebody who asked stands; "" for who asks for nothing."""
    db.session.rollback()
    found = asking.of(person.id)
    return found.state.value if found else ""


def accompanied_by(person: Person) -> list[str]:
    """Whom this ambassador accompanies now: names."""
    db.session.rollback()
    query = select(Mentorship).where(Mentorship.ambassador_id == person.id, Mentorship.ended_at.is_(None)).order_by(Mentorship.id)
    return [mentorship.mentee.name for mentorship in db.session.scalars(query)]


def expire(now: datetime) -> int:
    """What has run out by then is over."""
    with transaction():
        return expiring.expire(expiring.due(now=now), now=now)


def meeting_seat_of(person: Person) -> MeetingSeat | None:
    """This person's place at the meeting of a mentorship, as it is now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(MeetingSeat).where(MeetingSeat.person_id == person.id)).first()


def planned(mentorship_id: int) -> tuple[datetime | None, str]:
    """When and where the two meet."""
    db.session.rollback()
    found = mentorships.in_full(mentorship_id)
    return found.next_meeting_at, found.next_meeting_place


def short(event: dict[str, str]) -> tuple[str, int, str, str]:
    """What a calendar makes of a mail: method, SEQUENCE, start, and what the person said."""
    said = event["ATTENDEE"].partition("PARTSTAT=")[2].partition(";")[0]
    return event["METHOD"], int(event["SEQUENCE"]), event["DTSTART"], said
