"""Open questions in the field of an ambassador."""

import pytest
from flask_babel import force_locale

from champions import week_notes
from database import db, transaction
from onboarding.questions import answers, promises
from people import apart
from people.models import Person


@pytest.fixture
def lines(now):
    """`lines(bo)`: what the ambassador reads."""

    def read(person):
        db.session.rollback()
        with force_locale("en"):
            notes = week_notes.of_people([person], now=now)[person.id]
            return [(note.words(), note.path) for note in notes if note.path.startswith("/questions/")]

    return read


def test_an_ambassador_reads_what_is_open_in_their_field(asked, ambassador, lines, ada, bo):
    # given
    ambassador(bo, topics=("Travel costs",))
    number = asked()
    asked("Who has a ladder?")
    asked("Where do my own travel costs go?", by=bo)

    # then
    title = "Where do I find the form for travel costs?"
    assert lines(bo) == [(f"A question about Travel costs is still open: “{title}”", f"/questions/{number}")]


@pytest.mark.parametrize("case", ["promised", "kept-apart", "group", "answered"])
def test_nobody_is_pointed_to_what_is_not_theirs_to_take(asked, answered, ambassador, group, lines, ada, bo, dana, now, case):
    # given
    ambassador(bo, topics=("Travel costs",))
    number = asked(group=group(members=[ada]) if case == "group" else None)
    reply = answered(number, by=ada) if case == "answered" else None

    # when
    with transaction():
        if case == "promised":
            promises.promise(number, now.date(), by=db.session.get_one(Person, dana.id), today=now.date())
        elif case == "kept-apart":
            apart.keep(db.session.get_one(Person, bo.id), [ada.id])
        elif case == "answered":
            answers.mark(reply, helped=True, by=db.session.get_one(Person, ada.id), now=now)

    # then
    assert lines(bo) == []
