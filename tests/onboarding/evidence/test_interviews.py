"""Interviews: the person decides at each step, and both sides are asked for."""

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from onboarding.evidence.errors import EvidenceInvalid, EvidenceMissing
from onboarding.evidence.interviews import interviews, mails, queries, words
from onboarding.evidence.interviews.interviews import Words
from onboarding.evidence.interviews.models import Interview, Stage, Told
from people.models import Nudge, Person

SAID = Words("Searched by number.", "Found it.", "", "")


@pytest.fixture
def agreed(do, goal, ada, chen, now):
    """Chen asked Ada, who said yes: the goal and the interview."""
    number = goal()
    do(interviews.ask, number, ada, by=chen, now=now)
    asked = interviews.of(number, ada).id
    do(interviews.answer, asked, yes=True, by=ada)
    return number, asked


def test_colleagues_read_exactly_the_words_that_were_approved(do, agreed, ada, chen, now):
    # given
    goal_id, number = agreed
    do(interviews.write, number, SAID, by=chen, now=now)
    seen = db.session.get_one(Interview, number).token
    assert queries.approved([goal_id]) == {}

    # when: Chen writes once more while Ada reads
    do(interviews.write, number, Words("Something else."), by=chen, now=now)
    with pytest.raises(EvidenceInvalid, match="changed meanwhile"):
        do(interviews.approve, number, seen, Told.DID_NOT, named=False, by=ada, today=now.date())
    token = db.session.get_one(Interview, number).token
    do(interviews.approve, number, token, Told.DID_NOT, named=False, by=ada, today=now.date())

    # then
    assert [one.tried for one in queries.approved([goal_id])[goal_id].did_not] == ["Something else."]
    with pytest.raises(EvidenceMissing):  # approved words are changed by nobody but her
        do(interviews.write, number, SAID, by=chen, now=now)


def test_two_who_ask_at_once_ask_once(do, goal, at_once, ada, bo, chen, now):
    number = goal()
    found = at_once(*(lambda by=by: do(interviews.ask, number, ada, by=by, now=now) for by in (bo, chen)))
    assert (found, len(db.session.scalars(select(Interview)).all())) == ([None, None], 1)


def test_nobody_but_the_person_says_how_it_was_or_approves(do, agreed, chen, dana, now):
    _goal_id, number = agreed
    for somebody in (chen, dana):
        with pytest.raises(EvidenceMissing):
            do(interviews.approve, number, "any", Told.WORKED, named=True, by=somebody, today=now.date())
    with pytest.raises(EvidenceMissing):
        do(interviews.write, number, SAID, by=dana, now=now)


def test_whoever_asks_does_not_learn_who_said_no_or_told_of_it_unasked(client_of, do, goal, ada, bo, chen, dana, now):
    # given: Bo told of it by himself, without his name
    number = goal()
    told = do(interviews.open_own, number, by=bo).id
    do(interviews.write, told, SAID, by=bo, now=now)
    token = db.session.get_one(Interview, told).token
    do(interviews.approve, told, token, Told.WORKED, named=False, by=bo, today=now.date())

    # when: Chen asks all three, and Ada says no
    for person in (ada, bo, dana):
        do(interviews.ask, number, person, by=chen, now=now)
    do(interviews.answer, interviews.of(number, ada).id, yes=False, by=ada)
    do(interviews.ask, number, ada, by=chen, now=now)

    # then
    page = client_of(chen).get(f"/evidence/goals/{number}/interviews").text
    assert [person.name for person in (ada, bo, dana) if person.name in page] == []
    assert (interviews.of(number, ada).stage, queries.waiting(ada)) == (Stage.DECLINED, [])


@pytest.mark.parametrize("said_no", [True, False], ids=["after a no", "instead of an answer"])
def test_whoever_asked_reads_nothing_of_what_somebody_tells_by_themselves(said_no, do, goal, ada, chen, now):
    # given
    number = goal()
    do(interviews.ask, number, ada, by=chen, now=now)
    asked = interviews.of(number, ada).id
    if said_no:
        do(interviews.answer, asked, yes=False, by=ada)

    # when
    do(interviews.open_own, number, by=ada)
    do(interviews.write, asked, SAID, by=ada, now=now)

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
    do(interviews.write, number, SAID, by=ada, now=now)
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


def test_the_question_comes_by_mail_once_and_only_while_it_is_true_and_welcome(app, do, goal, ada, bo, chen, now):
    # given: Bo wants no nudges
    number = goal()
    with transaction():
        db.session.get_one(Person, bo.id).wants_nudges = False

    # when: both are asked, twice; Ada says no before the mail leaves, and then it is looked at as if she had not
    for person in (ada, bo, ada, bo):
        do(interviews.ask, number, person, by=chen, now=now)
    (mail,) = posted()
    before = subjects(app, mail, now)
    do(interviews.answer, interviews.of(number, ada).id, yes=False, by=ada)

    # then
    assert (mail.person_id, before, subjects(app, mail, now)) == (ada.id, ["How was it for you?"], [None])
    assert db.session.scalars(select(Nudge.kind).where(Nudge.person_id == ada.id)).all() == ["evidence.interview"]


def test_of_words_that_were_written_down_one_mail_tells_the_first_time(app, do, agreed, chen, now):
    # when
    for words_now in (SAID, Words("Something else.")):
        do(interviews.write, agreed[1], words_now, by=chen, now=now)

    # then
    assert subjects(app, posted()[-1], now) == ["Your words wait for your yes"]
    assert [mail.kind for mail in posted()] == ["evidence.interview", "evidence.interview_words"]


def posted():
    db.session.rollback()
    query = select(OutgoingMail).where(OutgoingMail.kind.startswith("evidence.interview")).order_by(OutgoingMail.id)
    return db.session.scalars(query).all()


def subjects(app, mail, now):
    with app.test_request_context():
        return [written and written.subject for written in mails.to_people([mail], now=now)]
