"""A round as it stands when a proposal is on the table."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select

from database import db, transaction
from people.models import Person
from sessions.rounds import proposing, rounds
from sessions.rounds.compositions import Bound, Composition, Group, Unplaced, Why
from sessions.rounds.models import Round, RoundGroup, SignUp


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
def placed() -> Callable[[Round], dict[str, int | None]]:
    """In which group (by number) everybody is, by first name."""

    def read(made: Round) -> dict[str, int | None]:
        db.session.rollback()
        db.session.expire_all()
        query = select(SignUp).where(SignUp.round_id == made.id).order_by(SignUp.id)
        return {one.person.name.split()[0]: one.group.number if one.group else None for one in db.session.scalars(query)}

    return read


@pytest.fixture
def groups_of() -> Callable[[Round], list[int]]:
    """The ids of the groups, by number."""

    def read(made: Round) -> list[int]:
        db.session.rollback()
        return list(db.session.scalars(select(RoundGroup.id).where(RoundGroup.round_id == made.id).order_by(RoundGroup.number)))

    return read


@pytest.fixture
def crowd(add_person) -> list[Person]:
    """Six colleagues: Eve, Finn, Gus, Hedda, Ivo, Jara."""
    return [
        add_person(f"{name} Test", function="Fitter", department=name) for name in ("Eve", "Finn", "Gus", "Hedda", "Ivo", "Jara")
    ]
