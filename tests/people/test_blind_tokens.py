"""Blind tokens: one for each person and purpose, used once, and nobody can tell whose."""

import pytest
from sqlalchemy import select, text

from database import Base, db, transaction
from people import blind, blind_tokens
from people.blind_tokens import AlreadyGranted, Token, TokenInvalid, TokenSpent
from people.models import Person
from people.models_blind import BlindGrant, BlindKey, SpentToken

SURVEY = "survey:3"


def fresh(person):
    return db.session.get_one(Person, person.id)


@pytest.fixture
def token_of(app):
    """`token_of(ada)`: a token as her browser gets it."""

    def make(person, purpose=SURVEY):
        with transaction():
            return blind_tokens.token_for(fresh(person), purpose)

    return make


def spend(token, purpose=SURVEY, use=""):
    with transaction():
        blind_tokens.spend(purpose, token, use=use)


def test_a_token_is_used_once(token_of, ada):
    # given
    token = token_of(ada)
    spend(token)

    # then
    with pytest.raises(TokenSpent):
        spend(token)
    assert (blind_tokens.is_spent(SURVEY, token), blind_tokens.is_spent(SURVEY, token, use="other")) == (True, False)


def test_a_token_is_used_once_for_each_use_and_can_be_taken_back(token_of, ada):
    # given
    token = token_of(ada)
    spend(token, use="me-too:1")
    spend(token, use="me-too:2")

    # when
    with transaction():
        first, again = (blind_tokens.take_back(SURVEY, token, use="me-too:1") for _number in range(2))

    # then
    assert (first, again) == (True, False)
    spend(token, use="me-too:1")
    with pytest.raises(TokenSpent):
        spend(token, use="me-too:2")


def test_one_for_each_person_and_purpose(token_of, ada, dana):
    # given
    token_of(ada)

    # then
    with pytest.raises(AlreadyGranted):
        token_of(ada)
    assert all(isinstance(token, Token) for token in (token_of(dana), token_of(ada, "survey:4")))


def test_an_answer_that_was_lost_on_the_way_is_given_again(app, ada):
    # given
    with transaction():
        public = blind_tokens.open_purpose(SURVEY)
    blinded = blind.blind(public, blind.prepare(bytes(32))).message

    # when
    signed = []
    for _number in range(2):
        with transaction():
            signed.append(blind_tokens.sign(SURVEY, fresh(ada), blinded))

    # then
    assert (signed[0] == signed[1], len(list(db.session.scalars(select(BlindGrant))))) == (True, 1)


def test_a_token_of_another_purpose_is_none(token_of, ada, dana):
    # given
    token = token_of(ada)
    token_of(dana, "survey:4")

    # then
    for purpose in ("survey:4", "survey:5"):
        with pytest.raises(TokenInvalid):
            spend(token, purpose)


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda token: Token(token.prepared, bytes(256)),
        lambda token: Token(token.prepared[::-1], token.signature),
        lambda token: Token(token.prepared + b"1", token.signature),
        lambda token: Token(b"", b""),
    ],
    ids=["no-signature", "another-message", "longer", "empty"],
)
def test_what_was_not_signed_is_no_token(token_of, ada, spoilt):
    with pytest.raises(TokenInvalid):
        spend(spoilt(token_of(ada)))


def test_what_is_no_hexadecimal_is_no_token():
    with pytest.raises(TokenInvalid):
        blind_tokens.read("zz", "00")


def test_nothing_is_signed_for_a_purpose_that_is_not_open_or_for_nonsense(token_of, ada, dana):
    # given
    token_of(dana)

    # then
    for purpose, blinded in (("survey:9", bytes(256)), (SURVEY, bytes(3))):
        with pytest.raises(TokenInvalid), transaction():
            blind_tokens.sign(purpose, fresh(ada), blinded)
    assert blind_tokens.granted_to(ada) == []


def test_the_key_is_one_for_everybody_and_sealed(app):
    # when
    with transaction():
        keys = [blind_tokens.open_purpose(SURVEY).public_numbers() for _number in range(2)]

    # then
    (row,) = db.session.scalars(select(BlindKey))
    assert (keys[0] == keys[1], "PRIVATE" in row.sealed, row.sealed[:5]) == (True, False, "gAAAA")


def test_these_columns_and_no_others_are_kept():
    """No moment, no order; the table of what was used knows neither person nor purpose."""
    assert {name: [column.name for column in Base.metadata.tables[name].columns] for name in (
        "blind_keys", "blind_grants", "blind_spent_tokens",
    )} == {
        "blind_keys": ["purpose", "modulus", "sealed"],
        "blind_grants": ["id", "person_id", "purpose", "blinded_hash"],
        "blind_spent_tokens": ["token_hash"],
    }  # fmt: skip


def test_grants_lie_in_no_order(token_of, ada, bo, chen, dana, admin):
    # given
    people = [ada, bo, chen, dana, admin]

    # when
    for person in people:
        token_of(person)

    # then: as they lie there, all are written by one transaction, in the order of random keys
    postgres = db.engine.dialect.name == "postgresql"
    order, written_by = ("ORDER BY ctid", "xmin::text") if postgres else ("", "purpose")
    db.session.rollback()
    rows = db.session.execute(text(f"SELECT id, {written_by} FROM blind_grants {order}")).all()
    keys = [key for key, _transaction in rows]
    assert (len(keys), keys, len({transaction for _key, transaction in rows})) == (5, sorted(keys), 1)


def test_two_at_once_use_a_token_once(token_of, ada, at_once):
    # given
    token = token_of(ada)

    # when
    def use():
        try:
            spend(token)
        except TokenSpent:
            return "spent"
        return "used"

    # then
    assert sorted(at_once(use, use)) == ["spent", "used"]
    db.session.rollback()
    assert len(list(db.session.scalars(select(SpentToken)))) == 1
