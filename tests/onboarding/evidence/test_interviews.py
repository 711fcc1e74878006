"""Interviews: the person decides at each step, and both sides are asked for."""

import pytest

from database import db
from onboarding.evidence.errors import EvidenceInvalid, EvidenceMissing
from onboarding.evidence.interviews import interviews, queries, words
from onboarding.evidence.interviews.interviews import Words
from onboarding.evidence.interviews.models import Interview, Stage, Told

SAID = Words("Searched by number.", "Found it.", "", "")


@pytest.fixture
def agreed(do, goal, ada, chen):
    """Chen asked Ada, who said yes: the goal and the interview."""
    number = goal()
    do(interviews.ask, number, ada, by=chen)
    asked = interviews.of(number, ada).id
    do(interviews.answer, asked, yes=True, by=ada)
    return number, asked


def test_colleagues_read_exactly_the_words_that_were_approved(do, agreed, ada, chen, now):
    # given
    goal_id, number = agreed
    do(interviews.write, number, SAID, by=chen)
    seen = db.session.get_one(Interview, number).token
    assert queries.approved([goal_id]) == {}

    # when: Chen writes once more while Ada reads
    do(interviews.write, number, Words("Something else."), by=chen)
    with pytest.raises(EvidenceInvalid, match="changed meanwhile"):
        do(interviews.approve, number, seen, Told.DID_NOT, named=False, by=ada, today=now.date())
    token = db.session.get_one(Interview, number).token
    do(interviews.approve, number, token, Told.DID_NOT, named=False, by=ada, today=now.date())

    # then
    assert [one.tried for one in queries.approved([goal_id])[goal_id].did_not] == ["Something else."]
    with pytest.raises(EvidenceMissing):  # approved words are changed by nobody but her
        do(interviews.write, number, SAID, by=chen)


def test_nobody_but_the_person_says_how_it_was_or_approves(do, agreed, chen, dana, now):
    _goal_id, number = agreed
    for somebody in (chen, dana):
        with pytest.raises(EvidenceMissing):
            do(interviews.approve, number, "any", Told.WORKED, named=True, by=somebody, today=now.date())
    with pytest.raises(EvidenceMissing):
        do(interviews.write, number, SAID, by=dana)


def test_a_no_looks_like_no_answer_and_is_not_asked_again(app, do, goal, ada, bo, chen):
    # given
    number = goal()
    for person in (ada, bo):
        do(interviews.ask, number, person, by=chen)
    do(interviews.answer, interviews.of(number, ada).id, yes=False, by=ada)

    # when
    do(interviews.ask, number, ada, by=chen)

    # then
    hers, his = interviews.of(number, ada), interviews.of(number, bo)
    assert (hers.stage, queries.waiting(ada)) == (Stage.DECLINED, [])
    with app.test_request_context():
        assert words.stage_words(hers) == words.stage_words(his)


def test_what_is_taken_back_is_gone(do, agreed, ada, chen, now):
    # given
    goal_id, number = agreed
    do(interviews.write, number, SAID, by=ada)
    token = db.session.get_one(Interview, number).token
    do(interviews.approve, number, token, Told.WORKED, named=True, by=ada, today=now.date())

    # when
    do(interviews.withdraw, number, by=ada)

    # then
    gone = db.session.get_one(Interview, number)
    assert (gone.has_words, gone.told, queries.approved([goal_id])) == (False, None, {})


@pytest.mark.parametrize(
    ("worked", "did_not", "said"),
    [
        pytest.param(3, 0, "3 where it worked, 0 where it did not: ask those too.", id="one side"),
        pytest.param(2, 1, "2 where it worked, 1 where it did not.", id="both"),
    ],
)
def test_the_balance_is_said(app, worked, did_not, said):
    with app.test_request_context():
        assert words.balance_words(queries.Sides([Interview()] * worked, [Interview()] * did_not)) == said
