""" "Me too" is a number from five on, and no list."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from threading import Barrier

import pytest
from sqlalchemy import select

from database import Base, db, transaction
from onboarding.voices import me_toos, merging, moderation, queries
from onboarding.voices.errors import VoiceMissing
from onboarding.voices.models import Voice
from people.blind_tokens import TokenInvalid, TokenSpent
from people.models_blind import SpentToken


@pytest.fixture
def people(add_person):
    return [add_person(f"P{number} Person") for number in range(11)]


@pytest.fixture
def agree(do, token_of):
    """`agree(number, *people)`"""

    def run(number, *everybody, rule=me_toos.agree):
        for person in everybody:
            do(rule, number, token_of(person), clock=False)

    return run


def shown(number):
    db.session.rollback()
    return queries.agreed([db.session.get_one(Voice, number, populate_existing=True)])[number]


def test_the_number_is_shown_from_five_on_and_in_steps_of_five(said, agree, people):
    # given
    number, seen = said(), []

    # when
    for person in people:
        agree(number, person)
        seen.append(shown(number))

    # then
    assert seen == [None, None, None, None, 5, 5, 5, 5, 5, 10, 10]


def test_a_token_counts_once_and_can_be_taken_back(said, agree, voice, people):
    # given
    number = said()
    agree(number, people[0])

    # then
    with pytest.raises(TokenSpent):
        agree(number, people[0])
    agree(number, people[0], rule=me_toos.take_back)
    agree(number, people[0], rule=me_toos.take_back)
    assert voice(number).me_toos == 0
    agree(number, people[0])
    assert voice(number).me_toos == 1


def test_one_token_agrees_with_many(said, agree, voice, people):
    first, second = said("First wish"), said("Second wish")
    for number in (first, second):
        agree(number, people[0])
    assert (voice(first).me_toos, voice(second).me_toos) == (1, 1)


def test_what_was_not_signed_counts_for_nothing(do, said, voice, token_of, ada, now):
    # given
    number, token = said(), token_of(ada)

    # then
    with pytest.raises(TokenInvalid):
        do(me_toos.agree, number, type(token)(token.prepared, bytes(256)), clock=False)
    assert voice(number).me_toos == 0


def test_nobody_agrees_with_what_is_held_back(do, said, agree, people, chen):
    number = said()
    do(moderation.hold_back, number, "It names somebody.", by=chen)
    with pytest.raises(VoiceMissing):
        agree(number, people[0])


def test_of_two_put_together_the_larger_number_is_shown(do, said, agree, people):
    # given
    first, second = said("The drawings on my phone"), said("Drawings on the phone, please")
    agree(first, *people[:6])
    agree(second, *people)

    # when
    pair = do(merging.merge, first, second, clock=False)

    # then: somebody may have said both
    assert shown(pair.kept.id) == 10


@pytest.mark.parametrize("same", [True, False], ids=["one-token", "two-tokens"])
def test_two_at_once(app, said, token_of, voice, people, same):
    # given
    number = said()
    tokens = [token_of(people[0]), token_of(people[0 if same else 1])]
    both = Barrier(2)

    def press(token):
        both.wait()
        with app.app_context():
            try:
                with transaction():
                    me_toos.agree(number, token)
            except TokenSpent:
                return "before"
            finally:
                db.session.remove()
            return "counted"

    # when
    with ThreadPoolExecutor(2) as pool:
        pressed = sorted(done.result() for done in [pool.submit(Context().run, press, token) for token in tokens])

    # then
    assert (pressed, voice(number).me_toos) == ((["before", "counted"], 1) if same else (["counted", "counted"], 2))


def test_no_table_says_who_agrees(said, agree, people):
    # given
    number = said()
    agree(number, *people[:3])

    # then: what was used is a hash, and no table but answers and reports leads to a wish
    assert all(len(row.token_hash) == 64 for row in db.session.scalars(select(SpentToken)))
    leading = {
        table.name for table in Base.metadata.sorted_tables for key in table.foreign_keys if key.column.table.name == "voices"
    }
    assert leading == {"voices", "voice_answers", "voice_reports"}
