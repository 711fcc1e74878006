"""A round of training groups on a table in front of each test: offered, signed up for in one line, composed as it would be."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person
from sessions.rounds import links, offers, proposing, rounds, signing_up
from sessions.rounds.compositions import Bound, Composition, Group, Unplaced, Why
from sessions.rounds.models import Round, SignUp
from sessions.rounds.rounds import RoundDetails
from sessions.rounds.signing_up import Said


@pytest.fixture
def round_details() -> Callable[..., RoundDetails]:
    """Six weekly hours in groups of two to three, from Monday 11 January 2027; `round_details(dates=1)` changes a field."""

    def build(**changes: object) -> RoundDetails:
        fields = {
            "title": "Getting started",
            "purpose": "Find and share what your team needs.",
            "timezone": "Europe/Amsterdam",
            "first_on": date(2027, 1, 11),
            "minutes": 60,
            "dates": 6,
            "smallest": 2,
            "largest": 3,
        }
        return RoundDetails(**{**fields, **changes})

    return build


@pytest.fixture
def round_(round_details, chen: Person, now: datetime) -> Callable[..., Round]:
    """An open round by Chen: Tuesdays and Thursdays at four, in the Canteen or the Workshop; `hosts` can host one group each."""

    def build(*, hosts: Sequence[Person] = (), opened: bool = True, **changes: object) -> Round:
        with transaction():
            made = rounds.draft(round_details(**changes), by=chen, now=now)
            offers.add_times(made.id, [1, 3], time(16))
            offers.add_place(made.id, "Canteen", "Ground floor")
            offers.add_place(made.id, "Workshop", "")
            for host in hosts:
                times, places = [at.id for at in made.times], [place.id for place in made.places]
                offers.put_host(made.id, host.id, times, places, ["en", "nl"], most_groups=1)
            if opened:
                rounds.open_(made.id, now=now)
        return made

    return build


@pytest.fixture
def sign_up(now: datetime) -> Callable[..., SignUp]:
    """`sign_up(round, ada, times=[0], companions=[bo])`: what Ada says, by place in the lists; everything is possible by default."""

    def say(
        made: Round,
        person: Person,
        *,
        times: Sequence[int] = (0, 1),
        places: Sequence[int] = (0, 1),
        companions: Sequence[Person] = (),
        kept_apart: Sequence[Person] = (),
        at: datetime | None = None,
        **more: object,
    ) -> SignUp:
        with transaction():
            found = rounds.lock(made.id)
            said = Said(
                times=[found.times[number].id for number in times],
                places=[found.places[number].id for number in places],
                languages=["en"],
                companions=[one.id for one in companions],
                kept_apart=[one.id for one in kept_apart],
                **more,
            )
            return signing_up.sign_up(made.id, db.session.get_one(Person, person.id), said, now=at or now)

    return say


@pytest.fixture
def propose(now) -> Callable[..., Round]:
    """`propose(round, [[ada, bo], [dana]])`: groups at the first place, at one time each in turn, hosted by the hosts in turn.

    What the worker does, without its composer.
    """

    def make(made: Round, people: Sequence[Sequence[Person]], *, hosts: Sequence[Person]) -> Round:
        with transaction():
            found = proposing.compose(made.id, resemblance=60, keeps_pairs=True, now=now)
            groups = tuple(
                Group(
                    found.times[number % 2].id,
                    str(found.places[0].id),
                    "en",
                    hosts[number].id,
                    tuple(sorted(one.id for one in members)),
                )
                for number, members in enumerate(people)
            )
            placed = {key for group in groups for key in group.members}
            others = [one.person_id for one in rounds.signed_up(found) if one.person_id not in placed]
            unplaced = tuple(Unplaced(key, Why.NO_SEAT) for key in others)
            composition = Composition(groups, unplaced, (), Bound(len(placed), 0.0), proven=True, seed=1)
        with transaction():
            proposing.keep(made.id, found.compose_began_at, composition, {})
        return made

    return make


@pytest.fixture
def round_mails() -> Callable[[], list[tuple[str, str, str, str]]]:
    """Every message about a round: kind, who to (local part), state, topic; in the order posted."""

    def read() -> list[tuple[str, str, str, str]]:
        db.session.rollback()
        db.session.expire_all()
        query = select(OutgoingMail).where(OutgoingMail.kind.startswith("sessions.round")).order_by(OutgoingMail.id)
        return [
            (row.kind.removeprefix("sessions.round").strip("_"), row.recipient.partition("@")[0], row.state.value, row.topic)
            for row in db.session.scalars(query)
        ]

    return read


def sign_up_of(made: Round, person: Person) -> SignUp:
    """What this person said, as it stands now."""
    db.session.rollback()
    query = select(SignUp).where(SignUp.round_id == made.id, SignUp.person_id == person.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def round_link(made: Round, person: Person) -> str:
    """The path of this person's link."""
    return links.path_of(made, person)
