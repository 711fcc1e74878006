"""Somebody hands on a series while their delegate answers: whoever comes first, every date has one person in its one seat."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from database import db, transaction
from people.models import Person
from sessions import rsvps
from sessions.models import Answer, Via
from sessions.series import answers
from tests.infra.contexts import in_its_own_context
from tests.infra.series import dates_of

NO, YES, KEPT = ("declined", "none"), ("accepted", "seated"), ("needs-action", "seated")
PATIENCE = 60  # seconds, far above what is needed


@pytest.fixture
def at_once(app):
    """`at_once(one, other)`: both in a thread and a transaction of their own, begun at the same instant."""

    def run(*works):
        ready = Barrier(len(works))
        db.session.rollback()

        def work(number):
            ready.wait(PATIENCE)
            with transaction():
                works[number]()

        with ThreadPoolExecutor(len(works)) as pool:
            list(pool.map(in_its_own_context(app, work), range(len(works)), timeout=PATIENCE))

    return run


def says_all(series_id, person_id, answer, *, now, to_id=None):
    def say():
        to = db.session.get_one(Person, to_id) if to_id is not None else None
        answers.record_answer(series_id, person_id, answer, via=Via.WEB, now=now, to=to)

    return say


def says(session_id, person_id, answer, *, now):
    return lambda: rsvps.record_answer(session_id, person_id, answer, via=Via.WEB, now=now)


@pytest.mark.parametrize("word", [Answer.DECLINED, Answer.ACCEPTED, Answer.TENTATIVE])
def test_handing_on_and_an_answer_of_the_delegate(lunches, delegate, row, at_once, ada, dana, now, word):
    # given: the third date is Dana's already
    ada_id, dana_id, third = ada.id, dana.id, dates_of(lunches)[2].id
    delegate(dates_of(lunches)[2], ada, dana)

    # when
    at_once(says_all(lunches.id, ada_id, Answer.DECLINED, now=now, to_id=dana_id), says(third, dana_id, word, now=now))

    # then
    here = [row(lunches, db.session.get_one(Person, id_))[1] for id_ in (ada_id, dana_id)]
    outcomes = {
        Answer.ACCEPTED: [(NO, YES)],
        Answer.TENTATIVE: [(NO, ("tentative", "none"))],
        Answer.DECLINED: [(KEPT, NO), (NO, KEPT)],  # given back after the series was handed on, or before
    }
    assert here[0][2:3] + here[1][2:3] in [list(one) for one in outcomes[word]]
    assert [(mine, hers) for mine, hers in zip(*here, strict=True)][3:] == [(NO, KEPT)] * 3


def test_a_no_of_the_delegate_and_a_yes_of_who_sent_them(lunches, sends, row, at_once, ada, dana, now, handed_on_now):
    # given
    ada_id, dana_id = ada.id, dana.id
    sends(lunches, ada, dana)

    # when
    at_once(
        says_all(lunches.id, ada_id, Answer.ACCEPTED, now=now),
        says_all(lunches.id, dana_id, Answer.DECLINED, now=now),
    )

    # then
    assert [row(lunches, db.session.get_one(Person, id_)) for id_ in (ada_id, dana_id)] == [
        ("accepted", [YES] * 6),
        ("declined", [NO] * 6),
    ]
    assert handed_on_now() == (0, 0)
