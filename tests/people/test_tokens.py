import pytest
from sqlalchemy import select

from database import db, transaction
from people import people, tokens
from people.errors import PeopleError
from people.models import ApiToken, Person


@pytest.fixture
def issue(now):
    def issued(person, label="Payroll"):
        with transaction():
            return tokens.issue(person, label, now=now)

    return issued


def test_token_acts_as_its_person(ada, bo, issue):
    # given
    secrets = {person.id: issue(person) for person in (ada, bo)}

    # then
    assert {tokens.person_of(secret).id: secret for secret in secrets.values()} == secrets


@pytest.mark.parametrize(
    "change", [str.upper, lambda secret: secret[:-1], lambda secret: secret + "x", lambda _: "", lambda _: "foyer_"]
)
def test_nearly_the_token_is_nobodys(ada, issue, change):
    assert tokens.person_of(change(issue(ada))) is None


def test_only_a_hash_is_kept(ada, issue):
    # when
    secret = issue(ada)

    # then
    kept = db.session.scalars(select(ApiToken)).one()
    assert (secret.startswith("foyer_"), len(secret) > 40, secret in kept.token_hash) == (True, True, False)


def test_no_two_tokens_are_the_same(ada, issue):
    assert len({issue(ada) for _ in range(5)}) == 5


def test_revoked_token_is_nobodys_and_stays_revoked(ada, issue, now):
    # given
    secret, other = issue(ada, "one"), issue(ada, "two")
    first = tokens.tokens_of(ada)[0]

    # when
    for _ in range(2):
        with transaction():
            tokens.revoke(first.id, person=ada, now=now)

    # then
    assert (tokens.person_of(secret), tokens.person_of(other).id) == (None, ada.id)
    assert [(token.label, token.revoked_at) for token in db.session.scalars(select(ApiToken).order_by(ApiToken.id))] == [
        ("one", now),
        ("two", None),
    ]
    assert [token.label for token in tokens.tokens_of(ada)] == ["two"]


@pytest.mark.parametrize("others", [True, False])
def test_dana_cannot_revoke_what_is_not_hers(ada, dana, issue, now, others):
    # given
    secret = issue(ada)
    id_ = tokens.tokens_of(ada)[0].id if others else 4711

    # when
    with pytest.raises(PeopleError, match="no such token"), transaction():
        tokens.revoke(id_, person=dana, now=now)

    # then
    assert tokens.person_of(secret).id == ada.id


def test_token_of_somebody_who_left_is_nobodys(ada, issue):
    # given
    secret = issue(ada)

    # when
    with transaction():
        people.deactivate(db.session.get_one(Person, ada.id))

    # then
    assert tokens.person_of(secret) is None


@pytest.mark.parametrize(("label", "kept"), [("  Pay\n roll ", "Pay roll"), ("", "API"), ("\x00", "API"), ("x" * 300, "x" * 100)])
def test_label_is_kept_on_one_line(ada, issue, label, kept):
    # when
    issue(ada, label)

    # then
    assert [token.label for token in tokens.tokens_of(ada)] == [kept]
