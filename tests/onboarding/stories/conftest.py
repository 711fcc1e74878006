"""Stories in front of each test."""

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from onboarding.stories import stories
from onboarding.stories.stories import About, Telling
from people.models import Person

WORDS = Telling("Photos of the jig", "I never knew who needed them.", "I post one at the end of each shift.", "The night shift builds from them.")  # fmt: skip


@pytest.fixture
def do(now):
    """`do(stories.tell, ada, WORDS, About())`: one rule in a transaction of its own, at `now` or `at`; people are read anew."""

    def fresh(value):
        return db.session.get_one(Person, value.id) if isinstance(value, Person) else value

    def run(rule, *args, at=now, clockless=False, **more):
        with transaction():
            when = {} if clockless else {"now": at}
            return rule(*map(fresh, args), **when, **{name: fresh(value) for name, value in more.items()})

    return run


@pytest.fixture
def told(do, ada):
    """`told(bo, published=False, title="...")`: a story of Ada's that colleagues read; its number."""

    def make(by=ada, *, published=True, about=None, at=None, **changes):
        given = {"at": at} if at else {}
        words = Telling(**{name: changes.get(name, getattr(WORDS, name)) for name in Telling.__dataclass_fields__})
        story = do(stories.tell, by, words, about or About(), **given)
        if published:
            do(stories.publish, story.id, seen=stories.fingerprint(words), by=by, **given)
        return story.id

    return make


@pytest.fixture
def mails_of():
    """`mails_of(ada)`: kinds of mail that wait for Ada, oldest first."""

    def read(person):
        db.session.rollback()
        query = select(OutgoingMail.kind).where(OutgoingMail.person_id == person.id).order_by(OutgoingMail.id)
        return list(db.session.scalars(query))

    return read
