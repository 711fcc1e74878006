"""Thanks in front of each test."""

import pytest
from sqlalchemy import select

from champions.thanks import thanks
from champions.thanks.models import Thanks
from champions.thanks.subjects import Subject
from database import db

WORDS = "You stayed until the last phone was set up."


@pytest.fixture
def thanked(do, bo, ada):
    """`thanked(to=dana, group=walkers, shared=True)`: words of Bo's to Ada; their number."""

    def make(to=ada, *, by=bo, words=WORDS, session=None, group=None, shared=None, **more):
        subject = Subject(session.id if session else None, group.id if group else None)
        number = do(thanks.thank, to, words, subject, by=by, **more).id
        if shared is not None:
            do(thanks.decide, number, shared=shared, by=to, **more)
        return number

    return make


@pytest.fixture
def kept_of():
    """`kept_of()`: every row as (words, state), read anew."""

    def read():
        db.session.rollback()
        rows = db.session.scalars(select(Thanks).order_by(Thanks.id).execution_options(populate_existing=True))
        return [(row.words, row.state.value) for row in rows]

    return read


@pytest.fixture
def link():
    """`link(number)`: the path of the page behind the mail."""
    return lambda number: thanks.path_of(db.session.get_one(Thanks, number))
