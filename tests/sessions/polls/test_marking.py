"""What somebody says about the dates."""

from datetime import timedelta

import pytest

from database import db, transaction
from people.models import Person
from sessions.polls import marking, polls
from sessions.polls.errors import NothingMarked, PollClosed, PollMissing
from sessions.polls.models import Mark, Poll, PollPerson
from tests.infra.polls import asked_in

DAY = timedelta(days=1)


def test_marks_stand_until_they_are_changed(poll, mark, marked, ada, bo):
    # given
    made = poll(asked=[ada, bo])

    # when
    mark(made, ada, "yes", "if-need-be", "no")
    mark(made, ada, "", "no")

    # then
    assert marked(made) == {"Ada": ["yes", "no", "no"], "Bo": ["", "", ""]}


def test_none_of_them_is_an_answer_that_needs_no_reason(poll, marked, now, ada):
    # given
    made = poll(asked=[ada])

    # when
    with transaction():
        asked = marking.record_marks(asked_in(made, ada).id, marking.none_of(polls.lock(made.id), now=now), now=now)

    # then
    assert (marked(made), asked.answered_at, asked.comment) == ({"Ada": ["no", "no", "no"]}, now, "")


def test_a_comment_stands_until_another_is_given(poll, mark, ada):
    # given
    made = poll(asked=[ada])

    # when
    said = [mark(made, ada, "yes", comment=word).comment for word in (" Mornings are best. ", None, "", None)]

    # then
    assert said == ["Mornings are best.", "Mornings are best.", "", ""]


def test_an_empty_answer_is_none(poll, mark, marked, ada):
    # given
    made = poll(asked=[ada])

    # when
    with pytest.raises(NothingMarked):
        mark(made, ada)

    # then
    assert asked_in(made, ada).answered_at is None


def test_a_date_of_another_poll_or_one_that_has_passed_is_passed_over(poll, mark, marked, now, ada):
    # given
    made, other = poll(asked=[ada]), poll(asked=[ada], days=(8, 9))
    wanted = {other.dates[0].id: Mark.YES, made.dates[0].id: Mark.YES, made.dates[1].id: Mark.NO}

    # when
    with transaction():
        marking.record_marks(asked_in(made, ada).id, wanted, now=now + 8 * DAY)

    # then
    assert (marked(made), marked(other)) == ({"Ada": ["", "no", ""]}, {"Ada": ["", ""]})


@pytest.mark.parametrize("build", [{"opened": False}, {"answer_until": timedelta(0)}, {"days": (0.5, 1)}])
def test_marks_are_taken_only_while_the_poll_takes_them(poll, mark, marked, now, ada, build):
    # given
    until = {"answer_until": now + DAY} if "answer_until" in build else {}
    made = poll(asked=[ada], **{**build, **until})

    # when
    with pytest.raises(PollClosed):
        mark(made, ada, "yes", at=now + DAY)

    # then
    assert set(marked(made)["Ada"]) == {""}


def test_who_has_left_marks_nothing(poll, mark, ada):
    # given
    made = poll(asked=[ada])
    with transaction() as session:
        session.get_one(Person, ada.id).active = False

    # when
    with pytest.raises(PollMissing):
        mark(made, ada, "yes")

    # then
    assert asked_in(made, ada).answered_at is None


def test_marks_go_with_the_person(poll, mark, ada, bo):
    # given
    made = poll(asked=[ada, bo])
    mark(made, ada, "yes", comment="A word.")

    # when
    with transaction() as session:
        session.delete(session.get_one(Person, ada.id))

    # then
    db.session.expire_all()
    assert [asked.person_id for asked in polls.asked_people(db.session.get_one(Poll, made.id))] == [bo.id]
    assert db.session.query(PollPerson).count() == 1
