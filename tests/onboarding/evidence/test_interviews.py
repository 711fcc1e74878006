"""Interviews: the person decides at each step, and both sides are asked for."""

import pytest

from database import db
from onboarding.evidence.errors import EvidenceInvalid, EvidenceMissing
from onboarding.evidence.interviews import interviews, queries, words
from onboarding.evidence.interviews.interviews import Words
from onboarding.evidence.interviews.models import Interview, Stage, Told
from people.models import Person

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


def test_whoever_asks_does_not_learn_who_said_no_or_told_of_it_unasked(client_of, do, goal, ada, bo, chen, dana, now):
    # given: Bo told of it by himself, without his name
    number = goal()
    told = do(interviews.open_own, number, by=bo).id
    do(interviews.write, told, SAID, by=bo)
    token = db.session.get_one(Interview, told).token
    do(interviews.approve, told, token, Told.WORKED, named=False, by=bo, today=now.date())

    # when: Chen asks all three, and Ada says no
    for person in (ada, bo, dana):
        do(interviews.ask, number, person, by=chen)
    do(interviews.answer, interviews.of(number, ada).id, yes=False, by=ada)
    do(interviews.ask, number, ada, by=chen)

    # then
    page = client_of(chen).get(f"/evidence/goals/{number}/interviews").text
    assert [person.name for person in (ada, bo, dana) if person.name in page] == []
    assert (interviews.of(number, ada).stage, queries.waiting(ada)) == (Stage.DECLINED, [])


@pytest.mark.parametrize("said_no", [True, False], ids=["after a no", "instead of an answer"])
def test_whoever_asked_reads_nothing_of_what_somebody_tells_by_themselves(said_no, do, goal, ada, chen):
    # given
    number = goal()
    do(interviews.ask, number, ada, by=chen)
    asked = interviews.of(number, ada).id
    if said_no:
        do(interviews.answer, asked, yes=False, by=ada)

    # when
    do(interviews.open_own, number, by=ada)
    do(interviews.write, asked, SAID, by=ada)

    # then
    with pytest.raises(EvidenceMissing):
        interviews.written_by(asked, db.session.get_one(Person, chen.id))


def test_who_writes_is_told_who_reads_it(app, agreed, ada, chen):
    found = db.session.get_one(Interview, agreed[1])
    with app.test_request_context():
        assert words.saved_words(found, ada) == (
            f"Saved. {chen.name}, who asked you, reads it too; nobody else does until you approve it below."
        )


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
