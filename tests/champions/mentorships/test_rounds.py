"""Who would rather come to a round with their ambassador, whether that one hosts or signed up too."""

import pytest

from champions.mentorships import departures
from database import db, transaction
from people.models import Person
from sessions.rounds import rounds
from sessions.rounds.intakes import standing_of


@pytest.fixture
def candidate(app):
    """`candidate(round, ada)`: Ada as the composer reads her."""

    def read(made, person):
        db.session.rollback()
        found = standing_of(rounds.lock(made.id)).intake.candidates
        return next(one for one in found if one.key == person.id)

    return read


@pytest.mark.parametrize("wished", [True, False], ids=["with my ambassador", "no matter"])
def test_an_ambassador_who_hosts(accompanied, round_, sign_up, candidate, ada, bo, wished):
    # given
    accompanied(ada, bo)
    made = round_(hosts=[bo])

    # when
    sign_up(made, ada, with_ambassador=wished)

    # then
    found = candidate(made, ada)
    assert (found.led_by, found.companions) == ({bo.id} if wished else set(), set())


def test_an_ambassador_who_signed_up_is_beside_them(accompanied, round_, sign_up, candidate, ada, bo):
    # given
    accompanied(ada, bo)
    made = round_()

    # when
    sign_up(made, ada, with_ambassador=True)
    sign_up(made, bo)

    # then
    assert (candidate(made, ada).companions, candidate(made, bo).companions) == ({bo.id}, {ada.id})


def test_a_mentorship_that_has_ended_counts_for_nothing(accompanied, round_, sign_up, candidate, ada, bo, now):
    # given
    accompanied(ada, bo)
    made = round_(hosts=[bo])
    sign_up(made, ada, with_ambassador=True)

    # when
    with transaction():
        departures.person_goes(db.session.get_one(Person, bo.id), now=now)

    # then
    assert candidate(made, ada).led_by == set()
