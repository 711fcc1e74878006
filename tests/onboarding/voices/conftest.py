"""Wishes and concerns in front of each test."""

import pytest

from database import db, transaction
from onboarding.voices import days, voices
from onboarding.voices.models import Kind, Voice
from onboarding.voices.voices import Said
from people import blind_tokens
from people.models import Person

WISH = "I would like to find the drawings on my phone."


def fresh(person):
    return db.session.get_one(Person, person.id)


@pytest.fixture
def do(app, clock, now):
    """`do(answers.answer, number, ..., by=chen)`: one rule in a transaction of its own, at `now` or `at`; people are read anew."""

    def run(rule, *args, at=now, clock=True, **more):
        given = {name: fresh(value) if isinstance(value, Person) else value for name, value in more.items()}
        with transaction():
            return rule(*args, **given, **({"now": at} if clock else {}))

    return run


@pytest.fixture
def said(do, ada):
    """`said("words", by=ada)`: with a name; its number."""

    def say(words=WISH, *, by=ada, kind=Kind.WISH, **more):
        return do(voices.say, Said(kind, words), by=by, **more).id

    return say


@pytest.fixture
def token_of(app, now):
    """`token_of(ada)`: her token of this quarter."""
    kept = {}

    def make(person, at=now):
        purpose = days.purpose_of(days.today(at))
        if (person.id, purpose) not in kept:
            with transaction():
                kept[person.id, purpose] = blind_tokens.token_for(fresh(person), purpose)
        return kept[person.id, purpose]

    return make


@pytest.fixture
def whispered(do, token_of, ada):
    """`whispered("words", by=ada)`: under a pseudonym; its number and the secret of the way back."""

    def say(words="I do not dare to ask in front of everybody.", *, by=ada, pseudonym="Heron", kind=Kind.CONCERN, at=None):
        times = {} if at is None else {"at": at}
        voice, secret = do(voices.say_under_pseudonym, Said(kind, words), pseudonym, token_of(by, **times), **times)
        return voice.id, secret

    return say


@pytest.fixture
def voice(app):
    """`voice(number)`: as it is now."""

    def read(number):
        db.session.rollback()
        return db.session.get(Voice, number, populate_existing=True)

    return read
